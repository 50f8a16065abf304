import type { RunNotice } from '../../../application/delivery/run-reader.js';
import type { Route } from '../../../domain/planning/plan.js';
import { toldSeconds } from '../../../domain/planning/replan.js';
import type { KnownStop } from './match-stops.js';

/**
 * Undefined where nothing changed that a courier has to know.
 *
 * @param fewerAt stations that get less than before; those of other runs may be among them.
 */
export function runNotice(
  planId: string,
  before: readonly KnownStop[],
  after: readonly { readonly station_id: string; readonly trip_no: number; readonly goods: readonly string[] }[],
  route: Route | undefined,
  laterSeconds: number,
  fewerAt: readonly string[] = [],
): RunNotice | undefined {
  const keyOf = ({ station_id, goods }: { station_id: string; goods: readonly string[] }) =>
    JSON.stringify([station_id, ...goods]);
  const [was, is] = [before.map(keyOf), after.map(keyOf)];
  const [hadKeys, hasKeys] = [new Set(was), new Set(is)];
  const fewer = [...new Set(after.map(({ station_id }) => station_id))].filter((id) => fewerAt.includes(id));
  const isOther = ({ station_id }: { station_id: string }) => !fewer.includes(station_id);
  const added = after.filter((stop) => !hadKeys.has(keyOf(stop)) && isOther(stop)).map(({ station_id }) => station_id);
  const removed = before
    .filter((stop) => !hasKeys.has(keyOf(stop)) && isOther(stop))
    .map(({ station_id }) => station_id);
  const isOpen = new Set(before.filter(({ status }) => status === 'planned').map(keyOf));
  const common = was.filter((key) => hasKeys.has(key) && isOpen.has(key));
  const isReordered = common.join('\n') !== is.filter((key) => isOpen.has(key)).join('\n');
  const transfer = route?.trips.find((trip) => trip.transfer !== undefined)?.transfer;
  const isLater = Math.abs(laterSeconds) >= toldSeconds && before.every(({ status }) => status === 'planned');
  if (added.length + removed.length + fewer.length === 0 && !isReordered && !isLater && route !== undefined)
    return undefined;
  const kind = route === undefined ? 'cancelled' : 'changed';
  return {
    planId,
    kind,
    added,
    removed,
    ...(fewer.length > 0 && { fewer }),
    isReordered,
    laterSeconds: isLater ? laterSeconds : 0,
    ...(transfer && { transfer }),
  };
}
