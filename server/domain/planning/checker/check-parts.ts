import { type Consignment, type ConsignmentPart, partIdOf } from '../../waves/consignment.js';
import type { Plan } from '../plan.js';
import type { CheckContext, Say } from './check-context.js';
import { couldHold } from './check-partitions.js';

/** Goods as a plan has them on a stop or left behind. */
export interface PlacedGoods {
  readonly zoneId: string;
  readonly grams: number;
  readonly milliliters: number;
  readonly part?: ConsignmentPart;
}

/** A part of a consignment, on a stop or left behind. */
export interface PlacedPart extends PlacedGoods {
  readonly id: string;
  readonly stationId: string;
  readonly part: ConsignmentPart;
}

/**
 * The parts of one consignment: each once, together exactly the consignment in size, totes and order lines; and only of
 * one that no vehicle could bring whole. That each rides whole in one compartment is said by its single place.
 */
export function checkParts(
  whole: Consignment,
  pieces: readonly PlacedPart[],
  plan: Plan,
  context: CheckContext,
  say: Say,
): void {
  const name = `Consignment ${whole.consignmentId}`;
  const sorted = [...pieces].sort((one, other) => one.part.no - other.part.no);
  const isOnce = sorted.every(({ part }, at) => part.no === at + 1 && part.count === sorted.length);
  if (!isOnce || sorted.length < 2) {
    const given = sorted.map(({ part }) => `${part.no}/${part.count}`).join(', ');
    say('parts-once', `${name} has the parts ${given}.`);
  }
  for (const { id, part, stationId, zoneId } of sorted) {
    // By its id it is known how long handing it over takes.
    if (id !== partIdOf(whole.consignmentId, part.no)) say('parts-once', `Part ${part.no} of ${name} is called ${id}.`);
    if (stationId !== whole.stationId) say('goods-station', `Part ${id} is brought to ${stationId}.`);
    if (zoneId !== whole.zoneId) say('parts-sum', `Part ${id} is of zone ${zoneId}.`);
  }
  const grams = sorted.reduce((sum, piece) => sum + piece.grams, 0);
  const milliliters = sorted.reduce((sum, piece) => sum + piece.milliliters, 0);
  if (grams !== whole.grams || milliliters !== whole.milliliters) {
    say('parts-sum', `The parts of ${name} are ${grams} g and ${milliliters} ml together.`);
  }
  let next = 1;
  for (const { part } of sorted) {
    // Where orders became smaller, numbers at the end of a part may be nobody's any more: the labels behind them are stuck on.
    const follows = plan.provenance.how === 'solver' ? part.firstTote === next : part.firstTote >= next;
    if (!follows || part.lastTote < part.firstTote) {
      say('parts-totes', `Part ${part.no} of ${name} has the totes ${part.firstTote} to ${part.lastTote}.`);
    }
    next = part.lastTote + 1;
  }
  if (next !== whole.toteCount + 1) say('parts-totes', `The parts of ${name} end before or behind its last tote.`);
  checkLines(whole, sorted, plan, context, say);
  // Vehicles may have come back since a plan was made: its later versions keep the parts that people know of.
  if (plan.provenance.how === 'solver') checkNeed(whole, context, say);
}

/** Each order line is in exactly one part, and each part as large as its lines. */
function checkLines(
  { consignmentId }: Consignment,
  pieces: readonly PlacedPart[],
  { split = [] }: Plan,
  { splitLines = [] }: CheckContext,
  say: Say,
): void {
  const name = `consignment ${consignmentId}`;
  const keyOf = ({ orderId, lineNo }: { orderId: string; lineNo: number }) => `${orderId} ${lineNo}`;
  const own = splitLines.filter((line) => line.consignmentId === consignmentId);
  const open = new Map(own.map((line) => [keyOf(line), line]));
  const parts = split.find((each) => each.consignmentId === consignmentId)?.parts ?? [];
  for (const { part, ...piece } of pieces) {
    let [grams, milliliters] = [0, 0];
    for (const { orderId, lineNo } of parts.find(({ no }) => no === part.no)?.lines ?? []) {
      const line = open.get(keyOf({ orderId, lineNo }));
      if (line === undefined) {
        say('parts-lines', `Line ${lineNo} of order ${orderId} is not in ${name}, or in two parts of it.`);
        continue;
      }
      open.delete(keyOf(line));
      grams += line.grams;
      milliliters += line.milliliters;
    }
    if (grams !== piece.grams || milliliters !== piece.milliliters) {
      say('parts-lines', `Part ${part.no} of ${name} is not as large as its order lines.`);
    }
  }
  for (const { orderId, lineNo } of open.values()) {
    say('parts-lines', `Line ${lineNo} of order ${orderId} is in no part of ${name}.`);
  }
}

/** Only what no vehicle could bring whole is divided. */
function checkNeed(whole: Consignment, { vehicles, stations }: CheckContext, say: Say): void {
  const station = stations.get(whole.stationId);
  for (const vehicle of vehicles.values()) {
    if (vehicle.status !== 'available' || vehicle.payloadGrams < whole.grams) continue;
    if ((vehicle.heightMillimeters ?? 0) > (station?.maxVehicleHeightMillimeters ?? Infinity)) continue;
    if (station?.rules?.skills?.some((skill) => !vehicle.rules?.skills?.includes(skill))) continue;
    if (station?.rules?.allowedVehicleIds?.includes(vehicle.vehicleId) === false) continue;
    const part = vehicle.compartments.find(
      (each) => each.zoneIds.includes(whole.zoneId) && couldHold(each, vehicle, whole.milliliters),
    );
    if (part === undefined) continue;
    say(
      'parts-needless',
      `Consignment ${whole.consignmentId} is divided; compartment ${part.compartmentNo} of vehicle ${vehicle.vehicleId} holds it whole.`,
    );
    return;
  }
}
