import type { BusinessDate } from '../local-time.js';

/** Monday is 1, Sunday 7, as in ISO 8601. */
export type Weekday = number;

/** Until when the orders of one of a date's waves are taken, under the name that people call the wave by: 早班, 晚班. */
export interface Cutoff {
  readonly depotId: string;
  /** A short code, which files may say in place of the name. */
  readonly cutoffId: string;
  readonly name: string;
  /** The number of its wave on each delivery date. */
  readonly sequence: number;
  /** By the depot's clock, on the day that lies so many days before delivery; 0 is the delivery date itself. */
  readonly cutoffSecond: number;
  readonly daysBefore: number;
  /** Of the delivery dates that have such a wave. */
  readonly weekdays: readonly Weekday[];
  /** Orders that say no wave, and that no rule is for, join it while it is open. */
  readonly isDefault: boolean;
}

/** A wave that still takes orders under the number of its cutoff. */
export interface CollectingWave {
  readonly depotId: string;
  readonly deliveryDate: BusinessDate;
  readonly sequence: number;
  readonly name: string;
  readonly cutoffId: string;
}

/**
 * The first of the waves that would be mixed with others if the cutoff had the number that it says: another's, which has that
 * number, or an own one, which has another.
 */
export function mixedWave(
  { depotId, cutoffId, sequence }: Pick<Cutoff, 'depotId' | 'cutoffId' | 'sequence'>,
  collecting: readonly CollectingWave[],
): CollectingWave | undefined {
  return collecting.find(
    (wave) => wave.depotId === depotId && (wave.cutoffId === cutoffId) !== (wave.sequence === sequence),
  );
}

/** Which orders go to the wave of a cutoff; what is undefined does not narrow. The first rule that fits holds. */
export interface WaveRule {
  readonly depotId: string;
  readonly ruleId: string;
  /** Smaller ones are asked first. */
  readonly rank: number;
  /** An order has it where one of its products is of the zone. */
  readonly zoneId: string | undefined;
  readonly skuId: string | undefined;
  readonly stationId: string | undefined;
  /** Of the station. */
  readonly area: string | undefined;
  readonly cutoffId: string;
}

/** The cutoffs of a depot, in the order of their numbers. */
export function cutoffsOf(all: Iterable<Cutoff>, depotId: string): readonly Cutoff[] {
  return [...all].filter((each) => each.depotId === depotId).sort((one, other) => one.sequence - other.sequence);
}
