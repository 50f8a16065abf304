import {
  departureDelay,
  type FollowedStop,
  progressOfStop,
  type Result,
  resultOfAll,
  resultOfGoods,
  type StopProgress,
  type Tally,
  tally,
} from '../../domain/delivery/progress.js';
import type { RunStatus } from '../../domain/delivery/run.js';
import type { GoodsOutcome, StopStatus } from '../../domain/delivery/stop.js';
import { daySeconds, type TimeWindow } from '../../domain/local-time.js';
import { windowsOnDay } from '../../domain/waves/planned-day.js';
import { waveClockOf } from '../../domain/waves/wave-clock.js';

/** A stop as the record has it, with the outcomes of its goods. */
export interface StopOnRecord {
  readonly runId: string;
  readonly stopId: string;
  readonly tripNo: number;
  readonly sequence: number;
  readonly stationId: string;
  readonly stationName: string;
  readonly status: StopStatus;
  readonly plannedArrivalAt: Date;
  readonly plannedBeginAt: Date;
  readonly etaAt: Date | null;
  readonly arrivedAt: Date | null;
  readonly leftAt: Date | null;
  /** The station's receiving windows of any day. */
  readonly windows: readonly TimeWindow[];
  readonly goods: readonly { readonly outcome: GoodsOutcome; readonly totes: number }[];
}

export interface RunOnRecord {
  readonly runId: string;
  readonly routeNo: number;
  readonly runCode: string;
  readonly vehicleId: string;
  readonly status: RunStatus;
  readonly plannedDepartureAt: Date;
  /** When the vehicle may be out; null where it is not in the network any more. */
  readonly shift: TimeWindow | null;
}

/** How many orders have just these outcomes among their consignments, on one run or, without one, on all of the wave's. */
export interface OrdersOnRecord {
  readonly runId: string | null;
  readonly goods: readonly { readonly outcome: GoodsOutcome; readonly status: RunStatus }[];
  readonly orders: number;
}

/** All that a wave's progress follows from. */
export interface WaveOnRecord {
  readonly waveId: string;
  readonly deliveryDate: string;
  readonly timeZone: string;
  readonly runs: readonly RunOnRecord[];
  readonly stops: readonly StopOnRecord[];
  readonly orders: readonly OrdersOnRecord[];
}

export interface ProgressReader {
  /** @throws NotFoundError also for a wave of another depot. */
  readWave(waveId: string, depotIds?: readonly string[]): Promise<WaveOnRecord>;
  /** The same without the orders, which take the longest. */
  readRuns(waveId: string): Promise<WaveOnRecord>;
}

/** What is counted of a wave or a run. */
export interface ProgressFigures {
  readonly stops: Tally;
  readonly totes: Tally;
  readonly orders: Tally;
  /** Stops at which service begins after closing: by the plan, as it looks now where the vehicle has yet to come, and where it was. */
  readonly late: { readonly planned: number; readonly predicted: number; readonly actual: number };
  /** Stops whose last window is over and of which nothing was reported; they are among `late.predicted`. */
  readonly overdue: number;
  /** Stops at which a vehicle waits for the door to open. */
  readonly waiting: number;
  /** Runs that should have left. */
  readonly lateDepartures: number;
}

export interface RunProgress extends Pick<RunOnRecord, 'runId' | 'routeNo' | 'runCode' | 'vehicleId' | 'status'> {
  readonly figures: ProgressFigures;
  /** By how much the run is late to leave, by now; 0 once it has left. */
  readonly departureDelaySeconds: number;
}

export interface FollowedStopRow extends StopProgress {
  readonly stop: StopOnRecord;
  readonly run: RunOnRecord;
  /** `expected` as a moment. */
  readonly expectedAt: Date | undefined;
}

export interface WaveProgress {
  readonly figures: ProgressFigures;
  readonly runs: readonly RunProgress[];
  /** In the order of the runs' numbers. */
  readonly stops: readonly FollowedStopRow[];
}

