import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makePickListStore } from '../../server/adapters/db/warehouse/pick-list-store.js';
import { eachDatabase } from '../support/databases.js';
import { recordOver } from '../support/record.js';
import { smallDay, writeFiles } from '../support/small-day.js';

const wave = 'D1-20240614-1';
const product = {
  MILK: { zone: 'chilled', grams: 1000, milliliters: 1200 },
  ICE: { zone: 'frozen', grams: 500, milliliters: 800 },
  RICE: { zone: 'ambient', grams: 10_000, milliliters: 12_000 },
} as const;
/** What a tote of the zone holds, as the standard rows have it. */
const tote = {
  chilled: { grams: 15_000, milliliters: 40_000 },
  frozen: { grams: 12_000, milliliters: 30_000 },
  ambient: { grams: 20_000, milliliters: 60_000 },
} as const;

type Product = keyof typeof product;
interface Line {
  readonly sku: string;
  readonly quantity: string;
}
interface Order {
  readonly station: string;
  readonly lines: readonly Line[];
}

/** Suspended and unknown stations, products off sale and unknown, quantities that are none: some rows of many. */
const line: fc.Arbitrary<Line> = fc.record({
  sku: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('MILK', 'ICE', 'RICE') }, fc.constantFrom('OLD', 'NONE', '')),
  quantity: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 9 }).map(String) },
    fc.constantFrom('0', '-1', '1.5', '', 'x'),
  ),
});
const day: fc.Arbitrary<Order[]> = fc.array(
  fc.record({
    station: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('S1', 'S2') }, fc.constantFrom('S3', 'S9', '')),
    lines: fc.array(line, { maxLength: 5 }),
  }),
  { minLength: 1, maxLength: 25 },
);

function filesOf(orders: readonly Order[]): Record<string, string> {
  const heads = orders.map(
    ({ station }, at) => `O${at},K1,normal,${station},2024-06-13T20:00:00+08:00,2024-06-14,,,,,`,
  );
  const lines = orders.flatMap((order, at) =>
    order.lines.map(({ sku, quantity }, lineAt) => `O${at},${lineAt + 1},${sku},${quantity}`),
  );
  const [orderHeader] = smallDay['orders.csv'].split('\n');
  const [lineHeader] = smallDay['order_lines.csv'].split('\n');
  return {
    ...smallDay,
    'orders.csv': `${[orderHeader, ...heads].join('\n')}\n`,
    'order_lines.csv': `${[lineHeader, ...lines].join('\n')}\n`,
  };
}

const isGood = ({ sku, quantity }: Line) => Object.hasOwn(product, sku) && /^[1-9]$/.test(quantity);

/** What should become of the orders, reckoned without the program: goods by station and zone, orders that count. */
function reckon(orders: readonly Order[]) {
  const loads = new Map<string, { grams: number; milliliters: number }>();
  const pieces = new Map<string, number>();
  const taken = orders.flatMap((order, at) => {
    const good = ['S1', 'S2'].includes(order.station) ? order.lines.filter(isGood) : [];
    return good.length > 0 ? [{ orderId: `O${at}`, station: order.station, good }] : [];
  });
  for (const { station, good } of taken) {
    for (const { sku, quantity } of good) {
      const { zone, grams, milliliters } = product[sku as Product];
      const key = `${station} ${zone}`;
      const load = loads.get(key) ?? { grams: 0, milliliters: 0 };
      load.grams += grams * Number(quantity);
      load.milliliters += milliliters * Number(quantity);
      loads.set(key, load);
      pieces.set(sku, (pieces.get(sku) ?? 0) + Number(quantity));
    }
  }
  return { loads, pieces, orders: taken.length, lines: taken.flatMap(({ good }) => good).length };
}

eachDatabase('any day at all', (open) => {
  it('is taken or refused row by row, and once', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(day, async (orders) => {
        const database = await open();
        const record = recordOver(database);
        const folder = writeFiles(filesOf(orders));
        const { summary, findings } = await record.importFrom(folder);
        const due = reckon(orders);
        const file = (name: string) => summary.files.find((each) => each.file === name)!;
        for (const { rows, taken, unchanged, refused } of summary.files) expect(taken + unchanged + refused).toBe(rows);
        expect(file('orders.csv')).toMatchObject({ rows: orders.length, taken: due.orders });
        expect(file('order_lines.csv').taken).toBe(due.lines);
        for (const { level, file, line, reason } of findings) {
          expect({ level, file, hasLine: line > 1, hasReason: reason.length > 10 }).toEqual({
            level: expect.stringMatching(/^(refused|warned)$/),
            file: expect.stringMatching(/^order(s|_lines)\.csv$/),
            hasLine: true,
            hasReason: true,
          });
        }
        const rows = async () =>
          (await database.knex.raw('select order_id, sku_id, quantity from order_lines order by 1, 2, 3')).rows;
        const before = await rows();
        const again = await record.importFrom(folder);
        expect(again.summary.files.every(({ taken }) => taken === 0)).toBe(true);
        expect(await rows()).toEqual(before);
      }),
      { seed: 11, numRuns: 12 },
    );
  });

  it('is grouped without losing a gram, into as many totes and pieces as it needs', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(day, async (orders) => {
        const due = reckon(orders);
        fc.pre(due.orders > 0);
        const database = await open();
        const record = recordOver(database);
        await record.importFrom(writeFiles(filesOf(orders)));
        const kpis = await record.waves.close(wave, record.clock.now(), 'test');
        expect(kpis).toMatchObject({ orders: due.orders, lines: due.lines, consignments: due.loads.size });
        const consignments = await record.waves.listConsignments('D1', wave);
        const totes = new Map<string, number>();
        for (const { stationId, zoneId, grams, milliliters, toteCount } of consignments) {
          expect({ grams, milliliters }).toEqual(due.loads.get(`${stationId} ${zoneId}`));
          const size = tote[zoneId as keyof typeof tote];
          const needed = Math.max(Math.ceil(milliliters / (0.85 * size.milliliters)), Math.ceil(grams / size.grams));
          expect(toteCount).toBe(needed);
          totes.set(zoneId, (totes.get(zoneId) ?? 0) + needed);
        }
        const codes = await database.knex.raw(
          `select zone_id, count(distinct tote_code) as count
           from totes join consignments using (depot_id, consignment_id) group by zone_id`,
        );
        expect(new Map(codes.rows.map((row: { zone_id: string; count: number }) => [row.zone_id, row.count]))).toEqual(
          totes,
        );
        const lists = await makePickListStore(database).list({ waveId: wave }, ['D1']);
        const picked = lists.flatMap(({ lines }) => lines);
        expect(new Map(picked.map(({ skuId, quantity }) => [skuId, quantity]))).toEqual(due.pieces);
        for (const { quantity, stations } of picked) {
          expect(stations.reduce((sum, share) => sum + share.quantity, 0)).toBe(quantity);
        }
      }),
      { seed: 12, numRuns: 12 },
    );
  });
});
