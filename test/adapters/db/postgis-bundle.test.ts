import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { ensurePostgisBundle, findPostgisBundle } from '../../../server/adapters/db/engine/embedded/postgis-bundle.js';

const parent = mkdtempSync(path.join(tmpdir(), 'tuanda-bundle-'));
const folder = path.join(parent, 'bundle');
afterAll(() => rmSync(parent, { recursive: true, force: true }));

it('keeps the library, the projections and the script of PostGIS, and nothing of its raster and topology', () => {
  // An earlier release left its own.
  mkdirSync(folder);
  writeFileSync(path.join(folder, '0.0.0.tar.gz'), '');
  expect(findPostgisBundle(folder)).toBeUndefined();

  const bundle = ensurePostgisBundle(folder);
  expect(findPostgisBundle(folder)).toEqual(bundle);
  expect(readdirSync(parent)).toEqual(['bundle']);
  expect(readdirSync(folder)).toHaveLength(1);

  // Names of a tar file begin at whole blocks of 512 bytes, in front of a header that says "ustar".
  const tar = gunzipSync(readFileSync(bundle));
  const names: string[] = [];
  for (let at = 0; at < tar.length; at += 512) {
    if (tar.toString('latin1', at + 257, at + 262) !== 'ustar') continue;
    names.push(tar.toString('latin1', at, at + 100).replace(/\0.*$/s, ''));
  }
  expect(names).toContain('lib/postgresql/postgis-3.so');
  expect(names).toContain('share/proj/proj.db');
  expect(names).toContain('share/postgresql/extension/postgis.control');
  expect(names.filter((name) => name.endsWith('.sql'))).toEqual([
    expect.stringMatching(/^share\/postgresql\/extension\/postgis--3\.\d+\.\d+\.sql$/),
  ]);
  expect(names.join()).not.toMatch(/raster|topology|tiger/);
  expect(tar.length).toBeLessThan(40e6);
});