/** Counts a wave's stops, totes and orders by what became of them, and says which are late at a moment. */
export function progressOfWave(wave: WaveOnRecord, at: Date): WaveProgress {
  const clock = waveClockOf(wave.deliveryDate, wave.timeZone);
  const now = clock.secondAt(at);
  const stopsOf = byRun(wave.stops);
  const ordersOf = byRun(wave.orders);
  const followed = wave.runs.map((run) => {
    const followedRun = { status: run.status, plannedDeparts: clock.secondAt(run.plannedDepartureAt) };
    const day = { clock, out: run.shift ?? { opens: 0, closes: daySeconds } };
    const stops = (stopsOf.get(run.runId) ?? []).map((stop): FollowedStopRow => {
      const seconds = followedStop(stop, windowsOnDay(stop.windows, day), clock.secondAt);
      const progress = progressOfStop(seconds, followedRun, now);
      const { expected } = progress;
      return { ...progress, stop, run, expectedAt: expected === undefined ? undefined : clock.instantAt(expected) };
    });
    // Without stops there is nothing to leave with.
    return { run, stops, delay: stops.length === 0 ? 0 : departureDelay(followedRun, now) };
  });
  const runs = followed.map(({ run, stops, delay }): RunProgress => {
    const { runId, routeNo, runCode, vehicleId, status } = run;
    const figures = figuresOf(stops, ordersOf.get(runId) ?? [], delay > 0 ? 1 : 0);
    return { runId, routeNo, runCode, vehicleId, status, figures, departureDelaySeconds: delay };
  });
  const stops = followed.flatMap((each) => each.stops);
  const lateDepartures = followed.filter(({ delay }) => delay > 0).length;
  return { figures: figuresOf(stops, ordersOf.get(null) ?? [], lateDepartures), runs, stops };
}

function byRun<Row extends { readonly runId: string | null }>(rows: readonly Row[]): Map<string | null, Row[]> {
  const grouped = new Map<string | null, Row[]>();
  for (const row of rows) {
    const known = grouped.get(row.runId);
    if (known === undefined) grouped.set(row.runId, [row]);
    else known.push(row);
  }
  return grouped;
}

function followedStop(
  stop: StopOnRecord,
  windows: readonly TimeWindow[],
  secondAt: (instant: Date) => number,
): FollowedStop {
  const second = (instant: Date | null) => (instant === null ? undefined : secondAt(instant));
  return {
    status: stop.status,
    plannedArrives: secondAt(stop.plannedArrivalAt),
    plannedBegins: secondAt(stop.plannedBeginAt),
    predictedArrives: second(stop.etaAt),
    arrived: second(stop.arrivedAt),
    left: second(stop.leftAt),
    windows,
  };
}

function figuresOf(
  rows: readonly FollowedStopRow[],
  orders: readonly OrdersOnRecord[],
  lateDepartures: number,
): ProgressFigures {
  const count = (isCounted: (row: FollowedStopRow) => boolean) => rows.filter(isCounted).length;
  return {
    stops: tally(rows.map(({ result }) => [result, 1] as const)),
    totes: tally(
      rows.flatMap(({ stop, run }) =>
        stop.goods.map(({ outcome, totes }) => [resultOfGoods(outcome, run.status), totes] as const),
      ),
    ),
    orders: tally(
      orders.map(({ goods, orders: some }) => [
        resultOfAll(goods.map(({ outcome, status }) => resultOfGoods(outcome, status))),
        some,
      ]),
    ),
    late: {
      planned: count(progressLists['late-planned']),
      predicted: count(progressLists['late-predicted']),
      actual: count(progressLists['late-actual']),
    },
    overdue: count(progressLists.overdue),
    waiting: count(progressLists.waiting),
    lateDepartures,
  };
}

const withResult = (wanted: Result) => (row: FollowedStopRow) => row.result === wanted;

/** The stops behind each figure. */
export const progressLists = {
  all: () => true,
  delivered: withResult('delivered'),
  partial: withResult('partial'),
  refused: withResult('refused'),
  failed: withResult('failed'),
  skipped: withResult('skipped'),
  open: withResult('open'),
  'late-planned': ({ late }) => late.planned > 0,
  'late-predicted': ({ late }) => (late.predicted ?? 0) > 0,
  'late-actual': ({ late }) => (late.actual ?? 0) > 0,
  overdue: ({ standing }) => standing === 'overdue',
  waiting: ({ standing }) => standing === 'waiting',
} satisfies Record<string, (row: FollowedStopRow) => boolean>;
export type ProgressList = keyof typeof progressLists;
