import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

function linksFileOf(dataFolder: string): string {
  return path.join(dataFolder, 'first-links.txt');
}

/** Adds lines of one-time links to the file that only the owner of the data folder may read. */
export function keepLinks(dataFolder: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(linksFileOf(dataFolder), `${lines.join('\n')}\n`, { mode: 0o600, flag: 'a' });
}

export function printLinks(dataFolder: string, lines: readonly string[]): void {
  const file = linksFileOf(dataFolder);
  process.stdout.write(`\nSign in once with these links (also in ${file}):\n\n  ${lines.join('\n  ')}\n\n`);
}

/** Takes out the links of roles whose accounts are gone: they let nobody in any more. */
export function forgetLinks(dataFolder: string, isGone: (role: string) => boolean): void {
  const file = linksFileOf(dataFolder);
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').split('\n');
  const left = lines.filter((line) => line !== '' && !isGone(line.split(/\s+/)[0]));
  writeFileSync(file, left.map((line) => `${line}\n`).join(''), { mode: 0o600 });
}
