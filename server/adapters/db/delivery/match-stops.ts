import type { PartRow } from '../part-row.js';

/** A stop as it is kept. */
export interface KnownStop {
  readonly stop_id: string;
  readonly run_id: string;
  readonly trip_no: number;
  readonly sequence: number;
  readonly station_id: string;
  readonly status: string;
  readonly goods: readonly string[];
}

/** A stop as a plan wants it. */
export interface WantedStop {
  readonly run_id: string;
  readonly trip_no: number;
  readonly sequence: number;
  readonly station_id: string;
  readonly arrives: string;
  readonly begins: string;
  readonly leaves: string;
  readonly meters: number;
  readonly seconds: number;
  readonly takes_back: readonly object[];
  readonly consignments: readonly {
    readonly consignmentId: string;
    readonly compartmentNo: number;
    readonly part: PartRow | null;
  }[];
}

/**
 * Finds for each stop of a plan the one that is kept already, by run and station, and on the same trip where a run
 * visits a station twice; the others get new ids. What no stop of the plan stands for is gone.
 *
 * @param unused by run, the number behind which none was given yet, where the stops that had some are gone.
 */
export function matchStops(
  known: readonly KnownStop[],
  wanted: readonly WantedStop[],
  unused: ReadonlyMap<string, number> = new Map(),
) {
  const open = new Map(known.map((stop) => [stop.stop_id, stop]));
  const numbers = new Map(unused);
  for (const { run_id, stop_id } of known) {
    const number = Number(stop_id.slice(run_id.length + 1));
    numbers.set(run_id, Math.max(numbers.get(run_id) ?? 0, number));
  }
  const take = (isIt: (stop: KnownStop) => boolean) => {
    const found = [...open.values()].find(isIt);
    if (found !== undefined) open.delete(found.stop_id);
    return found;
  };
  // Goods decide first: what was reported of them must not move to other goods for the same station.
  const ids = wanted.map(({ run_id, station_id, trip_no, consignments }) =>
    take(
      (stop) =>
        stop.run_id === run_id &&
        stop.station_id === station_id &&
        (stop.trip_no === trip_no || consignments.some(({ consignmentId }) => stop.goods.includes(consignmentId))),
    ),
  );
  const stops = wanted.map((stop, at) => {
    const kept = ids[at] ?? take(({ run_id, station_id }) => run_id === stop.run_id && station_id === stop.station_id);
    const number = (numbers.get(stop.run_id) ?? 0) + 1;
    if (kept === undefined) numbers.set(stop.run_id, number);
    return {
      ...stop,
      stop_id: kept?.stop_id ?? `${stop.run_id}-${number}`,
      goods: stop.consignments.map(({ consignmentId }) => consignmentId).sort(),
    };
  });
  return { stops, gone: [...open.keys()] };
}
