import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./build/compressed.ts";
import { flowStyles } from "./build/flow-styles.ts";
import { mantineByPath } from "./build/mantine-by-path.ts";
import { mantineStyles } from "./build/mantine-styles.ts";
import { shortNames } from "./build/short-names.ts";

const server = process.env.CATENARY_SERVER ?? "http://127.0.0.1:8080";
const toServer = { target: server, changeOrigin: true, headers: { origin: server } };

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), mantineByPath(), mantineStyles(), flowStyles(), shortNames(), compressed()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // The server puts a fresh nonce in its place in each answer.
  html: { cspNonce: "__NONCE__" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    license: { fileName: ".vite/licenses.json" },
    target: "es2022",
    chunkSizeWarningLimit: 1500,
    assetsInlineLimit: 0,
    // Many small sheets weigh more than one: those around the canvas come together.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: "canvas-sheets", test: /features\/canvas\/.*\.module\.css$/ }],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    port: 5173,
    proxy: {
      "/api": toServer,
      "/problems": toServer,
      "/licenses": toServer,
      "/healthz": toServer,
      "/readyz": toServer,
      "/metrics": toServer,
    },
  },
});
