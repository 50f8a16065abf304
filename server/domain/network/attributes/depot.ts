import { z } from 'zod';
import { plain } from '../../kept-text.js';
import { formatTimeOfDay } from '../../local-time.js';
import { formatThousandths, parseThousandths } from '../../quantity.js';
import type { EmptyTote } from '../empty-totes.js';
import { depotStatuses } from '../network.js';
import { attribute, type Faults, type Given, type Thing } from './attribute.js';
import { isOrdered } from './kinds/composite-kinds.js';
import { count, money, price, secondsOfDay, thousandths, timeOfDay } from './kinds/number-kinds.js';
import { id, mark, oneOf, text, timeZone } from './kinds/text-kinds.js';
import type { Known, ValueKind } from './kinds/value-kind.js';
import { byTier, byZone, zonePairs } from './kinds/zone-kinds.js';
import { settleFields } from './settle.js';
import { atPosition } from './shared-attributes.js';

const loadingMinutes = thousandths({ unit: 'minutes', most: 1_000_000 });
const mostOfTote = 1_000_000;

/** The size of an empty tote: `12/1.8` in a cell, liters and kilograms. */
function toteSize(): ValueKind<EmptyTote> {
  const amount = z.int().min(0).max(mostOfTote);
  return {
    schema: z.strictObject({ milliliters: amount, grams: amount }),
    json: 'object',
    control: 'parts',
    asked: {
      parts: [
        {
          at: 'milliliters',
          kind: thousandths({ unit: 'liters', most: mostOfTote }),
          label: { zh: '升', en: 'Liters' },
        },
        {
          at: 'grams',
          kind: thousandths({ unit: 'kilograms', most: mostOfTote }),
          label: { zh: '公斤', en: 'Kilograms' },
        },
      ],
    },
    unit: 'liters/kilograms',
    form: 'liters/kilograms, 0–1,000 each',
    codes: [],
    parse(cell, note) {
      const sizes = cell.split('/').map((part) => parseThousandths(plain(part)));
      const [milliliters, grams] = sizes;
      if (sizes.length === 2 && milliliters !== undefined && grams !== undefined) {
        if (Math.max(milliliters, grams) <= mostOfTote) return { milliliters, grams };
      }
      note.refuse('not-a-decimal/tote');
      return { milliliters: 0, grams: 0 };
    },
    format: ({ milliliters, grams }) => `${formatThousandths(milliliters)}/${formatThousandths(grams)}`,
  };
}

