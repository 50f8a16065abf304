import { beforeEach, expect, it } from 'vitest';
import { checkContextOf, readPlanningContext } from '../../../server/application/planning/planning-context.js';
import { checkPlan } from '../../../server/domain/planning/check-plan.js';
import { eachDatabase } from '../../support/databases.js';
import { assertGoodsAgree } from '../../support/goods-agree.js';
import { type Api, serveApi } from '../../support/http-api.js';
import { largeDay } from '../../support/large-day.js';
import { writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';
const whole = `${wave}.S1.ambient`;

eachDatabase("the API's answers about parts of a consignment", (open) => {
  let api: Api;
  beforeEach(async () => {
    api = await serveApi(await open());
    await api.record.importFrom(writeFiles(largeDay));
    return () => api.close();
  });

  it('are as they are described, from the plan to the runs, stops, orders and pick lists', async () => {
    const { planId } = await api.record.plan(wave);
    const key = await api.keyOf('admin', 'D1');
    const get = async (path: string) => {
      const answer = await api.ask('GET', path, { key });
      expect(answer.status, path).toBe(200);
      return answer.body;
    };
    const plan = await get(`/plans/${planId}`);
    expect(plan.split).toMatchObject([
      {
        consignmentId: whole,
        parts: [
          { no: 1, count: 2 },
          { no: 2, count: 2 },
        ],
      },
    ]);
    await api.record.plans.release(planId, new Date(), 'test');
    const { data } = await get(`/runs?wave=${wave}`);
    const seen: string[] = [];
    for (const { runId, grams } of data) {
      const { stops } = await get(`/runs/${runId}`);
      const goods = stops.flatMap((stop: { consignments: object[] }) => stop.consignments);
      // The list counts a part by its own weight.
      expect(goods.reduce((sum: number, each: { grams: number }) => sum + each.grams, 0)).toBe(grams);
      for (const { consignmentId, part } of goods) if (part?.of === whole) seen.push(consignmentId);
      await get(`/stops/${stops[0].stopId}`);
    }
    expect(seen.sort()).toEqual([`${whole}~1`, `${whole}~2`]);
    const order = await get('/orders/L0');
    expect(order.lines).toMatchObject([{ consignmentId: whole, partCount: 2 }]);
    expect(order.consignments).toMatchObject([{ consignmentId: whole, part: { no: order.lines[0].partNo } }]);
    const list = await get(`/pick-lists/${wave}.ambient`);
    expect(list.lines[0].stations.map(({ partNo }: { partNo: number }) => partNo)).toEqual([1, 2]);
    const edits = [{ kind: 'move', stationId: 'S1', consignmentIds: [seen[0]], to: null }];
    await api.record.plans.withdraw(planId, new Date(), 'test');
    const dispatcher = await api.keyOf('dispatcher', 'D1');
    const priced = await api.ask('POST', `/plans/${planId}/edits`, { key: dispatcher, json: { edits, dryRun: true } });
    expect(priced.body).toMatchObject({ violations: [], kpis: { unassigned: 1 } });
  });

  it('follow orders that become smaller, as they are divided; a part that would be empty is refused', async () => {
    const { planId } = await api.record.plan(wave);
    await api.record.plans.release(planId, new Date(), 'test');
    const key = await api.keyOf('dispatcher', 'D1');
    const { split } = (await api.ask('GET', `/plans/${planId}`, { key })).body;
    const [first, second] = split[0].parts as { lines: { orderId: string; lineNo: number }[]; grams: number }[];
    const change = (changes: object[]) => api.ask('POST', '/orders/changes', { key, json: { changes } });
    const ofFirst = first.lines.map(({ orderId }) => ({ orderId, cancel: true }));
    expect(await change(ofFirst)).toMatchObject({ status: 409, body: { code: 'part-emptied' } });
    const [{ orderId, lineNo }] = second.lines;
    const order = (await api.ask('GET', `/orders/${orderId}`, { key })).body;
    const line = order.lines.find((each: { lineNo: number }) => each.lineNo === lineNo);
    const lines = [{ lineNo, quantity: line.quantity - 1 }];
    expect((await change([{ orderId, lines }])).body.data).toMatchObject([{ status: 'changed' }]);
    const { currentPlanId } = (await api.ask('GET', `/waves/${wave}`, { key })).body;
    const plan = await api.record.plans.get(currentPlanId);
    const piece = line.grams / line.quantity;
    expect(plan.split![0].parts.map(({ grams }) => grams)).toEqual([first.grams, second.grams - piece]);
    const context = await readPlanningContext(api.record.planning, plan, {
      signal: new AbortController().signal,
      provenance: plan.provenance,
    });
    expect(checkPlan(plan, checkContextOf(context))).toEqual([]);
    await assertGoodsAgree(api.record.database, wave);
  });

  it.each([1, 2])('have as many totes as hold something once orders of part %i became smaller', async (no) => {
    const key = await api.keyOf('dispatcher', 'D1');
    const get = async (path: string) => (await api.ask('GET', path, { key })).body;
    const sold = await api.record.plan(wave);
    await api.record.plans.release(sold.planId, new Date(), 'test');
    const totes = async () => {
      const all = (await get(`/waves/${wave}/totes?station=S1&zone=ambient`)).data;
      return (all as { partNo: number; lines: object[] }[]).filter(({ partNo }) => partNo === no);
    };
    const onRuns = async () => {
      const { data } = await get(`/waves/${wave}/load-lists`);
      const goods = data.flatMap(({ stops }: { stops: { consignments: object[] }[] }) =>
        stops.flatMap((stop) => stop.consignments),
      ) as { consignmentId: string; totes: number }[];
      return goods.find(({ consignmentId }) => consignmentId === `${whole}~${no}`)!.totes;
    };
    const before = (await totes()).length;
    expect(await onRuns()).toBe(before);
    const { lines } = sold.split![0].parts[no - 1];
    const [{ orderId, lineNo }, ...rest] = lines;
    const changes = [
      { orderId, lines: [{ lineNo, quantity: 1 }] },
      ...rest.map((line) => ({ orderId: line.orderId, lines: [{ lineNo: line.lineNo, quantity: 0 }] })),
    ];
    const changed = await api.ask('POST', '/orders/changes', { key, json: { changes } });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    // Units leave the highest numbers first; the one piece that stays is in the first tote that held its line.
    const now = await totes();
    expect(now.at(-1)!.lines).toHaveLength(1);
    expect(now.length).toBeLessThan(before);
    expect(await onRuns()).toBe(now.length);
    const { currentPlanId } = await get(`/waves/${wave}`);
    const plan = await api.record.plans.get(currentPlanId);
    const context = await readPlanningContext(api.record.planning, plan, {
      signal: new AbortController().signal,
      provenance: plan.provenance,
    });
    expect(checkPlan(plan, checkContextOf(context))).toEqual([]);
    await assertGoodsAgree(api.record.database, wave);
  });
});
