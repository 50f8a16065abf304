import type { Fields } from '../../../domain/network/attributes/attribute.js';
import { compartment } from '../../../domain/network/attributes/compartment.js';
import { toFields, toThing } from '../../../domain/network/attributes/settle.js';
import { type NetworkEntities, type NetworkKind, things } from '../../../domain/network/attributes/things.js';
import type { Compartment, Vehicle } from '../../../domain/network/network.js';
import type { PriorityRule } from '../../../domain/orders/priority.js';

/** The thing that a row stands for, which `selectOf` its kind reads in the thing's fields. */
export function toEntity<Kind extends NetworkKind>(kind: Kind, row: Fields): NetworkEntities[Kind] {
  const thing = toThing<NetworkEntities[Kind]>(things[kind], row);
  if (kind !== 'vehicles') return thing;
  const parts = (row.compartments as Fields[]).map((part) => toThing<Compartment>(compartment, part));
  return { ...thing, compartments: parts };
}

/** A thing in its fields, as `upsertOf` its kind writes it. */
export function toRow(kind: NetworkKind, entity: NetworkEntities[NetworkKind]): Fields {
  return toFields(things[kind], entity);
}

/** A vehicle's compartments in their fields, each with the key of the vehicle. */
export function compartmentRows({ depotId, vehicleId, compartments }: Vehicle): Fields[] {
  return compartments.map((part) => ({ ...toFields(compartment, part), depotId, vehicleId }));
}

export interface PriorityRuleRow {
  order_class: PriorityRule['orderClass'];
  customer_tier: PriorityRule['customerTier'];
  area: string;
  priority: number;
}

export function toPriorityRule(row: PriorityRuleRow): PriorityRule {
  return { orderClass: row.order_class, customerTier: row.customer_tier, area: row.area, priority: row.priority };
}
