import { z } from 'zod';
import type { Attribute, Attributes, Thing } from './attribute.js';

type Field<T> = T extends Attribute<infer Value> ? z.ZodType<Value> : never;
type OwnShape<List extends Attributes> = { [Name in keyof List]: Field<List[Name]> };
type OptionalShape<List extends Attributes> = { [Name in keyof List]: z.ZodOptional<Field<List[Name]>> };

/** The schema of an attribute's value, with what it means. */
function fieldSchema({ kind, otherwise, label, help }: Attributes[string]): z.ZodType {
  const value = otherwise === null ? kind.schema.nullable() : kind.schema;
  return value.describe(help?.en ?? label.en);
}

/** The schemas of what every thing of a kind has, by field. */
export function ownShape<List extends Attributes>(attributes: List): OwnShape<List> {
  const shape = Object.entries(attributes).map(([field, each]) => [field, fieldSchema(each)]);
  return Object.fromEntries(shape) as OwnShape<List>;
}

/** The schemas of what may be said beside, by field. */
export function optionalShape<List extends Attributes>(optional: List): OptionalShape<List> {
  const shape = Object.entries(optional).map(([field, each]) => [field, fieldSchema(each).optional()]);
  return Object.fromEntries(shape) as OptionalShape<List>;
}

/** A thing whose optional fields stand beside the others. */
export function thingSchema<T extends Thing>({ attributes, optional }: T) {
  return z.strictObject({
    ...ownShape<T['attributes']>(attributes),
    ...optionalShape<T['optional']>(optional),
  });
}