/** A warehouse: a row of `depots`. */
export const depot = {
  one: 'depot',
  attributes: {
    depotId: attribute({
      kind: id(),
      column: 'depot_id',
      isId: true,
      group: 'basics',
      label: { zh: '仓库编号', en: 'Depot' },
    }),
    name: attribute({ kind: text({ least: 1 }), column: 'name', group: 'basics', label: { zh: '名称', en: 'Name' } }),
    ...atPosition,
    timeZone: attribute({
      kind: timeZone(),
      follows: true,
      group: 'hours',
      label: { zh: '时区', en: 'Time zone' },
      help: { zh: '不填则用安装时的时区。', en: 'An IANA name; the one of the installation where none is said.' },
    }),
    opensSecond: attribute({
      kind: timeOfDay(),
      column: 'open_from',
      at: 'open.opens',
      group: 'hours',
      label: { zh: '开门', en: 'Open from' },
    }),
    closesSecond: attribute({
      kind: timeOfDay({ most: 2 * secondsOfDay }),
      column: 'open_to',
      endOf: 'opensSecond',
      at: 'open.closes',
      group: 'hours',
      label: { zh: '关门', en: 'Open until' },
    }),
    status: attribute({
      kind: oneOf(depotStatuses, {
        open: { zh: '使用中', en: 'In use' },
        closed: { zh: '已关闭', en: 'Closed' },
      }),
      column: 'status',
      otherwise: 'open',
      staysUnsaid: true,
      isBesidePlans: true,
      group: 'basics',
      label: { zh: '状态', en: 'Status' },
      help: { zh: '关闭后不再接单。', en: 'One that is closed takes no orders.' },
    }),
    docks: attribute({
      kind: count({ least: 1, most: 1000 }),
      column: 'docks',
      group: 'service',
      label: { zh: '月台', en: 'Docks' },
      help: { zh: '同时能装几辆车。', en: 'How many vehicles load at once.' },
    }),
    loadingFixedMilliminutes: attribute({
      kind: loadingMinutes,
      column: 'load_min_fixed',
      at: 'loading.fixedMilliminutes',
      group: 'service',
      label: { zh: '每次装车固定分钟', en: 'Loading, fixed minutes' },
    }),
    loadingMilliminutesPer100Kg: attribute({
      kind: loadingMinutes,
      column: 'load_min_per_100kg',
      at: 'loading.milliminutesPer100Kg',
      group: 'service',
      label: { zh: '每 100 公斤装车分钟', en: 'Loading, minutes per 100 kg' },
    }),
    cutoffSecond: attribute({
      kind: timeOfDay(),
      column: 'cutoff',
      otherwise: 23 * 3600,
      group: 'hours',
      label: { zh: '截单时间', en: 'Cutoff' },
      help: {
        zh: '配送前一天，之后的订单归下一波次。',
        en: 'On the day before delivery; later orders join the next wave.',
      },
    }),
  },
  optionalIn: 'rules',
  optional: {
    limitsTimeOutOfRefrigeration: attribute({
      kind: mark(),
      column: 'limit_out_of_refrigeration',
      example: '1',
      group: 'cold',
      label: { zh: '脱冷时限', en: 'Time out of refrigeration' },
      help: {
        zh: '从开始装车到交货，不超过温区的脱冷分钟数；车厢自己设了时限的除外。',
        en: 'The minutes that zones allow out of refrigeration hold, from the begin of loading until the hand-over, in compartments without a limit of their own.',
      },
    }),
    releaseSeconds: attribute({
      kind: byZone(timeOfDay({ most: 2 * secondsOfDay }), { form: 'a time of day such as 05:30' }),
      column: 'release_time',
      example: 'frozen:05:30|fresh:06:00',
      group: 'hours',
      label: { zh: '最早备好', en: 'Release time' },
      help: {
        zh: '这个时间之前，不装这个温区的货。',
        en: 'By zone, the time before which no trip loads its goods: they are not picked yet.',
      },
    }),
    incompatibleZones: attribute({
      kind: zonePairs(),
      column: 'incompatible_zones',
      example: 'ambient+fresh|frozen+fresh',
      group: 'apart',
      label: { zh: '不同厢的温区', en: 'Zones that never share a compartment' },
      help: {
        zh: '一趟车上，两个温区的货不放在同一车厢。',
        en: 'Pairs of zones whose goods never ride in one compartment on the same trip.',
      },
    }),
    incompatibleOnTrip: attribute({
      kind: zonePairs(),
      column: 'incompatible_on_trip',
      example: 'ambient+frozen',
      group: 'apart',
      label: { zh: '不同车的温区', en: 'Zones that never share a vehicle' },
      help: {
        zh: '同一趟里，两个温区的货不上同一辆车。',
        en: 'Pairs of zones whose goods never ride in one vehicle on the same trip.',
      },
    }),
    emptyTotes: attribute({
      kind: byZone(toteSize(), { form: 'liters and kilograms such as 12/1.8' }),
      column: 'empty_tote',
      example: 'ambient:12/1.8|frozen:30/4',
      group: 'totes',
      label: { zh: '带回空箱', en: 'Empty totes that go back' },
      help: {
        zh: '空箱的升数和公斤数：送货时把自提点的空箱带回，装得下多少带多少。',
        en: 'By zone, liters and kilograms of an empty tote: those that wait at a station go back with who delivers there.',
      },
    }),
    balanceMicros: attribute({
      kind: price(),
      column: 'balance_cost',
      example: '12.5',
      group: 'prices',
      label: { zh: '均衡价格', en: 'Price of uneven days' },
      help: {
        zh: '× 每车工时的平方（小时²），使各车工时相近。',
        en: "The price of one vehicle's working hours squared, which makes days even.",
      },
    }),
    compactnessMicros: attribute({
      kind: price(),
      column: 'compactness_cost',
      example: '0.2',
      group: 'prices',
      label: { zh: '线路紧凑度价格', en: 'Compactness price' },
      help: {
        zh: '× 每个停靠离本趟停靠中心的距离的平方（公里²）。',
        en: "The price of each stop's squared distance, in km², from the middle of its trip's stops: it keeps a trip in one part of the city.",
      },
    }),
    omissionMicros: attribute({
      kind: money(),
      column: 'omission_price',
      example: '35',
      group: 'prices',
      label: { zh: '不送价格', en: 'Price of leaving out' },
      help: {
        zh: '每批货低于这个价格送不到，就可以不送。不填：能送的都送。',
        en: 'A consignment may be left out where bringing it costs more than this. Left out: all that can be brought is brought.',
      },
    }),
    omissionMicrosByZone: attribute({
      kind: byZone(money(), { form: 'an amount of money such as 12.50' }),
      column: 'omission_price_per_zone',
      example: 'frozen:60|ambient:20',
      group: 'prices',
      label: { zh: '各温区的不送价格', en: 'Price of leaving out, by zone' },
      help: {
        zh: '同一批货有几个价格时，按最高的算。',
        en: 'The same for the goods of a zone. Of several prices that a consignment has, the highest holds.',
      },
    }),
    omissionMicrosByTier: attribute({
      kind: byTier(money(), { form: 'an amount of money such as 12.50' }),
      column: 'omission_price_per_tier',
      example: 'A:80|B:40',
      group: 'prices',
      label: { zh: '各自提点等级的不送价格', en: 'Price of leaving out, by tier' },
      help: {
        zh: '同一批货有几个价格时，按最高的算。',
        en: 'The same for the goods of stations of a tier. Of several prices that a consignment has, the highest holds.',
      },
    }),
    changeMicros: attribute({
      kind: price(),
      column: 'change_cost',
      example: '20',
      group: 'prices',
      label: { zh: '换车价格', en: 'Price of a change' },
      help: {
        zh: '重新规划时，每个换了车的停靠。',
        en: "The price of each visit by another vehicle than in the wave's plan before.",
      },
    }),
  },
} as const satisfies Thing;

