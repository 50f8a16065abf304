import { describe, expect, it } from 'vitest';
import { readOrderChain } from '../../server/adapters/db/orders/order-chain.js';
import { exportMatrix, exportPlan } from '../../server/application/exchange/exports/export-plan.js';
import { ConflictError, TransitionError } from '../../server/domain/dispatch-error.js';
import { eachDatabase } from '../support/databases.js';
import { recordOver } from '../support/record.js';
import { sharedData } from '../support/shared-data.js';
import { smallDay, writeFiles } from '../support/small-day.js';

const wave = 'D1-20240614-1';

eachDatabase('a day', (open) => {
  it('takes every row of its files, and nothing twice', async () => {
    const record = recordOver(await open());
    const folder = writeFiles(smallDay);
    const first = await record.importFrom(folder);
    expect(first.findings).toEqual([]);
    const taken = (outcome: typeof first) =>
      Object.fromEntries(outcome.summary.files.map((file) => [file.file, file.taken]));
    expect(taken(first)).toMatchObject({
      'orders.csv': 3,
      'order_lines.csv': 4,
      'stations.csv': 3,
      'skus.csv': 4,
      'couriers.csv': 1,
    });

    const again = await record.importFrom(folder);
    expect(Object.values(taken(again)).every((count) => count === 0)).toBe(true);
    expect(again.summary.files.every((file) => file.unchanged === file.rows)).toBe(true);
  });

  it('groups lines by station and zone, with totes and pick lists', async () => {
    const record = recordOver(await open());
    await record.importFrom(writeFiles(smallDay));
    const kpis = await record.waves.close(wave, record.clock.now(), 'test');
    // S1 ambient, S1 chilled, S2 frozen; each fits one tote; three zones have a pick list.
    expect(kpis).toEqual({ orders: 3, lines: 4, stations: 2, consignments: 3, totes: 3, pickLists: 3 });
    const consignments = await record.waves.listConsignments('D1', wave);
    const chilled = consignments.find((each) => each.consignmentId === `${wave}.S1.chilled`);
    // 2 + 3 bottles of 1 kg and 1.2 l, of two orders.
    expect(chilled).toMatchObject({ grams: 5000, milliliters: 6000, orderCount: 2, toteCount: 1 });
    await expect(record.waves.close(wave, record.clock.now(), 'test')).rejects.toThrow(TransitionError);
  });

  it('is planned, checked, kept and released once', async () => {
    const record = recordOver(await open());
    await record.importFrom(writeFiles(smallDay));
    const plan = await record.plan(wave);
    expect(plan.kpis).toMatchObject({ runs: 1, stops: 2, consignments: 3, unassigned: 0, checkerFaults: 0 });
    expect(plan.routes[0].vehicleId).toBe('V1');
    // The profile is 0.5 in every hour.
    expect(plan.provenance).toMatchObject({ speedFactor: 0.5, estimated: true });
    expect(await record.plans.get(plan.planId)).toEqual(plan);

    const second = await record.plan(wave);
    expect(second.version).toBe(2);
    await expect(record.plans.release(plan.planId, record.clock.now(), 'test')).rejects.toThrow(ConflictError);
    expect(await record.plans.release(second.planId, record.clock.now(), 'test')).toEqual({ runs: 1 });
    await expect(record.plan(wave)).rejects.toThrow(ConflictError);
  });

  it('lets nothing in once its wave is closed: late orders join the next', async () => {
    const record = recordOver(await open());
    await record.importFrom(writeFiles(smallDay));
    await record.waves.close(wave, record.clock.now(), 'test');
    const header = smallDay['orders.csv'].split('\n')[0];
    const late = writeFiles({
      'orders.csv': `${header}\nO9,K9,normal,S1,2024-06-13T20:00:00+08:00,2024-06-14,1,1,1.2,chilled,\n`,
      'order_lines.csv': 'order_id,line_no,sku_id,qty\nO9,1,MILK,1\n',
    });
    const { findings } = await record.importFrom(late);
    expect(findings.map((finding) => finding.code)).toEqual(['wave-closed']);
    expect((await record.waves.get('D1-20240615-1')).status).toBe('collecting');
  });

  it('can be walked from an order to its stop and back from the stop to its orders', async () => {
    const database = await open();
    const record = recordOver(database);
    await record.importFrom(writeFiles(smallDay));
    const plan = await record.plan(wave);
    const chain = await readOrderChain(database.knex, 'O1', undefined);
    expect(chain.lines.map((line: { consignmentId: string }) => line.consignmentId)).toEqual([
      `${wave}.S1.chilled`,
      `${wave}.S1.ambient`,
    ]);
    const goods = chain.consignments.find((each: { zoneId: string }) => each.zoneId === 'chilled');
    expect(goods).toMatchObject({
      totes: [`${wave}.S1.chilled.1`],
      compartmentNo: 2,
      vehicleId: 'V1',
      courierId: 'C1',
    });
    const stop = plan.routes[0].trips[0].stops.find((each) => each.stationId === 'S1')!;
    expect(stop.consignments.map((each) => each.consignmentId)).toContain(`${wave}.S1.chilled`);
    const { rows } = await database.knex.raw(
      `select distinct order_lines.order_id from stop_consignments
         join consignments on consignments.depot_id = stop_consignments.depot_id
           and consignments.consignment_id = stop_consignments.consignment_id
         join order_lines on order_lines.depot_id = consignments.depot_id and order_lines.wave_id = consignments.wave_id
           and order_lines.station_id = consignments.station_id and order_lines.zone_id = consignments.zone_id
       where stop_consignments.stop_id = ? order by 1`,
      [goods.stopId],
    );
    expect(rows).toEqual([{ order_id: 'O1' }, { order_id: 'O2' }]);
  });

  it('is exported with all that a stranger needs to check it', async () => {
    const database = await open();
    const record = recordOver(database);
    await record.importFrom(writeFiles(smallDay));
    const plan = await record.plan(wave);
    const exported = await exportPlan(record, '2024-06-14');
    expect(exported).toMatchObject({
      date: '2024-06-14',
      timeZone: 'Asia/Shanghai',
      cost: plan.kpis.costMinor,
      unassigned: [],
    });
    const legs = new Map<string, number>();
    for await (const row of exportMatrix(record, '2024-06-14')) legs.set(`${row.fromId} ${row.toId}`, row.seconds!);
    // Three places: depot, S1, S2.
    expect(legs.size).toBe(9);
    const [trip] = exported.runs[0].trips;
    let from = 'D1';
    let clock = Date.parse(trip.departsAt);
    for (const stop of trip.stops) {
      expect(Date.parse(stop.arrivesAt)).toBe(clock + legs.get(`${from} ${stop.stationId}`)! * 1000);
      from = stop.stationId;
      clock = Date.parse(stop.leavesAt);
    }
    expect(Date.parse(trip.returnsAt)).toBe(clock + legs.get(`${from} D1`)! * 1000);
  });

  it('keeps travel times: a second plan asks for nothing new', async () => {
    const database = await open();
    const record = recordOver(database);
    await record.importFrom(writeFiles(smallDay));
    await record.plan(wave);
    const count = async () => (await database.knex.raw('select count(*) as blocks from travel_blocks')).rows[0].blocks;
    expect(await count()).toBe(1);
    await record.plan(wave);
    expect(await count()).toBe(1);
  });
});

