import type { FollowedStop, Plan, RouteKpis, RunRow } from '../../api/types.js';
import { type RunKey, runKey } from '../../run-key.js';
import type { WaveInView } from '../view/waves-in-view.js';
import { type Bar, type BarKind, visitOf } from './bar.js';
import { followedBars } from './followed-bars.js';
import type { Grouping } from './timeline-view.js';

export interface TimelineRow {
  readonly id: string;
  readonly grouping: Grouping;
  readonly depotId: string;
  /** Of the vehicle or driver, or the dock's number; empty for a run without a driver. */
  readonly name: string;
  /** Whose bars stand in it. */
  readonly runs: readonly RunKey[];
  /** In order of their begin. */
  readonly planned: readonly Bar[];
  /** What was reported, and what is expected of the rest. */
  readonly followed: readonly Bar[];
  /** Two trips at once, or more loadings than the depot has docks. */
  readonly isOverbooked: boolean;
}

/** A wave in view with what the timeline knows of it beside. */
export interface FollowedWave extends Pick<WaveInView, 'wave' | 'plan' | 'runs'> {
  readonly stops: readonly FollowedStop[];
  /** Tells when docks are free again; until it is there, they are taken until the vehicle leaves. */
  readonly kpis: RouteKpis | undefined;
}

/** A route with its bars, and whose it is. */
interface RunOnTimeline {
  readonly depotId: string;
  readonly vehicleId: string;
  readonly run: RunRow;
  readonly planned: readonly Bar[];
  readonly followed: readonly Bar[];
  readonly dockUses: readonly Bar[];
}

/**
 * The rows of the waves in view, in the order of their runs.
 *
 * @param docksOf how many docks a depot has.
 * @param now in milliseconds: until when what has begun and not ended is drawn.
 */
export function timelineRows(
  waves: readonly FollowedWave[],
  grouping: Grouping,
  docksOf: (depotId: string) => number,
  now: number,
): TimelineRow[] {
  const runs = waves.flatMap((wave) => runsOf(wave, now));
  if (grouping === 'docks') return dockRows(runs, docksOf);
  const rows = new Map<string, RunOnTimeline[]>();
  for (const each of runs) {
    const driver = grouping === 'drivers' ? each.run.courierId : null;
    const id = JSON.stringify([each.depotId, driver === null ? each.vehicleId : '', driver]);
    rows.set(id, [...(rows.get(id) ?? []), each]);
  }
  return [...rows].map(([id, own]) => {
    const { depotId, vehicleId, run } = own[0];
    return {
      id,
      grouping,
      depotId,
      name: grouping === 'vehicles' ? vehicleId : (run.courierName ?? ''),
      runs: own.map((each) => runKey(each.run)),
      planned: own.flatMap(({ planned }) => planned).sort(byBegin),
      followed: own.flatMap(({ followed }) => followed).sort(byBegin),
      isOverbooked: doTripsMeet(own),
    };
  });
}

const byBegin = (one: Bar, other: Bar) => one.begins - other.begins || one.ends - other.ends;

function runsOf({ wave, plan, runs, stops, kpis }: FollowedWave, now: number): RunOnTimeline[] {
  if (plan === undefined) return [];
  const rows = new Map(runs.map((run) => [run.runId, run]));
  const loads = new Map(kpis?.data.map((route) => [route.vehicleId, route.trips]));
  const followed = new Map<string, FollowedStop[]>();
  for (const stop of stops) followed.set(stop.runId, [...(followed.get(stop.runId) ?? []), stop]);
  return plan.routes.flatMap((route) => {
    const run = rows.get(route.run?.runId ?? '');
    if (run === undefined) return [];
    const own = followed.get(run.runId) ?? [];
    const lateOf = new Map(own.map((stop) => [visitOf(stop), stop.lateSeconds.planned]));
    const planned = plannedBars(plan, route, runKey(run), lateOf);
    const begins = Date.parse(plan.beginsAt);
    return {
      depotId: wave.depotId,
      vehicleId: route.vehicleId,
      run,
      planned,
      followed: followedBars(run, own, planned, now),
      dockUses: planned
        .filter(({ kind }) => kind === 'loading')
        .map((bar) => {
          const loadedAt = loads.get(route.vehicleId)?.[bar.tripNo - 1]?.loadedAt;
          return typeof loadedAt === 'number' ? { ...bar, ends: Math.min(bar.ends, begins + loadedAt * 1000) } : bar;
        }),
    };
  });
}

