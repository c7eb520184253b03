import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The cluster side against a real API server: `npm run test:cluster`. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export of its configuration
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/cluster/**/*.test.ts"],
    globalSetup: ["test/cluster/apiServer.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
