import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeStraightLineEngine, openGraphHopperEngine } from '../../../server/adapters/routing/index.js';
import {
  MatrixNotOfferedError,
  RoutingUnavailableError,
} from '../../../server/application/travel/routing/routing-errors.js';
import type { RoutingEngine } from '../../../server/application/travel/routing/routing-port.js';
import { makeTravelSpeeds } from '../../../server/application/travel/travel-speeds.js';
import type { LonLat } from '../../../server/domain/network/place.js';
import { type StandInAnswer, type StandInServer, startStandIn } from './stand-ins/stand-in-server.js';

const log = pino({ level: 'silent' });
const { signal } = new AbortController();
const servers: StandInServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

type Options = Partial<Parameters<typeof openGraphHopperEngine>[0]>;

async function withAnswer(
  answer: StandInAnswer,
  options: Options = {},
  profiles = ['car', 'truck'],
  encodedValues: readonly string[] = [],
) {
  const server = await startStandIn((_, url) => {
    if (url.pathname !== '/info') return answer;
    const encoded_values = Object.fromEntries(encodedValues.map((name) => [name, []]));
    return { status: 200, body: { version: '10.2', profiles: profiles.map((name) => ({ name })), encoded_values } };
  });
  servers.push(server);
  const engine = await openGraphHopperEngine({ url: server.url, log, ...options }, signal);
  server.requests.length = 0;
  return { engine, server };
}

const hangzhou: LonLat[] = [
  { lon: 120.13, lat: 30.25 },
  { lon: 120.15, lat: 30.28 },
];

/** What GraphHopper 10.2 answered on the Hangzhou extract of 2015, its line left out but for three points. */
const recorded = {
  hints: { 'visited_nodes.sum': 178, 'visited_nodes.average': 178 },
  info: {
    copyrights: ['GraphHopper', 'OpenStreetMap contributors'],
    took: 7,
    road_data_timestamp: '1970-01-01T00:00:00Z',
  },
  paths: [
    {
      distance: 5302.529,
      weight: 788.279108,
      time: 311050,
      transfers: 0,
      points_encoded: false,
      bbox: [120.125566, 30.249575, 120.160331, 30.281024],
      points: {
        type: 'LineString',
        coordinates: [
          [120.126482, 30.249575],
          [120.12619, 30.253484],
          [120.150428, 30.280133],
        ],
      },
      legs: [],
      details: { leg_time: [[0, 2, 311050]], leg_distance: [[0, 2, 5302.528684471174]] },
      ascend: 0,
      descend: 0,
      snapped_waypoints: {
        type: 'LineString',
        coordinates: [
          [120.126482, 30.249575],
          [120.150428, 30.280133],
        ],
      },
    },
  ],
};

/** What it answered for a point east of the extract. */
const outOfBounds = {
  message:
    'Point 1 is out of bounds: 30.25,120.5, the bounds are: 120.10006130000001,120.1850894,30.2300191,30.2962918',
  hints: [
    {
      message: 'Point 1 is out of bounds: …',
      details: 'com.graphhopper.util.exceptions.PointOutOfBoundsException',
      point_index: 1,
    },
  ],
};

