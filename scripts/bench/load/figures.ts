import type { Shots } from './open-loop.js';

/** What a load came to. Times in milliseconds, of the requests that did what they were for. */
export interface LoadFigures {
  readonly sent: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Answered 2xx with what a success holds. */
  readonly done: number;
  /** Answered 2xx, but refused in the body. */
  readonly refused: number;
  readonly tooMany: number;
  readonly unavailable: number;
  /** Of 429 and 503, those that say when to come again. */
  readonly withRetryAfter: number;
  readonly other: number;
  readonly unanswered: number;
  /** Done in a second, from the begin of the load until its last answer of use, or its end where that is later. */
  readonly usefulPerSecond: number;
  /** How late the generator itself sent 99 of 100 requests. */
  readonly sentLateP99: number;
}

export function figuresOf(shots: Shots, seconds: number): LoadFigures {
  const { status, marked, retryAfter, milliseconds, endedAt } = shots;
  const all = [...status.keys()];
  const count = (is: (at: number) => boolean) => all.filter(is).length;
  const isSuccess = (at: number) => status[at] >= 200 && status[at] < 300;
  const isDelayed = (at: number) => status[at] === 429 || status[at] === 503;
  const useful = all.filter((at) => isSuccess(at) && marked[at] === 1);
  const times = useful.map((at) => milliseconds[at]).sort((one, other) => one - other);
  const lastEnd = useful.reduce((latest, at) => Math.max(latest, endedAt[at]), seconds * 1000);
  const lates = [...shots.sentLate].sort((one, other) => one - other);
  return {
    sent: status.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    max: percentile(times, 1),
    done: useful.length,
    refused: count((at) => isSuccess(at) && marked[at] === 0),
    tooMany: count((at) => status[at] === 429),
    unavailable: count((at) => status[at] === 503),
    withRetryAfter: count((at) => isDelayed(at) && retryAfter[at] === 1),
    other: count((at) => status[at] !== 0 && !isSuccess(at) && !isDelayed(at)),
    unanswered: count((at) => status[at] === 0),
    usefulPerSecond: round(useful.length / (lastEnd / 1000)),
    sentLateP99: percentile(lates, 0.99),
  };
}

/**
 * Some of the requests of a load, by their numbers, as a load of their own.
 *
 * @param begunAt when the first of them was meant to begin, in milliseconds after the begin of the whole.
 */
export function onlyAt(shots: Shots, numbers: readonly number[], begunAt = 0): Shots {
  return {
    milliseconds: Float64Array.from(numbers, (at) => shots.milliseconds[at]),
    endedAt: Float64Array.from(numbers, (at) => shots.endedAt[at] - begunAt),
    sentLate: Float64Array.from(numbers, (at) => shots.sentLate[at]),
    status: Uint16Array.from(numbers, (at) => shots.status[at]),
    marked: Uint8Array.from(numbers, (at) => shots.marked[at]),
    retryAfter: Uint8Array.from(numbers, (at) => shots.retryAfter[at]),
  };
}

/** The smallest value that so large a fraction of all does not exceed; NaN of none. `sorted` rises. */
export function percentile(sorted: readonly number[], fraction: number): number {
  if (sorted.length === 0) return Number.NaN;
  return round(sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)]);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const columns = [
  ['sent', 'sent'],
  ['done', 'done'],
  ['refused', 'refused'],
  ['tooMany', '429'],
  ['unavailable', '503'],
  ['other', 'other'],
  ['unanswered', 'none'],
  ['usefulPerSecond', 'done/s'],
  ['p50', 'p50'],
  ['p95', 'p95'],
  ['p99', 'p99'],
  ['max', 'max'],
] as const;

/** Prints rows of figures as one table; times are milliseconds. */
export function printTable(rows: readonly { readonly name: string; readonly figures: LoadFigures }[]): void {
  const width = Math.max(12, ...rows.map(({ name }) => name.length));
  console.log([''.padEnd(width), ...columns.map(([, title]) => title.padStart(8))].join(''));
  for (const { name, figures } of rows) {
    console.log([name.padEnd(width), ...columns.map(([key]) => String(figures[key]).padStart(8))].join(''));
  }
}
