import readWorkbook from 'read-excel-file/node';
import { expect, it } from 'vitest';
import type { Database } from '../../server/adapters/db/engine/database.js';
import { makeExportReader } from '../../server/adapters/db/exchange/export-reader.js';
import { makePickListStore } from '../../server/adapters/db/warehouse/pick-list-store.js';
import { makeToteStore } from '../../server/adapters/db/waves/tote-store.js';
import { makeExports } from '../../server/adapters/files/exports.js';
import { exportPlan } from '../../server/application/exchange/exports/export-plan.js';
import {
  type ExportRequest,
  exportFormats,
  exportSubjects,
} from '../../server/application/exchange/exports/export-request.js';
import { collectBytes } from '../support/collect-bytes.js';
import { eachDatabase } from '../support/databases.js';
import { readPdf } from '../support/pdf-text.js';
import { recordOver } from '../support/record.js';
import { smallDay, writeFiles } from '../support/small-day.js';

const date = '2024-06-14';
const wave = 'D1-20240614-1';

/** A planned day and what writes its exports. */
async function plannedDay(database: Database, files = smallDay) {
  const record = recordOver(database);
  await record.importFrom(writeFiles(files));
  const plan = await record.plan(wave);
  const pickLists = makePickListStore(database);
  const exports = makeExports({
    ...record,
    pickLists,
    totes: makeToteStore(database),
    exportReader: makeExportReader(database),
    planGeoJson: async () => ({ type: 'FeatureCollection', features: [] }),
  });
  const written = async (request: Partial<ExportRequest>) => {
    const { out, bytes } = collectBytes();
    await exports.write({ subject: 'plan', format: 'json', date, language: 'zh', ...request }, out);
    return bytes();
  };
  return { record, plan, written };
}

/** The cells under a head, of a sheet as read back. */
function column(data: readonly (readonly unknown[])[], title: string): unknown[] {
  const at = data[0].indexOf(title);
  expect(at, title).toBeGreaterThanOrEqual(0);
  return data.slice(1).map((row) => row[at]);
}

const sum = (values: readonly unknown[]) => values.reduce<number>((total, value) => total + (value as number), 0);

/** Spreadsheets keep days as a fraction, which is some microseconds off. */
function wholeSecond(at: Date): string {
  return new Date(Math.round(at.getTime() / 1000) * 1000).toISOString().slice(0, 19);
}

