import path from 'node:path';
import { defineConfig } from 'vite';
import { compressBuiltFiles } from './compress-built-files.js';

const folder = import.meta.dirname;
const page = (name: string) => path.join(folder, `${name}.html`);

/** Seven pages and the courier's service worker, built to dist/web. Nothing is inlined: the pages' policy forbids it. */
export default defineConfig({
  root: folder,
  base: '/',
  plugins: [compressBuiltFiles(path.join(folder, '..', 'dist', 'web'))],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: path.join(folder, '..', 'dist', 'web'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The barcode writer, which is loaded only where codes are shown, is one large module.
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: {
        index: page('index'),
        floor: page('floor'),
        manage: page('manage'),
        courier: page('courier'),
        station: page('station'),
        login: page('login'),
        account: page('account'),
        'courier-worker': path.join(folder, 'courier/courier-worker.ts'),
      },
      output: {
        // On a slow net each file costs a way there and back: what most pages share is one, what the phones' pages share another.
        codeSplitting: {
          groups: [
            { name: 'shared', minShareCount: 4, priority: 2 },
            { name: 'field', test: /[\\/]web[\\/](?:components|styles)[\\/]/, minShareCount: 2, priority: 1 },
          ],
        },
        entryFileNames: (chunk) => (chunk.name === 'courier-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
