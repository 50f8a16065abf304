import { parentPort } from 'node:worker_threads';
import { driveLine } from './graph/drive-line.js';
import { selectSweep } from './hierarchy/phast-sweep.js';
import { keepNearest, type NearestRows } from './matrix/nearest-rows.js';
import { RowSearch } from './matrix/travel-rows.js';
import { type PlacePoints, packPoints } from './places/place-points.js';
import { snapPlaces } from './places/snap-places.js';
import { type PreparedRoads, prepareRoads, reweightRoads } from './prepare-roads.js';
import { cheapestDrive } from './search/dijkstra.js';
import { isochroneFrom } from './search/isochrone.js';
import { loadRoadGraph } from './tiles/load-road-graph.js';
import type { MatrixWork, WorkerAnswer, WorkerCalls, WorkerQuestion } from './worker-calls.js';

// Runs in a worker thread: answers one question after the other.

const kept = new Map<string, PreparedRoads>();
const begun = new Map<number, { work: MatrixWork; search: RowSearch }>();

function roadsOf(name: string): PreparedRoads {
  const roads = kept.get(name);
  if (roads === undefined) throw new Error(`The roads for "${name}" were not prepared.`);
  return roads;
}

/** Rows as a whole are only made a few at a time. */
function fillNearest(search: RowSearch, sources: PlacePoints, first: number, end: number, into: NearestRows): void {
  const columns = sources.first.length - 1;
  const seconds = new Int32Array((end - first) * columns);
  const meters = new Int32Array((end - first) * columns);
  search.fill(sources, first, end, seconds, meters, first);
  for (let row = first; row < end; row++) {
    const [from, to] = [(row - first) * columns, (row - first + 1) * columns];
    keepNearest(row, seconds.subarray(from, to), meters.subarray(from, to), into);
  }
}

const calls: WorkerCalls = {
  load: loadRoadGraph,
  prepare: prepareRoads,
  retime: (name, travelClass, speeds) => reweightRoads(roadsOf(name), speeds, travelClass),
  keep(name, roads) {
    kept.set(name, roads);
  },
  drop(name) {
    kept.delete(name);
  },
  snap: snapPlaces,
  drive(name, from, to) {
    const { graph, turns, travelClass, speeds } = roadsOf(name);
    const [begin, end] = snapPlaces(graph, [from, to], travelClass, speeds);
    if (begin === undefined || end === undefined) return undefined;
    const drive = cheapestDrive(graph, turns, begin.departures, end.arrivals);
    return drive && { drive, line: driveLine(graph, drive) };
  },
  reach(name, from, limitMilliseconds) {
    const { graph, turns, travelClass, speeds } = roadsOf(name);
    const [begin] = snapPlaces(graph, [from], travelClass, speeds);
    if (begin.departures.length === 0) return undefined;
    return isochroneFrom(graph, turns, begin.departures, limitMilliseconds);
  },
  select(name, sources, targets) {
    const roads = roadsOf(name);
    const { graph, travelClass, speeds } = roads;
    const ends = snapPlaces(graph, targets, travelClass, speeds);
    // One list for both is one list here as well.
    const begins = sources === targets ? ends : snapPlaces(graph, sources, travelClass, speeds);
    return { sources: packPoints(begins, 'departures'), descent: selectSweep(roads, packPoints(ends, 'arrivals')) };
  },
  begin(name, work) {
    begun.set(work.id, { work, search: new RowSearch(roadsOf(name), work.descent) });
  },
  fill(id, first, end) {
    const matrix = begun.get(id);
    if (matrix === undefined) throw new Error(`Matrix ${id} was not begun.`);
    const { search, work } = matrix;
    const { sources, into } = work;
    if ('noWayBits' in into) fillNearest(search, sources, first, end, into);
    else search.fill(sources, first, end, into.seconds, into.meters);
  },
  finish(id) {
    begun.delete(id);
  },
};

parentPort?.on('message', ({ id, call, args }: WorkerQuestion) => {
  let answer: WorkerAnswer;
  try {
    answer = { id, value: (calls[call] as (...args: readonly unknown[]) => unknown)(...args) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    answer = { id, error: { name, message } };
  }
  parentPort?.postMessage(answer);
});
