import { type ReadonlySignal, signal } from '@preact/signals';
import type { AttributeForm } from '../../api/types.js';
import { endAfter } from './read-hours.js';

/** Fields of a thing by their names, as the API has them. */
export type Fields = Readonly<Record<string, unknown>>;

/** A thing while it is filled in: what differs from what it was, by the paths of fields, and what cannot be taken yet. */
export interface Draft {
  /** What a field is to be; undefined where nothing is said. */
  read(field: string): unknown;
  /** @param fault why what was typed says nothing yet. */
  write(field: string, value: unknown, fault?: string): void;
  faultOf(field: string): string | undefined;
  /** The fields that are no longer what they were; null takes away. */
  changes(): Record<string, unknown>;
  readonly hasFaults: ReadonlySignal<boolean>;
  readonly isTouched: ReadonlySignal<boolean>;
}

/** @param thing as the API gave it, or the little that is known of a new one. */
export function makeDraft(thing: Fields, attributes: readonly AttributeForm[]): Draft {
  const written = signal<Readonly<Record<string, unknown>>>({});
  const faults = signal<Readonly<Record<string, string>>>({});
  const isTouched = signal(false);
  const hasFaults = signal(false);
  const read = (field: string) => (field in written.value ? written.value[field] : valueAt(thing, field));
  return {
    read,
    write(field, value, fault) {
      written.value = { ...written.value, [field]: value };
      const { [field]: _, ...others } = faults.value;
      faults.value = fault === undefined ? others : { ...others, [field]: fault };
      hasFaults.value = Object.keys(faults.value).length > 0;
      isTouched.value = hasFaults.value || Object.keys(written.value).some((each) => isChanged(each));
    },
    faultOf: (field) => faults.value[field],
    changes() {
      const changed: Record<string, unknown> = {};
      for (const { field, endOf } of attributes) {
        let value = read(field);
        if (endOf !== undefined && typeof value === 'number') {
          const begin = read(endOf);
          if (typeof begin === 'number') value = endAfter(begin, value);
        }
        if (!isSame(value, valueAt(thing, field))) changed[field] = value ?? null;
      }
      return changed;
    },
    hasFaults,
    isTouched,
  };

  function isChanged(field: string): boolean {
    return !isSame(read(field), valueAt(thing, field));
  }
}

/** What stands at a path with dots. */
export function valueAt(thing: unknown, field: string): unknown {
  let value = thing;
  for (const step of field.split('.')) value = (value as Fields | undefined)?.[step];
  return value ?? undefined;
}

/** A thing whole from values by path; nothing stands where nothing is said. */
export function withValues(thing: Fields, values: Fields): Record<string, unknown> {
  const made = structuredClone(thing) as Record<string, unknown>;
  for (const [field, value] of Object.entries(values)) {
    const steps = field.split('.');
    let object = made;
    for (const step of steps.slice(0, -1)) object = (object[step] ??= {}) as Record<string, unknown>;
    if (value !== null && value !== undefined) object[steps[steps.length - 1]] = value;
    else if (steps.length === 1) object[steps[0]] = null;
    else delete object[steps[steps.length - 1]];
  }
  return made;
}

/** Whether two values say the same; the order of keys says nothing. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(ordered(one ?? null)) === JSON.stringify(ordered(other ?? null));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, each]) => [key, ordered(each)]),
  );
}
