import { describe, expect, it } from 'vitest';
import { interpretTable } from '../../../server/application/tables/columns/interpret-table.js';
import { looseName } from '../../../server/application/tables/columns/loose-name.js';
import { matchColumns } from '../../../server/application/tables/columns/match-columns.js';
import { kindOfName, recogniseTable } from '../../../server/application/tables/columns/recognise-table.js';
import { tableColumnsOf } from '../../../server/application/tables/columns/table-columns.js';
import { zoneWordsOf } from '../../../server/application/tables/columns/written-values.js';
import type { Table, TableRow } from '../../../server/application/tables/finding.js';
import { requiredColumns, tableKinds } from '../../../server/application/tables/table-kinds.js';
import { standardZones } from '../../../server/domain/network/temperature-zone.js';

const zones = zoneWordsOf(standardZones);

function tableOf(columns: readonly string[], ...rows: readonly (readonly string[])[]): Table {
  return {
    file: 'test.csv',
    columns,
    async *rows() {
      for (const [at, row] of rows.entries()) {
        yield { line: at + 2, cells: Object.fromEntries(columns.map((column, cell) => [column, row[cell] ?? ''])) };
      }
    },
  };
}

async function read(table: Table): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of table.rows()) rows.push(row);
  return rows;
}

const pairs = (kind: (typeof tableKinds)[number], headers: readonly string[]) =>
  Object.fromEntries(matchColumns(kind, headers).matched.map(({ header, column }) => [header, column]));

describe('the headers of a file', () => {
  it('are known by our names and by the labels of both languages, whatever the kind of file', () => {
    for (const kind of tableKinds) {
      const columns = tableColumnsOf(kind);
      expect(columns.map(({ column }) => column)).toEqual(expect.arrayContaining([...requiredColumns[kind]]));
      for (const language of ['zh', 'en'] as const) {
        const labels = columns.map(({ label }) => label[language]);
        const { matched, unsure } = matchColumns(kind, labels);
        expect(unsure, `${kind} ${language}`).toEqual([]);
        expect(matched.map(({ column }) => column)).toEqual(columns.map(({ column }) => column));
      }
    }
  });

  it('are known without case, width, blanks, signs, brackets and units', () => {
    const headers = [
      '車',
      '车牌号',
      '载重（ＫＧ）',
      ' 班次 开始',
      '班次_结束',
      '固定成本(元/天)',
      'Cost per KM',
      '每小时成本',
      '仓库',
    ];
    expect(pairs('vehicles', headers)).toEqual({
      车牌号: 'vehicle_id',
      '载重（ＫＧ）': 'payload_kg',
      ' 班次 开始': 'shift_from',
      班次_结束: 'shift_to',
      '固定成本(元/天)': 'fixed_cost',
      'Cost per KM': 'cost_per_km',
      每小时成本: 'cost_per_hour',
      仓库: 'depot_id',
    });
  });

  it('tell the kind of a file without its name', () => {
    const flat = ['订单号', '客户', '自提点', '商品编码', '数量', '下单时间', '配送日期'];
    expect(recogniseTable('6月.csv', flat)).toMatchObject({ kind: 'flat_orders', missing: [] });
    const goods = ['货号', '品名', '温层', '毛重(kg)', '体积(L)'];
    expect(recogniseTable('a.xlsx', goods)).toMatchObject({ kind: 'skus', missing: [] });
    expect(recogniseTable('a.csv', ['工号', '姓名', '手机号'])).toMatchObject({ kind: 'couriers', missing: [] });
    expect(recogniseTable('a.csv', ['天气', '心情'])).toMatchObject({ kind: undefined });
    expect([kindOfName('6月2日订单明细.xlsx'), kindOfName('ORDERS.csv'), kindOfName('菜单.csv')]).toEqual([
      'order_lines',
      'orders',
      undefined,
    ]);
  });

  it('that could mean several things are asked for, unless the others tell', () => {
    // With an id of its own beside it, "自提点" is the name; alone it may be either.
    expect(pairs('stations', ['自提点编号', '自提点'])).toEqual({ 自提点编号: 'station_id', 自提点: 'name' });
    expect(matchColumns('stations', ['自提点']).unsure).toEqual([
      { why: 'many-columns', header: '自提点', columns: ['station_id', 'name'] },
    ]);
    expect(matchColumns('couriers', ['手机', '联系电话']).unsure).toEqual([
      { why: 'rivals', headers: ['手机', '联系电话'], column: 'phone' },
    ]);
    // A date alone may be the day of ordering or of delivery.
    expect(matchColumns('flat_orders', ['日期']).unsure).toMatchObject([{ columns: ['placed_at', 'delivery_date'] }]);
    expect(pairs('flat_orders', ['下单时间', '日期'])).toEqual({ 下单时间: 'placed_at', 日期: 'delivery_date' });
  });

  it('say other units, which are reckoned into ours', () => {
    const { matched } = matchColumns('skus', ['重量(g)', '体积（ml）']);
    expect(matched.map(({ column, factor }) => [column, factor])).toEqual([
      ['unit_weight_kg', 0.001],
      ['unit_volume_l', 0.001],
    ]);
    expect(looseName('载重(吨)').unit).toEqual({ of: 'kilograms', factor: 1000 });
    expect(looseName('限高cm')).toEqual({ name: '限高', unit: { of: 'meters', factor: 0.01 } });
    // An English word may end as a unit does.
    expect(looseName('Item')).toEqual({ name: 'item', unit: undefined });
  });
});

