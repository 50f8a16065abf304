import type { Station, Vehicle } from '../../../domain/network/network.js';
import { isMovable, mostIn } from '../../../domain/planning/partitions.js';
import type { Consignment, ConsignmentLine, SplitConsignment } from '../../../domain/waves/consignment.js';
import { isCompatible } from '../is-compatible.js';
import { sharesOf } from './shares-of.js';

/** What is not cut: the lines of one order, or a single line where those are too much for any room. */
interface Item {
  readonly lines: readonly ConsignmentLine[];
  readonly grams: number;
  readonly milliliters: number;
}

/** A compartment on one trip. Compartments of a vehicle share its payload. */
interface Room {
  readonly milliliters: number;
  readonly vehicle: number;
  readonly grams: number;
}

interface Size {
  readonly grams: number;
  readonly milliliters: number;
}

/** How often the evening out of parts is halved: to within a thousandth. */
const halvings = 10;

/**
 * How large the parts are: each as small as so few parts can be, which gives the search more vehicles to put one on; or
 * all but the last as large as their rooms, which leaves more room to others.
 */
export type PartSizes = 'even' | 'full';

/**
 * Divides a consignment that no vehicle which may serve its station holds whole, into as few parts as the vehicles'
 * compartments allow. Lines are never cut. A line that no compartment holds is a part of its
 * own, which then stays behind for that reason; the others are brought.
 *
 * @param lines of the consignment; together they are as large as it.
 * @returns undefined where a vehicle holds it whole, where dividing does not help, or where there are more parts than
 *   totes.
 */
