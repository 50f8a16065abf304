import type { TimeWindow } from '../../local-time.js';
import { stationKinds, stationStatuses } from '../network.js';
import { attribute, type Faults, type Given, nullable, type Thing } from './attribute.js';
import { depotOf, secondWithin } from './depot.js';
import { windows } from './kinds/composite-kinds.js';
import { count, price, secondsOfDay, someThousandths, thousandths, timeOfDay } from './kinds/number-kinds.js';
import { stationRoom } from './kinds/room-kinds.js';
import { flag, id, oneOf, text, words } from './kinds/text-kinds.js';
import type { Known } from './kinds/value-kind.js';
import { bySize, byZone } from './kinds/zone-kinds.js';
import { settleFields } from './settle.js';
import { atPosition, ofDepot } from './shared-attributes.js';

const serviceMinutes = { unit: 'minutes', most: 600_000 };
const softTime = timeOfDay({ most: 2 * secondsOfDay });

/** Where neighbours fetch their orders: a row of `stations`. */
export const station = {
  one: 'station',
  attributes: {
    depotId: ofDepot,
    stationId: attribute({
      kind: id(),
      column: 'station_id',
      isId: true,
      group: 'basics',
      label: { zh: '自提点编号', en: 'Station' },
    }),
    name: attribute({ kind: text({ least: 1 }), column: 'name', group: 'basics', label: { zh: '名称', en: 'Name' } }),
    kind: attribute({
      kind: oneOf(stationKinds, {
        station: { zh: '自提点', en: 'Station' },
        locker: { zh: '自提柜', en: 'Locker' },
        leader: { zh: '团长', en: 'Leader' },
      }),
      column: 'kind',
      otherwise: 'station',
      group: 'basics',
      label: { zh: '类型', en: 'Kind' },
      help: {
        zh: '社区自提点、自提柜，或团长的家或店。',
        en: "A community pickup station, a parcel locker, or a group leader's home or shop.",
      },
    }),
    ...atPosition,
    street: attribute({
      kind: text(),
      column: 'street',
      otherwise: '',
      group: 'place',
      label: { zh: '街道', en: 'Street' },
    }),
    area: attribute({
      kind: text({ most: 50 }),
      column: 'area',
      otherwise: '',
      group: 'place',
      label: { zh: '片区', en: 'Area' },
      help: { zh: '不填则按位置归入。', en: 'Where none is said, it follows from the position.' },
    }),
    tier: attribute({
      kind: text({ most: 20 }),
      column: 'tier',
      otherwise: '',
      group: 'basics',
      label: { zh: '等级', en: 'Tier' },
    }),
    windows: attribute({
      kind: windows(),
      column: {
        '0.opens': 'receive_from',
        '0.closes': 'receive_to',
        '1.opens': 'receive2_from',
        '1.closes': 'receive2_to',
      },
      group: 'hours',
      label: { zh: '收货时间', en: 'Receiving windows' },
      help: {
        zh: '在其中任一时段内开始交货。',
        en: 'Service begins within any of them, both ends included.',
      },
    }),
    serviceFixedMilliminutes: attribute({
      kind: thousandths(serviceMinutes),
      column: 'fixed_service_min',
      at: 'service.fixedMilliminutes',
      group: 'service',
      label: { zh: '每次交货固定分钟', en: 'Service, fixed minutes' },
    }),
    serviceMilliminutesPer100Kg: attribute({
      kind: thousandths(serviceMinutes),
      column: 'min_per_100kg',
      at: 'service.milliminutesPer100Kg',
      group: 'service',
      label: { zh: '每 100 公斤交货分钟', en: 'Service, minutes per 100 kg' },
    }),
    hasFreezer: attribute({
      kind: flag(),
      column: 'has_freezer',
      otherwise: false,
      group: 'room',
      label: { zh: '有冷柜', en: 'Has a freezer' },
    }),
    maxVehicleHeightMillimeters: nullable({
      kind: thousandths({ unit: 'meters', most: 20_000 }),
      column: 'max_vehicle_height_m',
      group: 'limits',
      label: { zh: '限高（米）', en: 'Highest vehicle, meters' },
    }),
    status: attribute({
      kind: oneOf(stationStatuses, {
        open: { zh: '营业', en: 'Open' },
        suspended: { zh: '暂停', en: 'Suspended' },
        closed: { zh: '已关闭', en: 'Closed' },
      }),
      column: 'status',
      otherwise: 'open',
      group: 'basics',
      label: { zh: '状态', en: 'Status' },
    }),
  },
  optionalIn: 'rules',
  optional: {
    contactName: attribute({
      kind: text({ most: 60 }),
      column: 'contact_name',
      example: '王芳',
      isBesidePlans: true,
      group: 'contact',
      label: { zh: '联系人', en: 'Contact' },
      help: { zh: '送货时找谁。', en: 'Whom to ask for on delivery.' },
    }),
    contactPhone: attribute({
      kind: text({ most: 40 }),
      column: 'contact_phone',
      example: '138 0000 0000',
      isBesidePlans: true,
      group: 'contact',
      label: { zh: '联系电话', en: 'Contact phone' },
      help: { zh: '配送员在停靠页能拨打。', en: 'The courier can call it from the stop.' },
    }),
    courierNote: attribute({
      kind: text({ most: 300 }),
      column: 'courier_note',
      example: 'behind the gate',
      isBesidePlans: true,
      group: 'contact',
      label: { zh: '给配送员的说明', en: 'Note for couriers' },
      help: { zh: '怎么进、停哪里、放哪里。', en: 'How to get in, where to park, where to put it.' },
    }),
    capacityByZone: attribute({
      kind: byZone(stationRoom(), { form: 'liters and totes such as 300/12' }),
      column: 'capacity',
      example: 'frozen:300/12|ambient:1200/40',
      isBesidePlans: true,
      group: 'room',
      label: { zh: '各温区容量', en: 'Room, by zone' },
      help: {
        zh: '每个温区能放多少升、多少箱；0 为不限。供人查看，规划不按它算。',
        en: 'Liters and totes that it can take of a zone; 0 is no limit. For people: no plan goes by it.',
      },
    }),
    lockerCells: attribute({
      kind: bySize(count({ least: 0, most: 10_000 }), { form: 'a whole number such as 12' }),
      column: 'locker_cells',
      example: 'S:24|M:12|L:4',
      isBesidePlans: true,
      group: 'room',
      label: { zh: '柜格数', en: 'Locker cells' },
      help: { zh: '每种大小有几格。', en: 'How many of each size.' },
    }),
    skills: attribute({
      kind: words({ most: 20, longest: 30 }),
      column: 'skills',
      example: 'tail-lift|key',
      group: 'limits',
      label: { zh: '车辆须具备', en: 'Its vehicle must have' },
      help: { zh: '送货的车具备全部条件。', en: 'What its vehicle must be able to do: all of them.' },
    }),
    allowedVehicleIds: attribute({
      refersTo: 'vehicles',
      kind: words({ most: 200, longest: 100 }, { isSet: false }),
      column: 'allowed_vehicles',
      example: 'V1|V7',
      group: 'limits',
      label: { zh: '只许这些车', en: 'Only these vehicles' },
      help: { zh: '别的车不送这里。', en: 'The only vehicles that may serve it.' },
    }),
    softFromSecond: attribute({
      kind: softTime,
      column: 'soft_from',
      example: '07:30',
      group: 'hours',
      label: { zh: '最好不早于', en: 'Best begun from' },
      help: {
        zh: '更早开始也可以，按早到价格计；等一等更划算时车会等。和早到价格一起填。',
        en: 'Service that begins earlier is allowed and costs the price of early hours; the vehicle may wait. Both or neither.',
      },
    }),
    earlyMicrosPerHour: attribute({
      kind: price(),
      column: 'early_cost_per_hour',
      example: '20',
      group: 'hours',
      label: { zh: '每早一小时', en: 'Price of an hour earlier' },
      help: { zh: '和“最好不早于”一起填。', en: 'The price of an hour before the soft window.' },
    }),
    softToSecond: attribute({
      kind: softTime,
      column: 'soft_to',
      alsoColumn: 'due_by',
      example: '08:30',
      group: 'hours',
      label: { zh: '最好不晚于', en: 'Best begun by' },
      help: {
        zh: '更晚开始也可以，按晚到价格计。和晚到价格一起填。',
        en: 'Service that begins later is allowed and costs the price of late hours. Both or neither.',
      },
    }),
    lateMicrosPerHour: attribute({
      kind: price(),
      column: 'late_cost_per_hour',
      example: '60',
      group: 'hours',
      label: { zh: '每晚一小时', en: 'Price of an hour later' },
      help: { zh: '和“最好不晚于”一起填。', en: 'The price of an hour behind the soft window.' },
    }),
    milliminutesPerTote: attribute({
      kind: someThousandths(serviceMinutes),
      column: 'min_per_tote',
      example: '0.5',
      group: 'service',
      label: { zh: '每箱另加分钟', en: 'Further minutes for each tote' },
      help: { zh: '加到交货时间里。', en: 'Added to the service time for each tote.' },
    }),
    milliminutesByZone: attribute({
      kind: byZone(thousandths(serviceMinutes), { form: 'minutes such as 1.5' }),
      column: 'min_per_zone',
      example: 'frozen:2|chilled:1',
      group: 'service',
      label: { zh: '每个温区另加分钟', en: 'Further minutes for each zone' },
      help: { zh: '每送来一个温区加一次。', en: 'Added to the service time once for each zone that is brought.' },
    }),
  },
} as const satisfies Thing;

