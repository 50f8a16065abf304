import type { BusinessDate } from '../../domain/local-time.js';
import { dateOf, secondOf } from '../../domain/local-time.js';
import type { SpeedProfile } from '../../domain/network/network.js';
import type { LonLat } from '../../domain/network/place.js';
import { noWay } from '../../domain/travel/travel.js';
import type { TravelClass } from '../../domain/travel/travel-class.js';
import type { Clock } from '../clock.js';
import type { PlanStore } from '../planning/plan-store.js';
import type { SpeedsForWave } from '../travel/driving-hours.js';
import { RoutingUnavailableError } from '../travel/routing/routing-errors.js';
import type { RoutingEngine } from '../travel/routing/routing-port.js';
import { freeSpeeds, type TravelSpeeds } from '../travel/travel-speeds.js';
import type { TravelStore } from '../travel/travel-times.js';
import { speedsAgain, type WaveSpeeds } from '../travel/wave-time-slices.js';

/** A drive that a run under way has still to make. */
export interface DriveAhead {
  readonly depotId: string;
  readonly runId: string;
  readonly stopId: string;
  readonly planId: string;
  readonly deliveryDate: BusinessDate;
  readonly timeZone: string;
  /** As its plan has it. */
  readonly travelClass: TravelClass;
  readonly from: LonLat;
  readonly to: LonLat;
  /** When the stop is expected. */
  readonly arrives: Date;
  readonly plannedSeconds: number;
  /** What it was last computed to take; undefined for as planned. */
  readonly liveSeconds: number | undefined;
}

/** Where drives ahead are read and what they take now is kept. */
export interface RemainingLegs {
  list(): Promise<DriveAhead[]>;
  /** Keeps what a run's drives take now, and works out its arrivals anew. */
  keep(
    run: { readonly depotId: string; readonly runId: string },
    live: readonly { readonly stopId: string; readonly seconds: number | undefined }[],
    at: Date,
  ): Promise<void>;
}

/** Smaller differences are those of joined hours and rounding. */
const leastDifferenceSeconds = 30;
/** Only as many of each pair's matrix are wanted as it has rows: small squares waste little. */
const drivesAtOnce = 40;

/**
 * Times the drives ahead of all runs under way at the speeds that are known now, so that arrivals follow the traffic and
 * not only the couriers' reports: what a drive takes longer now than at the speeds its plan was made with is added to it.
 *
 * @returns how many runs have other drives than before.
 */
export function makeFollowTraffic(deps: {
  readonly drives: RemainingLegs;
  readonly plans: Pick<PlanStore, 'get'>;
  readonly network: { listSpeedProfiles(): Promise<ReadonlyMap<string, SpeedProfile>> };
  readonly travel: TravelStore;
  readonly routing: RoutingEngine;
  readonly speedsForWave: SpeedsForWave;
  readonly clock: Clock;
}): (signal: AbortSignal) => Promise<number> {
  return async (signal) => {
    const { drives, routing, clock } = deps;
    if (routing.roads === undefined) return 0;
    const ahead = await drives.list();
    if (ahead.length === 0) return 0;
    const seconds = await liveSeconds(deps, ahead, signal);
    const byRun = new Map<string, DriveAhead[]>();
    for (const drive of ahead) byRun.set(drive.runId, [...(byRun.get(drive.runId) ?? []), drive]);
    let changed = 0;
    for (const run of byRun.values()) {
      if (run.every((drive) => seconds.get(drive.stopId) === drive.liveSeconds)) continue;
      const live = run.map(({ stopId }) => ({ stopId, seconds: seconds.get(stopId) }));
      await drives.keep(run[0], live, clock.now());
      changed++;
    }
    return changed;
  };
}

