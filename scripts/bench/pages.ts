import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../../server/compiled.js';

const pages = ['login', 'courier', 'station', 'floor', 'index'] as const;

/** What a phone loads before a page is drawn, compressed, in bytes. */
export interface PageSize {
  readonly page: (typeof pages)[number];
  readonly scriptBytes: number;
  readonly styleBytes: number;
}

/** Measures the built pages. What is loaded later, such as the drawer of codes on the floor page, is not counted. */
export function measurePages(): PageSize[] {
  const folder = path.join(projectRoot, 'dist', 'web');
  return pages.map((page) => {
    const html = readFileSync(path.join(folder, `${page}.html`), 'utf8');
    const bytesOf = (ending: string) =>
      [...new Set([...html.matchAll(/assets\/[^"]+/g)].map(([asset]) => asset))]
        .filter((asset) => asset.endsWith(ending))
        .reduce((sum, asset) => sum + gzipSync(readFileSync(path.join(folder, asset))).length, 0);
    return { page, scriptBytes: bytesOf('.js'), styleBytes: bytesOf('.css') };
  });
}

/** Prints a line a page: kilobytes of scripts and styles, compressed. */
export async function benchPages(): Promise<void> {
  for (const { page, scriptBytes, styleBytes } of measurePages()) {
    const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`.padStart(8);
    console.log(`${page.padEnd(8)} scripts ${kilobytes(scriptBytes)}  styles ${kilobytes(styleBytes)}`);
  }
}
