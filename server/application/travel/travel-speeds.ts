import { createHash } from 'node:crypto';
import type { VehicleRestriction } from '../../domain/network/vehicle-restriction.js';
import type { PlanSpeeds } from '../../domain/planning/plan.js';

/** How a report changes the speed of its edges: a part of what is usual there, a speed, or nothing passes. */
export type ReportedSpeed =
  | { readonly kind: 'factor'; readonly factor: number }
  | { readonly kind: 'kph'; readonly kph: number }
  | { readonly kind: 'closed' };

/** A restriction in hours in which it holds, with the edges that it touches on the map. */
export interface HeldRestriction
  extends Pick<VehicleRestriction, 'restrictionId' | 'place' | 'vehicles' | 'allowsDestinations'> {
  readonly edgeIds: readonly number[];
}

/** What roads are like in one hour of the driving. Edges are named by their identity in the map's tiles. */
export interface SpeedsOfHour {
  /** How much of the hour is driven in, 0 to 1. */
  readonly share: number;
  /** By class of road, motorway (0) to service road (7): the part of the free speed that is driven. */
  readonly classFactors: readonly number[];
  readonly learned: { readonly edgeIds: readonly number[]; readonly kph: readonly number[] };
  /** Limits of the map that hold in the hour for vehicles beyond them, by the engine's numbers; left out where none does. */
  readonly limits?: readonly number[];
  /** The depot's own restrictions that hold in the hour; left out where none does. */
  readonly restrictions?: readonly HeldRestriction[];
  /** Oldest first. */
  readonly reports: readonly { readonly edgeIds: readonly number[]; readonly speed: ReportedSpeed }[];
}

/** The speeds that the travel times of a wave are computed with. */
export interface TravelSpeeds {
  /** Equal keys stand for equal speeds; empty for free roads. */
  readonly key: string;
  readonly hours: readonly SpeedsOfHour[];
  /** The mean of the class factors over roads and hours, for engines that know nothing finer. */
  readonly meanFactor: number;
}

/** The speeds of free roads. */
export const freeSpeeds: TravelSpeeds = { key: '', hours: [], meanFactor: 1 };

/** Names speeds by their content. */
export function makeTravelSpeeds(hours: readonly SpeedsOfHour[]): TravelSpeeds {
  const driven = hours.reduce((sum, { share }) => sum + share, 0);
  const weighted = hours.reduce((sum, { share, classFactors }) => {
    return sum + (share * classFactors.reduce((a, b) => a + b, 0)) / classFactors.length;
  }, 0);
  const isFree = hours.every(
    ({ classFactors, learned, reports, limits, restrictions }) =>
      classFactors.every((factor) => factor === 1) &&
      learned.edgeIds.length === 0 &&
      reports.length === 0 &&
      limits === undefined &&
      restrictions === undefined,
  );
  const key = isFree ? '' : createHash('sha256').update(JSON.stringify(hours)).digest('hex').slice(0, 16);
  return { key, hours, meanFactor: driven === 0 ? 1 : Math.round((weighted / driven) * 10_000) / 10_000 };
}

/** What a plan says of the speeds that it was made with. */
export function speedsOfPlan({ key, hours }: TravelSpeeds): PlanSpeeds {
  const learned = hours.reduce((sum, hour) => sum + hour.learned.edgeIds.length, 0);
  return { key, learned, reports: Math.max(0, ...hours.map((hour) => hour.reports.length)) };
}
