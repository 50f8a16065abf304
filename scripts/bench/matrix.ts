import { parseArgs } from 'node:util';
import { compiledModule } from '../../server/compiled.js';
import type { LonLat } from '../../server/domain/network/place.js';
import { noWay, type Profile, profiles, type TravelMatrix } from '../../server/domain/travel/travel.js';
import {
  edgesWithin,
  loadRoadGraph,
  makeRoadSpeeds,
  openRoadEngine,
  type RoadEngine,
  type RoadGraph,
  type RoadLimits,
  travelClassIn,
  writeRoadLimits,
} from '../../server/roads/index.js';
import { openYardstick, type ValhallaYardstick, type YardstickRoute } from './valhalla-yardstick.js';

/** Millimeters. */
const barHeights = [2200, 3000, 3500];

/** How this engine's travel times differ from those of Valhalla's routes, over pairs of places. */
export interface TravelTimeError {
  readonly pairs: number;
  /** Of the differences' size as a part of Valhalla's time: the middle one, the 95th of 100, the largest. */
  readonly median: number;
  readonly p95: number;
  readonly largest: number;
  /** The mean difference; above zero where this engine is slower. */
  readonly bias: number;
  /** Pairs for which one engine finds a way and the other none. */
  readonly disagreeing: number;
  /** Pairs that differ by more than three minutes. */
  readonly farOff: readonly FarOffPair[];
}

/** A pair of places whose two times differ by more than three minutes. */
export interface FarOffPair {
  readonly from: LonLat;
  readonly to: LonLat;
  /** By this engine. */
  readonly seconds: number;
  /** Valhalla's, and what it finds when its search may leave main roads anywhere. */
  readonly route: YardstickRoute;
  readonly unpruned: YardstickRoute | undefined;
}

/**
 * Whether the difference comes from the way that Valhalla's search takes short cuts with: far from both ends it looks at
 * main roads only, and so found a dearer way than the one that it finds, and this engine, when it looks at all roads.
 */
export function isOfPruning({ seconds, route, unpruned }: FarOffPair): boolean {
  return unpruned !== undefined && unpruned.cost < route.cost && Math.abs(unpruned.seconds - seconds) <= 1;
}

/**
 * Measures the matrix engine on a map and compares it with Valhalla.
 *
 * Arguments: MAP.osm.pbf [--profile auto|truck] [--places 600,2000] [--pairs 2000] [--valhalla-places 100] [--seed 1]
 */
export async function benchMatrix(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      profile: { type: 'string', default: 'auto' },
      places: { type: 'string', default: '600,2000' },
      pairs: { type: 'string', default: '2000' },
      'valhalla-places': { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
    },
  });
  const [mapFile] = positionals;
  const profile = profiles.find((known) => known === values.profile);
  if (mapFile === undefined || profile === undefined) {
    throw new Error(
      'Usage: matrix MAP.osm.pbf [--profile auto|truck] [--places N,N] [--pairs N] [--valhalla-places N] [--seed N]',
    );
  }

  const yardstick = await openYardstick(mapFile);
  const random = seeded(Number(values.seed));
  await writeRoadLimits(yardstick.tileFolder, {
    ways: [],
    timed: [],
    points: barsAt(loadRoadGraph(yardstick.tileFolder), random),
  });
  const loading = performance.now();
  const engine = await openRoadEngine(yardstick.tileFolder, { workerUrl: compiledModule('server/roads/worker.js') });
  try {
    const { nodeCount, edgeCount } = engine.graph;
    print(`${mapFile}, profile ${profile}: ${nodeCount} nodes, ${edgeCount} edges`);
    print(`load from tiles: ${since(loading)}`);
    const preparing = performance.now();
    await engine.prepare(profile);
    print(`prepare (once per map and profile): ${since(preparing)}`);

    for (const count of values.places.split(',').map(Number)) await timeMatrix(engine, profile, count, random);
    await timeSparse(engine, profile, Math.max(...values.places.split(',').map(Number)), random);
    await timeTraffic(engine, profile, random);
    await timeClasses(engine, profile, random);
    await timeRestriction(engine, profile, random);
    await timeValhalla(engine, yardstick, profile, Number(values['valhalla-places']), random);
    printError(await compareWithRoutes(engine, yardstick, profile, Number(values.pairs), random));
  } finally {
    await engine.close();
    yardstick.close();
  }
}