/** The rules that tie a depot's attributes together, and their normal form. */
export function settleDepot(given: Given<typeof depot>, known: Known, faults: Faults): void {
  settleFields(depot, given, known, faults);
  given.name ||= given.depotId;
  given.timeZone ||= known.timeZone;
  const open = { opens: given.opensSecond, closes: given.closesSecond };
  if (!isOrdered(open)) refuseUnordered(faults, 'closesSecond');
  const late = known
    .cutoffsOf(given.depotId)
    .find(({ daysBefore, cutoffSecond }) => daysBefore === 0 && cutoffSecond > open.closes);
  if (late !== undefined) {
    const cutoff = formatTimeOfDay(late.cutoffSecond);
    faults.refuse('closesSecond', 'cutoff-after-delivery/depot', { wave: late.name, cutoff });
  }
  const { releaseSeconds } = given.rules;
  if (releaseSeconds === undefined || !faults.isSaid('rules.releaseSeconds')) return;
  const settled = Object.entries(releaseSeconds).map(([zoneId, second]) => [zoneId, secondWithin(second, open)]);
  given.rules.releaseSeconds = Object.fromEntries(settled);
}

/** Of a day that reaches past midnight, a time before its beginning is one of the next day. */
export function secondWithin(second: number, { opens, closes }: { opens: number; closes: number }): number {
  const inDay = second > secondsOfDay ? second - secondsOfDay : second;
  return inDay < opens && inDay + secondsOfDay <= closes ? inDay + secondsOfDay : inDay;
}

/** A day or a shift that ends before it begins, or a day or more after. */
export function refuseUnordered(faults: Faults, field: string): void {
  faults.refuse(field, 'not-ordered');
}

/** The depot that something is of: the one that is named, or the only one. */
export function depotOf(named: string | undefined, { depotIds }: Known, faults: Faults): string {
  if (named === undefined) {
    if (depotIds.size === 1) return [...depotIds.keys()][0];
    faults.refuse('depotId', depotIds.size === 0 ? 'which-depot/none' : 'which-depot', { count: depotIds.size });
  } else if (!depotIds.has(named)) {
    faults.refuse('depotId', 'unknown-depot', { id: named }, named);
  }
  return named ?? '';
}
