import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { makePickListStore } from '../../server/adapters/db/warehouse/pick-list-store.js';
import type { OrderRequest } from '../../server/application/orders/change-orders.js';
import { checkContextOf, readPlanningContext } from '../../server/application/planning/planning-context.js';
import { checkPlan } from '../../server/domain/planning/check-plan.js';
import { eachDatabase } from '../support/databases.js';
import { assertGoodsAgree } from '../support/goods-agree.js';
import { recordOver } from '../support/record.js';
import { smallDay, writeFiles } from '../support/small-day.js';

const wave = 'D1-20240614-1';
const next = 'D1-20240615-1';
const at = new Date('2024-06-13T16:00:00Z');

interface RandomOrder {
  readonly station: string;
  readonly lines: readonly (readonly [sku: string, quantity: number])[];
}

const someOrders: fc.Arbitrary<RandomOrder[]> = fc.array(
  fc.record({
    station: fc.constantFrom('S1', 'S2'),
    lines: fc.array(fc.tuple(fc.constantFrom('MILK', 'ICE', 'RICE'), fc.integer({ min: 1, max: 9 })), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  { minLength: 2, maxLength: 9 },
);

/** What is wanted of an order, by shares so that it fits whatever the order is: see `requestOf`. */
const someChange = fc.record({
  order: fc.nat({ max: 99 }),
  kind: fc.constantFrom('cancel', 'line', 'line', 'less', 'less', 'move'),
  line: fc.nat({ max: 99 }),
  share: fc.integer({ min: 1, max: 9 }),
});
type RandomChange = typeof someChange extends fc.Arbitrary<infer Value> ? Value : never;

function requestOf(orders: readonly RandomOrder[], change: RandomChange): OrderRequest {
  const at = change.order % orders.length;
  const orderId = `O${at}`;
  if (change.kind === 'cancel') return { orderId, cancels: true };
  if (change.kind === 'move') return { orderId, waveId: next };
  const lineAt = change.line % orders[at].lines.length;
  const [, quantity] = orders[at].lines[lineAt];
  const left = change.kind === 'line' ? 0 : Math.min(quantity, change.share);
  return { orderId, lines: [{ lineNo: lineAt + 1, quantity: left }] };
}

function filesOf(orders: readonly RandomOrder[]): Record<string, string> {
  const [orderHeader] = smallDay['orders.csv'].split('\n');
  const [lineHeader] = smallDay['order_lines.csv'].split('\n');
  const heads = orders.map(
    ({ station }, no) => `O${no},K${no % 3},normal,${station},2024-06-13T20:00:00+08:00,2024-06-14,,,,,`,
  );
  const lines = orders.flatMap((order, no) =>
    order.lines.map(([sku, quantity], line) => `O${no},${line + 1},${sku},${quantity}`),
  );
  return {
    ...smallDay,
    'orders.csv': `${[orderHeader, ...heads, 'KEEP,K1,normal,S1,2024-06-13T20:00:00+08:00,2024-06-15,,,,,'].join('\n')}\n`,
    'order_lines.csv': `${[lineHeader, ...lines, 'KEEP,1,MILK,1'].join('\n')}\n`,
  };
}

eachDatabase('random changes of the orders of a closed wave', (open) => {
  it('leave goods, totes, pick lists, plan and runs in agreement, to the gram', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        someOrders,
        fc.array(fc.array(someChange, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
        fc.constantFrom('closed', 'planned', 'released'),
        fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        async (orders, rounds, state, isPicked) => {
          const database = await open();
          const record = recordOver(database);
          await record.importFrom(writeFiles(filesOf(orders)));
          await record.waves.close(wave, at, 'test');
          if (state !== 'closed') {
            const { planId } = await record.plan(wave, 50);
            if (state === 'released') await record.plans.release(planId, at, 'test');
          }
          const lists = await makePickListStore(database).list({ waveId: wave }, undefined);
          let pickedBefore = 0;
          for (const [no, { pickListId, lines }] of lists.entries()) {
            if (!isPicked[no]) continue;
            // One piece is missing of each line.
            const picks = lines.map(({ lineNo, quantity }) => ({
              lineNo,
              pickedQuantity: quantity - 1,
              shortReason: 'none left',
            }));
            pickedBefore += lines.reduce((sum, { quantity }) => sum + quantity - 1, 0);
            await makeFieldStore(database).pick(pickListId, picks, at, 'test', undefined);
          }
          const options = { reason: '', by: 'test', depotIds: undefined, signal: new AbortController().signal };
          for (const changes of rounds) {
            const wanted = new Map(
              changes.map((change) => [requestOf(orders, change).orderId, requestOf(orders, change)]),
            );
            const looked = await record.changeOrders([...wanted.values()], { ...options, dryRun: true });
            const made = await record.changeOrders([...wanted.values()], { ...options, dryRun: false });
            const states = ({ orders: answers }: typeof made) =>
              answers.map(({ orderId, status }) => [orderId, status]);
            expect(states(made)).toEqual(states(looked));
            await assertGoodsAgree(database, wave);
            const { currentPlanId } = await record.waves.get(wave);
            if (currentPlanId === undefined) continue;
            const plan = await record.plans.get(currentPlanId);
            const { provenance } = plan;
            const context = await readPlanningContext(record.planning, plan, { signal: options.signal, provenance });
            expect(checkPlan(plan, checkContextOf(context))).toEqual([]);
          }
          const { rows } = await database.knex.raw(
            `select coalesce(sum(picked_quantity), 0)::bigint as picked, coalesce(sum(put_back_quantity), 0)::bigint as back
             from pick_list_lines`,
          );
          // What was picked is still wanted, or goes back.
          expect(rows[0].picked + rows[0].back).toBe(pickedBefore);
          await record.waves.close(next, at, 'test');
          await assertGoodsAgree(database, next);
        },
      ),
      { numRuns: 8, seed: 37 },
    );
  });
});
