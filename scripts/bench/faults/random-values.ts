import type { Seeded } from '../../../server/demo/seeded.js';

/** A JSON Schema as /api/openapi.json has them, as far as it is used there. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly format?: string;
  readonly default?: unknown;
}

export interface ValueSource {
  readonly random: Seeded;
  readonly schemas: Readonly<Record<string, Schema>>;
  /** A real id for a field of this name, where one is known. */
  idFor(name: string): string | undefined;
  /** How likely a value is a hostile one, for each value by itself. */
  readonly hostility: number;
}

const halves = ['\ud800', 'a\udfffb', '\ud83d'];
const texts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  ...halves,
  '\u202e\u200b',
  '一'.repeat(100),
  'x'.repeat(101),
  'x'.repeat(1001),
  'é'.repeat(20_001),
  "'; drop table orders; --",
  '%',
  '_',
  '\\',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '1e309',
  '0',
  '-1',
  '2024-02-30',
  '2024-06-14',
  '9999-12-31',
  '0000-00-00',
  '+275760-09-13T00:00:00.000Z',
  '2024-06-14T25:61:00Z',
  '\n\r\t',
  '<script>',
  '😀'.repeat(50),
  'İ',
];
const numbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e-320,
  1e21,
  1e308,
  -1e308,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 1,
  -(2 ** 63),
  2 ** 63,
  2 ** 64,
  90,
  180,
  180.000001,
  86_400,
  86_401,
];

/** Any value at all, of a kind that a program might send by mistake or on purpose. */
export function hostileValue(random: Seeded, depth = 0): unknown {
  const kind = random.below(depth > 2 ? 5 : 8);
  if (kind === 0) return null;
  if (kind === 1) return random.chance(0.5);
  if (kind === 2) return random.pick(numbers);
  if (kind <= 4) return random.pick(texts);
  if (kind === 5) return Array.from({ length: random.below(4) }, () => hostileValue(random, depth + 1));
  if (kind === 6) {
    return Object.fromEntries(
      Array.from({ length: random.below(3) }, () => [random.pick(texts), hostileValue(random, depth + 1)]),
    );
  }
  let nested: unknown = 1;
  for (let level = 0; level < 40; level++) nested = [nested];
  return nested;
}

export const hostileText = (random: Seeded): string => random.pick(texts);

/** A value that fits a schema, but for the hostile ones among it. */
export function makeValue(schema: Schema, name: string, source: ValueSource): unknown {
  const { random, schemas, hostility } = source;
  if (random.chance(hostility)) return hostileValue(random);
  if (schema.$ref !== undefined) return makeValue(schemas[schema.$ref.split('/').at(-1)!], name, source);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return makeValue(random.pick(choices), name, source);
  if (schema.allOf !== undefined) {
    return Object.assign({}, ...schema.allOf.map((part) => makeValue(part, name, source)));
  }
  const type = typeof schema.type === 'string' || schema.type === undefined ? schema.type : random.pick(schema.type);
  if (type === 'object' || schema.properties !== undefined) return objectOf(schema, source);
  if (type === 'array') return arrayOf(schema, name, source);
  if (type === 'integer' || type === 'number') return numberOf(schema, name, type === 'integer', random);
  if (type === 'boolean') return random.chance(0.5);
  if (type === 'null') return null;
  if (type === 'string') return textOf(schema, name, source);
  return hostileValue(random, 2);
}

function objectOf(schema: Schema, source: ValueSource): object {
  const { random, hostility } = source;
  const required = new Set(schema.required ?? []);
  const entries = Object.entries(schema.properties ?? {})
    .filter(([name]) => (required.has(name) ? !random.chance(hostility / 4) : random.chance(0.5)))
    .map(([name, inner]) => [name, makeValue(inner, name, source)] as const);
  const more = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  if (more !== undefined) {
    for (let left = random.below(3); left > 0; left--) entries.push([`key${left}`, makeValue(more, 'key', source)]);
  }
  if (random.chance(hostility / 2)) entries.push([hostileText(random), hostileValue(random)]);
  return Object.fromEntries(entries);
}

function arrayOf(schema: Schema, name: string, source: ValueSource): unknown[] {
  const { random, hostility } = source;
  if (schema.prefixItems !== undefined) return schema.prefixItems.map((item) => makeValue(item, name, source));
  const least = schema.minItems ?? 0;
  const most = schema.maxItems ?? 3;
  // A list of the largest length, or one more, now and then; else a short one.
  const length = random.chance(hostility / 10)
    ? Math.min(most + random.below(2), 5001)
    : least + random.below(Math.min(3, most - least + 1));
  return Array.from({ length }, () => makeValue(schema.items ?? {}, singular(name), source));
}

const singular = (name: string) => name.replace(/Ids$/, 'Id').replace(/s$/, '');

/** What a search may take of the machine is kept small, or the requests would measure that. */
const kept: Readonly<Record<string, number>> = { seconds: 0.5, threads: 1 };

function numberOf(schema: Schema, name: string, isWhole: boolean, random: Seeded): number {
  if (Object.hasOwn(kept, name)) return kept[name];
  const least = schema.minimum ?? (schema.exclusiveMinimum !== undefined ? schema.exclusiveMinimum + 1 : -10);
  const most = schema.maximum ?? (schema.exclusiveMaximum !== undefined ? schema.exclusiveMaximum - 1 : 1000);
  if (random.chance(0.2)) return random.pick([least, most]);
  if (random.chance(0.05)) return random.pick([least - 1, most + 1]);
  const value = random.between(least, Math.min(most, least + 1000));
  return isWhole ? Math.floor(value) : Math.round(value * 1000) / 1000;
}

function textOf(
  { format, minLength = 0, maxLength = 50 }: Schema,
  name: string,
  { random, idFor }: ValueSource,
): string {
  if (format === 'date-time') {
    return new Date(Date.now() + (random.below(200) - 100) * 3_600_000).toISOString();
  }
  if (/date$/i.test(name) || format === 'date') {
    return new Date(Date.now() + (random.below(7) - 2) * 86_400_000).toISOString().slice(0, 10);
  }
  if (/At$/.test(name) || name === 'from') return new Date(Date.now() - random.below(48) * 3_600_000).toISOString();
  // A name that nothing answers to: no request shall leave this machine.
  if (format === 'uri' || name === 'url') return `https://hook-${random.below(5)}.invalid/x`;
  const id = idFor(name);
  if (id !== undefined && random.chance(0.85)) return id;
  const length = random.chance(0.1) ? Math.min(maxLength, 25_000) : Math.max(minLength, 1 + random.below(12));
  return 'abcdefghij0123456789'.charAt(random.below(20)).repeat(Math.min(length, maxLength));
}
