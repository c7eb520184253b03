import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The model against a real Envoy: `npm run test:envoy`. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export of its configuration
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: { include: ["test/envoy/**/*.test.ts"], testTimeout: 600_000, hookTimeout: 600_000 },
});
