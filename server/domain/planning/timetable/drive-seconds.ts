import type { Drive } from '../../travel/drive.js';

/** An arrival that is later than a whole second by less counts as on it: sums of shares are not exact. */
const tolerance = 1e-6;

/** A drive as far as its time goes. */
export type TimedDrive = Pick<Drive, 'seconds' | 'timeSlices'>;

/**
 * How long a drive takes from a moment on: in each slice the share of the way that is driven in it.
 *
 * @param part of the way that is left, where a break was taken on it.
 */
export function driveSeconds({ seconds, timeSlices }: TimedDrive, leaves: number, part = 1): number {
  if (timeSlices === undefined) return Math.ceil(seconds * part - tolerance) + 0; // No time is 0, never -0: shares of it would be endless.
  let at = timeSlices.length - 1;
  while (at > 0 && timeSlices[at].begins > leaves) at--;
  let clock = leaves;
  let left = part;
  for (;;) {
    const ends = timeSlices[at + 1]?.begins ?? Number.POSITIVE_INFINITY;
    const arrives = clock + timeSlices[at].seconds * left;
    if (arrives <= ends) return Math.ceil(arrives - tolerance) - leaves;
    left -= (ends - clock) / timeSlices[at].seconds;
    clock = ends;
    at++;
  }
}

/** Which part of a way is driven between two moments, by who drives all the time; 1 at most. */
export function partDriven(
  { seconds, timeSlices = [{ begins: 0, seconds }] }: TimedDrive,
  from: number,
  until: number,
): number {
  let part = 0;
  for (const [at, slice] of timeSlices.entries()) {
    const begins = at === 0 ? from : Math.max(from, slice.begins);
    const ends = Math.min(until, timeSlices[at + 1]?.begins ?? until);
    if (ends > begins) part += (ends - begins) / slice.seconds;
  }
  return Math.min(1, part);
}
