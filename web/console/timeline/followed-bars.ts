import type { FollowedStop, RunRow } from '../../api/types.js';
import { runKey } from '../../run-key.js';
import { type Bar, visitOf } from './bar.js';

const minuteMilliseconds = 60_000;

/** What was reported of a run, and what is expected of the rest; nothing of a draft, and of what is expected as it is planned. */
export function followedBars(
  run: RunRow,
  stops: readonly FollowedStop[],
  planned: readonly Bar[],
  now: number,
): readonly Bar[] {
  const bars: Bar[] = [];
  if (run.status === 'draft') return bars;
  const plannedService = new Map(planned.flatMap((bar) => (bar.kind === 'service' ? [[visitOf(bar), bar]] : [])));
  /** When the vehicle left the place before; undefined where that is not known. */
  let left = run.departedAt === null ? undefined : Date.parse(run.departedAt);
  let tripNo: number | undefined;
  const add = (
    bar: Pick<Bar, 'kind' | 'time' | 'begins' | 'ends'>,
    stop: FollowedStop | undefined,
    lateSeconds = 0,
  ) => {
    if (bar.ends < bar.begins || (bar.ends === bar.begins && bar.kind !== 'service')) return;
    bars.push({
      ...bar,
      run: runKey(run),
      tripNo: stop?.tripNo ?? tripNo ?? 1,
      stationId: stop?.stationId,
      stopAt: stop && plannedService.get(visitOf(stop))?.stopAt,
      lateSeconds,
    });
  };
  for (const stop of [...stops].sort(asVisited)) {
    // Between two trips the vehicle was at the depot, of which nothing is reported.
    if (tripNo !== undefined && stop.tripNo !== tripNo) left = undefined;
    tripNo = stop.tripNo;
    const there = stop.arrivedAt ?? stop.leftAt;
    if (there !== null) {
      const begins = Date.parse(there);
      if (left !== undefined) add({ kind: 'drive', time: 'actual', begins: left, ends: begins }, stop);
      const isThere = stop.leftAt === null && stop.standing === 'there';
      left = stop.leftAt === null ? undefined : Date.parse(stop.leftAt);
      const ends = left ?? (isThere ? Math.max(begins, now) : begins);
      add({ kind: 'service', time: 'actual', begins, ends }, stop, stop.lateSeconds.actual ?? 0);
      if (isThere) left = ends;
      continue;
    }
    if (stop.expectedAt === null) continue;
    const expected = Date.parse(stop.expectedAt);
    const own = plannedService.get(visitOf(stop));
    const isAsPlanned = Math.abs(expected - Date.parse(stop.plannedArrivalAt)) < minuteMilliseconds;
    if (own === undefined || (run.status !== 'departed' && isAsPlanned)) continue;
    if (left !== undefined) add({ kind: 'drive', time: 'predicted', begins: left, ends: expected }, stop);
    // Who was to wait for the opening will wait for it again.
    const waits = own.begins > Date.parse(stop.plannedArrivalAt);
    const begins = waits ? Math.max(expected, own.begins) : expected;
    add({ kind: 'wait', time: 'predicted', begins: expected, ends: begins }, stop);
    left = begins + own.ends - own.begins;
    add({ kind: 'service', time: 'predicted', begins, ends: left }, stop, stop.lateSeconds.predicted ?? 0);
  }
  if (run.finishedAt !== null && left !== undefined) {
    add({ kind: 'return', time: 'actual', begins: left, ends: Date.parse(run.finishedAt) }, undefined);
  }
  return bars;
}

/** First what was visited, as it was, then what is to come, as it is planned. */
function asVisited(one: FollowedStop, other: FollowedStop): number {
  const [first, second] = [one, other].map(({ arrivedAt, leftAt }) => Date.parse(arrivedAt ?? leftAt ?? '9999-12-31'));
  return first - second || one.tripNo - other.tripNo || one.sequence - other.sequence;
}
