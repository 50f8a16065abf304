import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { networkSchemas } from '../../../../server/adapters/http/network/network-contract.js';
import { readThing, type TableOfThings } from '../../../../server/application/network/network-rows.js';
import { RowReader } from '../../../../server/application/tables/row-reader.js';
import type { TimeWindow } from '../../../../server/domain/local-time.js';
import {
  attributesOf,
  Faults,
  type Fields,
  type Thing,
  valueAt,
} from '../../../../server/domain/network/attributes/attribute.js';
import type { Known } from '../../../../server/domain/network/attributes/kinds/value-kind.js';
import { toFields, toThing } from '../../../../server/domain/network/attributes/settle.js';
import {
  type NetworkEntity,
  type NetworkKind,
  settle,
  things,
} from '../../../../server/domain/network/attributes/things.js';
import type { Cutoff } from '../../../../server/domain/network/cutoff.js';
import type { Depot, Sku, Station, Vehicle } from '../../../../server/domain/network/network.js';

/** Every text is one of these, so that ids of zones, depots and vehicles refer to something. */
const texts = ['frozen', 'chilled', 'ambient', '常温'];
/** Beside them no other name is taken than their own, and no number. */
const cutoffs = texts.map(
  (text, at): Cutoff => ({
    depotId: texts[0],
    cutoffId: text,
    name: text,
    sequence: 100 + at,
    cutoffSecond: 0,
    daysBefore: 1,
    weekdays: [1],
    isDefault: false,
  }),
);
const known: Known = {
  zoneIds: new Set(texts),
  depotIds: new Set(texts),
  depotOfVehicle: () => texts[0],
  findStation: (stationId) => ({ depotId: texts[0], stationId }),
  hasSku: () => true,
  cutoffsOf: () => cutoffs,
  collectingWaves: [],
  closesAt: () => undefined,
  timeZone: 'Asia/Shanghai',
};