describe('The GraphHopper engine', () => {
  it('asks for a way through the client and reads what GraphHopper answers', async () => {
    const { engine, server } = await withAnswer({ status: 200, body: recorded });
    const [leg] = await engine.route(hangzhou, 'truck', signal);
    expect(server.requests).toHaveLength(1);
    const [, target, body] = /^(POST \S+) (.*)$/.exec(server.requests[0]) ?? [];
    expect(target).toBe('POST /route?key=');
    expect(JSON.parse(body)).toEqual({
      points: [
        [120.13, 30.25],
        [120.15, 30.28],
      ],
      profile: 'truck',
      details: ['leg_time', 'leg_distance'],
      points_encoded: false,
      instructions: false,
      elevation: false,
      debug: false,
      locale: 'en',
      optimize: 'false',
    });
    expect(leg).toEqual({
      seconds: 311.05,
      meters: 5302.529,
      line: [
        { lon: 120.126482, lat: 30.249575 },
        { lon: 120.12619, lat: 30.253484 },
        { lon: 120.150428, lat: 30.280133 },
      ],
    });
  });

  it('keeps vehicles from roads below their measures by a custom model, as far as the server knows limits', async () => {
    const recordedAnswer = { status: 200, body: recorded };
    const { engine, server } = await withAnswer(recordedAnswer, {}, ['car', 'truck'], ['max_height', 'max_weight']);
    const measures = { height: 3200, width: 2200, weight: 4495 };
    const [travelClass] = await engine.travelClasses!([{ profile: 'auto', measures }], signal);
    await engine.route(hangzhou, travelClass, signal);
    const [, body] = /^POST \S+ (.*)$/.exec(server.requests[0]) ?? [];
    expect(JSON.parse(body)).toMatchObject({
      profile: 'car',
      custom_model: {
        priority: [
          { if: 'max_height < 3.2', multiply_by: '0' },
          { if: 'max_weight < 4.495', multiply_by: '0' },
        ],
      },
      'ch.disable': true,
    });
    // A server that knows none leads all vehicles of a profile alike, and says so.
    expect((await withAnswer(recordedAnswer)).engine.travelClasses).toBeUndefined();
  });

  it('keeps vehicles out of restricted areas by a custom model, and slows all roads by one factor', async () => {
    const recordedAnswer = { status: 200, body: recorded };
    const { engine, server } = await withAnswer(recordedAnswer, {}, ['car', 'truck']);
    expect(engine.restrictable).toEqual({});
    const ring = [
      { lon: 120.1, lat: 30.2 },
      { lon: 120.2, lat: 30.2 },
      { lon: 120.2, lat: 30.3 },
      { lon: 120.1, lat: 30.2 },
    ];
    const held = { vehicles: { over: { weight: 4500 } }, allowsDestinations: false, edgeIds: [] };
    const speeds = makeTravelSpeeds([
      {
        share: 1,
        classFactors: Array<number>(8).fill(0.5),
        learned: { edgeIds: [], kph: [] },
        reports: [],
        restrictions: [
          { ...held, restrictionId: 'r-1', place: { kind: 'area', ring } },
          // It cannot be an area.
          { ...held, restrictionId: 'r-2', place: { kind: 'line', points: ring.slice(0, 2), bothWays: true } },
        ],
      },
    ]);
    const custom_model = {
      priority: [{ if: 'in_restriction_0', multiply_by: '0' }],
      areas: {
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            id: 'restriction_0',
            properties: {},
            geometry: { type: 'Polygon', coordinates: [ring.map(({ lon, lat }) => [lon, lat])] },
          },
        ],
      },
    };
    await engine.route(hangzhou, 'truck', signal, speeds);
    const bodyOf = (request: string) => JSON.parse(/^POST \S+ (.*)$/.exec(request)![1]);
    expect(bodyOf(server.requests[0])).toMatchObject({ profile: 'truck', custom_model, 'ch.disable': true });
    const free = await engine.matrix([hangzhou[0]], [hangzhou[1]], 'truck', { signal });
    const slow = await engine.matrix([hangzhou[0]], [hangzhou[1]], 'truck', { signal, speeds });
    expect(bodyOf(server.requests[1]).custom_model).toBeUndefined();
    expect(bodyOf(server.requests[2])).toMatchObject({ custom_model });
    expect(slow.seconds[0]).toBe(2 * free.seconds[0]);
    // With a map the matrix is ours, and so is what is drawn; the hosted service takes no models.
    const roads = {} as NonNullable<RoutingEngine['roads']>;
    const matrixEngine = { ...makeStraightLineEngine(), roads };
    expect((await withAnswer(recordedAnswer, { matrixEngine })).engine.restrictable).toEqual({ roads });
  });

  it('finds no way where GraphHopper says that a point is out of bounds', async () => {
    const { engine } = await withAnswer({ status: 400, body: outOfBounds });
    expect(await engine.route(hangzhou, 'auto', signal)).toEqual([undefined]);
    expect(await engine.snap([hangzhou[1]], 'auto', signal)).toEqual([{ roadMeters: undefined }]);
  });

  it('asks the hosted matrix in the form that its documentation gives', async () => {
    const { engine, server } = await withAnswer(
      {
        status: 200,
        body: {
          times: [
            [0, 311],
            [null, 0],
          ],
          distances: [
            [0, 5303],
            [null, 0],
          ],
          info: { took: 1 },
        },
      },
      { key: 'k&1', offersMatrix: true },
    );
    const matrix = await engine.matrix(hangzhou, hangzhou, 'auto', { signal });
    const [, target, body] = /^(POST \S+) (.*)$/.exec(server.requests[0]) ?? [];
    expect(target).toBe('POST /matrix?key=k%261');
    const points = [
      [120.13, 30.25],
      [120.15, 30.28],
    ];
    expect(JSON.parse(body)).toEqual({
      from_points: points,
      to_points: points,
      profile: 'car',
      out_arrays: ['times', 'distances'],
      fail_fast: false,
      debug: false,
    });
    expect([...matrix.seconds]).toEqual([0, 311, -1, 0]);
    expect([...matrix.meters]).toEqual([0, 5303, -1, 0]);
  });

  it('leaves matrix and snap to another engine where it is given one, and has that one’s road data', async () => {
    const matrixEngine = makeStraightLineEngine();
    const { engine, server } = await withAnswer({ status: 200, body: recorded }, { matrixEngine });
    expect(engine.mapId).toBe(matrixEngine.mapId);
    const expected = await matrixEngine.matrix(hangzhou, hangzhou, 'auto', { signal });
    expect(await engine.matrix(hangzhou, hangzhou, 'auto', { signal })).toEqual(expected);
    expect(await engine.snap(hangzhou, 'auto', signal)).toEqual([{ roadMeters: 0 }, { roadMeters: 0 }]);
    expect(server.requests).toEqual([]);
    expect((await engine.route(hangzhou, 'auto', signal))[0]?.meters).toBe(5302.529);
    await engine.close();
    await expect(matrixEngine.snap(hangzhou, 'auto', signal)).rejects.toThrow(RoutingUnavailableError);
  });

  it('says what is needed for more pairs than can be asked for one by one', async () => {
    const { engine, server } = await withAnswer({ status: 200, body: recorded }, { maxSinglePairs: 3 });
    const refusal = engine.matrix(hangzhou, hangzhou, 'auto', { signal });
    await expect(refusal).rejects.toThrow(MatrixNotOfferedError);
    await expect(refusal).rejects.toThrow('This GraphHopper server has no matrix, and 4 pairs are too many');
    expect(server.requests).toEqual([]);
  });

  it('routes lorries as cars, and says so, on a server that has no profile for them', async () => {
    const warn = vi.spyOn(log, 'warn');
    const { engine, server } = await withAnswer({ status: 200, body: recorded }, {}, ['car']);
    expect(warn).toHaveBeenCalledWith(
      { offered: ['car'] },
      'GraphHopper has no profile "truck"; lorries are routed as "car".',
    );
    await engine.route(hangzhou, 'truck', signal);
    expect(server.requests[0]).toContain('"profile":"car"');
    warn.mockRestore();
  });

  const path = recorded.paths[0];
  it.each([
    ['no paths', { paths: [] }, 'no path in it'],
    ['a list', [], 'no path in it'],
    ['null', null, 'no path in it'],
    ['a negative time', { paths: [{ ...path, time: -1 }] }, 'a drive of -0.001 seconds'],
    ['no distance', { paths: [{ ...path, distance: undefined }] }, 'a drive of undefined meters'],
    ['no points', { paths: [{ ...path, points: undefined }] }, 'no points'],
    ['encoded points', { paths: [{ ...path, points: 'ybswDoee|U' }] }, 'no points'],
    [
      'a point that is no pair',
      { paths: [{ ...path, points: { coordinates: [[120.1], null] } }] },
      'points without positions',
    ],
    [
      'a line elsewhere',
      {
        paths: [
          {
            ...path,
            points: {
              coordinates: [
                [0, 0],
                [0, 1],
              ],
            },
          },
        ],
      },
      'm beside its place',
    ],
    [
      'one snapped place',
      { paths: [{ ...path, snapped_waypoints: { coordinates: [[120, 30]] } }] },
      'not one snapped place for each place',
    ],
  ])('refuses %s', async (_, body, reason) => {
    const { engine } = await withAnswer({ status: 200, body });
    const refusal = engine.route(hangzhou, 'auto', signal);
    await expect(refusal).rejects.toThrow(RoutingUnavailableError);
    await expect(refusal).rejects.toThrow(reason);
  });

  it('asks leg by leg where the legs of a long way cannot be told apart', async () => {
    const { engine, server } = await withAnswer({ status: 200, body: { paths: [{ ...path, details: {} }] } });
    const tour = [hangzhou[0], hangzhou[1], hangzhou[1]];
    // The stand-in always gives the two places' answer, which fits neither three places nor the second leg.
    await expect(engine.route(tour, 'auto', signal)).rejects.toThrow('not one snapped place for each place');
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [401, { message: 'Wrong credentials.' }, 'GraphHopper does not accept ROUTING_KEY.'],
    [
      429,
      { message: 'API limit reached.' },
      'The requests that GraphHopper allows for ROUTING_KEY are used up for now.',
    ],
    [500, { message: 'Internal error.' }, 'GraphHopper answered with status 500.'],
    [
      400,
      { message: "The requested profile 'car' does not exist." },
      "GraphHopper refused the question: The requested profile 'car' does not exist.",
    ],
  ])('says what status %d means, and never the key', async (status, body, sentence) => {
    const { engine } = await withAnswer({ status, body }, { key: 'very-secret' });
    const refusal = await engine.route(hangzhou, 'auto', signal).catch((error: unknown) => error);
    expect((refusal as Error).message).toBe(sentence);
    const everything = JSON.stringify(refusal, Object.getOwnPropertyNames(refusal)) + String((refusal as Error).stack);
    expect(everything).not.toContain('very-secret');
  });
});
