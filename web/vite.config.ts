import path from 'node:path';
import { defineConfig } from 'vite';
import { compressBuiltFiles } from './compress-built-files.js';

const folder = import.meta.dirname;
const page = (name: string) => path.join(folder, `${name}.html`);

interface ModuleGraph {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/** Pages that cannot be drawn without a module; what is loaded later, when it is asked for, does not count. */
function pagesThatNeed(id: string, graph: ModuleGraph): Set<string> {
  const seen = new Set<string>();
  const pages = new Set<string>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const info = graph.getModuleInfo(at);
    if (info?.isEntry === true) pages.add(path.basename(at.split('?')[0], '.html'));
    open.push(...(info?.importers ?? []));
  }
  return pages;
}

/** On a slow net each file costs a way there and back: what phones' pages share is one, and others load it too. */
function sharedBy(id: string, graph: ModuleGraph): string | null {
  const pages = pagesThatNeed(id, graph);
  return ['courier', 'station', 'floor'].filter((name) => pages.has(name)).length >= 2 ? 'shared' : null;
}

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
        codeSplitting: { groups: [{ name: sharedBy, debugName: 'shared by pages' }] },
        entryFileNames: (chunk) => (chunk.name === 'courier-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