interface Json {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly Json[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly items?: Json;
  readonly prefixItems?: readonly Json[];
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Json | false;
}

/** Values that a schema takes, from its bounds as JSON Schema has them. */
function valuesOf(json: Json): fc.Arbitrary<unknown> {
  if (json.const !== undefined) return fc.constant(json.const);
  if (json.enum !== undefined) return fc.constantFrom(...json.enum);
  if (json.anyOf !== undefined) return fc.oneof(...json.anyOf.map(valuesOf));
  if (json.type === 'null') return fc.constant(null);
  if (json.type === 'boolean') return fc.boolean();
  if (json.type === 'string') return fc.constantFrom(...texts);
  if (json.type === 'integer') {
    const { minimum = 0, maximum = 0, multipleOf = 1 } = json;
    const steps = fc.integer({ min: Math.ceil(minimum / multipleOf), max: Math.floor(maximum / multipleOf) });
    return steps.map((step) => step * multipleOf);
  }
  if (json.type === 'number') return fc.double({ min: json.minimum, max: json.maximum, noNaN: true });
  if (json.prefixItems !== undefined) return fc.tuple(...json.prefixItems.map(valuesOf));
  if (json.type === 'array') {
    return fc.array(valuesOf(json.items!), { minLength: json.minItems ?? 0, maxLength: 2 });
  }
  if (json.properties !== undefined) {
    const fields = Object.fromEntries(Object.entries(json.properties).map(([field, of]) => [field, valuesOf(of)]));
    return fc.record(fields, { requiredKeys: [...(json.required ?? [])] });
  }
  return fc.dictionary(fc.constantFrom(...texts), valuesOf(json.additionalProperties as Json));
}

/** Hours that leave room for what lies within them, and prices for the times that have one. */
const fitting: Readonly<Record<NetworkKind, Fields>> = {
  depots: { timeZone: 'Asia/Shanghai', opensSecond: 3600, closesSecond: 89_940 },
  stations: { depotId: texts[0], lon: 120, windows: [{ opens: 0, closes: 86_400 }] },
  skus: {},
  vehicles: { depotId: texts[0], shiftBeginsSecond: 3600, shiftEndsSecond: 89_940 },
  couriers: { depotId: texts[0] },
  zones: { minCelsius: -5, maxCelsius: 5 },
  cutoffs: { depotId: texts[0] },
  wave_rules: { depotId: texts[0] },
};

/** Things of a kind in their normal form. */
function thingsOf(kind: NetworkKind): fc.Arbitrary<NetworkEntity> {
  const { properties = {} } = z.toJSONSchema(networkSchemas[kind].put, {
    io: 'output',
    unrepresentable: 'any',
  }) as Json;
  const all = Object.fromEntries(Object.entries(properties).map(([field, of]) => [field, valuesOf(of)]));
  return fc
    .record(all)
    .map((fields) => settled(kind, { ...fields, ...fitting[kind] }))
    .filter((thing) => thing !== undefined);
}

function settled(kind: NetworkKind, fields: Fields): NetworkEntity | undefined {
  const parsed = networkSchemas[kind].put.safeParse(fields);
  if (!parsed.success) return undefined;
  const faults = new Faults();
  settle[kind](parsed.data as never, known, faults);
  return faults.refused ? undefined : toThing<NetworkEntity>(things[kind], parsed.data);
}

const kinds = Object.keys(things) as NetworkKind[];

describe('what the API gives out', () => {
  for (const kind of kinds) {
    it(`of ${kind} it takes back unchanged`, () => {
      let seen = 0;
      const property = fc.property(thingsOf(kind), (thing) => {
        seen++;
        const given = JSON.parse(JSON.stringify(toFields(things[kind], thing)));
        expect(networkSchemas[kind].answer.safeParse(given).error).toBeUndefined();
        expect(settled(kind, given)).toEqual(thing);
        expect(toFields(things[kind], settled(kind, given)!)).toEqual(toFields(things[kind], thing));
      });
      fc.assert(property, { numRuns: 60 });
      expect(seen).toBeGreaterThanOrEqual(60);
    });
  }
});

const minute = (least: number, most: number) => fc.integer({ min: least, max: most }).map((minutes) => minutes * 60);
const hours = fc.tuple(minute(0, 1440), minute(0, 1439)).map(([opens, long]) => ({ opens, closes: opens + long }));

/** Hours of a day or a night, and a time in it. */
const nights: Partial<Record<NetworkKind, (hours: TimeWindow, within: TimeWindow) => Fields>> = {
  depots: ({ opens, closes }, within) => ({
    ...fitting.depots,
    opensSecond: opens,
    closesSecond: closes,
    rules: { releaseSeconds: { [[...known.zoneIds][0]]: within.opens } },
  }),
  stations: (one, within) => ({
    ...fitting.stations,
    windows: [one],
    rules: { softToSecond: within.opens, lateMicrosPerHour: 1 },
  }),
  vehicles: ({ opens, closes }, begins) => ({
    ...fitting.vehicles,
    shiftBeginsSecond: opens,
    shiftEndsSecond: closes,
    rules: { breaks: [{ seconds: 600, begins }] },
  }),
};

describe('what the API gives out of hours that go past midnight, or to 24:00,', () => {
  for (const [kind, hoursOf] of Object.entries(nights) as [NetworkKind, (typeof nights)[NetworkKind] & {}][]) {
    it(`of ${kind} it takes back unchanged`, () => {
      let [seen, next] = [0, 0];
      const property = fc.property(thingsOf(kind), hours, hours, (thing, own, within) => {
        const night = settled(kind, { ...toFields(things[kind], thing), ...hoursOf(own, within) });
        fc.pre(night !== undefined);
        seen++;
        if (own.closes > 86_400) next++;
        const given = JSON.parse(JSON.stringify(toFields(things[kind], night)));
        expect(networkSchemas[kind].answer.safeParse(given).error).toBeUndefined();
        expect(settled(kind, given)).toEqual(night);
      });
      fc.assert(property, { numRuns: 60 });
      expect(seen).toBeGreaterThanOrEqual(60);
      expect(next).toBeGreaterThan(5);
    });
  }
});

/** The row that says of a thing what its fields say. */
function cellsOf(of: Thing, fields: Fields): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const { steps, attribute, columns } of attributesOf(of)) {
    const value = valueAt(fields, steps);
    const parts = value === undefined ? new Map() : attribute.kind.parts?.split(value);
    for (const { column, at } of columns) {
      if (value === undefined || value === null) cells[column] = '';
      else if (parts === undefined) cells[column] = attribute.kind.format(value);
      else cells[column] = parts.has(at) ? attribute.kind.parts!.kinds[at].format(parts.get(at)) : '';
    }
  }
  return cells;
}

describe('a row of a file', () => {
  const open = { opens: 0, closes: 86_400 };
  const depots = new Map(texts.map((depotId) => [depotId, { depotId, open } as Depot]));
  const vehicles = new Map(
    texts.map((vehicleId) => [vehicleId, { vehicleId, depotId: texts[0], compartments: [] } as unknown as Vehicle]),
  );
  const context = {
    timeZone: 'Asia/Shanghai',
    zoneIds: known.zoneIds,
    stations: new Map(),
    couriers: new Map(),
    skus: new Map(texts.map((skuId) => [skuId.toUpperCase(), { skuId } as Sku])),
    cutoffs: new Map(),
    collectingWaves: [],
    depots: new Map(),
    vehicles,
  };
  const stations = new Map(
    texts.map((stationId) => [stationId.toUpperCase(), { depotId: texts[0], stationId } as Station]),
  );
  /** What rules refer to. */
  const ofRules = { ...context, stations, cutoffs: new Map(cutoffs.map((each) => [each.cutoffId, each])) };

  for (const kind of kinds.filter((each): each is TableOfThings => each !== 'zones')) {
    it(`of ${kind} says the same as a call: the text of a value is read as the value`, () => {
      const property = fc.property(thingsOf(kind), (thing) => {
        const fields = toFields(things[kind], thing);
        const row = new RowReader(kind, { line: 1, cells: cellsOf(things[kind], fields) });
        const own = kind === 'depots' ? context : { ...(kind === 'wave_rules' ? ofRules : context), depots };
        const read = readThing(kind, row, own);
        expect(row.findings).toEqual([]);
        const meant = { ...fields };
        // They have a table of their own.
        if (kind === 'vehicles') meant.compartments = [];
        expect(toFields(things[kind], read)).toEqual(meant);
      });
      fc.assert(property, { numRuns: 60 });
    });
  }
});
