import { parentPort } from 'node:worker_threads';
import type { Profile } from '../domain/travel.js';
import { selectDescent } from './descent.js';
import { driveLine } from './drive-line.js';
import { loadRoadGraph } from './load-road-graph.js';
import { packPoints } from './place-points.js';
import { cheapestDrive } from './plain-search.js';
import { type PreparedRoads, prepareRoads } from './prepare-roads.js';
import { snapPlaces } from './snap-places.js';
import { RowSearch } from './travel-rows.js';
import type { MatrixWork, WorkerAnswer, WorkerCalls, WorkerQuestion } from './worker-calls.js';

// Runs in a worker thread: answers one question after the other.

const kept = new Map<Profile, PreparedRoads>();
const begun = new Map<number, { work: MatrixWork; search: RowSearch }>();

function roadsOf(profile: Profile): PreparedRoads {
  const roads = kept.get(profile);
  if (roads === undefined) throw new Error(`The roads for "${profile}" were not prepared.`);
  return roads;
}

const calls: WorkerCalls = {
  load: loadRoadGraph,
  prepare: prepareRoads,
  keep(profile, roads) {
    kept.set(profile, roads);
  },
  snap: snapPlaces,
  drive(profile, from, to) {
    const { graph, turns } = roadsOf(profile);
    const [begin, end] = snapPlaces(graph, [from, to], profile);
    if (begin === undefined || end === undefined) return undefined;
    const drive = cheapestDrive(graph, turns, begin.departures, end.arrivals);
    return drive && { drive, line: driveLine(graph, drive) };
  },
  select(profile, sources, targets) {
    const roads = roadsOf(profile);
    const descent = selectDescent(roads, packPoints(snapPlaces(roads.graph, targets, profile), 'arrivals'));
    return { sources: packPoints(snapPlaces(roads.graph, sources, profile), 'departures'), descent };
  },
  begin(profile, work) {
    begun.set(work.id, { work, search: new RowSearch(roadsOf(profile), work.descent) });
  },
  fill(id, first, end) {
    const matrix = begun.get(id);
    if (matrix === undefined) throw new Error(`Matrix ${id} was not begun.`);
    matrix.search.fill(matrix.work.sources, first, end, matrix.work.seconds, matrix.work.meters);
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
