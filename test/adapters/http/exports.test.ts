import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { readPdf } from '../../support/pdf-text.js';
import { recordOver } from '../../support/record.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';

eachDatabase('files over the API', (open) => {
  let api: Api;
  beforeAll(async () => {
    const database = await open();
    api = await serveApi(database);
    const record = recordOver(database);
    await record.importFrom(writeFiles(smallDay));
    await record.waves.close(wave, record.clock.now(), 'test');
  });
  afterAll(() => api.close());

  const fetchAs = (key: string, path: string) =>
    fetch(`${api.address}/api/v1/waves/${path}`, { headers: { authorization: `Bearer ${key}` } });

  it('gives a picker the pick lists to print, under a name of their own', async () => {
    const response = await fetchAs(await api.keyOf('picker'), `${wave}/exports/pick-lists?language=en`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename=${wave}-pick-lists.pdf`);
    const pages = await readPdf(new Uint8Array(await response.arrayBuffer()));
    expect(pages.map((page) => page[1].text)).toEqual(['Frozen', 'Chilled', 'Ambient']);
  });

  it('refuses as elsewhere: no plan yet, another depot, a format that there is not', async () => {
    const dispatcher = await api.keyOf('dispatcher');
    const unplanned = await fetchAs(dispatcher, `${wave}/exports/runs?format=xlsx`);
    expect(unplanned.status).toBe(404);
    expect(unplanned.headers.get('content-disposition')).toBeNull();
    expect(await unplanned.json()).toMatchObject({
      code: 'not-found',
      detail: 'No wave of 2024-06-14 has been planned.',
    });
    const elsewhere = await fetchAs(await api.keyOf('dispatcher', 'D2'), `${wave}/exports/pick-lists`);
    expect(elsewhere.status).toBe(404);
    const noMap = await fetchAs(dispatcher, `${wave}/exports/pick-lists?format=gpx`);
    expect(noMap.status).toBe(400);
    expect((await fetchAs(await api.keyOf('courier'), `${wave}/exports/runs`)).status).toBe(403);
  });
});
