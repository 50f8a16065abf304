import { type BusinessDate, dateOf } from '../../domain/local-time.js';
import type { SpeedProfile } from '../../domain/network/network.js';
import type { LonLat } from '../../domain/network/place.js';
import type { Plan } from '../../domain/planning/plan.js';
import { noWay } from '../../domain/travel/travel.js';
import { type TravelClass, withoutRestrictions } from '../../domain/travel/travel-class.js';
import { waveClockOf } from '../../domain/waves/wave-clock.js';
import type { SpeedsForWave } from './driving-hours.js';
import { restrictedDrive } from './restrictions/restricted-drives.js';
import { RoutingUnavailableError } from './routing/routing-errors.js';
import type { RoutingEngine } from './routing/routing-port.js';
import { speedsAgain, type WaveSpeeds } from './time-slices/wave-time-slices.js';
import { freeSpeeds, type TravelSpeeds } from './travel-speeds.js';
import type { TravelSources } from './wave-travel.js';

/** A drive of a plan that is still to be made. */
export interface PlannedDrive {
  readonly depotId: string;
  readonly planId: string;
  readonly deliveryDate: BusinessDate;
  readonly timeZone: string;
  /** As its plan has it. */
  readonly travelClass: TravelClass;
  readonly from: LonLat;
  readonly to: LonLat;
  /** When its end is expected. */
  readonly arrives: Date;
  readonly plannedSeconds: number;
}

export interface LiveSources extends TravelSources {
  readonly speedsForWave: SpeedsForWave;
  readonly plans: { get(planId: string): Promise<Plan> };
  readonly network: { listSpeedProfiles(): Promise<ReadonlyMap<string, SpeedProfile>> };
}

/** Smaller differences are those of joined hours and rounding. */
const leastDifferenceSeconds = 30;
/** Only as many of each pair's matrix are wanted as it has rows: small squares waste little. */
const drivesAtOnce = 40;

/**
 * What drives ahead take at the speeds that are known now: as planned, and what it takes longer now than at the speeds that
 * their plans were made with. Those that take as long as planned are left out.
 *
 * @throws RoutingUnavailableError as the engine does.
 */
export async function liveSeconds<D extends PlannedDrive>(
  deps: LiveSources,
  ahead: readonly D[],
  signal: AbortSignal,
): Promise<ReadonlyMap<D, number>> {
  const speedsOf = speedsReader(deps, signal);
  const groups = new Map<string, { now: TravelSpeeds; planned: TravelSpeeds; drives: D[] }>();
  for (const drive of ahead) {
    const both = await speedsOf(drive);
    if (both === undefined) continue;
    const [now, planned] = [both.now, both.planned].map((speeds) =>
      restrictedDrive(speeds, drive.travelClass, drive.from, drive.to),
    );
    // Who waits for the end of a restriction does so whatever the traffic.
    if (now.isForbidden || planned.isForbidden) continue;
    const speeds = { now: now.speeds ?? freeSpeeds, planned: planned.speeds ?? freeSpeeds };
    if (speeds.now.key === speeds.planned.key) continue;
    const key = [drive.travelClass, speeds.now.key, speeds.planned.key].join(' ');
    const group = groups.get(key) ?? { ...speeds, drives: [] };
    group.drives.push(drive);
    groups.set(key, group);
  }
  const found = new Map<D, number>();
  for (const { now, planned, drives } of groups.values()) {
    for (let first = 0; first < drives.length; first += drivesAtOnce) {
      const some = drives.slice(first, first + drivesAtOnce);
      const [present, before] = [
        await diagonal(deps.routing, some, now, signal),
        await diagonal(deps.routing, some, planned, signal),
      ];
      some.forEach((drive, at) => {
        const difference = present[at] === noWay || before[at] === noWay ? 0 : present[at] - before[at];
        if (Math.abs(difference) < leastDifferenceSeconds) return;
        found.set(drive, Math.max(1, drive.plannedSeconds + difference));
      });
    }
  }
  return found;
}

async function diagonal(
  routing: RoutingEngine,
  drives: readonly PlannedDrive[],
  speeds: TravelSpeeds,
  signal: AbortSignal,
): Promise<number[]> {
  const { seconds, columns } = await routing.matrix(
    drives.map(({ from }) => from),
    drives.map(({ to }) => to),
    withoutRestrictions(drives[0].travelClass),
    { signal, speeds },
  );
  return drives.map((_, at) => seconds[at * columns + at]);
}

/** The speeds of a drive's hour as they are known now, and those that its plan was made with; undefined where they are not kept. */
function speedsReader(deps: LiveSources, signal: AbortSignal) {
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
  return async ({ planId, depotId, deliveryDate, timeZone, arrives }: PlannedDrive) => {
    const plan = ofPlans.get(planId) ?? ofPlan(planId);
    ofPlans.set(planId, plan);
    const again = await plan;
    if (again === undefined) return undefined;
    const second = waveClockOf(deliveryDate, timeZone).secondAt(arrives);
    const slice = again.timeSlices?.findLast(({ begins }) => begins <= second) ?? again.timeSlices?.[0];
    // A factor for all roads says nothing of single drives.
    if (slice !== undefined && slice.speedsKey === undefined) return undefined;
    const planned = (slice?.speedsKey === undefined ? again.speeds : again.byKey.get(slice.speedsKey)) ?? freeSpeeds;
    const date = dateOf(arrives, timeZone);
    const clock = waveClockOf(date, timeZone);
    const { begins, ends } = clock.hourAt(clock.secondAt(arrives));
    const key = `${depotId} ${date} ${begins}`;
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
            begins,
            ends,
          },
          signal,
        ),
      );
    ofHours.set(key, present);
    return { planned, now: (await present) ?? freeSpeeds };
  };
}
