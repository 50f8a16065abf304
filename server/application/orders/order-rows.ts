import { DateTime } from 'luxon';
import { foldId } from '../../domain/fold-id.js';
import { addDays, type BusinessDate, dateOf, isBusinessDate } from '../../domain/local-time.js';
import { looseWord } from '../../domain/network/attributes/waves/cutoff.js';
import { namesOf } from '../../domain/network/attributes/waves/wave-rule.js';
import type { Cutoff, WaveRule } from '../../domain/network/cutoff.js';
import type { Depot, Sku, Station, Vehicle } from '../../domain/network/network.js';
import { greatCircleMeters, isOnGlobe } from '../../domain/network/place.js';
import { type CustomerTier, customerTiers } from '../../domain/orders/order.js';
import { mostIn } from '../../domain/planning/partitions.js';
import { plain, type RowReader } from '../tables/row-reader.js';
import { writtenDate, writtenMoment } from '../tables/written-dates.js';
import type { ChosenWave, WaveChoice } from './wave-choice.js';

/** The largest that the fleet of a depot can carry in one piece; a line beyond it is a slip of the pen. */
export interface FleetLimits {
  readonly payloadGrams: number;
  /** Largest compartment open to each zone, milliliters. */
  readonly compartmentMilliliters: ReadonlyMap<string, number>;
}

/** What an order's row refers to. Ids are looked up without regard to case. */
export interface OrderContext {
  readonly stations: ReadonlyMap<string, Station>;
  readonly skus: ReadonlyMap<string, Sku>;
  readonly depots: ReadonlyMap<string, Depot>;
  readonly fleetLimits: ReadonlyMap<string, FleetLimits>;
  /** The wave that takes an order of this depot and date, placed then. */
  waveOf: WaveChoice;
  /** By depot, what orders may call its cutoffs. */
  readonly wavesByWord: ReadonlyMap<string, ReadonlyMap<string, Cutoff>>;
  /** By depot, in their order; none of those without. */
  readonly waveRules: ReadonlyMap<string, readonly WaveRule[]>;
}

/** The head of an order as a row gives it. */
export interface OrderHead {
  readonly orderId: string;
  readonly customerId: string;
  readonly customerTier: CustomerTier;
  readonly station: Station;
  readonly placedAt: Date;
  /** The same as it was written. */
  readonly placedAtText: string;
  /** The date asked for. */
  readonly deliveryDate: BusinessDate;
  /** The cutoff whose wave is asked for by name. */
  readonly wish: Cutoff | undefined;
  readonly note: string;
  /** Which of the columns that may be left out are there. */
  readonly given: { readonly customerTier: boolean; readonly note: boolean };
}

const noteLimit = 500;
const farMeters = 200;
const farDays = 60;

/** The head of an order from orders.csv or a flat row; undefined when it was refused. */
export function readOrderHead(row: RowReader, context: OrderContext): OrderHead | undefined {
  const orderId = row.id('order_id');
  const customerId = row.id('customer_id');
  const station = readStationOf(row, context);
  const depot = station === undefined ? undefined : context.depots.get(station.depotId);
  const timeZone = depot?.timeZone ?? 'UTC';
  const placedAt = readPlacedAt(row, timeZone);
  const deliveryDate = readDeliveryDate(row);
  const customerTier = readTier(row);
  const wish = depot && readWish(row, depot, context);
  const note = row.text('note', noteLimit);
  if (note.length < noteLimit && row.raw('note').includes('\u0000')) {
    row.warn('note', 'control-characters/removed');
  }
  if (station === undefined || depot === undefined || placedAt === undefined || deliveryDate === undefined)
    return undefined;
  if (deliveryDate < dateOf(placedAt, timeZone)) {
    row.refuse('delivery_date', 'delivery-before-placing');
  } else if (deliveryDate > addDays(dateOf(placedAt, timeZone), farDays)) {
    row.warn('delivery_date', 'delivery-far', { days: farDays });
  }
  if (row.refused) return undefined;
  const placedAtText = row.raw('placed_at');
  const given = { customerTier: row.has('customer_tier'), note: row.has('note') };
  return { orderId, customerId, customerTier, station, placedAt, placedAtText, deliveryDate, wish, note, given };
}

