import { afterEach, describe, expect, it } from 'vitest';
import { openOsrmEngine } from '../../../server/adapters/routing/index.js';
import { RoutingUnavailableError } from '../../../server/application/travel/routing/routing-errors.js';
import type { LonLat } from '../../../server/domain/network/place.js';
import { type StandInAnswer, type StandInServer, startStandIn } from './stand-ins/stand-in-server.js';
import { encodePolyline6 } from './stand-ins/town-drives.js';

const { signal } = new AbortController();
const servers: StandInServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A server that gives one answer to every question but the one at the opening, and the engine that asks it. */
async function withAnswer(answer: unknown, status = 200, options: { maxTablePlaces?: number } = {}) {
  const server = await startStandIn((_, url): StandInAnswer => {
    if (url.pathname === '/nearest/v1/driving/0,0') return { status: 400, body: { code: 'NoSegment', message: '' } };
    return { status, body: answer };
  });
  servers.push(server);
  const engine = await openOsrmEngine({ url: `${server.url}/`, ...options }, signal);
  server.requests.length = 0;
  return { engine, server };
}

const berlin: LonLat[] = [
  { lon: 13.38886, lat: 52.517037 },
  { lon: 13.397634, lat: 52.529407 },
];

describe('The OSRM engine', () => {
  it('asks for a table as the documentation says and reads its answer', async () => {
    const { engine, server } = await withAnswer({
      code: 'Ok',
      durations: [
        [0, 192.6],
        [199, null],
      ],
      distances: [
        [0, 1886.89],
        [1791.3, null],
      ],
      sources: [
        { location: [13.388799, 52.517033], hint: '', name: 'Friedrichstraße', distance: 4.2 },
        { location: [13.397631, 52.529432], hint: '', name: 'Torstraße', distance: 2.8 },
      ],
      destinations: [
        { location: [13.388799, 52.517033], hint: '', name: 'Friedrichstraße', distance: 4.2 },
        { location: [13.397631, 52.529432], hint: '', name: 'Torstraße', distance: 2.8 },
      ],
    });
    const matrix = await engine.matrix(berlin, berlin, 'auto', { signal });
    expect(server.requests).toEqual([
      'GET /table/v1/driving/13.38886,52.517037;13.397634,52.529407;13.38886,52.517037;13.397634,52.529407' +
        '?sources=0;1&destinations=2;3&annotations=duration,distance',
    ]);
    expect([...matrix.seconds]).toEqual([0, 193, 199, -1]);
    expect([...matrix.meters]).toEqual([0, 1887, 1791, -1]);
  });

  it('takes tables apart so that none names more places than the server takes', async () => {
    const cell = { code: 'Ok', durations: [[60]], distances: [[1500]], sources: [{}], destinations: [{}] };
    const { engine, server } = await withAnswer(cell, 200, { maxTablePlaces: 2 });
    const matrix = await engine.matrix(berlin, berlin.slice().reverse(), 'truck', { signal });
    // Two places a table: one source and one target, four times.
    expect(server.requests).toHaveLength(4);
    expect([...matrix.seconds]).toEqual([60, 0, 0, 60]);
  });

  it('asks for the way along places and joins the lines of the steps', async () => {
    const corner = { lon: 13.39, lat: 52.52 };
    const { engine, server } = await withAnswer({
      code: 'Ok',
      waypoints: [],
      routes: [
        {
          distance: 1886.3,
          duration: 192.6,
          weight: 192.6,
          weight_name: 'routability',
          legs: [
            {
              distance: 1886.3,
              duration: 192.6,
              weight: 192.6,
              summary: '',
              // Each step begins where the one before ended; the last is the arrival.
              steps: [
                [berlin[0], corner],
                [corner, berlin[1]],
                [berlin[1], berlin[1]],
              ].map((line) => ({
                geometry: encodePolyline6(line),
              })),
            },
          ],
        },
      ],
    });
    const [leg] = await engine.route(berlin, 'auto', signal);
    expect(server.requests).toEqual([
      'GET /route/v1/driving/13.38886,52.517037;13.397634,52.529407' +
        '?overview=false&steps=true&geometries=polyline6&continue_straight=false&radiuses=1000;1000',
    ]);
    expect(leg).toMatchObject({ seconds: 192.6, meters: 1886.3 });
    expect(leg!.line).toEqual([berlin[0], corner, berlin[1]]);
  });

  it('asks for the nearest road of each place', async () => {
    const waypoint = { location: [13.388799, 52.517033], hint: '', name: '', distance: 4.152629 };
    const { engine, server } = await withAnswer({ code: 'Ok', waypoints: [waypoint] });
    expect(await engine.snap(berlin, 'auto', signal)).toEqual([{ roadMeters: 4.152629 }, { roadMeters: 4.152629 }]);
    expect(server.requests.sort()).toEqual([
      'GET /nearest/v1/driving/13.38886,52.517037?number=1',
      'GET /nearest/v1/driving/13.397634,52.529407?number=1',
    ]);
  });

  it('knows its data by the version that the server tells, and by its address otherwise', async () => {
    const version = { current: '' as string };
    const server = await startStandIn(() => ({ status: 200, body: { code: 'Ok', data_version: version.current } }));
    servers.push(server);
    const idOf = async () => (await openOsrmEngine({ url: server.url }, signal)).mapId;
    const without = await idOf();
    expect(without).toMatch(/^osrm-[0-9a-f]{12}$/);
    expect(await idOf()).toBe(without);
    version.current = '2026-01-01';
    expect(await idOf()).not.toBe(without);
  });

  const table = (durations: unknown, distances: unknown) => ({
    code: 'Ok',
    durations,
    distances,
    sources: [{ distance: 1 }, { distance: 1 }],
    destinations: [{ distance: 1 }, { distance: 1 }],
  });
  const meters = [
    [0, 1887],
    [1791, 0],
  ];
  it.each([
    ['a row short', table([[0, 193]], meters), 'not 2 rows of durations'],
    ['a column short', table([[0], [199]], meters), 'not 2 columns of durations'],
    ['no distances', table(meters, undefined), 'not 2 rows of distances'],
    [
      'a negative time',
      table(
        [
          [0, -5],
          [199, 0],
        ],
        meters,
      ),
      'a drive of -5 seconds',
    ],
    [
      'a text for a time',
      table(
        [
          [0, '193'],
          [199, 0],
        ],
        meters,
      ),
      'a drive of 193 seconds',
    ],
    [
      'a time without a distance',
      table(
        [
          [0, 193],
          [199, 0],
        ],
        [
          [0, null],
          [1791, 0],
        ],
      ),
      'a drive of null meters',
    ],
    [
      'a van at 679 km/h',
      table(
        [
          [0, 5],
          [199, 0],
        ],
        meters,
      ),
      '1887 m driven in 5 s',
    ],
    [
      'too many digits',
      table(
        [
          [0, 1e300],
          [199, 0],
        ],
        meters,
      ),
      'a drive around the world',
    ],
    ['a negative distance to the road', { ...table(meters, meters), sources: [{ distance: -1 }, {}] }, 'below zero'],
    ['a list', [], 'no code in it'],
    ['null', null, 'no code in it'],
  ])('refuses %s', async (_, answer, reason) => {
    const { engine } = await withAnswer(answer);
    const refusal = engine.matrix(berlin, berlin, 'auto', { signal });
    await expect(refusal).rejects.toThrow(RoutingUnavailableError);
    await expect(refusal).rejects.toThrow(reason);
  });

  it('refuses a drive that is shorter than the crow flies', async () => {
    const { engine } = await withAnswer(
      table(
        [
          [0, 60],
          [60, 0],
        ],
        [
          [0, 100],
          [100, 0],
        ],
      ),
    );
    const far = [berlin[0], { lon: 13.8, lat: 52.517037 }];
    await expect(engine.matrix(far, far, 'auto', { signal })).rejects.toThrow(
      /a drive of 100 m between places \d+ m apart/,
    );
  });

  it('refuses a matrix in which ways back take many times as long as there', async () => {
    const places = Array.from({ length: 6 }, (_, at) => ({ lon: 13.3 + at / 100, lat: 52.5 }));
    const distances = places.map((_, row) => places.map((_, column) => Math.abs(row - column) * 1_000));
    // 100 s for each kilometer eastwards; westwards five times that, or as much as eastwards.
    const table = (westwards: number) => ({
      code: 'Ok',
      durations: places.map((_, row) =>
        places.map((_, column) => (column - row) * (column > row ? 100 : -100 * westwards)),
      ),
      distances,
      sources: places.map(() => ({})),
      destinations: places.map(() => ({})),
    });
    const { engine } = await withAnswer(table(5));
    await expect(engine.matrix(places, places, 'auto', { signal })).rejects.toThrow(
      'ways back take 5.0 times as long as there',
    );
    const { engine: fair } = await withAnswer(table(1));
    expect((await fair.matrix(places, places, 'auto', { signal })).seconds[5]).toBe(500);
  });

  it('passes on what the server refuses', async () => {
    const { engine } = await withAnswer({ code: 'InvalidOptions', message: 'Options are invalid.' }, 400);
    await expect(engine.route(berlin, 'auto', signal)).rejects.toThrow(
      'OSRM refused the question (InvalidOptions): Options are invalid.',
    );
  });

  it.each([
    [undefined, 'OSRM needs its address in ROUTING_URL.'],
    ['not an address', 'ROUTING_URL is not an address.'],
    ['file:///etc/passwd', 'ROUTING_URL has to begin with http:// or https://, not file:'],
    ['http://user:secret@osrm.example', 'ROUTING_URL has to be a plain address; the key belongs in ROUTING_KEY.'],
  ])('does not open with the address %s', async (url, sentence) => {
    await expect(openOsrmEngine({ url }, signal)).rejects.toThrow(sentence);
  });
});
