import { attribute, type Faults, type Given, nullable, type Thing } from '../attribute.js';
import { depotOf } from '../depot.js';
import { count } from '../kinds/number-kinds.js';
import { id, text } from '../kinds/text-kinds.js';
import type { Known } from '../kinds/value-kind.js';
import { zone } from '../kinds/zone-kinds.js';
import { settleFields } from '../settle.js';
import { ofDepot } from '../shared-attributes.js';
import { looseWord, wordsOf } from './cutoff.js';

/** Which orders go to which of a date's waves: a row of `wave_rules`. */
export const waveRule = {
  one: 'wave rule',
  attributes: {
    depotId: ofDepot,
    ruleId: attribute({
      kind: id(),
      column: 'rule_id',
      isId: true,
      group: 'basics',
      label: { zh: '规则编号', en: 'Rule' },
    }),
    rank: attribute({
      kind: count({ least: 1, most: 999 }),
      column: 'rank',
      example: '1',
      group: 'basics',
      label: { zh: '顺序', en: 'Order' },
      help: { zh: '从小到大看，第一条符合的算数。', en: 'Asked from the smallest on; the first rule that fits holds.' },
    }),
    zoneId: nullable({
      kind: zone(),
      column: 'temp_zone',
      example: 'frozen',
      group: 'orders',
      label: { zh: '温区', en: 'Temperature zone' },
      help: { zh: '订单里有这个温区的商品。', en: 'The order has a product of the zone.' },
    }),
    skuId: nullable({
      kind: id({ capitals: true }),
      column: 'sku_id',
      group: 'orders',
      label: { zh: '商品', en: 'Product' },
      help: { zh: '订单里有这个商品。', en: 'The order has this product.' },
    }),
    stationId: nullable({
      kind: id(),
      column: 'station_id',
      group: 'orders',
      label: { zh: '自提点', en: 'Station' },
    }),
    area: nullable({
      kind: text({ most: 100 }),
      column: 'area',
      example: '城东',
      group: 'orders',
      label: { zh: '自提点片区', en: 'Area of the station' },
    }),
    cutoffId: attribute({
      refersTo: 'cutoffs',
      kind: id(),
      column: 'cutoff_id',
      group: 'basics',
      label: { zh: '归波次', en: 'Goes to' },
      help: { zh: '波次的名称或代码。', en: 'The name or code of a cutoff of the depot.' },
    }),
  },
  optional: {},
} as const satisfies Thing;

const conditions = ['zoneId', 'skuId', 'stationId', 'area'] as const;

/** What a rule refers to, and its normal form. */
export function settleWaveRule(given: Given<typeof waveRule>, known: Known, faults: Faults): void {
  settleFields(waveRule, given, known, faults);
  given.depotId = depotOf(given.depotId, known, faults);
  if (given.area === '') given.area = null;
  if (conditions.every((field) => given[field] === null)) faults.refuse('zoneId', 'rule-for-all');
  const word = looseWord(given.cutoffId);
  const cutoffs = known.cutoffsOf(given.depotId);
  const found = cutoffs.find((each) => wordsOf(each).has(word));
  if (found !== undefined) given.cutoffId = found.cutoffId;
  else if (cutoffs.length === 0) faults.refuse('cutoffId', 'unknown-wave/none');
  else faults.refuse('cutoffId', 'unknown-wave', { wave: given.cutoffId, known: namesOf(cutoffs) }, given.cutoffId);
  const { skuId } = given;
  if (skuId !== null && !known.hasSku(skuId)) faults.refuse('skuId', 'unknown-sku', { id: skuId }, skuId);
  if (given.stationId !== null) {
    const station = known.findStation(given.stationId);
    if (station?.depotId === given.depotId) given.stationId = station.stationId;
    else faults.refuse('stationId', 'unknown-station/of-depot', { id: given.stationId }, given.stationId);
  }
}

/** The names of cutoffs in a sentence. */
export function namesOf(cutoffs: Iterable<{ readonly name: string }>): string {
  return [...cutoffs].map(({ name }) => name).join(', ');
}
