/** Builds the browser app into dist/builder, which the server serves; in development, `/api` goes to the server. */
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = `http://127.0.0.1:${process.env.TESSERA_API_PORT || 3000}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  cacheDir: join(import.meta.dirname, '../../node_modules/.cache/vite'),
  server: { port: Number(process.env.TESSERA_BUILDER_PORT || 5173), proxy: { '/api': { target: api } } },
  build: {
    outDir: join(import.meta.dirname, '../../dist/builder'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 1500,
  },
});
