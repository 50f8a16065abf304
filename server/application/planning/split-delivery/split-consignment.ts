import type { Station, Vehicle } from '../../../domain/network/network.js';
import type { ToteKind } from '../../../domain/network/temperature-zone.js';
import { isMovable, mostIn } from '../../../domain/planning/partitions.js';
import type { Consignment, GoodsLine, SplitConsignment } from '../../../domain/waves/consignment.js';
import { packTotes } from '../../../domain/waves/tote-packing.js';
import { isCompatible } from '../is-compatible.js';

/** What is not cut: the lines of one order, or a single line where those are too much for any room. */
interface Item {
  readonly lines: readonly GoodsLine[];
  readonly grams: number;
  readonly milliliters: number;
}

/** A compartment on one trip. Compartments of a vehicle share its payload. */
interface Room {
  readonly key: string;
  readonly milliliters: number;
  readonly vehicle: number;
  readonly grams: number;
}

interface Size {
  readonly grams: number;
  readonly milliliters: number;
}

/** How often each room may still be filled; where nothing is said of it, as often as need be. */
export type RoomSupply = Map<string, number>;

/**
 * Divides a consignment that no vehicle which may serve its station holds whole, into as few parts as the vehicles'
 * compartments allow: all but the last as large as their rooms, so that what rides beside it has the room of one. Lines are
 * never cut. A line that no compartment holds is a part of its own, which then stays behind for that reason; the others are
 * brought. Each part is packed by itself: no tote holds goods of two of them.
 *
 * @param lines of the consignment; together they are as large as it.
 * @param supply rooms that others have left; those that the parts fill are taken from it.
 * @returns undefined where a vehicle holds it whole, or where dividing does not help.
 */
export function splitConsignment(
  whole: Consignment,
  lines: readonly GoodsLine[],
  tote: ToteKind,
  station: Station,
  vehicles: readonly Vehicle[],
  supply: RoomSupply = new Map(),
): SplitConsignment | undefined {
  if (!isTooMuch(whole, station, vehicles)) return undefined;
  const rooms = roomsFor(whole, station, vehicles);
  const ordered = [...lines].sort((one, other) => compareText(one.orderId, other.orderId) || one.lineNo - other.lineNo);
  const single = ordered.map((line) => itemOf([line]));
  const byOrder = fill(itemsByOrder(ordered, rooms), rooms, whole, supply);
  const byLine = fill(single, rooms, whole, supply);
  // An order stays together where that takes no further part.
  const filled = byOrder.groups.length <= byLine.groups.length ? byOrder : byLine;
  const { groups } = filled;
  if (groups.length < 2) return undefined;
  for (const load of filled.loads) take(supply, load.room, load);
  let before = 0;
  const parts = groups.map((group, at) => {
    const firstTote = before + 1;
    before += packTotes(tote, group.lines).length;
    return {
      of: whole.consignmentId,
      no: at + 1,
      count: groups.length,
      firstTote,
      lastTote: before,
      orderCount: new Set(group.lines.map(({ orderId }) => orderId)).size,
      grams: group.grams,
      milliliters: group.milliliters,
      lines: group.lines.map(({ orderId, lineNo }) => ({ orderId, lineNo })),
    };
  });
  return { consignmentId: whole.consignmentId, parts };
}

/** Whether no vehicle that may come holds a consignment whole, though some carry its zone. */
export function isTooMuch(whole: Consignment, station: Station, vehicles: readonly Vehicle[]): boolean {
  const isHeld = vehicles.some(
    (vehicle) =>
      vehicle.payloadGrams >= whole.grams &&
      vehicle.compartments.some(
        (part) => mostIn(part, vehicle) >= whole.milliliters && part.zoneIds.includes(whole.zoneId),
      ) &&
      mayServe(vehicle, station),
  );
  return !isHeld && roomsFor(whole, station, vehicles).length > 0;
}

/**
 * How often the vehicles' compartments for a zone can be filled on all trips, beside goods that no other fits beside.
 *
 * @param undivided goods of the zone that ride whole.
 */
export function supplyOf(zoneId: string, vehicles: readonly Vehicle[], undivided: readonly Size[]): RoomSupply {
  const rooms = vehicles
    .flatMap((vehicle, at) => roomsIn(vehicle, at, zoneId))
    .sort((one, other) => one.milliliters - other.milliliters || one.grams - other.grams);
  const supply: RoomSupply = new Map(rooms.map(({ key, vehicle }) => [key, vehicles[vehicle].maxTrips]));
  const isLarge = (size: Size) => rooms.some((room) => fillsMost(room, size));
  for (const goods of undivided.filter(isLarge).sort((one, other) => other.milliliters - one.milliliters)) {
    const room = rooms.find((each) => holds(each, goods) && supply.get(each.key)! > 0);
    if (room !== undefined) take(supply, room, goods);
  }
  return supply;
}

/** A room that is filled by more than half is gone for others that are as large. */
function take(supply: RoomSupply, room: Room, size: Size): void {
  const left = supply.get(room.key);
  if (left !== undefined && fillsMost(room, size)) supply.set(room.key, left - 1);
}