/** What is said of an order that joins another wave than it asks for; undefined where it joins that one. */
export function whyMoved({
  why,
  cutoff,
  deliveryDate: date,
}: ChosenWave): { readonly sentence: string; readonly facts: Readonly<Record<string, string>> } | undefined {
  if (why === undefined) return undefined;
  if (cutoff === undefined) return { sentence: why, facts: { date } };
  return { sentence: `${why}/named`, facts: { date, wave: cutoff.name } };
}

/** The cutoff that the order names; a file of a depot that names none may speak of other waves than ours. */
function readWish(row: RowReader, { depotId }: Depot, { wavesByWord }: OrderContext): Cutoff | undefined {
  const wave = plain(row.raw('wave'));
  if (wave === '') return undefined;
  const words = wavesByWord.get(depotId);
  const found = words?.get(looseWord(wave));
  if (words === undefined) row.warn('wave', 'unknown-wave/passed-over', { wave });
  else if (found === undefined) row.refuse('wave', 'unknown-wave', { wave, known: namesOf(new Set(words.values())) });
  return found;
}

function readStationOf(row: RowReader, context: OrderContext): Station | undefined {
  const stationId = plain(row.raw('station_id'));
  if (stationId === '') {
    row.refuse('station_id', 'missing/station');
    return undefined;
  }
  const station = context.stations.get(foldId(stationId));
  if (station === undefined) {
    row.refuse('station_id', 'unknown-station', { id: stationId });
  } else if (station.status === 'suspended') {
    row.refuse('station_id', 'suspended-station', { id: stationId });
  } else if (station.status === 'closed') {
    row.refuse('station_id', 'closed-station', { id: stationId });
  } else if (context.depots.get(station.depotId)?.status === 'closed') {
    row.refuse('station_id', 'closed-station/depot', { id: stationId });
  } else compareCoordinates(row, station);
  return station;
}

/** Coordinates in an order are redundant: the station's own stay in force, a difference is worth a look. */
function compareCoordinates(row: RowReader, station: Station): void {
  const [lonText, latText] = [plain(row.raw('station_lon')), plain(row.raw('station_lat'))];
  if (lonText === '' && latText === '') return;
  const position = {
    lon: lonText === '' ? Number.NaN : Number(lonText),
    lat: latText === '' ? Number.NaN : Number(latText),
  };
  if (!isOnGlobe(position)) {
    const swapped = isOnGlobe({ lon: position.lat, lat: position.lon });
    row.warn('station_lon', swapped ? 'odd-position/swapped' : 'odd-position');
    return;
  }
  const meters = greatCircleMeters(position, station.position);
  if (meters <= farMeters) return;
  const away = meters > 2000 ? `${Math.round(meters / 1000)} km` : `${Math.round(meters)} m`;
  row.warn('station_lon', 'position-differs', { away });
}

function readPlacedAt(row: RowReader, timeZone: string): Date | undefined {
  const text = writtenMoment(plain(row.raw('placed_at'))).replace(' ', 'T');
  const instant = isBusinessDate(text.slice(0, 10)) ? instantOfText(text, timeZone) : undefined;
  if (instant !== undefined) return instant;
  row.refuse('placed_at', 'not-a-moment');
  return undefined;
}

const written = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(?:(Z)|([+-]\d{2}):?(\d{2}))?$/;

