import { runCode } from '../../../domain/delivery/run-code.js';
import type { PlacedConsignment, PlannedStop, Route, Unassigned } from '../../../domain/planning/plan.js';
import { runOf } from '../../../domain/planning/run-identity.js';
import type { PlannedWave } from './exported-wave.js';

/** A run within its wave. */
export interface RunRow {
  readonly wave: PlannedWave;
  readonly runNo: number;
  /** How the run is called wherever it is named. */
  readonly code: string;
  readonly route: Route;
}

export interface StopRow extends RunRow {
  readonly tripNo: number;
  /** Through all trips of the day, as couriers count their stops. */
  readonly sequence: number;
  readonly stop: PlannedStop;
}

export interface GoodsRow extends StopRow {
  readonly goods: PlacedConsignment;
}

/** Goods in the order in which they go into the vehicle. */
export interface LoadRow extends GoodsRow {
  /** The stop that is loaded first has 1: the trip's last. */
  readonly loadOrder: number;
}

export interface UnassignedRow {
  readonly wave: PlannedWave;
  readonly goods: Unassigned;
}

export function runRowsOf(waves: readonly PlannedWave[]): RunRow[] {
  return waves.flatMap((wave) =>
    wave.plan.routes.map((route) => {
      const { routeNo: runNo } = runOf(route);
      return { wave, runNo, code: runCode(wave.wave.sequence, runNo), route };
    }),
  );
}

export function stopRowsOf(run: RunRow): StopRow[] {
  let sequence = 0;
  return run.route.trips.flatMap((trip, tripAt) =>
    trip.stops.map((stop) => ({ ...run, tripNo: tripAt + 1, sequence: ++sequence, stop })),
  );
}

export function goodsRowsOf(stop: StopRow): GoodsRow[] {
  return stop.stop.consignments.map((goods) => ({ ...stop, goods }));
}

/** Each trip's goods, last stop first. */
export function loadRowsOf(run: RunRow): LoadRow[] {
  const stops = stopRowsOf(run);
  return run.route.trips.flatMap((_, tripAt) =>
    stops
      .filter(({ tripNo }) => tripNo === tripAt + 1)
      .reverse()
      .flatMap((stop, loadAt) => goodsRowsOf(stop).map((goods) => ({ ...goods, loadOrder: loadAt + 1 }))),
  );
}

export function unassignedRowsOf(waves: readonly PlannedWave[]): UnassignedRow[] {
  return waves.flatMap((wave) => wave.plan.unassigned.map((goods) => ({ wave, goods })));
}
