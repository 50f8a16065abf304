import { type Attributes, attributesOf, type Faults, type Fields, putAt, type Thing, valueAt } from './attribute.js';
import type { Known } from './kinds/value-kind.js';

/**
 * Brings each field that was said into its normal form, however it came, and refuses what refers to nothing.
 *
 * @param fields are changed.
 */
export function settleFields(of: Thing, fields: Fields, known: Known, faults: Faults): void {
  for (const { field, steps, attribute, isOptional } of attributesOf(of)) {
    const value = valueAt(fields, steps);
    if (value === undefined || value === null || attribute.kind.settle === undefined || !faults.isSaid(field)) continue;
    // What was refused already has only something standing in for it.
    if (faults.list.some((fault) => fault.level === 'refused' && isWithin(fault.field, field))) continue;
    const settled = attribute.kind.settle(value, faults.noteOf(field), known);
    putAt(fields, steps, settled);
    if (settled === undefined && !isOptional) putAt(fields, steps, attribute.otherwise);
  }
}

function isWithin(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`);
}

/** The thing itself from its fields, whole and in their normal form. */
export function toThing<T>(of: Thing, fields: Readonly<Fields>): T {
  const made: Fields = {};
  for (const { field, atSteps, attribute, isOptional } of attributesOf(of)) {
    if (isOptional) continue;
    const value = fields[field];
    putAt(made, atSteps, attribute.otherwise === null ? (value ?? undefined) : value);
  }
  const said = saidOf(of.optional, (of.optionalIn === undefined ? fields : fields[of.optionalIn]) as Fields);
  if (of.optionalIn === undefined) Object.assign(made, said);
  // Without any it has no such object at all: equal things are equal objects.
  else if (Object.keys(said).length > 0) made[of.optionalIn] = said;
  return made as T;
}

/** The fields of a thing, as the API gives them out. */
export function toFields(of: Thing, from: object): Fields {
  const fields: Fields = {};
  for (const { field, atSteps, attribute, isOptional } of attributesOf(of)) {
    if (isOptional) continue;
    fields[field] = valueAt(from, atSteps) ?? (attribute.otherwise === null ? null : undefined);
  }
  const said = saidOf(of.optional, (of.optionalIn === undefined ? from : (from as Fields)[of.optionalIn]) as Fields);
  if (of.optionalIn === undefined) return { ...fields, ...said };
  return { ...fields, [of.optionalIn]: said };
}

function saidOf(optional: Attributes, from: Fields | undefined): Fields {
  const said: Fields = {};
  for (const field of Object.keys(optional)) {
    const value = from?.[field];
    // A text of blanks says nothing, as an empty cell of a file does.
    if (value !== undefined && value !== null && value !== false && value !== '') said[field] = value;
  }
  return said;
}