const hangzhou = sharedData('data', 'days', 'hangzhou');

describe.skipIf(hangzhou === undefined)(
  'the dirty files of the Hangzhou day (only where the shared data lies beside the checkout)',
  () => {
    eachDatabase('dirty files', (open) => {
      it('are taken or refused row by row as expected', async () => {
        const record = recordOver(await open());
        await record.importFrom(hangzhou!);
        const { findings, summary } = await record.importFrom(`${hangzhou}/dirty/orders-dirty.csv`);
        const of = (level: string) =>
          findings.filter((finding) => finding.level === level).map((finding) => finding.code);
        expect(summary.files[0]).toMatchObject({ rows: 60, taken: 33, refused: 27 });
        // Of the yardstick's refusals two are taken here, by the rules of waves: another date, and placed after the cutoff.
        expect(of('refused')).toHaveLength(27);
        expect(of('warned').sort()).toEqual(
          [
            'after-cutoff',
            'control-characters',
            'cut',
            'delivery-far',
            'odd-position',
            'odd-position',
            'odd-position',
            'position-differs',
            'position-differs',
            'position-differs',
            'unknown-tier',
          ].sort(),
        );
      });

      it('are refused whole with one sentence where the file itself is wrong', async () => {
        const record = recordOver(await open());
        await record.importFrom(hangzhou!);
        const codes = async (file: string) => {
          const { findings, summary } = await record.importFrom(`${hangzhou}/dirty/${file}`);
          return { codes: findings.map((finding) => finding.code), taken: summary.files[0].taken };
        };
        expect(await codes('orders-empty.csv')).toEqual({ codes: ['empty-file'], taken: 0 });
        expect(await codes('orders-wrong-header.csv')).toEqual({ codes: ['column-missing'], taken: 0 });
        expect(await codes('orders-header-only.csv')).toEqual({ codes: [], taken: 0 });
        expect(await codes('orders-broken-structure.csv')).toEqual({
          codes: ['wrong-column-count', 'wrong-column-count', 'wrong-column-count'],
          taken: 9,
        });
      });

      it('are read in GBK, with a byte order mark, and with one line in another encoding', async () => {
        const database = await open();
        const record = recordOver(database);
        await record.importFrom(hangzhou!);
        const gbk = await record.importFrom(`${hangzhou}/dirty/orders-gbk.csv`);
        expect(gbk.summary.files[0]).toMatchObject({ taken: 12, refused: 0 });
        const { rows } = await database.knex.raw("select note from orders where order_id = 'E2406140001'");
        expect(rows[0].note).toBe('放1号柜,已付款,勿压鸡蛋');
        const bom = await record.importFrom(`${hangzhou}/dirty/orders-utf8-bom-crlf.csv`);
        expect(bom.summary.files[0]).toMatchObject({ unchanged: 12, refused: 0 });
        const mixed = await record.importFrom(`${hangzhou}/dirty/orders-mixed-encoding.csv`);
        expect(mixed.findings.map((finding) => [finding.code, finding.line])).toEqual([['wrong-encoding', 7]]);
      });
    });
  },
);