type Route = Plan['routes'][number];

/** What a route is planned to do, without a gap between its first loading and its last return but those at the depot. */
function plannedBars(plan: Plan, { trips }: Route, run: RunKey, lateOf: ReadonlyMap<string, number>): readonly Bar[] {
  const begins = Date.parse(plan.beginsAt);
  const bars: Bar[] = [];
  for (const [tripAt, trip] of trips.entries()) {
    const add = (
      kind: BarKind,
      from: number,
      to: number,
      stop?: { stationId: string; at: number },
      lateSeconds = 0,
    ) => {
      if (to <= from && kind !== 'service') return;
      bars.push({
        kind,
        time: 'planned',
        begins: begins + from * 1000,
        ends: begins + to * 1000,
        run,
        tripNo: tripAt + 1,
        stationId: stop?.stationId,
        stopAt: stop?.at,
        lateSeconds,
      });
    };
    /** A drive with the breaks that are taken on it. */
    const drive = (kind: 'drive' | 'return', from: number, to: number, stop?: { stationId: string; at: number }) => {
      let at = from;
      const before = stop?.at ?? trip.stops.length;
      for (const pause of (trip.breaks ?? []).filter(({ beforeStop }) => beforeStop === before)) {
        add(kind, at, pause.begins, stop);
        add('break', pause.begins, pause.ends, stop);
        at = pause.ends;
      }
      add(kind, at, to, stop);
    };
    let left = trip.departs;
    if (trip.transfer === undefined) add('loading', trip.loadBegins, trip.departs);
    else {
      add('drive', trip.departs, trip.transfer.arrives);
      add('transfer', trip.transfer.arrives, trip.transfer.leaves);
      left = trip.transfer.leaves;
    }
    for (const [at, stop] of trip.stops.entries()) {
      const { stationId, arrives } = stop;
      drive('drive', left, arrives, { stationId, at });
      add('wait', arrives, stop.begins, { stationId, at });
      add(
        'service',
        stop.begins,
        stop.leaves,
        { stationId, at },
        lateOf.get(visitOf({ tripNo: tripAt + 1, stationId })) ?? 0,
      );
      left = stop.leaves;
    }
    drive('return', left, trip.returns);
  }
  return bars;
}

/** Whether a trip begins before another one has ended. */
function doTripsMeet(runs: readonly RunOnTimeline[]): boolean {
  const spans = new Map<string, { begins: number; ends: number }>();
  for (const { begins, ends, run, tripNo } of runs.flatMap(({ planned }) => planned)) {
    const key = JSON.stringify([run, tripNo]);
    const span = spans.get(key) ?? { begins, ends };
    spans.set(key, { begins: Math.min(span.begins, begins), ends: Math.max(span.ends, ends) });
  }
  const ordered = [...spans.values()].sort((one, other) => one.begins - other.begins);
  return ordered.some(({ begins }, at) => at > 0 && begins < ordered[at - 1].ends);
}

/** A row a dock: each loading stands at the first that is free; where none is, in a row more than there are docks. */
function dockRows(runs: readonly RunOnTimeline[], docksOf: (depotId: string) => number): TimelineRow[] {
  const depotIds = [...new Set(runs.map(({ depotId }) => depotId))];
  return depotIds.flatMap((depotId) => {
    const docks: Bar[][] = Array.from({ length: docksOf(depotId) }, () => []);
    const uses = runs.filter((each) => each.depotId === depotId).flatMap(({ dockUses }) => dockUses);
    for (const use of [...uses].sort(byBegin)) {
      const free = docks.find((dock) => dock.length === 0 || dock[dock.length - 1].ends <= use.begins);
      if (free === undefined) docks.push([use]);
      else free.push(use);
    }
    return docks.map((planned, at) => ({
      id: JSON.stringify([depotId, at]),
      grouping: 'docks' as const,
      depotId,
      name: String(at + 1),
      runs: [...new Set(planned.map(({ run }) => run))],
      planned,
      followed: [],
      isOverbooked: at >= docksOf(depotId),
    }));
  });
}
