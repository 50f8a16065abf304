import type { Drive } from '../../travel/drive.js';

/** An arrival that is later than a whole second by less counts as on it: sums of shares are not exact. */
const tolerance = 1e-6;

/** A drive as far as its time goes. */
export type TimedDrive = Pick<Drive, 'seconds' | 'bands'>;

/**
 * How long a drive takes from a moment on: in each band the share of the way that is driven in it.
 *
 * @param part of the way that is left, where a break was taken on it.
 */
export function driveSeconds({ seconds, bands }: TimedDrive, leaves: number, part = 1): number {
  if (bands === undefined) return Math.ceil(seconds * part - tolerance) + 0; // No time is 0, never -0: shares of it would be endless.
  let at = bands.length - 1;
  while (at > 0 && bands[at].begins > leaves) at--;
  let clock = leaves;
  let left = part;
  for (;;) {
    const ends = bands[at + 1]?.begins ?? Number.POSITIVE_INFINITY;
    const arrives = clock + bands[at].seconds * left;
    if (arrives <= ends) return Math.ceil(arrives - tolerance) - leaves;
    left -= (ends - clock) / bands[at].seconds;
    clock = ends;
    at++;
  }
}

/** Which part of a way is driven between two moments, by who drives all the time; 1 at most. */
export function partDriven(
  { seconds, bands = [{ begins: 0, seconds }] }: TimedDrive,
  from: number,
  until: number,
): number {
  let part = 0;
  for (const [at, band] of bands.entries()) {
    const begins = at === 0 ? from : Math.max(from, band.begins);
    const ends = Math.min(until, bands[at + 1]?.begins ?? until);
    if (ends > begins) part += (ends - begins) / band.seconds;
  }
  return Math.min(1, part);
}