export function splitConsignment(
  whole: Consignment,
  lines: readonly ConsignmentLine[],
  station: Station,
  vehicles: readonly Vehicle[],
  sizes: PartSizes = 'even',
): SplitConsignment | undefined {
  if (!isTooMuch(whole, station, vehicles)) return undefined;
  const rooms = roomsFor(whole, station, vehicles);
  const ordered = [...lines].sort((one, other) => compareText(one.orderId, other.orderId) || one.lineNo - other.lineNo);
  const single = ordered.map((line) => itemOf([line]));
  const byOrder = fill(itemsByOrder(ordered, rooms), rooms, whole, sizes);
  const byLine = fill(single, rooms, whole, sizes);
  // An order stays together where that takes no further part.
  const groups = byOrder.length <= byLine.length ? byOrder : byLine;
  if (groups.length < 2 || groups.length > whole.toteCount) return undefined;
  const totes = sharesOf(
    whole.toteCount,
    groups.map((group) => Math.max(group.milliliters / (whole.milliliters || 1), group.grams / (whole.grams || 1))),
  );
  let before = 0;
  const parts = groups.map((group, at) => {
    const firstTote = before + 1;
    before += totes[at];
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
 * Whether even parts are more than rooms can take: parts of more than half of the roomiest compartment for their zone never
 * ride together in one, and there are more of them than compartments of that size on all trips.
 */
export function wantFullParts(
  split: readonly SplitConsignment[],
  zoneId: string,
  vehicles: readonly Vehicle[],
): boolean {
  const sized = vehicles.flatMap((vehicle) =>
    sizesFor(zoneId, vehicle).map((milliliters) => ({
      milliliters,
      grams: vehicle.payloadGrams,
      trips: vehicle.maxTrips,
    })),
  );
  const most = {
    milliliters: Math.max(0, ...sized.map(({ milliliters }) => milliliters)),
    grams: Math.max(0, ...sized.map(({ grams }) => grams)),
  };
  const isLarge = ({ milliliters, grams }: Size) => milliliters > most.milliliters / 2 || grams > most.grams / 2;
  const parts = split.flatMap(({ parts: own }) => own).filter(isLarge);
  const rooms = sized.filter((room) => parts.some((part) => holds({ ...room, vehicle: 0 }, part)));
  return parts.length > rooms.reduce((sum, { trips }) => sum + trips, 0);
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
    .flatMap((vehicle, at) =>
      mayServe(vehicle, station)
        ? sizesFor(whole.zoneId, vehicle).map((milliliters) => ({
            milliliters,
            vehicle: at,
            grams: vehicle.payloadGrams,
          }))
        : [],
    )
    .sort((one, other) => share(other) - share(one));
}

/** How much each compartment for a zone holds; of those between movable partitions one, at its widest. */
function sizesFor(zoneId: string, vehicle: Vehicle): number[] {
  const open = vehicle.compartments.filter(({ zoneIds }) => zoneIds.includes(zoneId));
  const fixed = open.filter((part) => !isMovable(part, vehicle)).map(({ milliliters }) => milliliters);
  const widest = Math.max(0, ...open.filter((part) => isMovable(part, vehicle)).map((part) => mostIn(part, vehicle)));
  return [...fixed, widest].filter((milliliters) => milliliters > 0);
}

/** The lines of an order in one, as long as some room holds them so. */
function itemsByOrder(lines: readonly ConsignmentLine[], rooms: readonly Room[]): Item[] {
  const byOrder = new Map<string, ConsignmentLine[]>();
  for (const line of lines) byOrder.set(line.orderId, [...(byOrder.get(line.orderId) ?? []), line]);
  return [...byOrder.values()].flatMap((own) => {
    const item = itemOf(own);
    return rooms.some((room) => holds(room, item)) ? [item] : own.map((line) => itemOf([line]));
  });
}

/** Puts items into rooms, the largest first; for even parts then again into the same rooms as evenly as they go in. */
function fill(items: readonly Item[], rooms: readonly Room[], whole: Size, sizes: PartSizes): Item[] {
  const share = ({ milliliters, grams }: Size) =>
    Math.max(milliliters / Math.max(1, whole.milliliters), grams / Math.max(1, whole.grams));
  const sorted = [...items].sort((one, other) => share(other) - share(one));
  const fitting = sorted.filter((item) => rooms.some((room) => holds(room, item)));
  const alone = sorted.filter((item) => !fitting.includes(item));
  const used: Load[] = [];
  for (let round = 0, left: readonly Item[] = fitting; left.length > 0; round++) {
    const loads = rooms.map((room) => new Load(room, `${round} ${room.vehicle}`));
    left = putIn(left, loads);
    used.push(...loads.filter(({ items: own }) => own.length > 0));
  }
  let groups = used.map(({ items: own }) => own);
  let [low, high] = [0, 1];
  for (let turn = 0; sizes === 'even' && turn < halvings; turn++) {
    const middle = (low + high) / 2;
    const loads = used.map(({ room, trip }) => new Load(scaled(room, middle), trip));
    const isEnough = putIn(fitting, loads).length === 0 && loads.every(({ items: own }) => own.length > 0);
    if (isEnough) groups = loads.map(({ items: own }) => own);
    [low, high] = isEnough ? [low, middle] : [middle, high];
  }
  return [...groups, ...alone.map((item) => [item])].map((own) => itemOf(own.flatMap(({ lines }) => lines)));
}

/** What a room is given on a trip. */
class Load {
  readonly items: Item[] = [];
  milliliters = 0;

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
    carried.set(load.trip, (carried.get(load.trip) ?? 0) + item.grams);
    return false;
  });
}

function scaled({ milliliters, grams, vehicle }: Room, factor: number): Room {
  return { milliliters: milliliters * factor, grams: grams * factor, vehicle };
}

function holds(room: Room, { milliliters, grams }: Size): boolean {
  return milliliters <= room.milliliters && grams <= room.grams;
}

function itemOf(lines: readonly ConsignmentLine[]): Item {
  return {
    lines,
    grams: lines.reduce((sum, { grams }) => sum + grams, 0),
    milliliters: lines.reduce((sum, { milliliters }) => sum + milliliters, 0),
  };
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
