import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: {
    environment: "jsdom",
    setupFiles: ["src/shared/test/setup.ts"],
    css: false,
    maxWorkers: 2,
    // For machines that do much else; what waits for something waits for that and not for a time.
    testTimeout: 60_000,
    include: ["src/**/*.test.{ts,tsx}", "build/*.test.ts"],
  },
});
