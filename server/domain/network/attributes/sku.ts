import { attribute, type Faults, type Given, type Thing } from './attribute.js';
import { thousandTonnes, thousandths } from './kinds/number-kinds.js';
import { flag, id, text } from './kinds/text-kinds.js';
import type { Known } from './kinds/value-kind.js';
import { zone } from './kinds/zone-kinds.js';
import { settleFields } from './settle.js';

/** A product as it is sold: a row of `skus`. */
export const sku = {
  one: 'SKU',
  attributes: {
    skuId: attribute({
      kind: id({ capitals: true }),
      column: 'sku_id',
      isId: true,
      group: 'basics',
      label: { zh: '商品编号', en: 'Product' },
    }),
    name: attribute({ kind: text({ least: 1 }), column: 'name', group: 'basics', label: { zh: '名称', en: 'Name' } }),
    category: attribute({
      kind: text({ most: 100 }),
      column: 'category',
      otherwise: '',
      group: 'basics',
      label: { zh: '品类', en: 'Category' },
    }),
    zoneId: attribute({
      kind: zone(),
      column: 'temp_zone',
      group: 'basics',
      label: { zh: '温区', en: 'Temperature zone' },
    }),
    unitGrams: attribute({
      kind: thousandths({ unit: 'kilograms', most: thousandTonnes }),
      column: 'unit_weight_kg',
      group: 'measures',
      label: { zh: '单件重量（公斤）', en: 'Weight of a unit, kilograms' },
    }),
    unitMilliliters: attribute({
      kind: thousandths({ unit: 'liters', most: thousandTonnes }),
      column: 'unit_volume_l',
      group: 'measures',
      label: { zh: '单件体积（升）', en: 'Volume of a unit, liters' },
    }),
    fragile: attribute({
      kind: flag(),
      column: 'fragile',
      otherwise: false,
      group: 'measures',
      label: { zh: '易碎', en: 'Fragile' },
    }),
    active: attribute({
      kind: flag(),
      column: 'active',
      otherwise: true,
      group: 'basics',
      label: { zh: '在售', en: 'On sale' },
    }),
    location: attribute({
      kind: text({ most: 50 }),
      column: 'location',
      otherwise: '',
      example: 'A-03-2',
      group: 'basics',
      label: { zh: '货位', en: 'Place in the warehouse' },
      help: { zh: '拣货单按它排序。', en: 'Orders the pick list where it is known.' },
    }),
  },
  optional: {},
} as const satisfies Thing;

/** The normal form of a product's attributes. */
export function settleSku(given: Given<typeof sku>, known: Known, faults: Faults): void {
  settleFields(sku, given, known, faults);
  given.name ||= given.skuId;
}
