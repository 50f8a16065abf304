import { expect, it } from 'vitest';
import { eachDatabase } from '../../support/databases.js';
import { recordOver } from '../../support/record.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const { 'orders.csv': _orders, 'order_lines.csv': _lines, ...network } = smallDay;
const head = 'order_id,customer_id,customer_tier,station_id,placed_at,delivery_date,sku_id,qty';
const row = (orderId: string, tier: string, skuId: string, quantity: string) =>
  `${orderId},K1,${tier},S1,2024-06-13T20:00:00+08:00,2024-12-24,${skuId},${quantity}`;

eachDatabase('warnings of orders in flat files', (open) => {
  it('are told once of each order, however many lines it has', async () => {
    const record = recordOver(await open());
    const rows = [
      row('O1', 'normal', 'MILK', '1'),
      row('O1', 'normal', 'RICE', '1'),
      row('O2', 'odd', 'MILK', '1'),
      row('O1', 'normal', 'ICE', '1'),
      // Something else is wrong with this one.
      row('O2', 'odder', 'RICE', '1'),
    ];
    const { findings, summary } = await record.importFrom(
      writeFiles({ ...network, 'flat_orders.csv': `${head}\n${rows.join('\n')}\n` }),
    );
    const told = findings
      .filter(({ file }) => file === 'flat_orders.csv')
      .map(({ line, code, value }) => [line, code, value]);
    expect(told).toEqual([
      [2, 'delivery-far', '2024-12-24'],
      [4, 'unknown-tier', 'odd'],
      [4, 'delivery-far', '2024-12-24'],
      [6, 'unknown-tier', 'odder'],
    ]);
    expect(summary.files.find(({ file }) => file === 'flat_orders.csv')).toMatchObject({ taken: 5, warned: 3 });
  });
});
