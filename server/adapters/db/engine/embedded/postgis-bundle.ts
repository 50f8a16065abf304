import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { projectRoot } from '../../../../compiled.js';

/** Where the build leaves the bundle. */
const buildFolder = path.join(projectRoot, 'dist', 'postgis-bundle');

/**
 * What the engine needs of PostGIS: its library, its projections and what `create extension` reads.
 *
 * The package's bundle also has raster, topology and the ways from every earlier release. The engine unpacks and
 * compiles all that it is given at each start, which takes as long as the rest of the start.
 */
const needed =
  /^(lib\/postgresql\/postgis-\d+\.so|share\/proj\/.+|share\/postgresql\/extension\/postgis(\.control|--[\d.]+\.sql))$/;

/** The bundle that the build left. Undefined when there is none of this version of the package. */
export function findPostgisBundle(folder: string = buildFolder): URL | undefined {
  const bundle = path.join(folder, bundleName());
  return existsSync(bundle) ? pathToFileURL(bundle) : undefined;
}

/** Makes the bundle of what is needed from the package's, unless it is there; those of other versions are removed. */
export function ensurePostgisBundle(folder: string = buildFolder): URL {
  const found = findPostgisBundle(folder);
  if (found !== undefined) return found;
  const bundle = path.join(folder, bundleName());
  const unfinished = `${folder}.unfinished-${process.pid}`;
  const whole = path.join(path.dirname(createRequire(import.meta.url).resolve(packageName)), 'postgis.tar.gz');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Hardly compressed: it is read at each start and stays on this machine.
  writeFileSync(unfinished, gzipSync(neededEntries(gunzipSync(readFileSync(whole))), { level: 1 }));
  renameSync(unfinished, bundle);
  return pathToFileURL(bundle);
}

const packageName = '@electric-sql/pglite-postgis';

function bundleName(): string {
  const { dependencies } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return `${dependencies[packageName]}.tar.gz`;
}

/** A tar file is made of blocks of this many bytes. */
const block = 512;

/**
 * The needed entries of a tar file, each a header and its content in whole blocks, and two empty blocks as its end.
 *
 * @throws Error when an entry is missing that PostGIS cannot do without.
 */
function neededEntries(tar: Buffer): Buffer {
  const kept: Buffer[] = [];
  const names: string[] = [];
  for (let at = 0; at + block <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('latin1', at, at + 100).replace(/\0.*$/s, '');
    // Octal, as tar writes all its numbers.
    const bytes = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    const end = at + block + Math.ceil(bytes / block) * block;
    if (needed.test(name)) {
      kept.push(tar.subarray(at, end));
      names.push(name);
    }
    at = end;
  }
  for (const ending of ['.so', '.control', '.sql', 'proj.db']) {
    if (!names.some((name) => name.endsWith(ending))) throw new Error(`${packageName} has no ${ending} of PostGIS.`);
  }
  return Buffer.concat([...kept, Buffer.alloc(2 * block)]);
}
