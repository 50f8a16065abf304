import { plain } from '../../../kept-text.js';
import { formatTimeOfDay } from '../../../local-time.js';
import { type Cutoff, mixedWave } from '../../cutoff.js';
import { attribute, type Faults, type Given, type Thing } from '../attribute.js';
import { depotOf } from '../depot.js';
import { count, timeOfDay } from '../kinds/number-kinds.js';
import { flag, id, text } from '../kinds/text-kinds.js';
import type { Known } from '../kinds/value-kind.js';
import { everyWeekday, weekdays } from '../kinds/weekday-kind.js';
import { settleFields } from '../settle.js';
import { ofDepot } from '../shared-attributes.js';

/** Of a date: more would be planned one after the other until the vehicles are back too late. */
export const mostWaves = 9;

/** Until when orders of one of a date's waves are taken: a row of `cutoffs`. */
export const cutoff = {
  one: 'cutoff',
  attributes: {
    depotId: ofDepot,
    cutoffId: attribute({
      kind: id(),
      column: 'cutoff_id',
      isId: true,
      group: 'basics',
      label: { zh: '波次代码', en: 'Code' },
      help: { zh: '订单表里可以代替名称。', en: 'Order files may say it in place of the name.' },
    }),
    name: attribute({
      kind: text({ least: 1, most: 20 }),
      column: 'name',
      example: '早班',
      group: 'basics',
      label: { zh: '名称', en: 'Name' },
      help: { zh: '大家怎么叫这个波次，例如“早班”。', en: 'What people call the wave, such as Morning.' },
    }),
    sequence: attribute({
      kind: count({ least: 1, most: mostWaves }),
      column: 'sequence',
      example: '1',
      group: 'basics',
      label: { zh: '当天第几波', en: 'Number on the date' },
      help: {
        zh: '波次编号的最后一位；本仓库里不能重复。',
        en: 'The last digit of the wave id; no two of a depot have the same.',
      },
    }),
    cutoffSecond: attribute({
      kind: timeOfDay(),
      column: 'cutoff',
      group: 'hours',
      label: { zh: '截单时间', en: 'Cutoff' },
      help: { zh: '按仓库的时钟。', en: "By the depot's clock." },
    }),
    daysBefore: attribute({
      kind: count({ least: 0, most: 7 }),
      column: 'days_before',
      otherwise: 1,
      group: 'hours',
      label: { zh: '提前几天截单', en: 'Days before delivery' },
      help: { zh: '0 是配送当天，1 是前一天。', en: '0 is the delivery date itself, 1 the day before.' },
    }),
    weekdays: attribute({
      kind: weekdays(),
      column: 'weekdays',
      otherwise: everyWeekday,
      example: '1-5',
      group: 'hours',
      label: { zh: '配送日', en: 'Delivery days' },
      help: { zh: '星期几有这个波次。', en: 'The days of the week that have this wave.' },
    }),
    isDefault: attribute({
      kind: flag(),
      column: 'default',
      otherwise: false,
      group: 'basics',
      label: { zh: '默认波次', en: 'By default' },
      help: {
        zh: '没写波次、也不合任何规则的订单先归它。',
        en: 'Orders that say no wave and that no rule is for go to it while it is open.',
      },
    }),
  },
  optional: {},
} as const satisfies Thing;

/** The rules that tie a depot's cutoffs together, and their normal form. */
export function settleCutoff(given: Given<typeof cutoff>, known: Known, faults: Faults): void {
  settleFields(cutoff, given, known, faults);
  given.depotId = depotOf(given.depotId, known, faults);
  const others = known.cutoffsOf(given.depotId).filter(({ cutoffId }) => cutoffId !== given.cutoffId);
  for (const other of others) refuseAlike(given, other, faults);
  const mixed = mixedWave(given, known.collectingWaves);
  if (mixed !== undefined) {
    const sentence = mixed.cutoffId === given.cutoffId ? 'number-collects/own' : 'number-collects';
    faults.refuse('sequence', sentence, { wave: mixed.name, date: mixed.deliveryDate, number: mixed.sequence });
  }
  const closes = known.closesAt(given.depotId);
  if (given.daysBefore === 0 && closes !== undefined && given.cutoffSecond > closes) {
    faults.refuse('cutoffSecond', 'cutoff-after-delivery', { until: formatTimeOfDay(closes) });
  }
}

function refuseAlike(given: Given<typeof cutoff>, other: Cutoff, faults: Faults): void {
  const words = wordsOf(other);
  if (words.has(looseWord(given.name))) faults.refuse('name', 'cutoff-twice', { wave: other.name });
  else if (words.has(looseWord(given.cutoffId))) faults.refuse('cutoffId', 'cutoff-twice', { wave: other.name });
  if (given.sequence === other.sequence) faults.refuse('sequence', 'cutoff-twice/sequence', { wave: other.name });
  if (given.isDefault && other.isDefault) faults.refuse('isDefault', 'cutoff-twice/default', { wave: other.name });
}

/** What people may call a cutoff: its name and its code, whichever way they write them. */
export function wordsOf({ name, cutoffId }: Pick<Cutoff, 'name' | 'cutoffId'>): ReadonlySet<string> {
  return new Set([looseWord(name), looseWord(cutoffId)]);
}

export function looseWord(text: string): string {
  return plain(text).toLowerCase();
}
