import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Where `make up` answers, for the development server. */
const STUDIO = `http://localhost:${process.env.ALADDIN_PORT ?? 8787}`;

const POLICY = "script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'";

/**
 * The built page carries what every host must hold to; the host's header adds the addresses of its storage.
 * The development server needs inline code.
 */
function contentPolicy(): Plugin {
  return {
    name: "content-policy",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: () => [
        {
          tag: "meta",
          attrs: { "http-equiv": "Content-Security-Policy", content: POLICY },
          injectTo: "head-prepend",
        },
      ],
    },
  };
}

/** The admin is a page of its own: nothing of it weighs on the studio. */
function page(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

export default defineConfig({
  plugins: [react(), tailwindcss(), contentPolicy()],
  resolve: {
    alias: {
      "@": fileURLToPath(new URL("./src", import.meta.url)),
      // react-admin asks for version 7's second package; all of its names are in version 8's one.
      "react-router-dom": "react-router",
    },
  },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
    rolldownOptions: { input: { studio: page("index.html"), admin: page("admin/index.html") } },
  },
  server: {
    proxy: {
      // The session's cookie counts only for requests that say they come from the studio itself.
      "/api": { target: STUDIO, changeOrigin: true, headers: { Origin: STUDIO } },
    },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/patience.ts"],
    testTimeout: 60_000,
    restoreMocks: true,
  },
});
