import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { findCurrentMap, mapsFolderOf } from '../../../server/adapters/routing/map-folder.js';
import { makeMapFiles } from '../../../server/beginning/map-files.js';
import { makeMapJob } from '../../../server/beginning/map-job.js';
import { projectRoot } from '../../../server/compiled.js';
import type { Services } from '../../../server/compose.js';
import type { Config } from '../../../server/config.js';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-maps-'));
const town = path.join(projectRoot, 'test/contract/routing-town.osm.pbf');
const [dataFolder, allowed, secret] = ['data', 'allowed', 'secret'].map((name) => path.join(folder, name));
for (const each of [dataFolder, allowed, secret]) mkdirSync(each);
copyFileSync(town, path.join(allowed, 'town.osm.pbf'));
copyFileSync(town, path.join(secret, 'town.osm.pbf'));
symlinkSync(secret, path.join(allowed, 'out'));
symlinkSync(path.join(secret, 'town.osm.pbf'), path.join(allowed, 'link.osm.pbf'));
writeFileSync(path.join(allowed, 'no.osm.pbf'), 'OSM, but no extract');
writeFileSync(path.join(allowed, 'key.txt'), 'OSMHeader');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const uploads = () => {
  const kept = path.join(dataFolder, 'map-uploads');
  return existsSync(kept) ? readdirSync(kept, { recursive: true }).filter((name) => String(name).endsWith('.pbf')) : [];
};

eachDatabase('maps from the page', (open) => {
  let api: Api;
  afterEach(() => api.close());
  const begin = async () => {
    api = await serveApi(await open(), { maps: { dataFolder, folders: [allowed] } });
    return api.keyOf('admin');
  };
  const fileOf = (content: Uint8Array<ArrayBuffer>, name: string) => {
    const body = new FormData();
    body.append('file', new Blob([content]), name);
    return body;
  };

  it('are built from a file that is sent, by a job of this place that can be cancelled', async () => {
    const key = await begin();
    expect((await api.ask('GET', '/maps', { key })).body).toMatchObject({
      current: null,
      building: null,
      hasFolders: true,
    });
    const body = fileOf(new Uint8Array(readFileSync(town)), 'town.osm.pbf');
    const begun = await api.ask('POST', '/maps?name=Town', { key, body });
    expect(begun).toMatchObject({ status: 202, body: { status: 'waiting', subjectId: 'map' } });
    // Where the file lies is nobody's business but the servers'.
    expect(begun.body.kind).toBe('map-build');
    expect((await api.ask('GET', '/jobs?kind=map-build', { key })).body.data).toHaveLength(1);
    expect(uploads()).toHaveLength(1);
    expect((await api.ask('GET', '/maps', { key })).body.building).toEqual({ jobId: begun.body.jobId });
    // One at a time: the second is refused, and its file is not kept.
    const again = await api.ask('POST', '/maps', {
      key,
      body: fileOf(new Uint8Array(readFileSync(town)), 'b.osm.pbf'),
    });
    expect(again.body).toMatchObject({ status: 409, code: 'already-running' });
    expect(uploads()).toHaveLength(1);
    expect((await api.ask('POST', `/jobs/${begun.body.jobId}/cancel`, { key })).body.status).toBe('cancelled');
    expect(uploads()).toEqual([]);
  });

  it('are not built from what is no extract, too large, or of somebody who may not', async () => {
    const key = await begin();
    const send = (content: Uint8Array<ArrayBuffer>, by = key) =>
      api.ask('POST', '/maps', { key: by, body: fileOf(content, 'x.osm.pbf') });
    expect((await send(new TextEncoder().encode('name,lon,lat\n'))).body.code).toBe('invalid-input');
    // The test's limit is a megabyte.
    const large = await send(new Uint8Array(1_000_001));
    expect(large.body.detail).toContain('larger than 1 MB');
    // Far larger ones are not even received.
    expect((await send(new Uint8Array(2_000_000))).body).toMatchObject({ status: 413, code: 'too-large' });
    const two = fileOf(new Uint8Array(readFileSync(town)), 'one.osm.pbf');
    two.append('files', new Blob([new Uint8Array(readFileSync(town))]), 'two.osm.pbf');
    expect((await api.ask('POST', '/maps', { key, body: two })).status).toBe(400);
    expect((await send(new Uint8Array(readFileSync(town)), await api.keyOf('dispatcher'))).status).toBe(403);
    expect((await send(new Uint8Array(readFileSync(town)), await api.keyOf('admin', 'D1'))).status).toBe(409);
    expect(uploads()).toEqual([]);
  });

  it('are built from files in the named folders of the server, and no other is told apart from none', async () => {
    const key = await begin();
    const ask = (asked: string) => api.ask('POST', '/maps/on-server', { key, json: { path: asked, name: 'Town' } });
    const refusals = new Set<string>();
    for (const asked of [
      path.join(secret, 'town.osm.pbf'),
      path.join(allowed, '..', 'secret', 'town.osm.pbf'),
      path.join(allowed, 'out', 'town.osm.pbf'),
      path.join(allowed, 'link.osm.pbf'),
      path.join(allowed, 'key.txt'),
      path.join(allowed, 'missing.osm.pbf'),
      allowed,
      '/etc/passwd',
      'town.osm.pbf',
    ]) {
      const { status, body } = await ask(asked);
      expect([asked, status]).toEqual([asked, 400]);
      refusals.add(body.detail);
    }
    expect([...refusals]).toEqual([expect.stringContaining('There is no such extract')]);
    expect((await ask(path.join(allowed, 'no.osm.pbf'))).body.detail).toContain('no OpenStreetMap extract');
    expect((await ask(path.join(allowed, 'town.osm.pbf'))).status).toBe(202);
    expect(existsSync(path.join(allowed, 'town.osm.pbf'))).toBe(true);
  });
});

