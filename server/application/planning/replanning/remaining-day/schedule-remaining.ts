import type { Vehicle } from '../../../../domain/network/network.js';
import type { CheckContext, Drive } from '../../../../domain/planning/check-plan.js';
import { driveSeconds, partDriven } from '../../../../domain/planning/drive-seconds.js';
import type { PlannedBreak, PlannedStop } from '../../../../domain/planning/plan.js';
import type { UntimedStop } from '../../time-route.js';
import { visitSeconds } from '../../visit-seconds.js';

/** Where a vehicle is in the middle of a trip, and what it drove on it so far. */
export interface UnderWay {
  /** The place that it left last; undefined for the depot. */
  readonly from: string | undefined;
  /** When it left, or leaves, that place. */
  readonly clock: number;
  /** It reaches nothing further before this. */
  readonly notBefore: number;
  readonly meters: number;
  readonly seconds: number;
  /** Breaks that were planned for the rest of the trip, as they were planned; they are taken first. */
  readonly breaks: readonly PlannedBreak[];
  /** The way home as it was planned, for where the roads have none any more. */
  readonly home?: Ways;
}

interface Ways {
  readonly seconds: number;
  readonly meters: number;
}

/** The rest of a trip with its times. */
export interface DrivenRest {
  readonly stops: readonly PlannedStop[];
  readonly returns: number;
  /** Of the whole trip. */
  readonly meters: number;
  readonly seconds: number;
  /** Over all stops: how long after closing service begins. */
  readonly lateSeconds: number;
  /** Some leg has no way. */
  readonly isImpossible: boolean;
  /** On the first leg. */
  readonly breaks: readonly Omit<PlannedBreak, 'beforeStop'>[];
}

const nowhere = { seconds: 0, meters: 0 };

/**
 * Drives the rest of a trip as early as can be. The vehicle is where it is: a leg that the roads do not have any more
 * stays as it was planned, and is told as impossible.
 */
export function scheduleRemaining(
  vehicle: Vehicle,
  under: UnderWay,
  stops: readonly (UntimedStop & Partial<Pick<PlannedStop, 'legSeconds' | 'legMeters'>>)[],
  context: CheckContext,
): DrivenRest {
  const { stations, travel } = context;
  let { from, clock, meters, seconds } = under;
  const breaks: Omit<PlannedBreak, 'beforeStop'>[] = [];
  let lateSeconds = 0;
  let isImpossible = false;
  const legTo = (to: string | undefined, planned: Ways) => {
    const known = travel(vehicle.profile, from, to);
    if (known === undefined) isImpossible = true;
    const drive = known ?? planned;
    const leg = { seconds: driveSeconds(drive, clock), meters: drive.meters };
    from = to;
    meters += leg.meters;
    seconds += leg.seconds;
    return { ...leg, drive };
  };
  const arrivalAfter = (drive: Drive) => {
    let left = 1;
    for (const pause of under.breaks.slice(breaks.length)) {
      const begins = Math.max(clock, under.notBefore, pause.begins);
      left -= Math.min(left, partDriven(drive, clock, begins));
      clock = begins + (pause.ends - pause.begins);
      breaks.push({ begins, ends: clock });
    }
    return Math.max(under.notBefore, clock + driveSeconds(drive, clock, left));
  };
  const timed = stops.map(({ stationId, consignments, legSeconds = 0, legMeters = 0 }): PlannedStop => {
    const { windows } = stations.get(stationId)!;
    const leg = legTo(stationId, { seconds: legSeconds, meters: legMeters });
    const arrives = arrivalAfter(leg.drive);
    const window = windows.find(({ closes }) => closes >= arrives);
    const begins = Math.max(arrives, window?.opens ?? arrives);
    if (window === undefined) lateSeconds += arrives - (windows.at(-1)?.closes ?? 0);
    const leaves = begins + visitSeconds(stationId, consignments, context);
    clock = leaves;
    return { stationId, arrives, begins, leaves, legSeconds: leg.seconds, legMeters: leg.meters, consignments };
  });
  const home = legTo(undefined, under.home ?? nowhere);
  const returns = arrivalAfter(home.drive);
  return { stops: timed, returns, meters, seconds, lateSeconds, isImpossible, breaks };
}