eachDatabase('exports', (open) => {
  it('writes a workbook whose sums are the plan, to the gram', async () => {
    const { record, plan, written } = await plannedDay(await open());
    const sheets = await readWorkbook(await written({ format: 'xlsx' }));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['概览', '车次', '停靠', '货组', '未排']);
    const [overview, runs, stops, consignments, unassigned] = sheets.map(({ data }) => data);
    // 2 + 3 bottles of 1 kg, a sack of 10 kg, 2 ice creams of 0.5 kg; 5 × 1.2 l + 12 l + 2 × 0.8 l.
    for (const data of [overview, runs, stops, consignments]) {
      expect(sum(column(data, '公斤'))).toBeCloseTo(16, 9);
      expect(sum(column(data, '升'))).toBeCloseTo(19.6, 9);
    }
    expect(column(consignments, '货组编号').sort()).toEqual([
      `${wave}.S1.ambient`,
      `${wave}.S1.chilled`,
      `${wave}.S2.frozen`,
    ]);
    expect(column(runs, '车辆')).toEqual(['V1']);
    expect(column(runs, '配送员')).toEqual(['张师傅']);
    expect(column(overview, '成本')).toEqual([plan.kpis.costMinor / 100]);
    // A time is the depot's wall clock: what programs are told, before its offset.
    const [{ trips }] = (await exportPlan(record, date)).runs;
    const told = trips.flatMap((trip) => trip.stops.map(({ arrivesAt }) => arrivesAt.slice(0, 19)));
    expect(column(stops, '到达').map((at) => wholeSecond(at as Date))).toEqual(told);
    expect(told).toHaveLength(2);
    expect(unassigned).toHaveLength(1);
  });

  it('names what is unassigned, with the reason in the language asked for', async () => {
    // The one vehicle is 2.5 m high; under S2's roof pass 2 m.
    const stations = smallDay['stations.csv'].replace('15:00,5,2,,open', '15:00,5,2,2,open');
    const files = { ...smallDay, 'stations.csv': stations };
    const { written } = await plannedDay(await open(), files);
    const sheets = await readWorkbook(await written({ format: 'xlsx', language: 'en' }));
    const { data } = sheets.find(({ sheet }) => sheet === 'Unassigned')!;
    expect(column(data, 'Consignment')).toEqual([`${wave}.S2.frozen`]);
    expect(column(data, 'kg')).toEqual([1]);
    expect(column(data, 'Reason code')).toEqual(['vehicle-height']);
    expect(column(data, 'Reason')).toEqual([expect.stringMatching(/^[A-Z].*\bhigh\b.*\.$/)]);
    const texts = (await readPdf(await written({ format: 'pdf' }))).flat().map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['二号站', '1.00']));
    // The line may break where the space is.
    expect(texts.join('')).toMatch(/装得下的车都超过该自提点的限高。最接近的车辆 V1 超出 ?0\.5 ?米。/);
    const lines = String(await written({ format: 'csv' }))
      .trim()
      .split('\r\n');
    expect(lines[lines.length - 1]).toBe(`,,,S2,,,,${wave}.S2.frozen,frozen,1000,1600,,vehicle-height,`);
  });

  it('prints a run with its goods in reverse stop order and its stops in driving order', async () => {
    const database = await open();
    const { plan, written } = await plannedDay(database);
    // Two of the five bottles for S1 are not there.
    await database.knex.raw(`update order_lines set picked_quantity = 1 where order_id = 'O2' and sku_id = 'MILK'`);
    const texts = (await readPdf(await written({ subject: 'runs', format: 'pdf' }))).flat().map(({ text }) => text);
    const names: Record<string, string> = { S1: '一号站', S2: '二号站' };
    const driven = plan.routes[0].trips[0].stops.map(({ stationId }) => names[stationId]);
    expect(driven).toHaveLength(2);
    const drives = texts.findIndex((text) => text.startsWith('配送：'));
    const named = (part: readonly string[]) => part.filter((text) => Object.values(names).includes(text));
    expect(named(texts.slice(0, drives))).toEqual([...driven].reverse());
    expect(named(texts.slice(drives))).toEqual(driven);
    // S1: one tote of 5 kg chilled, one of 10 kg ambient; S2: one of 1 kg frozen. Under them the sums of the columns.
    const loaded = texts.slice(0, drives);
    expect(loaded.filter((text) => text === '1 箱')).toHaveLength(6);
    for (const kilograms of ['5.00 kg', '10.00 kg', '1.00 kg']) {
      expect(loaded.filter((text) => text === kilograms)).toHaveLength(2);
    }
    expect(loaded).toContain('S1 · 缺 2：鲜牛奶');
    expect(texts).toContain('V1 张师傅');
    expect(texts).toContain('! 冷冻货物不出保温箱');
    expect(texts.join(' ')).toContain('冷冻 -25 至 -18 ℃ · 脱冷 ≤ 15 分钟');
  });

  it('prints a pick list for each zone, with every product, quantity and station', async () => {
    const { written } = await plannedDay(await open());
    const pages = (await readPdf(await written({ subject: 'pick-lists', format: 'pdf' }))).map((page) =>
      page.map(({ text }) => text),
    );
    expect(pages).toHaveLength(3);
    const expected = [
      ['冷冻', '冰淇淋', '2', '二号站 ×2'],
      ['冷藏', '鲜牛奶', '5', '一号站 ×5'],
      ['常温', '大米', '1', '一号站 ×1'],
    ];
    for (const [at, texts] of expected.entries()) expect(pages[at]).toEqual(expect.arrayContaining(texts));
    const sheets = await readWorkbook(await written({ subject: 'pick-lists', format: 'xlsx' }));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['冷冻', '冷藏', '常温', '分货']);
    // 2 + 3 bottles, a sack, 2 ice creams: by list, and by station.
    expect(sum(sheets.slice(0, 3).flatMap(({ data }) => column(data, '数量')))).toBe(8);
    expect(sum(column(sheets[3].data, '数量'))).toBe(8);
  });

  it('writes every subject in every one of its formats, whatever the names', async () => {
    const name = '=1+1😀"<&>';
    const stations = smallDay['stations.csv'].replace('一号站', '"=1+1😀""<&>"').replace('二号站', '长'.repeat(200));
    const { written } = await plannedDay(await open(), { ...smallDay, 'stations.csv': stations });
    let files = 0;
    for (const subject of exportSubjects) {
      for (const format of exportFormats[subject]) {
        expect((await written({ subject, format, paper: '100x60' })).length, `${subject} ${format}`).toBeGreaterThan(
          40,
        );
        files++;
      }
    }
    expect(files).toBe(21);
    const sheets = await readWorkbook(await written({ format: 'xlsx' }));
    const { data } = sheets.find(({ sheet }) => sheet === '停靠')!;
    expect(column(data, '自提点名称').sort()).toEqual([name, '长'.repeat(200)].sort());
  });

  it('says which day has nothing to export', async () => {
    const { written } = await plannedDay(await open());
    for (const format of ['json', 'csv', 'xlsx', 'geojson', 'gpx', 'pdf'] as const) {
      const nothing = written({ format, date: '2024-06-20' });
      await expect(nothing, format).rejects.toThrow('No wave of 2024-06-20 has been planned.');
    }
    await expect(written({ waveId: 'D1-20240614-2' })).rejects.toThrow('No wave of 2024-06-14 has been planned.');
    await expect(written({ subject: 'pick-lists', format: 'pdf', date: '2024-06-20' })).rejects.toThrow(
      'There are no pick lists for 2024-06-20; they are made when a wave closes.',
    );
  });
});