describe('the cells of a file', () => {
  it('are made ours: words, zones, times, units and what stands in every row', async () => {
    const headers = ['货号', '品名', '温层', '重量(g)', '体积', '是否易碎'];
    const { matched } = matchColumns('skus', headers);
    const table = tableOf(
      headers,
      ['A1', '牛奶', '冷藏', '250', '0.3', '否'],
      ['A2', '冰棍', ' 冻品 ', '1.5E+3', '1', '是'],
    );
    const rows = await read(
      interpretTable(table, { kind: 'skus', columns: matched, constants: { category: '乳品' } }, zones),
    );
    expect(rows.map(({ cells }) => cells)).toEqual([
      {
        category: '乳品',
        sku_id: 'A1',
        name: '牛奶',
        temp_zone: 'chilled',
        unit_weight_kg: '0.25',
        unit_volume_l: '0.3',
        fragile: '0',
      },
      {
        category: '乳品',
        sku_id: 'A2',
        name: '冰棍',
        temp_zone: 'frozen',
        unit_weight_kg: '1.5',
        unit_volume_l: '1',
        fragile: '1',
      },
    ]);
    // What a finding shows is what stood in the file.
    expect(rows[0]).toMatchObject({ asGiven: { temp_zone: '冷藏' }, headers: { temp_zone: '温层' } });
  });

  it('say zones in lists, times in words and states in Chinese', async () => {
    const headers = ['车牌', '车厢号', '温区', '容积(升)'];
    const { matched } = matchColumns('vehicle_compartments', headers);
    const [row] = await read(
      interpretTable(
        tableOf(headers, ['沪A1', '1', '冷藏、生鲜', '4000']),
        { kind: 'vehicle_compartments', columns: matched },
        zones,
      ),
    );
    expect(row.cells).toMatchObject({ temp_zones: 'chilled|fresh' });
    const times = ['编号', '班次开始', '班次结束', '状态'];
    const shifts = matchColumns('vehicles', times).matched;
    const [shift] = await read(
      interpretTable(tableOf(times, ['V1', '5点半', '13:00:00', '维修']), { kind: 'vehicles', columns: shifts }, zones),
    );
    expect(shift.cells).toEqual({ vehicle_id: 'V1', shift_from: '05:30', shift_to: '13:00', status: 'maintenance' });
  });

  it('pass over a row that sums up, and tell of ids that a spreadsheet has rounded', async () => {
    const headers = ['订单号', '行号', '商品编码', '数量'];
    const { matched } = matchColumns('order_lines', headers);
    const passed: number[] = [];
    const rows = await read(
      interpretTable(
        tableOf(headers, ['O1', '1', 'A', '2'], ['6.9012E+12', '1', 'A', '2'], ['合计', '', '', '4']),
        { kind: 'order_lines', columns: matched },
        zones,
        { onPassedOver: (line) => passed.push(line), fixes: [{ line: 2, column: 'qty', value: '7' }] },
      ),
    );
    expect(rows.map(({ cells }) => cells.qty)).toEqual(['7', '2']);
    expect(rows[1].cellFaults).toMatchObject({ order_id: { sentence: 'rounded-number/exponent' } });
    expect(passed).toEqual([4]);
  });

  it('are moved to WGS-84 from the datum that is said', async () => {
    const headers = ['编号', '经度', '纬度'];
    const { matched } = matchColumns('stations', headers);
    // Tiananmen in GCJ-02; in WGS-84 it lies some 600 m to the south-west.
    const [row] = await read(
      interpretTable(
        tableOf(headers, ['S1', '116.397499', '39.908722']),
        { kind: 'stations', columns: matched, datum: 'gcj02' },
        zones,
      ),
    );
    expect(Number(row.cells.lon)).toBeCloseTo(116.39126, 4);
    expect(Number(row.cells.lat)).toBeCloseTo(39.90732, 4);
    expect(row.asGiven).toMatchObject({ lon: '116.397499' });
  });
});

it('takes zeros in front for no part of a number, and for a part of an id', async () => {
  const columns = ['sku_id', 'name', 'temp_zone', 'unit_weight_kg', 'unit_volume_l', 'active', 'location'];
  const row = ['00042', '007', 'ambient', '0000000000000001.5', '000', '01', '0012'];
  const reading = { kind: 'skus' as const, columns: columns.map((column) => ({ header: column, column, factor: 1 })) };
  const [{ cells }] = await read(interpretTable(tableOf(columns, row), reading, zones));
  expect(Object.values(cells)).toEqual(['00042', '007', 'ambient', '1.5', '0', '1', '0012']);
});
