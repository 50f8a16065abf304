import type { TemperatureZone } from '../../../domain/network/temperature-zone.js';

/** Languages of files for people; files for machines have one set of names. */
export const exportLanguages = ['zh', 'en'] as const;
export type ExportLanguage = (typeof exportLanguages)[number];

/** Chinese and English, in the words of docs/glossary.md. `{name}` is filled in. */
const words = {
  // sheets and lists
  overview: ['概览', 'Overview'],
  plan: ['排线方案', 'Plan'],
  runs: ['车次', 'Runs'],
  stops: ['停靠', 'Stops'],
  consignments: ['货组', 'Consignments'],
  unassigned: ['未排', 'Unassigned'],
  loading: ['装车', 'Loading'],
  delivery: ['配送', 'Delivery'],
  shares: ['分货', 'To stations'],
  pickList: ['拣货单', 'Pick list'],
  loadList: ['装车单', 'Load list'],
  deliveryList: ['配送单', 'Delivery list'],
  runSheet: ['装车与配送单', 'Load and delivery list'],
  packingList: ['装箱单', 'Packing list'],
  toteLabels: ['箱标', 'Tote labels'],
  // columns
  wave: ['波次', 'Wave'],
  date: ['配送日期', 'Delivery date'],
  depot: ['仓库', 'Depot'],
  version: ['方案版本', 'Plan version'],
  run: ['车次', 'Run'],
  runId: ['车次编号', 'Run id'],
  runCode: ['车次代号', 'Run code'],
  deliveredStops: ['已送达站点', 'Stops delivered'],
  partialStops: ['部分送达站点', 'Stops delivered in part'],
  refusedStops: ['拒收站点', 'Stops refused'],
  failedStops: ['未送成站点', 'Stops failed'],
  skippedStops: ['漏送站点', 'Stops skipped'],
  openStops: ['待送站点', 'Stops open'],
  vehicle: ['车辆', 'Vehicle'],
  vehicleType: ['车型', 'Vehicle type'],
  courier: ['配送员', 'Courier'],
  phone: ['电话', 'Phone'],
  status: ['状态', 'Status'],
  trip: ['趟', 'Trip'],
  trips: ['趟数', 'Trips'],
  loadOrder: ['装车顺序', 'Loading order'],
  stop: ['站序', 'Stop'],
  stopCount: ['停靠数', 'Stops'],
  station: ['自提点', 'Station'],
  stationId: ['自提点编号', 'Station id'],
  stationName: ['自提点名称', 'Station'],
  street: ['街道', 'Street'],
  windows: ['收货时间', 'Window'],
  loadBegins: ['开始装车', 'Loading begins'],
  departs: ['发车', 'Departs'],
  arrives: ['到达', 'Arrives'],
  begins: ['开始卸货', 'Service begins'],
  leaves: ['离开', 'Leaves'],
  returns: ['回仓', 'Returns'],
  kilometers: ['公里', 'km'],
  driveMinutes: ['行驶分钟', 'Driving min'],
  way: ['路程', 'Way'],
  consignment: ['货组编号', 'Consignment'],
  part: ['部分', 'Part'],
  consignmentCount: ['货组数', 'Consignments'],
  zone: ['温区', 'Zone'],
  compartment: ['车厢', 'Compartment'],
  totes: ['箱数', 'Totes'],
  toteCodes: ['箱码', 'Tote codes'],
  tote: ['箱', 'Tote'],
  customers: ['顾客', 'Customers'],
  kilograms: ['公斤', 'kg'],
  liters: ['升', 'l'],
  orders: ['订单数', 'Orders'],
  shortGoods: ['缺货', 'Short'],
  goods: ['货物', 'Goods'],
  signature: ['签收', 'Signed'],
  driving: ['行驶', 'Driving'],
  hoursAndMinutes: ['{hours} 时 {minutes} 分', '{hours} h {minutes} min'],
  loadRate: ['载重率', 'Payload'],
  sum: ['合计', 'Total'],
  cost: ['成本', 'Cost'],
  reasonCode: ['原因代码', 'Reason code'],
  reason: ['原因', 'Reason'],
  pickListId: ['拣货单编号', 'Pick list id'],
  line: ['序', 'No.'],
  location: ['库位', 'Location'],
  sku: ['商品编号', 'SKU'],
  product: ['商品', 'Product'],
  quantity: ['数量', 'Quantity'],
  picked: ['实拣', 'Picked'],
  shortReason: ['缺货原因', 'Reason of short'],
  stationCount: ['自提点数', 'Stations'],
  toStations: ['去向', 'To stations'],
  lateStops: ['迟到停靠', 'Late stops'],
  // sentences and small texts
  runTitle: ['第 {n} 车次', 'Run {n}'],
  stopNo: ['第 {n} 站', 'Stop {n}'],
  copyNo: ['补打 {n}', 'Copy {n}'],
  emptyTote: ['空箱', 'Empty'],
  missing: ['缺 {n}', '{n} missing'],
  tripTitle: ['第 {n} 趟', 'Trip {n}'],
  partOf: ['第 {n}/{of} 部分', 'part {n} of {of}'],
  compartmentTitle: ['车厢 {n}', 'Compartment {n}'],
  partitionsLeave: ['隔板留出：{rooms}', 'Partitions leave: {rooms}'],
  partitionOf: ['车厢 {n} {liters} 升', 'compartment {n} {liters} l'],
  loadHeading: ['装车：自上而下，最后一站先装', 'Loading: from the top, last stop first'],
  driveHeading: ['配送：按停靠顺序', 'Delivery: in stop order'],
  breakOf: ['休息 {minutes} 分钟', 'Break of {minutes} min'],
  boxHint: ['冷冻货物不出保温箱', 'Frozen goods stay in their box'],
  celsius: ['{least} 至 {most} ℃', '{least} to {most} °C'],
  outOfCold: ['脱冷 ≤ {minutes} 分钟', 'out of refrigeration ≤ {minutes} min'],
  toteCount: ['{n} 箱', ['{n} tote', '{n} totes']],
  stopsCounted: ['{n} 站', ['{n} stop', '{n} stops']],
  linesCounted: ['{n} 种商品', ['{n} product', '{n} products']],
  piecesCounted: ['共 {n} 件', ['{n} piece', '{n} pieces']],
  wayOf: ['{km} km · {minutes} 分', '{km} km · {minutes} min'],
  shortOf: ['缺 {n}：{name}', '{n} short: {name}'],
  continued: ['（续）', '(continued)'],
  noCourier: ['未派配送员', 'no courier'],
  loadedBy: ['装车人', 'Loaded by'],
  packedBy: ['装箱人', 'Packed by'],
  pickedBy: ['拣货人', 'Picked by'],
  drivenBy: ['配送员签字', 'Courier'],
  checkedBy: ['复核人', 'Checked by'],
  printedAt: ['打印于 {time}', 'Printed {time}'],
  page: ['第 {n} / {of} 页', 'Page {n} of {of}'],
  estimated: ['行驶时间为直线估算', 'Travel times are estimated by straight lines'],
  allAssigned: ['全部货组已排入车次。', 'Every consignment is on a run.'],
  listSeparator: ['，', ', '],
  // run states
  draft: ['草稿', 'Draft'],
  released: ['已下发', 'Released'],
  departed: ['已发车', 'Departed'],
  finished: ['已完成', 'Finished'],
  cancelled: ['已取消', 'Cancelled'],
} as const satisfies Record<string, readonly [string, string | readonly [string, string]]>;

export type ExportWord = keyof typeof words;

/** Says a word in one language; values are filled in, and English has one and many by `n`. */
export type Say = (word: ExportWord, values?: Readonly<Record<string, string | number>>) => string;

export function makeSay(language: ExportLanguage): Say {
  return (word, values = {}) => {
    const said = words[word][language === 'zh' ? 0 : 1];
    const text = typeof said === 'string' ? said : said[values.n === 1 ? 0 : 1];
    return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  };
}

/** A zone by name; its id where the zone's row is gone. */
export function zoneNameOf(zone: TemperatureZone | undefined, zoneId: string, language: ExportLanguage): string {
  if (zone === undefined) return zoneId;
  return language === 'zh' ? zone.nameZh : zone.nameEn;
}

/** What a list says of a zone: its temperatures, and how long its goods may be out of the cold. */
export function zoneRuleOf(zone: TemperatureZone, say: Say): string {
  const range = say('celsius', { least: zone.minCelsius, most: zone.maxCelsius });
  const { minutesOutOfRefrigeration: minutes } = zone;
  return minutes === undefined ? range : `${range} · ${say('outOfCold', { minutes })}`;
}
