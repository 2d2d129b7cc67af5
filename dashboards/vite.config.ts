import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));

/** The web app. `npm run build` writes it to dist/dashboards, from where the service serves it. */
export default defineConfig({
  root,
  plugins: [react(), tailwindcss()],
  build: {
    outDir: '../dist/dashboards',
    emptyOutDir: true,
    target: 'es2023',
    // An inlined font or picture would be a data: URL, which the service's content security policy does not allow.
    assetsInlineLimit: 0,
  },
  // While developing: the service runs as usual, and these files come from memory.
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/sign-in': 'http://127.0.0.1:3000' } },
});
