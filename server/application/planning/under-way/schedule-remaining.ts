import type { Vehicle } from '../../../domain/network/network.js';
import type { PlannedBreak, PlannedStop } from '../../../domain/planning/plan.js';
import type { PlanningData } from '../../../domain/planning/planning-data.js';
import { timeTrip, windowsWithin } from '../../../domain/planning/timetable/time-trip.js';
import { visitSeconds } from '../../../domain/planning/timetable/visit-seconds.js';
import type { UntimedStop } from '../time-route.js';

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
  /** Breaks that were planned for the rest of the trip, as they were planned; they are taken first, or have begun by now. */
  readonly breaks: readonly PlannedBreak[];
  /** The way home as it was planned, for where the roads have none any more. */
  readonly home?: Way;
}

interface Way {
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
  context: PlanningData,
): DrivenRest {
  const { stations, travel, consignments: wave } = context;
  const { home = nowhere, clock: departs, notBefore } = under;
  const planned = [
    ...stops.map(({ stationId, legSeconds = 0, legMeters = 0 }) => ({
      to: stationId,
      asPlanned: { seconds: legSeconds, meters: legMeters },
    })),
    { to: undefined, asPlanned: home },
  ];
  const known = planned.map(({ to }, at) => travel(vehicle, at === 0 ? under.from : planned[at - 1].to, to));
  const ways = known.map((drive, at) => drive ?? planned[at].asPlanned);
  const visits = stops.map(({ stationId, consignments }, at) => {
    const station = stations.get(stationId)!;
    const seconds = visitSeconds(station, consignments, wave);
    return { drive: ways[at], seconds, windows: windowsWithin(station.windows, vehicle.shift) };
  });
  const breaks = under.breaks.map(({ begins, ends }) => ({
    opens: begins,
    seconds: ends - begins,
    // Who has left the last stop by then rests as it was planned; who stands there still does it behind.
    hasBegun: Math.max(begins, departs) < notBefore,
  }));
  const timed = timeTrip({ departs, notBefore, visits, home: ways[stops.length], breaks });
  return {
    stops: stops.map(({ stationId, consignments }, at) => {
      const { arrives, begins, leaves, legSeconds } = timed.visits[at];
      return { stationId, arrives, begins, leaves, legSeconds, legMeters: ways[at].meters, consignments };
    }),
    returns: timed.returns,
    meters: ways.reduce((sum, { meters }) => sum + meters, under.meters),
    seconds: under.seconds + timed.driving,
    lateSeconds: timed.lateSeconds,
    isImpossible: known.includes(undefined),
    breaks: timed.breaks.map(({ begins, ends }) => ({ begins, ends })),
  };
}
