import { plain } from '../../kept-text.js';
import { attribute, type Faults, type Given, nullable, type Thing } from './attribute.js';
import { celsius, count } from './kinds/number-kinds.js';
import { id, text } from './kinds/text-kinds.js';
import type { Known } from './kinds/value-kind.js';
import { settleFields } from './settle.js';

const name = text({ least: 1 });
const toteSize = count({ least: 1, most: 1_000_000 });

/** A temperature zone. No import has them. */
export const temperatureZone = {
  one: 'zone',
  attributes: {
    zoneId: attribute({ kind: id(), isId: true, group: 'basics', label: { zh: '温区编号', en: 'Zone' } }),
    nameZh: attribute({ kind: name, group: 'basics', label: { zh: '中文名', en: 'Chinese name' } }),
    nameEn: attribute({ kind: name, group: 'basics', label: { zh: '英文名', en: 'English name' } }),
    sort: attribute({
      kind: count({ least: 0, most: 1000 }),
      group: 'basics',
      label: { zh: '排序', en: 'Order on lists' },
    }),
    minCelsius: attribute({ kind: celsius(), group: 'cold', label: { zh: '最低温度', en: 'Lowest temperature' } }),
    maxCelsius: attribute({ kind: celsius(), group: 'cold', label: { zh: '最高温度', en: 'Highest temperature' } }),
    minutesOutOfRefrigeration: nullable({
      kind: count({ least: 1, most: 10_000 }),
      group: 'cold',
      label: { zh: '脱冷时限（分钟）', en: 'Minutes out of refrigeration' },
      help: {
        zh: '货物能离开冷藏多久；不怕热的不填。',
        en: 'How long goods may be out of refrigeration; null where it does not matter.',
      },
    }),
    toteNameZh: attribute({
      kind: name,
      at: 'tote.nameZh',
      group: 'totes',
      label: { zh: '周转箱中文名', en: 'Tote, Chinese name' },
    }),
    toteNameEn: attribute({
      kind: name,
      at: 'tote.nameEn',
      group: 'totes',
      label: { zh: '周转箱英文名', en: 'Tote, English name' },
    }),
    toteMilliliters: attribute({
      kind: toteSize,
      at: 'tote.milliliters',
      group: 'totes',
      label: { zh: '周转箱容积（毫升）', en: 'Tote, milliliters' },
    }),
    toteGrams: attribute({
      kind: toteSize,
      at: 'tote.grams',
      group: 'totes',
      label: { zh: '周转箱载重（克）', en: 'Tote, grams' },
    }),
  },
  optional: {},
} as const satisfies Thing;

/** The rules that tie a zone's attributes together, and their normal form. */
export function settleZone(given: Given<typeof temperatureZone>, known: Known, faults: Faults): void {
  const { zoneId, minCelsius, maxCelsius } = given;
  settleFields(temperatureZone, given, known, faults);
  // Cells name zones without case, between these signs.
  if (plain(zoneId).toLowerCase() !== zoneId || /[|:+/,]/.test(zoneId)) {
    faults.refuse('zoneId', 'not-a-zone-id', {}, zoneId);
  }
  if (minCelsius <= maxCelsius) return;
  faults.refuse('minCelsius', 'not-ordered/celsius', { other: { field: 'maxCelsius' } });
}
