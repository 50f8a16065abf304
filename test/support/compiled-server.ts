import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Plugin } from 'vitest/config';

const root = path.join(import.meta.dirname, '..', '..');
const compiledFolder = path.join(root, 'dist');
const rooms = ['server', 'migrations', 'scripts'];

/** Whatever is below `dist` is loaded by Node itself. */
export const loadedByNode = /\/dist\/(server|migrations|scripts)\//;

/**
 * Has tests import the compiled server, which its threads and child processes run as well: loaded by Node it is there sooner,
 * and runs at its usual speed, where each call of one module into another takes no detour.
 */
export function compiledServer(): Plugin {
  return {
    name: 'compiled-server',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !source.startsWith('.') || !source.endsWith('.js')) return undefined;
      const within = path.relative(root, path.resolve(path.dirname(importer), source));
      if (!rooms.includes(within.split(path.sep)[0])) return undefined;
      const file = path.join(compiledFolder, within);
      return existsSync(file) ? file : undefined;
    },
  };
}

/** Compiles before the first test where a source was changed since: nobody tests what was. */
export default function setup(): void {
  const newestSource = Math.max(...rooms.map((room) => newestIn(path.join(root, room), '.ts')));
  const newestCompiled = Math.max(...rooms.map((room) => newestIn(path.join(compiledFolder, room), '.js')));
  if (newestCompiled > newestSource) return;
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.json', '--noCheck'], { cwd: root, stdio: 'inherit' });
}

function newestIn(folder: string, ending: string): number {
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Math.max(
    0,
    ...names.filter((name) => name.endsWith(ending)).map((name) => statSync(path.join(folder, name)).mtimeMs),
  );
}
