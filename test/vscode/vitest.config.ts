import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The editor tests, in a real VS Code: `npm run test:vscode`. One window at a time, for a machine with two cores. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export of its configuration
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/webview/**/*.test.ts", "test/vscode/**/*.test.ts"],
    globalSetup: ["test/vscode/globalSetup.ts"],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
