import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Smaller ones fit into a packet as they are. */
const leastBytes = 700;
const compressible = /\.(?:js|css|svg|html)$/;

/** Writes each built file in its compressed forms beside it, as small as they get: the server only has to hand them out. */
export function compressBuiltFiles(folder: string): Plugin {
  return {
    name: 'compress-built-files',
    apply: 'build',
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!compressible.test(name)) continue;
        const file = path.join(folder, name);
        const content = readFileSync(file);
        if (content.length < leastBytes) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
        writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}
