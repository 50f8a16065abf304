import type { Compartment } from '../../domain/network.js';
import type { PlacedConsignment } from '../../domain/plan.js';

/** A consignment that needs a compartment, and the one that it rides in so far, if any. */
export type UnpackedConsignment = Omit<PlacedConsignment, 'compartmentNo'> & { readonly compartmentNo?: number };

/** Seconds that a zone's goods may ride in a compartment; undefined where there is no limit. */
type Keeps = (part: Compartment, zoneId: string) => number | undefined;

/** Tries before a load is held to be impossible; a trip has a handful of large consignments that matter. */
const mostTries = 20_000;

/**
 * Gives each consignment of a trip a compartment that may carry its zone and has room for it. What has one keeps it
 * where that works; otherwise the whole load is packed anew, the largest first, by trying.
 *
 * @param keeps how long a zone's goods may ride in a compartment; what keeps longer is filled first.
 * @returns undefined when no way was found.
 */
export function packTrip(
  goods: readonly UnpackedConsignment[],
  compartments: readonly Compartment[],
  keeps: Keeps = () => undefined,
): PlacedConsignment[] | undefined {
  const kept = goods.filter(({ compartmentNo }) => compartmentNo !== undefined);
  const fresh = goods.filter(({ compartmentNo }) => compartmentNo === undefined);
  const room = new Map(compartments.map((part) => [part.compartmentNo, part.milliliters]));
  const placed = new Map<string, number>();
  const staysSo = kept.every((item) => {
    const part = compartments.find(({ compartmentNo }) => compartmentNo === item.compartmentNo);
    if (part === undefined || !part.zoneIds.includes(item.zoneId)) return false;
    placed.set(item.consignmentId, part.compartmentNo);
    return take(room, part.compartmentNo, item.milliliters);
  });
  if (!staysSo || !tryAll(bySize(fresh), compartments, keeps, room, placed)) {
    placed.clear();
    const empty = new Map(compartments.map((part) => [part.compartmentNo, part.milliliters]));
    if (!tryAll(bySize(goods), compartments, keeps, empty, placed)) return undefined;
  }
  return goods.map(({ compartmentNo: _, ...item }) => ({
    ...item,
    compartmentNo: placed.get(item.consignmentId)!,
  }));
}

function bySize(goods: readonly UnpackedConsignment[]): UnpackedConsignment[] {
  return [...goods].sort((one, other) => other.milliliters - one.milliliters);
}

/** Depth first, the fullest compartment that still has room first. */
function tryAll(
  goods: readonly UnpackedConsignment[],
  compartments: readonly Compartment[],
  keeps: Keeps,
  room: Map<number, number>,
  placed: Map<string, number>,
): boolean {
  let tries = 0;
  const place = (at: number): boolean => {
    if (at === goods.length) return true;
    if (++tries > mostTries) return false;
    const { consignmentId, zoneId, milliliters } = goods[at];
    const keepsIn = new Map(compartments.map((part) => [part, keeps(part, zoneId) ?? Number.MAX_SAFE_INTEGER]));
    const open = compartments
      .filter((part) => part.zoneIds.includes(zoneId) && room.get(part.compartmentNo)! >= milliliters)
      .sort(
        // One that takes fewer zones is of less use to others.
        (one, other) =>
          keepsIn.get(other)! - keepsIn.get(one)! ||
          one.zoneIds.length - other.zoneIds.length ||
          room.get(one.compartmentNo)! - room.get(other.compartmentNo)!,
      );
    for (const { compartmentNo } of open) {
      take(room, compartmentNo, milliliters);
      placed.set(consignmentId, compartmentNo);
      if (place(at + 1)) return true;
      take(room, compartmentNo, -milliliters);
      placed.delete(consignmentId);
    }
    return false;
  };
  return place(0);
}

function take(room: Map<number, number>, compartmentNo: number, milliliters: number): boolean {
  const left = room.get(compartmentNo)! - milliliters;
  room.set(compartmentNo, left);
  return left >= 0;
}