/** By stop; without those that take as long as planned. */
async function liveSeconds(
  deps: Parameters<typeof makeFollowTraffic>[0],
  ahead: readonly DriveAhead[],
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const speedsOf = speedsReader(deps, signal);
  const groups = new Map<string, { now: TravelSpeeds; planned: TravelSpeeds; drives: DriveAhead[] }>();
  for (const drive of ahead) {
    const both = await speedsOf(drive);
    if (both === undefined || both.now.key === both.planned.key) continue;
    const key = [drive.travelClass, both.now.key, both.planned.key].join(' ');
    const group = groups.get(key) ?? { ...both, drives: [] };
    group.drives.push(drive);
    groups.set(key, group);
  }
  const found = new Map<string, number>();
  for (const { now, planned, drives } of groups.values()) {
    for (let first = 0; first < drives.length; first += drivesAtOnce) {
      const some = drives.slice(first, first + drivesAtOnce);
      const [present, before] = [
        await diagonal(deps.routing, some, now, signal),
        await diagonal(deps.routing, some, planned, signal),
      ];
      some.forEach(({ stopId, plannedSeconds }, at) => {
        const difference = present[at] === noWay || before[at] === noWay ? 0 : present[at] - before[at];
        if (Math.abs(difference) < leastDifferenceSeconds) return;
        found.set(stopId, Math.max(1, plannedSeconds + difference));
      });
    }
  }
  return found;
}

async function diagonal(
  routing: RoutingEngine,
  drives: readonly DriveAhead[],
  speeds: TravelSpeeds,
  signal: AbortSignal,
): Promise<number[]> {
  const { seconds, columns } = await routing.matrix(
    drives.map(({ from }) => from),
    drives.map(({ to }) => to),
    drives[0].travelClass,
    { signal, speeds },
  );
  return drives.map((_, at) => seconds[at * columns + at]);
}

/** The speeds of a drive's hour as they are known now, and those that its plan was made with; undefined where they are not kept. */
function speedsReader(deps: Parameters<typeof makeFollowTraffic>[0], signal: AbortSignal) {
  const { plans, travel, routing, network, speedsForWave } = deps;
  const ofPlans = new Map<string, Promise<WaveSpeeds | undefined>>();
  const ofHours = new Map<string, Promise<TravelSpeeds | undefined>>();
  const ofPlan = async (planId: string): Promise<WaveSpeeds | undefined> => {
    const { provenance } = await plans.get(planId);
    if (provenance.engine !== routing.name || provenance.mapId !== routing.mapId || provenance.speeds === undefined)
      return undefined;
    return speedsAgain(travel, routing, provenance).catch((error: unknown) => {
      if (error instanceof RoutingUnavailableError) return undefined;
      throw error;
    });
  };
  return async ({ planId, depotId, deliveryDate, timeZone, arrives }: DriveAhead) => {
    const plan = ofPlans.get(planId) ?? ofPlan(planId);
    ofPlans.set(planId, plan);
    const again = await plan;
    if (again === undefined) return undefined;
    const second = secondOf(arrives, deliveryDate, timeZone);
    const slice = again.timeSlices?.findLast(({ begins }) => begins <= second) ?? again.timeSlices?.[0];
    // A factor for all roads says nothing of single drives.
    if (slice !== undefined && slice.speedsKey === undefined) return undefined;
    const planned = (slice?.speedsKey === undefined ? again.speeds : again.byKey.get(slice.speedsKey)) ?? freeSpeeds;
    const date = dateOf(arrives, timeZone);
    const hour = Math.floor(secondOf(arrives, date, timeZone) / 3600);
    const key = `${depotId} ${date} ${hour}`;
    const present =
      ofHours.get(key) ??
      network.listSpeedProfiles().then((profiles) =>
        speedsForWave(
          routing,
          {
            depotId,
            date,
            timeZone,
            speedProfile: profiles.get(depotId),
            begins: hour * 3600,
            ends: (hour + 1) * 3600,
          },
          signal,
        ),
      );
    ofHours.set(key, present);
    return { planned, now: (await present) ?? freeSpeeds };
  };
}
