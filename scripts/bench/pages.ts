import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../../server/compiled.js';
import { hasBrowser } from './pages/browser.js';
import { measureTables } from './pages/table-times.js';
import { measureUsable } from './pages/usable-times.js';

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

/** Prints a line a page: kilobytes of scripts and styles, compressed; then when each is of use over a slow net, and how soon large tables are there. */
export async function benchPages(): Promise<void> {
  for (const { page, scriptBytes, styleBytes } of measurePages()) {
    const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`.padStart(8);
    console.log(`${page.padEnd(8)} scripts ${kilobytes(scriptBytes)}  styles ${kilobytes(styleBytes)}`);
  }
  if (!hasBrowser()) {
    console.log('No Chromium here: name one in TUANDA_TEST_CHROMIUM to see how soon the pages are of use.');
    return;
  }
  // What else the machine does is in every figure.
  console.log(`\nLoad of the machine: ${loadavg()[0].toFixed(1)}`);
  console.log('\nSlow 3G (400 kbit/s, 400 ms), processor slowed four times:');
  for (const { page, seconds, asked, requests, bytes } of await measureUsable()) {
    const size = `${requests} requests, ${(bytes / 1000).toFixed(0)} kB`;
    console.log(`${page.padEnd(8)} usable after ${seconds.toFixed(1).padStart(5)} s (asked: ${asked} s)  ${size}`);
  }
  console.log('\nA large network on a desk:');
  for (const { what, seconds, asked } of await measureTables()) {
    const limit = asked === undefined ? '' : ` (asked: ${asked} s)`;
    console.log(`${what.padEnd(40)} ${seconds.toFixed(2).padStart(6)} s${limit}`);
  }
}
