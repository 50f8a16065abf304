import { standardZones } from '../server/domain/network/temperature-zone.js';
import { standardPriorityRules } from '../server/domain/orders/priority.js';
import type { Migration } from './index.js';

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** The temperature zones and the priority table that every installation begins with; the operator edits them later. */
export const standardRows: Migration = {
  name: '0014-standard-rows',
  statements: [
    `insert into zones (zone_id, name_zh, name_en, sort, min_celsius, max_celsius, minutes_out_of_refrigeration, tote_name_zh,
       tote_name_en, tote_milliliters, tote_grams) values ${standardZones
         .map(
           (zone) =>
             `(${text(zone.zoneId)}, ${text(zone.nameZh)}, ${text(zone.nameEn)}, ${zone.sort}, ${zone.minCelsius},
               ${zone.maxCelsius}, ${zone.minutesOutOfRefrigeration ?? 'null'}, ${text(zone.tote.nameZh)},
               ${text(zone.tote.nameEn)}, ${zone.tote.milliliters}, ${zone.tote.grams})`,
         )
         .join(', ')}`,
    `insert into priority_rules (order_class, customer_tier, area, priority) values ${standardPriorityRules
      .map((rule) => `(${text(rule.orderClass)}, ${text(rule.customerTier)}, ${text(rule.area)}, ${rule.priority})`)
      .join(', ')}`,
  ],
};