it('belong to the data folder that they were sent to, and to no other one of the same host', async () => {
  const place = (name: string) => {
    const config = { dataFolder: path.join(folder, name), maps: { mostUploadBytes: 1, folders: [] } };
    return makeMapFiles(config as unknown as Config);
  };
  expect(place('one').jobKind).toBe(place('one').jobKind);
  expect(place('one').jobKind).not.toBe(place('other').jobKind);
  expect(place('one').jobKind).toMatch(/^map-build-[0-9a-f]{8}$/);
  // Of a folder that was copied the number is the same; its builds say what is missing.
  const job = makeMapJob({ config: { dataFolder } } as unknown as Services, place('one'));
  const file = path.join(folder, 'one', 'map-uploads', 'x', 'town.osm.pbf');
  await expect(job({ payload: { file, name: 'Town' } } as never)).rejects.toThrow(
    'The extract town.osm.pbf is not on this server. Send it again.',
  );
});

it('leave no file behind of what has ended, nor of what nothing is known for a day', async () => {
  const config = { dataFolder: path.join(folder, 'tidied'), maps: { mostUploadBytes: 1_000_000, folders: [] } };
  const files = makeMapFiles(config as unknown as Config);
  const keep = () => {
    const sent = path.join(folder, 'tidy.osm.pbf');
    copyFileSync(town, sent);
    return files.keepUpload(sent);
  };
  const [open, ended, unknown] = [await keep(), await keep(), await keep()];
  const builds = [
    { file: open, isOpen: true },
    { file: ended, isOpen: false },
  ];
  const left = () => [open, ended, unknown].map((file) => existsSync(files.pathOf(file)));
  await files.tidy(builds, new Date());
  expect(left()).toEqual([true, false, true]);
  await files.tidy(builds, new Date(Date.now() + 25 * 3_600_000));
  expect(left()).toEqual([true, false, false]);
  expect(files.jobKind).toBe(makeMapFiles(config as unknown as Config).jobKind);
});

it('are found by servers that know the data folder by another path', async () => {
  const at = (name: string) =>
    makeMapFiles({
      dataFolder: path.join(folder, name),
      maps: { mostUploadBytes: 1_000_000, folders: [] },
    } as unknown as Config);
  const here = at('mounted');
  symlinkSync(path.join(folder, 'mounted'), path.join(folder, 'mounted-elsewhere'));
  const there = at('mounted-elsewhere');
  expect(there.jobKind).toBe(here.jobKind);
  const sent = path.join(folder, 'elsewhere.osm.pbf');
  copyFileSync(town, sent);
  const file = await here.keepUpload(sent);
  expect(path.isAbsolute(file)).toBe(false);
  expect(existsSync(there.pathOf(file))).toBe(true);
  // The build of the one is open also where the other one tidies, a day later.
  const later = new Date(Date.now() + 25 * 3_600_000);
  for (const named of [file, here.pathOf(file)]) {
    await there.tidy([{ file: named, isOpen: true }], later);
    expect(existsSync(here.pathOf(file))).toBe(true);
  }
  await there.forget(file);
  expect(existsSync(here.pathOf(file))).toBe(false);
});

it('have one number for their folder, also where a process that made it was killed', () => {
  const dataFolder = path.join(folder, 'numbered');
  const uploads = path.join(dataFolder, 'map-uploads');
  mkdirSync(uploads, { recursive: true });
  // As a kill between the making and the writing of the file left it.
  writeFileSync(path.join(uploads, 'place'), '');
  const kind = () =>
    makeMapFiles({ dataFolder, maps: { mostUploadBytes: 1, folders: [] } } as unknown as Config).jobKind;
  expect(kind()).toMatch(/^map-build-[0-9a-f]{8}$/);
  expect(kind()).toBe(kind());
  expect(readdirSync(uploads)).toEqual(['place']);
});

it('takes a built map into use at once, and keeps the file that was sent no longer', async () => {
  const config = { dataFolder, maps: { mostUploadBytes: 1_000_000, folders: [] as string[] } } as unknown as Config;
  const files = makeMapFiles(config);
  const sent = path.join(folder, 'sent.osm.pbf');
  copyFileSync(town, sent);
  const file = await files.keepUpload(sent);
  let opened = 0;
  const job = makeMapJob({ config, reopenRouting: async () => void opened++ } as unknown as Services, files);
  const steps: string[] = [];
  const told = await job({
    jobId: 'job-1',
    kind: files.jobKind,
    subjectId: 'map',
    depotId: undefined,
    by: 'test',
    payload: { file, name: 'Town' },
    signal: new AbortController().signal,
    tell: (progress) => steps.push((progress as { step: string }).step),
  });
  const current = findCurrentMap(mapsFolderOf(dataFolder))!;
  expect(told).toEqual({ mapId: current.mapId, name: 'Town' });
  expect(current).toMatchObject({ name: 'Town', sourceFile: 'sent.osm.pbf', demo: false });
  expect(opened).toBe(1);
  expect([...new Set(steps)]).toEqual(['reading', 'tiles', 'opening', 'base-map', 'done']);
  expect(existsSync(files.pathOf(file))).toBe(false);
}, 120_000);
