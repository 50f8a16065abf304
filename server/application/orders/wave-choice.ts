import { addDays, type BusinessDate } from '../../domain/local-time.js';
import { type Cutoff, cutoffsOf } from '../../domain/network/cutoff.js';
import type { Depot } from '../../domain/network/network.js';
import { cutoffAtOf, cutoffOf, runsOn } from '../../domain/waves/wave.js';

/** A wave that is not as the rule has it: closed, or a further one of its date. */
export interface KnownWave {
  readonly depotId: string;
  readonly deliveryDate: BusinessDate;
  readonly sequence: number;
  readonly cutoffMilliseconds: number;
  readonly isOpen: boolean;
  /** Undefined or null where it is of no named cutoff. */
  readonly cutoffId?: string | null;
}

export interface ChosenWave {
  readonly deliveryDate: BusinessDate;
  readonly sequence: number;
  readonly cutoffAt: Date;
  /** The named cutoff that it is of. */
  readonly cutoff: Cutoff | undefined;
  /** Why it is not the wave that was asked for, which is the first of the date where no other is. */
  readonly why: 'after-cutoff' | 'wave-closed' | 'no-wave' | undefined;
}

/** @param wish the cutoff whose wave is asked for; the depot's own one by default where nothing is said. */
export type WaveChoice = (depot: Depot, asked: BusinessDate, placedAt: Date, wish?: Cutoff) => ChosenWave;

/**
 * Orders join the wave that they ask for while it collects and they meet its cutoff; otherwise the next wave of their date
 * that does, in the order of the cutoffs; where there is none, one of a later date in the same way. Late is judged by when
 * an order was placed.
 *
 * In a depot without named cutoffs every date has a first wave with the depot's cutoff, also before it is opened. In one
 * that has some, every date has a wave of each that runs on its day of the week.
 */
export function makeWaveChoice(known: readonly KnownWave[], cutoffs: readonly Cutoff[] = []): WaveChoice {
  const ofDate = new Map<string, KnownWave[]>();
  for (const wave of known) {
    const key = `${wave.depotId} ${wave.deliveryDate}`;
    ofDate.set(key, [...(ofDate.get(key) ?? []), wave]);
  }
  const ofDepot = new Map<string, readonly Cutoff[]>();
  // The orders of a file share a handful of dates, and a time zone is slow to ask.
  const listed = new Map<string, readonly OfferedWave[]>();
  const offered = (depot: Depot, date: BusinessDate, named: readonly Cutoff[]) => {
    const key = `${depot.depotId} ${date}`;
    const waves = listed.get(key) ?? wavesOf(depot, date, ofDate.get(key) ?? [], named);
    listed.set(key, waves);
    return waves;
  };
  return (depot, asked, placedAt, wish) => {
    const named = ofDepot.get(depot.depotId) ?? cutoffsOf(cutoffs, depot.depotId);
    ofDepot.set(depot.depotId, named);
    const wished = wish ?? named.find(({ isDefault }) => isDefault);
    const joinable = ({ isOpen, cutoffAt }: OfferedWave) => isOpen && !isBehind(placedAt, cutoffAt);
    const ofWish = ({ cutoff }: OfferedWave) => wished !== undefined && cutoff?.cutoffId === wished.cutoffId;
    const ofDay = offered(depot, asked, named);
    const wanted = ofDay.find(ofWish);
    const first = wanted ?? (named.length > 0 ? ofDay[0] : ofDay.find(({ sequence }) => sequence === 1));
    for (let deliveryDate = asked; ; deliveryDate = addDays(deliveryDate, 1)) {
      const waves = offered(depot, deliveryDate, named);
      const own = waves.findIndex(ofWish);
      const behind = own === -1 ? undefined : waves.slice(own).find(joinable);
      const wave = behind ?? waves.find(joinable);
      if (wave === undefined) continue;
      const { sequence, cutoffAt, cutoff } = wave;
      // A wave by hand may stand before the first of the date: who is put into it has missed nothing.
      const isAsked =
        wave === first ||
        (deliveryDate === asked &&
          wish === undefined &&
          (named.length > 0 || (first !== undefined && joinable(first))));
      const isMissed = wish !== undefined && wanted === undefined;
      const why = isAsked && !isMissed ? undefined : whyNot(first, isMissed);
      return { deliveryDate, sequence, cutoffAt, cutoff, why };
    }

    function whyNot(asked: OfferedWave | undefined, isMissed: boolean): ChosenWave['why'] {
      if (asked === undefined || isMissed) return 'no-wave';
      return isBehind(placedAt, asked.cutoffAt) ? 'after-cutoff' : 'wave-closed';
    }
  };
}

/** The very second of the cutoff is still in time, with all of its parts. */
const isBehind = (placedAt: Date, cutoffAt: Date) =>
  Math.floor(placedAt.getTime() / 1000) > Math.floor(cutoffAt.getTime() / 1000);

/** A wave that orders may join on a date, whether or not it was opened yet. */
interface OfferedWave {
  readonly sequence: number;
  readonly cutoffAt: Date;
  readonly isOpen: boolean;
  readonly cutoff: Cutoff | undefined;
}

/** The waves of a date, in the order of their cutoffs. */
function wavesOf(
  depot: Depot,
  date: BusinessDate,
  known: readonly KnownWave[],
  named: readonly Cutoff[],
): readonly OfferedWave[] {
  const knownOf = (sequence: number) => known.find((wave) => wave.sequence === sequence);
  // Cutoffs are those of today, whatever they were when the wave was opened; but for one that somebody added by hand.
  const ofCutoffs = named
    .filter((cutoff) => runsOn(cutoff, date))
    .map((cutoff): OfferedWave => {
      const { sequence } = cutoff;
      const wave = knownOf(sequence);
      const isByHand = wave !== undefined && sequence > 1 && !wave.cutoffId;
      const cutoffAt = isByHand ? new Date(wave.cutoffMilliseconds) : cutoffAtOf(cutoff, date, depot.timeZone);
      return { sequence, cutoffAt, isOpen: wave?.isOpen ?? true, cutoff };
    });
  const first: OfferedWave = {
    sequence: 1,
    cutoffAt: cutoffOf(depot, date),
    isOpen: knownOf(1)?.isOpen ?? true,
    cutoff: undefined,
  };
  const offered = named.length === 0 ? [first] : ofCutoffs;
  const taken = new Set(offered.map(({ sequence }) => sequence));
  const further = known
    .filter(({ sequence }) => sequence > 1 && !taken.has(sequence))
    .map(
      ({ sequence, cutoffMilliseconds, isOpen }): OfferedWave => ({
        sequence,
        cutoffAt: new Date(cutoffMilliseconds),
        isOpen,
        cutoff: undefined,
      }),
    );
  return [...offered, ...further].sort(
    (one, other) => one.cutoffAt.getTime() - other.cutoffAt.getTime() || one.sequence - other.sequence,
  );
}