/** The instant of a text, with an offset or in the given time zone; undefined when it is none. */
function instantOfText(text: string, timeZone: string): Date | undefined {
  const match = written.exec(text);
  if (match === null) return undefined;
  const [, minute, seconds = '', utc, hours, minutes] = match;
  if (utc === undefined && hours === undefined) {
    const there = DateTime.fromISO(text, { zone: timeZone });
    return there.isValid ? there.toJSDate() : undefined;
  }
  // Needs no time zone, which would be slow to ask for each order of a day.
  const instant = new Date(`${minute}${seconds}${utc ?? `${hours}:${minutes}`}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

function readDeliveryDate(row: RowReader): BusinessDate | undefined {
  const date = writtenDate(plain(row.raw('delivery_date')));
  if (date !== undefined) return date;
  row.refuse('delivery_date', 'not-a-date');
  return undefined;
}

function readTier(row: RowReader): CustomerTier {
  const text = plain(row.raw('customer_tier')).toLowerCase();
  if (text === '') return 'normal';
  const found = customerTiers.find((tier) => tier === text);
  if (found === undefined) row.warn('customer_tier', 'unknown-tier', { tier: text });
  return found ?? 'normal';
}

/** One product of an order. */
export interface ReadLine {
  readonly sku: Sku;
  readonly quantity: number;
  readonly grams: number;
  readonly milliliters: number;
}

/** A thousand tonnes and as many cubic meters: far beyond any, and small enough for the sums of millions of them. */
export const largestOrder = { grams: 1_000_000_000, milliliters: 1_000_000_000 };

const quantityLimit = 1_000_000;

/** A line's product and quantity; undefined when it was refused. */
export function readOrderLine(row: RowReader, context: OrderContext, depotId: string): ReadLine | undefined {
  const sku = readSkuOf(row, context);
  const quantityText = plain(row.raw('qty'));
  const quantity = /^\d{1,12}$/.test(quantityText) ? Number(quantityText) : Number.NaN;
  if (quantityText === '') row.refuse('qty', 'missing/quantity');
  else if (!(quantity >= 1 && quantity <= quantityLimit)) {
    row.refuse('qty', 'not-a-quantity', { most: quantityLimit });
  }
  if (sku === undefined || row.refused) return undefined;
  const grams = sku.unitGrams * quantity;
  const milliliters = sku.unitMilliliters * quantity;
  if (grams > largestOrder.grams || milliliters > largestOrder.milliliters) {
    row.refuse('qty', 'order-too-large/line');
  }
  const limits = context.fleetLimits.get(depotId);
  if (limits !== undefined) {
    const room = limits.compartmentMilliliters.get(sku.zoneId) ?? 0;
    if (grams > limits.payloadGrams) {
      row.refuse('qty', 'heavier-than-any-vehicle');
    } else if (milliliters > room) {
      row.refuse('qty', 'larger-than-any-compartment', { zone: sku.zoneId });
    }
  }
  return row.refused ? undefined : { sku, quantity, grams, milliliters };
}

function readSkuOf(row: RowReader, context: OrderContext): Sku | undefined {
  const skuId = plain(row.raw('sku_id'));
  const sku = context.skus.get(foldId(skuId));
  if (skuId === '') row.refuse('sku_id', 'missing/product');
  else if (sku === undefined) {
    row.refuse('sku_id', 'unknown-sku', { id: skuId });
  } else if (!sku.active) row.refuse('sku_id', 'inactive-sku', { id: skuId });
  return sku;
}

/** What the vehicles of each depot can hold in one piece, by depot. */
export function fleetLimitsOf(vehicles: Iterable<Vehicle>): Map<string, FleetLimits> {
  const limits = new Map<string, { payloadGrams: number; compartmentMilliliters: Map<string, number> }>();
  for (const vehicle of vehicles) {
    const known = limits.get(vehicle.depotId) ?? { payloadGrams: 0, compartmentMilliliters: new Map<string, number>() };
    known.payloadGrams = Math.max(known.payloadGrams, vehicle.payloadGrams);
    for (const part of vehicle.compartments) {
      for (const zoneId of part.zoneIds) {
        const room = Math.max(known.compartmentMilliliters.get(zoneId) ?? 0, mostIn(part, vehicle));
        known.compartmentMilliliters.set(zoneId, room);
      }
    }
    limits.set(vehicle.depotId, known);
  }
  return limits;
}
