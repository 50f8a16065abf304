import { addDays, type BusinessDate } from '../../domain/local-time.js';
import type { Depot } from '../../domain/network/network.js';
import { cutoffOf } from '../../domain/waves/wave.js';

/** A wave that is not as the rule has it: closed, or a further one of its date. */
export interface KnownWave {
  readonly depotId: string;
  readonly deliveryDate: BusinessDate;
  readonly sequence: number;
  readonly cutoffMilliseconds: number;
  readonly isOpen: boolean;
}

export interface ChosenWave {
  readonly deliveryDate: BusinessDate;
  readonly sequence: number;
  readonly cutoffAt: Date;
  /** Why it is not the first wave of the date asked for. */
  readonly why: 'after-cutoff' | 'wave-closed' | undefined;
}

export type WaveChoice = (depot: Depot, asked: BusinessDate, placedAt: Date) => ChosenWave;

/**
 * Orders join the next wave of their date that still collects and whose cutoff they meet, in the order of the cutoffs; where there is
 * none, the first such one of a later date. Every date has a first wave with the depot's cutoff, also before it is opened.
 * Late is judged by when an order was placed.
 */
export function makeWaveChoice(known: readonly KnownWave[]): WaveChoice {
  const ofDate = new Map<string, KnownWave[]>();
  for (const wave of known) {
    const key = `${wave.depotId} ${wave.deliveryDate}`;
    ofDate.set(key, [...(ofDate.get(key) ?? []), wave]);
  }
  // The orders of a file share a handful of dates, and a time zone is slow to ask.
  const listed = new Map<string, readonly OfferedWave[]>();
  const offered = (depot: Depot, date: BusinessDate) => {
    const key = `${depot.depotId} ${date}`;
    const waves = listed.get(key) ?? wavesOf(depot, date, ofDate.get(key) ?? []);
    listed.set(key, waves);
    return waves;
  };
  return (depot, asked, placedAt) => {
    const first = offered(depot, asked)[0];
    for (let deliveryDate = asked; ; deliveryDate = addDays(deliveryDate, 1)) {
      const wave = offered(depot, deliveryDate).find(({ isOpen, cutoffAt }) => isOpen && placedAt <= cutoffAt);
      if (wave === undefined) continue;
      const late = placedAt > first.cutoffAt ? ('after-cutoff' as const) : ('wave-closed' as const);
      const { sequence, cutoffAt } = wave;
      return { deliveryDate, sequence, cutoffAt, why: wave === first ? undefined : late };
    }
  };
}

interface OfferedWave {
  readonly sequence: number;
  readonly cutoffAt: Date;
  readonly isOpen: boolean;
}

function wavesOf(depot: Depot, date: BusinessDate, known: readonly KnownWave[]): OfferedWave[] {
  const first = known.find(({ sequence }) => sequence === 1);
  const further = known.filter(({ sequence }) => sequence > 1);
  return [
    // Its cutoff is the depot's of today, whatever it was when the wave was opened.
    { sequence: 1, cutoffAt: cutoffOf(depot, date), isOpen: first?.isOpen ?? true },
    ...further.map(({ sequence, cutoffMilliseconds, isOpen }) => ({
      sequence,
      cutoffAt: new Date(cutoffMilliseconds),
      isOpen,
    })),
  ].sort((one, other) => one.cutoffAt.getTime() - other.cutoffAt.getTime() || one.sequence - other.sequence);
}
