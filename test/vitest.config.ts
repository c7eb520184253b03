import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Everything that needs no cluster, no browser and no Envoy: `npm test`. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export of its configuration
export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  test: {
    include: ["server/src/**/*.test.ts", "client/src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["test/vscode/**", "test/webview/**", "test/cluster/**", "test/envoy/**", "test/bench/**"],
    testTimeout: 30_000,
    // Half of the machine would idle on two cores: vitest leaves one to itself.
    maxWorkers: "100%",
  },
});
