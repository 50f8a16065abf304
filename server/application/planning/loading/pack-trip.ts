import { areZonesMixed, type ZonePair } from '../../../domain/network/incompatible-zones.js';
import type { Compartment, Vehicle } from '../../../domain/network/network.js';
import { roomIn } from '../../../domain/planning/partitions.js';
import type { PlacedConsignment } from '../../../domain/planning/plan.js';

/** A consignment that needs a compartment, and the one that it rides in so far, if any. */
export type UnpackedConsignment = Omit<PlacedConsignment, 'compartmentNo'> & { readonly compartmentNo?: number };

/** What compartments have to keep beside their zones and volumes. */
export interface PackRules {
  /** Seconds that a zone's goods may ride in a compartment; undefined where there is no limit. What keeps longer is filled first. */
  keeps?(part: Compartment, zoneId: string): number | undefined;
  /** Zones that share no compartment. */
  readonly incompatibleZones?: readonly ZonePair[];
}

/** Tries before a load is held to be impossible; a trip has a handful of large consignments that matter. */
const mostTries = 20_000;

/**
 * Gives each consignment of a trip a compartment that may carry its zone and has room for it. What has one keeps it
 * where that works; otherwise the whole load is packed anew, the largest first, by trying.
 *
 * @returns undefined when no way was found.
 */
export function packTrip(
  goods: readonly UnpackedConsignment[],
  vehicle: Pick<Vehicle, 'compartments' | 'rules'>,
  rules: PackRules = {},
): PlacedConsignment[] | undefined {
  const kept = goods.filter(({ compartmentNo }) => compartmentNo !== undefined);
  const fresh = goods.filter(({ compartmentNo }) => compartmentNo === undefined);
  let load = new TripLoad(vehicle, rules);
  const staysSo = kept.every((item) => load.put(item, item.compartmentNo!));
  if (!staysSo || !tryAll(inOrder(fresh, vehicle), load)) {
    load = new TripLoad(vehicle, rules);
    if (!tryAll(inOrder(goods, vehicle), load)) return undefined;
  }
  return goods.map(({ compartmentNo: _, ...item }) => ({
    ...item,
    compartmentNo: load.placed.get(item.consignmentId)!.compartmentNo,
  }));
}

/** Zones that may ride in the fewest compartments first, of each the largest first. */
function inOrder(
  goods: readonly UnpackedConsignment[],
  { compartments }: Pick<Vehicle, 'compartments'>,
): UnpackedConsignment[] {
  const choices = ({ zoneId }: UnpackedConsignment) =>
    compartments.filter(({ zoneIds }) => zoneIds.includes(zoneId)).length;
  return [...goods].sort((one, other) => choices(one) - choices(other) || other.milliliters - one.milliliters);
}

/** Depth first, the compartment of least use to others first, as long as what is left could be poured into what is left. */
function tryAll(goods: readonly UnpackedConsignment[], load: TripLoad): boolean {
  let tries = 0;
  const place = (at: number): boolean => {
    if (at === goods.length) return true;
    if (++tries > mostTries || !load.couldHold(goods.slice(at))) return false;
    for (const compartmentNo of load.openTo(goods[at])) {
      load.put(goods[at], compartmentNo);
      if (place(at + 1)) return true;
      load.takeOut(goods[at]);
    }
    return false;
  };
  return place(0);
}

/** A vehicle that is being loaded in thought. */
class TripLoad {
  readonly placed = new Map<string, { readonly item: UnpackedConsignment; readonly compartmentNo: number }>();
  /** Milliliters by compartment. On a trip that only delivers the departure is its fullest moment. */
  private readonly inside = new Map<number, number>();

  constructor(
    private readonly vehicle: Pick<Vehicle, 'compartments' | 'rules'>,
    private readonly rules: PackRules,
  ) {}

  private room(part: Compartment): number {
    return roomIn(part, this.vehicle, this.inside);
  }

  /** Whether goods might ride where their zones may, but for rooms that are too small for any of them. */
  couldHold(goods: readonly UnpackedConsignment[]): boolean {
    const rooms = this.vehicle.compartments.map((part) => {
      const inside = goods.filter(({ zoneId }) => part.zoneIds.includes(zoneId));
      const smallest = Math.min(...inside.map(({ milliliters }) => milliliters));
      return { part, milliliters: this.room(part) < smallest ? 0 : this.room(part) };
    });
    // Of all zones that ride in some compartments only, and in those that any one zone may ride in.
    return [undefined, ...new Set(goods.map(({ zoneId }) => zoneId))].every((zoneId) => {
      const open = rooms.filter(({ part }) => zoneId === undefined || part.zoneIds.includes(zoneId));
      const isBound = (item: UnpackedConsignment) =>
        rooms.every((each) => open.includes(each) || !each.part.zoneIds.includes(item.zoneId));
      const needed = goods.filter(isBound).reduce((sum, item) => sum + item.milliliters, 0);
      return open.reduce((sum, { milliliters }) => sum + milliliters, 0) >= needed;
    });
  }

  /** The compartments that can take a consignment, the one of least use to others first. */
  openTo(item: UnpackedConsignment): number[] {
    const keepsIn = (part: Compartment) => this.rules.keeps?.(part, item.zoneId) ?? Number.MAX_SAFE_INTEGER;
    return this.vehicle.compartments
      .filter((part) => this.canTake(part, item))
      .sort(
        (one, other) =>
          keepsIn(other) - keepsIn(one) ||
          one.zoneIds.length - other.zoneIds.length ||
          this.room(one) - this.room(other),
      )
      .map(({ compartmentNo }) => compartmentNo);
  }

  /** Returns whether it could be put there; nothing is changed otherwise. */
  put(item: UnpackedConsignment, compartmentNo: number): boolean {
    const part = this.vehicle.compartments.find((each) => each.compartmentNo === compartmentNo);
    if (part === undefined || !this.canTake(part, item)) return false;
    this.placed.set(item.consignmentId, { item, compartmentNo });
    this.add(compartmentNo, item.milliliters);
    return true;
  }

  takeOut({ consignmentId, milliliters }: UnpackedConsignment): void {
    const { compartmentNo } = this.placed.get(consignmentId)!;
    this.add(compartmentNo, -milliliters);
    this.placed.delete(consignmentId);
  }

  private add(compartmentNo: number, milliliters: number): void {
    this.inside.set(compartmentNo, (this.inside.get(compartmentNo) ?? 0) + milliliters);
  }

  private canTake(part: Compartment, { zoneId, milliliters }: UnpackedConsignment): boolean {
    if (!part.zoneIds.includes(zoneId) || this.room(part) < milliliters) return false;
    if (this.rules.incompatibleZones === undefined) return true;
    const inside = [...this.placed.values()].filter((each) => each.compartmentNo === part.compartmentNo);
    return !areZonesMixed(this.rules.incompatibleZones, [zoneId, ...inside.map(({ item }) => item.zoneId)]);
  }
}