/** Compares times for random pairs of places near roads. */
export async function compareWithRoutes(
  engine: RoadEngine,
  yardstick: ValhallaYardstick,
  profile: Profile,
  pairs: number,
  random: () => number,
): Promise<TravelTimeError> {
  // A square matrix holds more pairs than are asked for; the pairs of places i and i + 1 of the list are compared.
  const places = placesNearRoads(engine.graph, pairs + 1, random);
  const errors: number[] = [];
  let disagreeing = 0;
  const farOff: FarOffPair[] = [];
  const block = 200;
  for (let first = 0; first < pairs; first += block) {
    const part = places.slice(first, Math.min(first + block, pairs) + 1);
    const matrix = await engine.matrix(part, part, profile);
    for (let index = 0; index + 1 < part.length; index++) {
      const ours = matrix.seconds[index * matrix.columns + index + 1];
      const route = await yardstick.route(part[index], part[index + 1], profile);
      if ((route === undefined) !== (ours === noWay)) disagreeing++;
      if (route === undefined || ours === noWay) continue;
      if (Math.abs(ours - route.seconds) > 180) {
        const unpruned = await yardstick.route(part[index], part[index + 1], profile, true);
        farOff.push({ from: part[index], to: part[index + 1], seconds: ours, route, unpruned });
      }
      // Both are given in whole seconds here; a difference within half a second is rounding.
      const difference = Math.round(route.seconds) === ours ? 0 : ours - route.seconds;
      errors.push(difference / Math.max(1, route.seconds));
    }
  }
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  const at = (share: number): number => sizes[Math.min(sizes.length - 1, Math.floor(share * sizes.length))] ?? 0;
  return {
    pairs: errors.length,
    median: at(0.5),
    p95: at(0.95),
    largest: at(1),
    bias: errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length),
    disagreeing,
    farOff,
  };
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Places up to some 150 m beside random nodes of the map, as stations are. */
export function placesNearRoads(graph: RoadGraph, count: number, random: () => number): LonLat[] {
  const near = (degrees: number): number => Number((degrees + (random() - 0.5) * 0.003).toFixed(6));
  return Array.from({ length: count }, () => {
    const node = Math.floor(random() * graph.nodeCount);
    return { lon: near(graph.nodeLon[node] / 1e7), lat: near(graph.nodeLat[node] / 1e7) };
  });
}

async function timeMatrix(
  engine: RoadEngine,
  profile: Profile,
  count: number,
  random: () => number,
): Promise<TravelMatrix> {
  const places = placesNearRoads(engine.graph, count, random);
  const before = process.memoryUsage().rss;
  const begin = performance.now();
  const matrix = await engine.matrix(places, places, profile);
  const missing = matrix.seconds.reduce((sum, value) => sum + (value === noWay ? 1 : 0), 0);
  print(
    `${count} × ${count}: ${since(begin)} (${missing} pairs without a way, ${Math.round(process.memoryUsage().rss / 1e6)} MB in use, ${Math.round((process.memoryUsage().rss - before) / 1e6)} MB of it for this)`,
  );
  return matrix;
}

/** The fifty nearest of each place, and how far the marked estimate for the others is off. */
async function timeSparse(engine: RoadEngine, profile: Profile, count: number, random: () => number): Promise<void> {
  const places = placesNearRoads(engine.graph, count, random);
  const begin = performance.now();
  const sparse = await engine.sparse(places, 50, profile);
  const took = since(begin);
  const some = places.slice(0, 100);
  const { seconds } = await engine.matrix(some, some, profile);
  const errors: number[] = [];
  seconds.forEach((time, pair) => {
    const drive = sparse.drive(Math.floor(pair / 100), pair % 100);
    if (drive?.estimated === true && time > 0) errors.push(Math.abs(drive.seconds - time) / time);
  });
  errors.sort((a, b) => a - b);
  print(
    `${count} places, 50 nearest each: ${took}; estimates of the rest off by ${Math.round((errors[errors.length >> 1] ?? 0) * 100)} % ` +
      `in the middle, ${Math.round((errors[Math.floor(errors.length * 0.95)] ?? 0) * 100)} % at the 95th of 100`,
  );
}

/**
 * From new speeds to a new matrix of 600 places, three times: every class of road slower, reports on a third of all
 * edges, one edge in two hundred closed.
 */
async function timeTraffic(engine: RoadEngine, profile: Profile, random: () => number): Promise<void> {
  const { graph } = engine;
  const places = placesNearRoads(graph, 600, random);
  const few = places.slice(0, 2);
  for (let round = 1; round <= 3; round++) {
    const some = (share: number): number[] =>
      Array.from({ length: graph.edgeCount }, (_, edge) => edge).filter(() => random() < share);
    const reports = [0.3, 0.5, 0.8, 1.2].map((factor) => ({
      edges: some(0.08),
      speed: { kind: 'factor' as const, factor },
    }));
    const closures = { edges: some(0.005), speed: { kind: 'closed' as const } };
    const classFactors = [0.9, 0.8, 0.7, 0.7, 0.75, 0.8, 0.85, 0.9];
    const begin = performance.now();
    const speeds = makeRoadSpeeds(graph, profile, `round ${round}`, [
      { share: 1, classFactors, learned: { edges: [], kph: [] }, reports: [...reports, closures] },
    ]);
    await engine.matrix(few, few, profile, { speeds });
    const ready = performance.now();
    await engine.matrix(places, places, profile, { speeds });
    const end = performance.now();
    print(
      `new traffic to a new 600 × 600: ${Math.round(end - begin)} ms, of which ready for any matrix after ${Math.round(ready - begin)} ms`,
    );
  }
}

