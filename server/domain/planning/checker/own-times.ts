import type { Drive, DriveTimeSlice } from '../../travel/drive.js';
import type { PlannedBreak } from '../plan.js';

/** When a leg ends: nobody drives during a break, and what was driven before it is not driven again. */
export function arrivalOf(leaves: number, drive: Drive, breaks: readonly PlannedBreak[]): number {
  if (drive.timeSlices !== undefined && breaks.length > 0) {
    if (breaks.some(({ begins }, at) => begins < (breaks[at - 1]?.ends ?? leaves))) return Number.NaN;
    const spans = [leaves, ...breaks.map(({ ends }) => ends)].map((begins, at) => ({
      begins,
      ends: breaks[at]?.begins ?? Infinity,
    }));
    return arrivalTime(drive.timeSlices, spans);
  }
  let clock = leaves;
  let left = drive.seconds;
  for (const { begins, ends } of breaks) {
    if (begins < clock) return Number.NaN;
    left -= Math.min(left, begins - clock);
    clock = ends;
  }
  return clock + left;
}

/** The drive as it is for who leaves at a moment and takes no break on it. */
export function driveAt(drive: Drive | undefined, leaves: number): Drive | undefined {
  if (drive?.timeSlices === undefined) return drive;
  // Within one slice it takes what the slice says.
  const here = Math.max(
    0,
    drive.timeSlices.findLastIndex(({ begins }) => begins <= leaves),
  );
  const { seconds } = drive.timeSlices[here];
  if (leaves + seconds <= (drive.timeSlices[here + 1]?.begins ?? Infinity)) {
    return { ...drive, seconds: Math.ceil(seconds - 1e-6) };
  }
  return { ...drive, seconds: arrivalTime(drive.timeSlices, [{ begins: leaves, ends: Infinity }]) - leaves };
}

/**
 * The whole second, up to a millionth, until which the parts of the way that are driven in each slice make a whole.
 *
 * @param spans in which one drives; the last has no end.
 */
function arrivalTime(
  timeSlices: readonly DriveTimeSlice[],
  spans: readonly { begins: number; ends: number }[],
): number {
  const isThere = (moment: number) => {
    let parts = 0;
    for (const { begins, ends } of spans) {
      for (let at = 0; at < timeSlices.length; at++) {
        const from = at === 0 ? begins : Math.max(begins, timeSlices[at].begins);
        const until = Math.min(moment, ends, timeSlices[at + 1]?.begins ?? Infinity);
        if (until > from) parts += (until - from) / timeSlices[at].seconds;
      }
    }
    return parts >= 1;
  };
  const last = spans[spans.length - 1].begins;
  let early = last - 1;
  let late = last + Math.ceil(Math.max(...timeSlices.map(({ seconds }) => seconds)));
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (isThere(middle + 1e-6)) late = middle;
    else early = middle;
  }
  return late;
}

/** ⌈60 × (fixed + per 100 kg × kg ÷ 100)⌉, with minutes in thousandths. */
export function secondsAtRate(
  rate: { fixedMilliminutes: number; milliminutesPer100Kg: number },
  grams: number,
): number {
  const fixed = BigInt(rate.fixedMilliminutes) * 60n * 100_000n;
  const byWeight = BigInt(rate.milliminutesPer100Kg) * 60n * BigInt(grams);
  const unit = 100_000_000n;
  const total = fixed + byWeight;
  return Number(total / unit + (total % unit === 0n ? 0n : 1n));
}
