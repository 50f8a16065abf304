/** A span of instants, in milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const narrowest = 10 * minute;
const widest = 3 * day;

const lengthOf = ({ from, to }: TimeRange) => to - from;

/** The same moment stays where it is, a factor above 1 shows less around it. From minutes to days. */
export function zoomed(range: TimeRange, around: number, factor: number): TimeRange {
  const length = Math.min(widest, Math.max(narrowest, lengthOf(range) / factor));
  const share = (around - range.from) / lengthOf(range);
  const from = around - length * share;
  return { from, to: from + length };
}

export function moved({ from, to }: TimeRange, milliseconds: number): TimeRange {
  return { from: from + milliseconds, to: to + milliseconds };
}

/** Shows some spans with a little around them; undefined where there are none. */
export function rangeAround(
  spans: readonly { readonly begins: number; readonly ends: number }[],
): TimeRange | undefined {
  if (spans.length === 0) return undefined;
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { begins, ends } of spans) {
    from = Math.min(from, begins);
    to = Math.max(to, ends);
  }
  const around = Math.max((to - from) * 0.02, (narrowest - (to - from)) / 2);
  return { from: from - around, to: to + around };
}

/** Moves a range no further than needed to show a span, or its begin where it is longer than the range. */
export function broughtIntoView(range: TimeRange, span: { readonly begins: number; readonly ends: number }): TimeRange {
  const around = lengthOf(range) * 0.04;
  if (span.begins - around < range.from) return moved(range, span.begins - around - range.from);
  const behind = span.ends + around - range.to;
  return behind <= 0 ? range : moved(range, Math.min(behind, span.begins - around - range.from));
}

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * minute);

/** The least step of clock times of which no two stand nearer than some pixels. */
export function stepOf(range: TimeRange, width: number, least = 64): number {
  return steps.find((step) => (step / lengthOf(range)) * width >= least) ?? day;
}

const offsets = new Map<string, Intl.DateTimeFormat>();

/** By how many milliseconds clocks of a zone are ahead of UTC at an instant. */
function offsetAt(instant: number, timeZone: string | undefined): number {
  const key = timeZone ?? '';
  let format = offsets.get(key);
  if (format === undefined) {
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone, ...digits, hourCycle: 'h23' });
    offsets.set(key, format);
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const shown = Date.UTC(+parts.year, +parts.month - 1, +parts.day, +parts.hour, +parts.minute);
  return shown - Math.floor(instant / minute) * minute;
}

/**
 * Instants at which clocks of a zone show a multiple of a step since midnight, once each. Where clocks are put back the
 * repeated hour has none of its own; the time that is left out has none at all.
 */
export function ticksOf(range: TimeRange, step: number, timeZone: string | undefined): number[] {
  const ticks: number[] = [];
  const begin = range.from + offsetAt(range.from, timeZone);
  for (let clock = Math.ceil(begin / step) * step; ; clock += step) {
    // Twice: the first guess may lie on the other side of a change of clocks.
    let instant = clock - offsetAt(clock, timeZone);
    instant = clock - offsetAt(instant, timeZone);
    if (instant > range.to) return ticks;
    if (instant >= range.from && instant > (ticks[ticks.length - 1] ?? Number.NEGATIVE_INFINITY)) ticks.push(instant);
  }
}
