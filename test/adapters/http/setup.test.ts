import { afterEach, expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

eachDatabase('setting up', (open) => {
  let api: Api;
  afterEach(() => api.close());

  const ask = async (depotId?: string) => {
    const { status, body } = await api.ask('GET', '/setup', { key: await api.keyOf('dispatcher', depotId) });
    expect(status).toBe(200);
    const done = body.steps
      .filter(({ isDone }: { isDone: boolean }) => isDone)
      .map(({ step }: { step: string }) => step);
    const counts = Object.fromEntries(
      body.steps.map(({ step, count }: { step: string; count: number }) => [step, count]),
    );
    const notes = body.steps.flatMap(({ step, note, noted }: Record<string, unknown>) =>
      note === '' ? [] : [[step, note, noted]],
    );
    return { ...body, done, counts, notes };
  };

  it('begins with zones alone and tells what comes first', async () => {
    api = await serveApi(await open());
    const { isEmpty, isDone, next, done, notes } = await ask();
    expect({ isEmpty, isDone, next, done }).toEqual({ isEmpty: true, isDone: false, next: 'map', done: ['zones'] });
    expect(notes).toEqual([
      ['map', 'estimated', 1],
      ['people', 'no-couriers', 1],
    ]);
  });

  it('counts what a plan needs, of the depots that somebody may see', async () => {
    // The easternmost station, at 120.13, is suspended: nothing open lies outside of this map but the second at 120.12.
    const map = { mapId: 'map-x', name: 'x', bbox: { west: 120, south: 30, east: 120.115, north: 31 } };
    api = await serveApi(await open(), { map });
    await api.record.importFrom(writeFiles(smallDay));
    const before = await ask();
    expect(before.counts).toEqual({
      map: 1,
      depot: 1,
      zones: 4,
      // One of four is not sold any more, one of two vehicles is being repaired, one of three stations is closed.
      products: 3,
      vehicles: 1,
      stations: 2,
      people: 1,
      orders: 3,
      plan: 0,
    });
    expect(before.next).toBe('people');
    expect(before.notes).toEqual([
      ['map', 'outside', 1],
      ['people', 'no-accounts', 1],
    ]);
    await api.accounts.addUser({ login: 'li', name: 'Li', role: 'dispatcher', depotIds: ['D1'] }, 'test');
    expect((await ask()).next).toBe('plan');
    await api.record.plan('D1-20240614-1');
    expect(await ask()).toMatchObject({ isDone: true, next: null, counts: { people: 2, plan: 1 } });
    expect(await ask('D1')).toMatchObject({ isDone: true, next: null });
    // Of another depot nothing is told, not even that there is another.
    expect((await ask('D2')).counts).toMatchObject({
      depot: 0,
      vehicles: 0,
      stations: 0,
      people: 0,
      orders: 0,
      plan: 0,
    });
  });
});
