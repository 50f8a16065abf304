import { z } from 'zod';
import { makeTimeWindow, type TimeWindow } from '../../../local-time.js';
import type { Body, VehicleBreak } from '../../dispatch-rules.js';
import { minutes, secondsOfDay, someThousandths, thousandTonnes, timeOfDay } from './number-kinds.js';
import { type Note, noteOfPart, type Parts, type ValueKind } from './value-kind.js';

/** In whole minutes; a window that ends the next day closes after 86,400. */
const windowSchema = z
  .strictObject({
    opens: timeOfDay().schema,
    closes: timeOfDay({ most: 2 * secondsOfDay }).schema,
  })
  .refine(isOrdered, { error: 'closes must not lie before opens, nor a day or more after it' });

/** Whether a window ends after it begins, and within a day, or with the day. */
export function isOrdered({ opens, closes }: TimeWindow): boolean {
  return closes >= opens && (closes - opens < secondsOfDay || closes === secondsOfDay);
}

/** One or two windows, in their order. */
export function windows(): ValueKind<readonly TimeWindow[]> {
  const paths = ['0.opens', '0.closes', '1.opens', '1.closes'];
  return composite(z.array(windowSchema).min(1).max(2), 'hours', paths.slice(0, 2), {
    asked: { mostEntries: 2 },
    kinds: Object.fromEntries(paths.map((path) => [path, timeOfDay()])),
    join(given, note) {
      const windowAt = (at: number) =>
        makeTimeWindow(partOf(this, given, `${at}.opens`, note), partOf(this, given, `${at}.closes`, note));
      return given.has('1.opens') || given.has('1.closes') ? [windowAt(0), windowAt(1)] : [windowAt(0)];
    },
    split: (value) =>
      new Map(
        value.flatMap(({ opens, closes }, at): [string, number][] => [
          [`${at}.opens`, opens],
          [`${at}.closes`, closes],
        ]),
      ),
    settle: (value) => [...value].sort((one, other) => one.opens - other.opens),
  });
}

const longestBreak = 28_800;

/** Up to two breaks. From a table whose first is left out, the second stands in its own place, behind a gap. */
export function breaks(): ValueKind<readonly VehicleBreak[]> {
  const begin = timeOfDay({ most: 2 * secondsOfDay });
  const schema = z.strictObject({
    seconds: z.int().min(1).max(longestBreak),
    begins: z.strictObject({ opens: begin.schema, closes: begin.schema }),
  });
  const kinds = [0, 1].flatMap((at): [string, ValueKind<number>][] => [
    [`${at}.seconds`, minutes({ least: 1, most: longestBreak })],
    [`${at}.begins.opens`, timeOfDay()],
    [`${at}.begins.closes`, timeOfDay()],
  ]);
  return composite(z.array(schema).max(2), 'breaks', [], {
    asked: { mostEntries: 2, least: 1, most: longestBreak, scale: 60 },
    kinds: Object.fromEntries(kinds),
    join(given, note) {
      const breakAt = (at: number) => {
        if (![...given.keys()].some((path) => path.startsWith(`${at}.`))) return undefined;
        const [seconds, opens, closes] = ['seconds', 'begins.opens', 'begins.closes'].map((path) =>
          partOf(this, given, `${at}.${path}`, note),
        );
        return { seconds, begins: { opens, closes } };
      };
      const [first, second] = [breakAt(0), breakAt(1)];
      if (first === undefined && second === undefined) return undefined;
      return (second === undefined ? [first] : [first, second]) as VehicleBreak[];
    },
    split: (value) =>
      new Map(
        value.flatMap(({ seconds, begins }, at): [string, number][] => [
          [`${at}.seconds`, seconds],
          [`${at}.begins.opens`, begins.opens],
          [`${at}.begins.closes`, begins.closes],
        ]),
      ),
  });
}

/** A body that movable partitions divide. Where they stand at any place, a step is a milliliter. */
export function body(): ValueKind<Body> {
  const volume = z.int().min(1).max(thousandTonnes);
  const liters = someThousandths({ unit: 'liters', most: thousandTonnes });
  return composite<Body>(z.strictObject({ milliliters: volume, stepMilliliters: volume }), 'parts', [], {
    asked: {
      parts: [
        { at: 'milliliters', kind: liters, label: { zh: '货箱（升）', en: 'Body, liters' } },
        { at: 'stepMilliliters', kind: liters, label: { zh: '每档（升）', en: 'Step, liters' } },
      ],
    },
    kinds: { milliliters: liters, stepMilliliters: liters },
    join(given, note) {
      const milliliters = (given.get('milliliters') as number | undefined) || undefined;
      const stepMilliliters = (given.get('stepMilliliters') as number | undefined) || undefined;
      if (milliliters === undefined && stepMilliliters !== undefined) {
        note.refuse('incomplete-rule/body', {}, 'milliliters');
      }
      return milliliters === undefined ? undefined : { milliliters, stepMilliliters: stepMilliliters ?? 1 };
    },
    split: (value) => new Map(Object.entries(value)),
    settle(value, note) {
      if (value.stepMilliliters > value.milliliters) {
        note.refuse('too-large/step', {}, 'stepMilliliters');
      }
      return value;
    },
  });
}

function composite<T>(
  schema: z.ZodType<T>,
  control: ValueKind<T>['control'],
  needed: readonly string[],
  { settle, asked, ...parts }: Omit<Parts<T>, 'needed'> & Pick<ValueKind<T>, 'settle' | 'asked'>,
): ValueKind<T> {
  const whole = () => {
    throw new Error('A value of several columns has no cell of its own.');
  };
  const codes = new Set(Object.values(parts.kinds).flatMap((kind) => kind.codes));
  const form = [...new Set(Object.values(parts.kinds).map((kind) => kind.form))].join('; ');
  return {
    schema,
    json: 'object',
    control,
    asked,
    form,
    codes: [...codes],
    parse: whole,
    format: whole,
    settle,
    parts: { ...parts, needed },
  };
}

/** A part of which the cell is empty is refused by its own kind. */
function partOf<T>(
  { kinds }: Pick<Parts<T>, 'kinds'>,
  given: ReadonlyMap<string, unknown>,
  at: string,
  note: Note,
): number {
  if (given.has(at)) return given.get(at) as number;
  return kinds[at].parse('', noteOfPart(note, at));
}
