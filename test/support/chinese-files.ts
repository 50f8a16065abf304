import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { crossing } from '../contract/routing-town.js';

type Row = Readonly<Record<string, string | number>>;

/** What an operator's own files call a file and its columns, by our names. */
const called: Readonly<Record<string, { readonly file: string; readonly columns: Readonly<Record<string, string>> }>> =
  {
    depots: {
      file: '仓库',
      columns: {
        depot_id: '仓库编号',
        name: '仓库名称',
        lon: '经度',
        lat: '纬度',
        open_from: '开门时间',
        open_to: '关门时间',
        docks: '月台数',
        load_min_fixed: '固定装车时间',
        load_min_per_100kg: '每百公斤装车时间',
      },
    },
    stations: {
      file: '自提点',
      columns: {
        station_id: '自提点编号',
        name: '自提点',
        lon: '经度',
        lat: '纬度',
        receive_from: '收货开始',
        receive_to: '收货结束',
        fixed_service_min: '服务时间',
        min_per_100kg: '每百公斤分钟',
        max_vehicle_height_m: '限高(米)',
        status: '状态',
      },
    },
    skus: {
      file: '商品',
      columns: {
        sku_id: '商品编码',
        name: '品名',
        temp_zone: '温层',
        unit_weight_kg: '重量(kg)',
        unit_volume_l: '体积(L)',
        fragile: '易碎',
        active: '在售',
      },
    },
    vehicles: {
      file: '车辆',
      columns: {
        vehicle_id: '车牌号',
        type: '车型',
        depot_id: '仓库',
        payload_kg: '载重(kg)',
        max_stops: '最多停靠',
        shift_from: '班次开始',
        shift_to: '班次结束',
        max_trips: '最多趟数',
        height_m: '车高',
        fixed_cost: '固定费用',
        cost_per_km: '每公里费用',
        cost_per_hour: '每小时费用',
        status: '状态',
      },
    },
    vehicle_compartments: {
      file: '车厢',
      columns: { vehicle_id: '车牌号', compartment_no: '车厢号', temp_zones: '温层', volume_l: '容积(L)' },
    },
    couriers: { file: '配送员', columns: { courier_id: '工号', name: '司机', phone: '手机号', vehicle_id: '车牌号' } },
    orders: {
      file: '订单',
      columns: {
        order_id: '订单号',
        customer_id: '客户编号',
        station_id: '自提点编号',
        placed_at: '下单时间',
        delivery_date: '配送日期',
        note: '备注',
      },
    },
    order_lines: {
      file: '订单明细',
      columns: { order_id: '订单号', line_no: '行号', sku_id: '商品编码', qty: '数量' },
    },
  };

/** Writes tables as files with Chinese names and headers, as people have them. Returns the files. */
function writeTables(folder: string, tables: Readonly<Record<string, readonly Row[]>>): string[] {
  return Object.entries(tables).map(([table, rows]) => {
    const { file, columns } = called[table];
    const names = Object.keys(columns);
    const lines = [Object.values(columns), ...rows.map((row) => names.map((name) => row[name] ?? ''))];
    const at = path.join(folder, `${file}.csv`);
    writeFileSync(at, `${lines.map((line) => line.join(',')).join('\n')}\n`);
    return at;
  });
}

/** The files of a day that are in English columns, with Chinese ones: but for couriers, whom it does not have. */
export function renameFiles(from: string, folder: string): string[] {
  const tables = Object.keys(called).filter((table) => table !== 'couriers');
  return writeTables(
    folder,
    Object.fromEntries(
      tables.map((table) => [
        table,
        parse(readFileSync(path.join(from, `${table}.csv`)), { columns: true, bom: true }) as Row[],
      ]),
    ),
  );
}

/** A day in the town of the routing contract: a depot, 24 stations, eight products of four zones, two vans, 96 orders. */
export function writeTownFiles(folder: string, deliveryDate: string): string[] {
  const evening = new Date(Date.parse(deliveryDate) - 86_400_000).toISOString().slice(0, 10);
  const place = (east: number, north: number) => {
    const { lon, lat } = crossing(east, north);
    return { lon, lat };
  };
  const stations = Array.from({ length: 24 }, (_, at) => ({
    station_id: `Z${101 + at}`,
    name: `${at + 1}号小区自提点`,
    ...place(1 + (at % 6) * 2, 1 + Math.floor(at / 6) * 3),
    receive_from: '07:00',
    receive_to: at % 3 === 0 ? '09:30' : '11:30',
    fixed_service_min: 4,
    min_per_100kg: 2,
    status: 'open',
  }));
  const goods = [
    ['大米', 'ambient', 5, 6],
    ['面条', 'ambient', 1, 2],
    ['青菜', 'fresh', 0.5, 2],
    ['苹果', 'fresh', 2, 3],
    ['鲜牛奶', 'chilled', 1, 1.2],
    ['豆腐', 'chilled', 0.4, 0.6],
    ['水饺', 'frozen', 1, 1.5],
    ['雪糕', 'frozen', 0.5, 1],
  ] as const;
  const skus = goods.map(([name, zone, weight, volume], at) => ({
    sku_id: `P${at + 1}`,
    name,
    temp_zone: zone,
    unit_weight_kg: weight,
    unit_volume_l: volume,
    fragile: 0,
    active: 1,
  }));
  const vans = ['浙A00001', '浙A00002'];
  const zones = ['frozen', 'chilled|fresh', 'ambient|fresh'];
  const orders = Array.from({ length: 96 }, (_, at) => ({
    order_id: `D${1000 + at}`,
    customer_id: `K${at}`,
    station_id: stations[at % stations.length].station_id,
    placed_at: `${evening} 18:${String(at % 60).padStart(2, '0')}`,
    delivery_date: deliveryDate,
  }));
  return writeTables(folder, {
    depots: [
      {
        depot_id: 'C1',
        name: '城南仓',
        ...place(0, 0),
        open_from: '03:30',
        open_to: '20:00',
        docks: 2,
        load_min_fixed: 10,
        load_min_per_100kg: 1,
      },
    ],
    stations,
    skus,
    vehicles: vans.map((van) => ({
      vehicle_id: van,
      type: '冷藏车',
      depot_id: 'C1',
      payload_kg: 1200,
      shift_from: '05:30',
      shift_to: '15:00',
      max_trips: 2,
      height_m: 2.5,
      fixed_cost: 200,
      cost_per_km: 2,
      cost_per_hour: 30,
      status: 'available',
    })),
    vehicle_compartments: vans.flatMap((van) =>
      zones.map((zone, at) => ({
        vehicle_id: van,
        compartment_no: at + 1,
        temp_zones: zone,
        volume_l: [600, 1800, 2400][at],
      })),
    ),
    couriers: [{ courier_id: 'S1', name: '李师傅', phone: '13800000001', vehicle_id: vans[0] }],
    orders,
    order_lines: orders.flatMap(({ order_id }, at) =>
      [at % 8, (at + 3) % 8].map((good, line) => ({
        order_id,
        line_no: line + 1,
        sku_id: skus[good].sku_id,
        qty: 1 + (at % 3),
      })),
    ),
  });
}