type StationFields = Given<typeof station>;

/** The rules that tie a station's attributes together, and their normal form. */
export function settleStation(given: StationFields, known: Known, faults: Faults): void {
  settleFields(station, given, known, faults);
  given.depotId = depotOf(given.depotId, known, faults);
  given.name ||= given.stationId;
  const isPlaced = !faults.list.some(({ field }) => field === 'lon' || field === 'lat');
  if (isPlaced && given.lon === 0 && given.lat === 0) {
    faults.refuse('lon', 'no-position');
  }
  const { allowedVehicleIds = [] } = faults.isSaid('rules.allowedVehicleIds') ? given.rules : {};
  const unknown = allowedVehicleIds.filter((vehicleId) => known.depotOfVehicle(vehicleId) !== given.depotId);
  if (unknown.length > 0) {
    const named = unknown.join(', ');
    faults.refuse('rules.allowedVehicleIds', 'unknown-vehicle/at-its-depot', { id: named }, named);
  }
  settleSoftTime(given, 'softToSecond', 'lateMicrosPerHour', faults);
  settleSoftTime(given, 'softFromSecond', 'earlyMicrosPerHour', faults);
  const { softFromSecond = 0, softToSecond = Number.POSITIVE_INFINITY } = given.rules;
  if (!faults.refused && softFromSecond > softToSecond) {
    faults.refuse('rules.softFromSecond', 'outside-windows/order', { other: { field: 'rules.softToSecond' } });
  }
}

/** A time within the windows, and what an hour on its wrong side costs: both, or neither. */
function settleSoftTime(
  { rules, windows: receiving }: StationFields,
  time: 'softToSecond' | 'softFromSecond',
  priceOf: 'lateMicrosPerHour' | 'earlyMicrosPerHour',
  faults: Faults,
): void {
  const [timeField, priceField] = [`rules.${time}`, `rules.${priceOf}`];
  const second = rules[time];
  if (second !== undefined && faults.isSaid(timeField)) {
    const span = spanOf(receiving);
    const settled = secondWithin(second, span);
    rules[time] = settled;
    if (!faults.refused && (settled < span.opens || settled > span.closes)) {
      faults.refuse(timeField, 'outside-windows');
    }
  }
  if ((second === undefined) === (rules[priceOf] === undefined)) return;
  const both = { one: { field: timeField }, other: { field: priceField } };
  faults.refuse(second === undefined ? timeField : priceField, 'incomplete-rule', both);
}

function spanOf(receiving: readonly TimeWindow[]): TimeWindow {
  return { opens: receiving[0].opens, closes: Math.max(...receiving.map(({ closes }) => closes)) };
}