/** Bars of three heights, at one crossing in two hundred: real extracts of our cities have hardly any. */
function barsAt({ nodeCount, nodeLon, nodeLat }: RoadGraph, random: () => number): RoadLimits['points'] {
  return Array.from({ length: Math.ceil(nodeCount / 200) }, (_, at) => {
    const node = Math.floor(random() * nodeCount);
    const most = barHeights[at % barHeights.length];
    return { lon: nodeLon[node] / 1e7, lat: nodeLat[node] / 1e7, dimension: 'height', most };
  });
}

/**
 * From a restriction that nobody asked for yet, of the middle ninth of the map, to its matrix of 600 places. Deliveries within need that
 * of the roads without it as well, which the vehicles that it does not concern have anyway.
 */
async function timeRestriction(engine: RoadEngine, profile: Profile, random: () => number): Promise<void> {
  const { graph } = engine;
  const places = placesNearRoads(graph, 600, random);
  await engine.matrix(places, places, profile);
  const thirds = (values: Int32Array): readonly [number, number] => {
    const sorted = values.toSorted();
    return [sorted[Math.floor(sorted.length / 3)] / 1e7, sorted[Math.floor((2 * sorted.length) / 3)] / 1e7];
  };
  const [[west, east], [south, north]] = [thirds(graph.nodeLon), thirds(graph.nodeLat)];
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  for (let round = 1; round <= 3; round++) {
    const begin = performance.now();
    const busy = process.cpuUsage();
    const ring = corners.map(([lon, lat]) => ({ lon: lon + round / 1e5, lat }));
    const edges = edgesWithin(graph, ring);
    const found = performance.now();
    const speeds = makeRoadSpeeds(graph, profile, `restriction ${round}`, [
      {
        share: 1,
        classFactors: Array<number>(8).fill(1),
        learned: { edges: [], kph: [] },
        reports: [{ edges, speed: { kind: 'closed' } }],
      },
    ]);
    await engine.matrix(places, places, profile, { speeds });
    const end = performance.now();
    const { user, system } = process.cpuUsage(busy);
    print(
      `a restriction of ${edges.length} edges to its 600 × 600: ${Math.round(end - begin)} ms, of which ${Math.round(found - begin)} ms to find ` +
        `them once; ${Math.round((user + system) / 1000)} ms of all processors`,
    );
  }
}

/** From a class of vehicles that nobody asked for yet to its matrix of 600 places, at free roads: one for each height of bars. */
async function timeClasses(engine: RoadEngine, profile: Profile, random: () => number): Promise<void> {
  const places = placesNearRoads(engine.graph, 600, random);
  for (const height of barHeights) {
    const begin = performance.now();
    const busy = process.cpuUsage();
    const travelClass = travelClassIn(engine.graph, { profile, measures: { height: height + 1 } });
    const { seconds } = await engine.matrix(places, places, travelClass);
    const took = since(begin);
    // All threads of the process together: tells on a busy machine what the wall clock does not.
    const { user, system } = process.cpuUsage(busy);
    const missing = seconds.reduce((sum, value) => sum + (value === noWay ? 1 : 0), 0);
    print(
      `a further class, "${travelClass}", to its 600 × 600: ${took}, ${Math.round((user + system) / 1000)} ms of processors (${missing} pairs without a way)`,
    );
  }
}

async function timeValhalla(
  engine: RoadEngine,
  yardstick: ValhallaYardstick,
  profile: Profile,
  count: number,
  random: () => number,
): Promise<void> {
  const places = placesNearRoads(engine.graph, count, random);
  await engine.matrix(places, places, profile);
  const ours = performance.now();
  await engine.matrix(places, places, profile);
  const between = performance.now();
  await yardstick.matrix(places, profile);
  const theirs = performance.now() - between;
  print(
    `${count} × ${count} by Valhalla (one-to-all): ${Math.round(theirs)} ms; by this engine: ${Math.round(between - ours)} ms; ` +
      `${(theirs / (between - ours)).toFixed(0)} times faster`,
  );
}

function printError(error: TravelTimeError): void {
  const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
  print(
    `error against Valhalla's routes, ${error.pairs} pairs: median ${percent(error.median)}, 95 of 100 within ${percent(error.p95)}, ` +
      `bias ${percent(error.bias)}, largest ${percent(error.largest)}, over 3 minutes: ${error.farOff.length}, ` +
      `found by one engine only: ${error.disagreeing}`,
  );
  for (const pair of error.farOff) {
    const { from, to, seconds, route, unpruned } = pair;
    print(
      `${from.lon},${from.lat} to ${to.lon},${to.lat}: ${seconds} s here; Valhalla ${Math.round(route.seconds)} s at cost ${route.cost.toFixed(1)}, ` +
        `unpruned ${unpruned === undefined ? 'none' : `${Math.round(unpruned.seconds)} s at cost ${unpruned.cost.toFixed(1)}`}: ` +
        (isOfPruning(pair) ? 'its search was pruned' : 'NOT EXPLAINED'),
    );
  }
}

function since(begin: number): string {
  return `${Math.round(performance.now() - begin)} ms`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
