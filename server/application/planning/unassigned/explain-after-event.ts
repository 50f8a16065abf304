import type { Station } from '../../../domain/network/network.js';
import type { Unassigned, UnassignedReason } from '../../../domain/planning/plan.js';

/** What of a day that has begun reasons are looked for in. */
export interface RestOfDay {
  /** From when on the plan can change, seconds after the wave's midnight. */
  readonly from: number;
  readonly stations: ReadonlyMap<string, Pick<Station, 'windows'>>;
  /** Whether any vehicle is available on the day at all. */
  readonly hasVehicles: boolean;
  /** By consignment, why a search with all vehicles left it out as well. */
  readonly whole: ReadonlyMap<string, UnassignedReason>;
}

/**
 * Why a consignment is on no run after an event. A search of the vehicles around the event knows of those alone, and no
 * search knows that the day is half over: that comes first where it alone decides.
 */
export function explainAfterEvent(goods: Unassigned, { from, stations, hasVehicles, whole }: RestOfDay): Unassigned {
  const reason = whole.get(goods.consignmentId) ?? goods.reason;
  const windows = stations.get(goods.stationId)?.windows ?? [];
  const isOver = windows.length > 0 && windows.every(({ closes }) => closes < from);
  if (isOver && aboutTime.has(reason.code)) return { ...goods, reason: { code: 'window-over' } };
  if (hasVehicles && reason.code === 'no-vehicle') return { ...goods, reason: { code: 'no-trip-left' } };
  return { ...goods, reason };
}

const aboutTime: ReadonlySet<string> = new Set([
  'time-window',
  'fleet-full',
  'no-vehicle',
  'not-worth-a-vehicle',
  'docks',
]);
