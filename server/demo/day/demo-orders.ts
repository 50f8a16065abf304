import { Seeded } from '../seeded.js';
import type { DemoSku, GoodsZone } from './demo-products.js';
import type { DemoStation } from './demo-stations.js';

export interface DemoOrderLine {
  readonly sku: DemoSku;
  readonly quantity: number;
}

export interface DemoOrder {
  /** Counted from 1 in order of time. */
  readonly number: number;
  readonly station: DemoStation;
  readonly customerId: string;
  readonly customerTier: 'normal' | 'silver' | 'gold' | 'vip';
  /** Second of the day before the delivery. */
  readonly placedSecond: number;
  readonly lines: readonly DemoOrderLine[];
  readonly note: string;
}

/** Kilograms of a group buy by zone, of a hundred. */
const zoneShares: Record<GoodsZone, number> = { frozen: 3, chilled: 22, fresh: 20, ambient: 55 };
/** Orders by local hour from 07 to 22; most come after work. */
const hourWeights = [1.4, 2.6, 3.9, 5.7, 5.3, 6.9, 5.4, 3.9, 4.1, 5.2, 6.4, 8, 10.8, 12.8, 12.1, 5.5];
const firstHour = 7;
/** Lines of an order, from one up: many small baskets, a few large ones. */
const lineCountWeights = [11, 14, 15, 14, 12, 10, 8, 6, 4, 3, 2, 1.5, 1, 0.6];
const quantities = [1, 2, 3, 4];
const quantityWeights = [66, 22, 7, 5];
const notes = ['放门口货架', '轻拿轻放', '到了请短信', '鸡蛋单独装', '冷冻品请放冰柜'];

/** Orders in order of time, one at a time, so that a million lines need no more memory than one. */
export function* makeOrders(
  stations: readonly DemoStation[],
  skus: readonly DemoSku[],
  count: number,
  seed: number,
): Generator<DemoOrder> {
  const open = stations.filter((station) => station.status === 'open');
  if (open.length === 0) return;
  const random = new Seeded(seed, 14);
  const seconds = new Uint32Array(count);
  for (let at = 0; at < count; at++) {
    seconds[at] = (firstHour + random.weighted(hourWeights)) * 3600 + random.below(3600);
  }
  seconds.sort();
  const pickStation = pickerOf(open.map((station) => station.weight));
  const shelves = shelvesOf(skus);
  const pickZone = pickerOf(shelves.map((shelf) => shelf.lineShare));
  // A customer stays with one station: each station has its own run of customer numbers.
  const customersPerStation = Math.max(4, Math.ceil((count / open.length) * 1.6));

  for (let at = 0; at < count; at++) {
    const stationAt = pickStation(random);
    const customer = stationAt * customersPerStation + random.below(customersPerStation);
    const lineCount = 1 + random.weighted(lineCountWeights);
    const lines = new Map<string, DemoOrderLine>();
    while (lines.size < lineCount) {
      const shelf = shelves[pickZone(random)];
      const sku = shelf.skus[shelf.pick(random)];
      if (!lines.has(sku.skuId)) {
        lines.set(sku.skuId, { sku, quantity: quantities[random.weighted(quantityWeights)] });
      }
    }
    yield {
      number: at + 1,
      station: open[stationAt],
      customerId: `C${String(customer + 1).padStart(6, '0')}`,
      customerTier: tierOf(customer),
      placedSecond: seconds[at],
      lines: [...lines.values()],
      note: random.chance(0.03) ? random.pick(notes) : '',
    };
  }
}

interface Shelf {
  readonly skus: readonly DemoSku[];
  readonly pick: (random: Seeded) => number;
  /** How many of the lines are of this zone, so that the kilograms come out in the wanted shares. */
  readonly lineShare: number;
}

function shelvesOf(skus: readonly DemoSku[]): Shelf[] {
  return (Object.keys(zoneShares) as GoodsZone[]).map((zone) => {
    const own = skus.filter((sku) => sku.zone === zone && sku.active);
    const popularity = own.reduce((sum, sku) => sum + sku.popularity, 0);
    const meanGrams = own.reduce((sum, sku) => sum + sku.grams * sku.popularity, 0) / popularity;
    return { skus: own, pick: pickerOf(own.map((sku) => sku.popularity)), lineShare: zoneShares[zone] / meanGrams };
  });
}

/** Picks positions as often as their weights, by halving the list of sums. */
function pickerOf(weights: readonly number[]): (random: Seeded) => number {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((weight, at) => {
    sum += weight;
    sums[at] = sum;
  });
  return (random) => {
    const wanted = random.fraction() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** 70, 18, 9 and 3 of a hundred customers; the same customer is always of the same tier. */
function tierOf(customer: number): DemoOrder['customerTier'] {
  const share = (Math.imul(customer + 1, 0x9e37_79b1) >>> 0) / 4_294_967_296;
  return share < 0.7 ? 'normal' : share < 0.88 ? 'silver' : share < 0.97 ? 'gold' : 'vip';
}