function fillsMost(room: Room, { milliliters, grams }: Size): boolean {
  return milliliters > room.milliliters / 2 || grams > room.grams / 2;
}

/** Whether a vehicle may bring a zone's goods to a station at all, whatever their size. */
function mayServe(vehicle: Vehicle, { rules, maxVehicleHeightMillimeters }: Station): boolean {
  return (vehicle.heightMillimeters ?? 0) <= (maxVehicleHeightMillimeters ?? Infinity) && isCompatible(vehicle, rules);
}

/** Compartments of the vehicles that may come, the roomiest for these goods first. */
function roomsFor(whole: Consignment, station: Station, vehicles: readonly Vehicle[]): Room[] {
  const share = ({ milliliters, grams }: Room) =>
    Math.min(milliliters / Math.max(1, whole.milliliters), grams / Math.max(1, whole.grams));
  return vehicles
    .flatMap((vehicle, at) => (mayServe(vehicle, station) ? roomsIn(vehicle, at, whole.zoneId) : []))
    .sort((one, other) => share(other) - share(one));
}

function roomsIn(vehicle: Vehicle, at: number, zoneId: string): Room[] {
  return sizesFor(zoneId, vehicle).map((milliliters, no) => ({
    key: `${at} ${no}`,
    milliliters,
    vehicle: at,
    grams: vehicle.payloadGrams,
  }));
}

/** How much each compartment for a zone holds; of those between movable partitions one, at its widest. */
function sizesFor(zoneId: string, vehicle: Vehicle): number[] {
  const open = vehicle.compartments.filter(({ zoneIds }) => zoneIds.includes(zoneId));
  const fixed = open.filter((part) => !isMovable(part, vehicle)).map(({ milliliters }) => milliliters);
  const widest = Math.max(0, ...open.filter((part) => isMovable(part, vehicle)).map((part) => mostIn(part, vehicle)));
  return [...fixed, widest].filter((milliliters) => milliliters > 0);
}

/** The lines of an order in one, as long as some room holds them so. */
function itemsByOrder(lines: readonly GoodsLine[], rooms: readonly Room[]): Item[] {
  const byOrder = new Map<string, GoodsLine[]>();
  for (const line of lines) byOrder.set(line.orderId, [...(byOrder.get(line.orderId) ?? []), line]);
  return [...byOrder.values()].flatMap((own) => {
    const item = itemOf(own);
    return rooms.some((room) => holds(room, item)) ? [item] : own.map((line) => itemOf([line]));
  });
}

/**
 * Puts items into rooms, the largest first, each room once before one is filled again: those that are left, and where these do
 * not do, all of them.
 */
function fill(
  items: readonly Item[],
  rooms: readonly Room[],
  whole: Size,
  supply: RoomSupply,
): { readonly groups: readonly Item[]; readonly loads: readonly Load[] } {
  const share = ({ milliliters, grams }: Size) =>
    Math.max(milliliters / Math.max(1, whole.milliliters), grams / Math.max(1, whole.grams));
  const sorted = [...items].sort((one, other) => share(other) - share(one));
  const fitting = sorted.filter((item) => rooms.some((room) => holds(room, item)));
  const alone = sorted.filter((item) => !fitting.includes(item));
  const loads: Load[] = [];
  let left: readonly Item[] = fitting;
  let isShort = false;
  for (let round = 0; left.length > 0; round++) {
    const open = rooms.filter(({ key }) => isShort || (supply.get(key) ?? Number.POSITIVE_INFINITY) > round);
    const now = open.map((room) => new Load(room, `${round} ${room.vehicle}`));
    const before = left.length;
    left = putIn(left, now);
    isShort ||= left.length === before;
    loads.push(...now.filter(({ items: own }) => own.length > 0));
  }
  const groups = [...loads.map(({ items: own }) => own), ...alone.map((item) => [item])];
  return { groups: groups.map((own) => itemOf(own.flatMap(({ lines }) => lines))), loads };
}

/** What a room is given on a trip. */
class Load {
  readonly items: Item[] = [];
  milliliters = 0;
  grams = 0;

  constructor(
    readonly room: Room,
    /** Loads of one trip of a vehicle have the same. */
    readonly trip: string,
  ) {}
}

/** Each item into the first room that still has place, and payload. Returns what found none. */
function putIn(items: readonly Item[], loads: readonly Load[]): Item[] {
  const carried = new Map<string, number>();
  return items.filter((item) => {
    const load = loads.find(
      ({ room, milliliters, trip }) =>
        milliliters + item.milliliters <= room.milliliters && (carried.get(trip) ?? 0) + item.grams <= room.grams,
    );
    if (load === undefined) return true;
    load.items.push(item);
    load.milliliters += item.milliliters;
    load.grams += item.grams;
    carried.set(load.trip, (carried.get(load.trip) ?? 0) + item.grams);
    return false;
  });
}

function holds(room: Room, { milliliters, grams }: Size): boolean {
  return milliliters <= room.milliliters && grams <= room.grams;
}

function itemOf(lines: readonly GoodsLine[]): Item {
  return {
    lines,
    grams: lines.reduce((sum, { grams }) => sum + grams, 0),
    milliliters: lines.reduce((sum, { milliliters }) => sum + milliliters, 0),
  };
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
