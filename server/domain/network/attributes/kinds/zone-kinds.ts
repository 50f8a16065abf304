import { z } from 'zod';
import { plain } from '../../../kept-text.js';
import type { ZonePair } from '../../incompatible-zones.js';
import { wordsOf } from './text-kinds.js';
import type { Known, Note, ValueKind } from './value-kind.js';

const zoneId = z.string().min(1).max(100);
/** Of 8 zones. */
const mostPairs = 28;

const cleanZone = (text: string) => plain(text).toLowerCase();

/** The temperature zone that something is of. */
export function zone(): ValueKind<string> {
  return {
    schema: zoneId,
    json: 'string',
    control: 'zone',
    form: 'a zone',
    codes: ['unknown-zone'],
    parse: cleanZone,
    format: (value) => value,
    settle(value, note, { zoneIds }) {
      const clean = cleanZone(value);
      if (!zoneIds.has(clean)) {
        note.refuse('unknown-zone/use', { zones: clean, known: [...zoneIds].join(', ') }, '', clean);
      }
      return clean;
    },
  };
}

/** One or more zones, in the order given. */
export function zones(): ValueKind<readonly string[]> {
  return {
    schema: z.array(zoneId).min(1).max(50),
    json: 'object',
    control: 'zones',
    form: 'zones with `|` between',
    codes: ['unknown-zone'],
    parse: (cell) =>
      cleanZone(cell)
        .split('|')
        .map((each) => each.trim()),
    format: (value) => value.join('|'),
    settle(value, note, { zoneIds }) {
      const clean = value.map(cleanZone);
      const unknown = clean.filter((each) => !zoneIds.has(each));
      if (unknown.length > 0) refuseUnknown(note, unknown);
      return clean;
    },
  };
}

interface ValueBy<T> {
  /** What a value looks like, for sentences. */
  readonly form: string;
  settle?(value: T): T;
}

/** A kind of which each zone may have a value: `frozen:2|chilled:1.5` in a cell. */
export function byZone<T>(of: ValueKind<T>, value: ValueBy<T>): ValueKind<Readonly<Record<string, T>>> {
  return byKey(of, value, {
    schema: zoneId,
    control: 'by-zone',
    key: 'zone',
    refused: 'not-by-zone',
    clean: cleanZone,
    settleKeys(keys, note, known) {
      const unknown = keys.filter((key) => !known.zoneIds.has(key));
      if (unknown.length > 0) refuseUnknown(note, unknown);
    },
  });
}

/** A kind of which each tier of stations may have a value: `A:40|B:25` in a cell. Tiers are the operator's own words. */
export function byTier<T>(of: ValueKind<T>, value: ValueBy<T>): ValueKind<Readonly<Record<string, T>>> {
  return byKey(of, value, {
    schema: z.string().min(1).max(20),
    control: 'by-tier',
    key: 'tier',
    refused: 'not-by-tier',
    clean: plain,
    settleKeys(keys, note) {
      // A cell could not say which is the value.
      if (keys.some((key) => key === '' || /[:|]/.test(key))) {
        note.refuse('not-by-tier/signs');
      }
    },
  });
}

/** A kind of which each size of a locker's cells may have a value: `S:12|M:8` in a cell. Sizes are the operator's own words. */
export function bySize<T>(of: ValueKind<T>, value: ValueBy<T>): ValueKind<Readonly<Record<string, T>>> {
  return byKey(of, value, {
    schema: z.string().min(1).max(10),
    control: 'by-size',
    key: 'size',
    refused: 'not-by-size',
    clean: plain,
    settleKeys(keys, note) {
      if (keys.some((key) => key === '' || key.length > 10 || /[:|]/.test(key))) {
        note.refuse('not-by-size/signs');
      }
    },
  });
}

function byKey<T>(
  of: ValueKind<T>,
  { form, settle = (value) => value }: ValueBy<T>,
  by: {
    readonly schema: z.ZodString;
    readonly control: ValueKind<T>['control'];
    readonly key: 'zone' | 'tier' | 'size';
    readonly refused: 'not-by-zone' | 'not-by-tier' | 'not-by-size';
    clean(text: string): string;
    settleKeys(keys: readonly string[], note: Note, known: Known): void;
  },
): ValueKind<Readonly<Record<string, T>>> {
  const { key: word, refused, clean } = by;
  return {
    schema: z.record(by.schema, of.schema),
    json: 'object',
    control: by.control,
    unit: of.unit,
    asked: { of },
    form: `\`${word}:value\` with \`|\` between, ${form}`,
    codes: word === 'zone' ? [refused, 'unknown-zone'] : [refused],
    parse(cell, note) {
      const values: Record<string, T> = {};
      const refuse = () => note.refuse(refused, { form, example: form.replace(/^.* such as /, '') });
      for (const part of wordsWithRepeats(cell)) {
        const [named, ...rest] = part.split(':');
        const key = clean(named);
        let isGood = true;
        const value = of.parse(rest.join(':'), { refuse: () => (isGood = false), warn: () => undefined });
        if (!isGood || Object.hasOwn(values, key)) refuse();
        else values[key] = value;
      }
      return values;
    },
    format: (value) =>
      Object.entries(value)
        .map(([key, each]) => `${key}:${of.format(each)}`)
        .join('|'),
    settle(value, note, known) {
      const entries = Object.entries(value).flatMap(([key, each]) => {
        const settled = of.settle === undefined ? each : of.settle(each, note, known);
        return settled === undefined ? [] : [[clean(key), settle(settled)] as const];
      });
      by.settleKeys(
        entries.map(([key]) => key),
        note,
        known,
      );
      return entries.length === 0 ? undefined : Object.fromEntries(entries);
    },
  };
}

/** Pairs of different zones, each once, in the order of their ids: `ambient+fresh|frozen+fresh` in a cell. */
export function zonePairs(): ValueKind<readonly ZonePair[]> {
  const refusePair = (note: Note) => note.refuse('not-a-pair');
  return {
    schema: z.array(z.tuple([zoneId, zoneId])).max(mostPairs),
    json: 'object',
    control: 'zone-pairs',
    form: '`zone+zone` with `|` between',
    codes: ['not-a-pair', 'unknown-zone'],
    parse(cell, note) {
      return wordsOf(cell).flatMap((part) => {
        const [one, other, ...more] = part.split('+').map(cleanZone);
        if (other === undefined || more.length > 0) {
          refusePair(note);
          return [];
        }
        return [[one, other] as const];
      });
    },
    format: (value) => value.map((pair) => pair.join('+')).join('|'),
    settle(value, note, known) {
      const pairs = new Map<string, ZonePair>();
      for (const given of value) {
        const [one, other] = given.map(cleanZone).sort();
        const unknown = [one, other].find((each) => !known.zoneIds.has(each));
        if (unknown !== undefined) refuseUnknown(note, [unknown]);
        else if (one === other) refusePair(note);
        else pairs.set(`${one}+${other}`, [one, other]);
      }
      if (pairs.size === 0) return undefined;
      return [...pairs].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair);
    },
  };
}

function wordsWithRepeats(cell: string): string[] {
  return plain(cell)
    .split('|')
    .filter((part) => part.trim() !== '');
}

function refuseUnknown(note: Note, unknown: readonly string[]): void {
  const named = unknown.join(', ');
  note.refuse('unknown-zone', { zones: named }, '', named);
}
