import { describe, expect, it } from 'vitest';
import { body, breaks, windows } from '../../../../server/domain/network/attributes/kinds/composite-kinds.js';
import {
  celsius,
  count,
  degrees,
  minutes,
  money,
  price,
  someThousandths,
  thousandths,
  timeOfDay,
} from '../../../../server/domain/network/attributes/kinds/number-kinds.js';
import {
  flag,
  id,
  mark,
  oneOf,
  text,
  timeZone,
  words,
} from '../../../../server/domain/network/attributes/kinds/text-kinds.js';
import type { Known, Note, ValueKind } from '../../../../server/domain/network/attributes/kinds/value-kind.js';
import { weekdays } from '../../../../server/domain/network/attributes/kinds/weekday-kind.js';
import {
  byTier,
  byZone,
  zone,
  zonePairs,
  zones,
} from '../../../../server/domain/network/attributes/kinds/zone-kinds.js';

const known: Known = {
  zoneIds: new Set(['frozen', 'chilled', 'ambient']),
  depotIds: new Set(),
  depotOfVehicle: () => undefined,
  findStation: () => undefined,
  hasSku: () => false,
  cutoffsOf: () => [],
  collectingWaves: [],
  closesAt: () => undefined,
  timeZone: 'Asia/Shanghai',
};

function noting(): { note: Note; codes: string[] } {
  const codes: string[] = [];
  // Behind a slash stands which of the sentences of a code it is.
  const take = (sentence: string) => codes.push(sentence.split('/')[0]);
  return { codes, note: { refuse: take, warn: take } };
}

/** What a cell gives in the end, or the codes that were found. */
function ofCell<T>(kind: ValueKind<T>, cell: string): unknown {
  const { note, codes } = noting();
  const value = kind.parse(cell, note);
  const settled = codes.length > 0 || kind.settle === undefined ? value : kind.settle(value, note, known);
  return codes.length > 0 ? codes : settled;
}

/** What JSON gives in the end; the codes that were found, or `schema` where the schema refuses it. */
function ofJson<T>(kind: ValueKind<T>, json: unknown): unknown {
  const parsed = kind.schema.safeParse(json);
  if (!parsed.success) return 'schema';
  const { note, codes } = noting();
  const settled = kind.settle === undefined ? parsed.data : kind.settle(parsed.data, note, known);
  return codes.length > 0 ? codes : settled;
}

interface Case {
  readonly kind: ValueKind<never> | ValueKind<string> | ValueKind<number>;
  /** A cell and its value, which as JSON is the value too. */
  readonly taken: readonly (readonly [string, unknown])[];
  readonly cells: readonly (readonly [string, unknown])[];
  readonly json: readonly (readonly [unknown, unknown])[];
}

const kilograms = { unit: 'kilograms', most: 5000 };
const long = 'x'.repeat(101);

const cases: Readonly<Record<string, Case>> = {
  id: {
    kind: id(),
    taken: [
      ['S1', 'S1'],
      ['x'.repeat(100), 'x'.repeat(100)],
    ],
    cells: [
      [' Ｓ１\u200b ', 'S1'],
      ['', ['missing']],
      [long, ['too-long']],
      ['a\tb', ['control-characters']],
      [' .. ', ['dots-alone']],
      ['a\ud800', ['half-a-character']],
    ],
    json: [
      ['Ｓ１', 'S1'],
      ['', 'schema'],
      [long, 'schema'],
      [' ', 'schema'],
      ['a\u202eb', ['control-characters']],
      ['.', ['dots-alone']],
    ],
  },
  'id in capitals': {
    kind: id({ capitals: true }),
    taken: [['MILK', 'MILK']],
    cells: [['milk', 'MILK']],
    json: [['milk', 'MILK']],
  },
  text: {
    kind: text({ least: 1, most: 5 }),
    taken: [
      ['一号', '一号'],
      ['12345', '12345'],
    ],
    cells: [
      [' a\u0007b ', 'ab'],
      ['123456', ['cut']],
      ['', ''],
    ],
    json: [
      [' ab ', 'ab'],
      ['123456', 'schema'],
      [' ', 'schema'],
    ],
  },
  'one of': {
    kind: oneOf(['open', 'suspended']) as never,
    taken: [
      ['open', 'open'],
      ['suspended', 'suspended'],
    ],
    cells: [
      ['OPEN', 'open'],
      ['shut', ['unknown-word']],
    ],
    json: [
      ['shut', 'schema'],
      ['OPEN', 'schema'],
    ],
  },
  'time zone': {
    kind: timeZone(),
    taken: [['Asia/Urumqi', 'Asia/Urumqi']],
    cells: [],
    json: [['Asia/Nowhere', 'schema']],
  },
  flag: {
    kind: flag() as never,
    taken: [
      ['1', true],
      ['0', false],
    ],
    cells: [['yes', ['unknown-word']]],
    json: [[1, 'schema']],
  },
  mark: {
    kind: mark() as never,
    taken: [['1', true]],
    cells: [
      ['0', undefined],
      ['maybe', ['unknown-word']],
    ],
    json: [[false, 'schema']],
  },
  words: {
    kind: words({ most: 2, longest: 4 }) as never,
    taken: [['key|lift', ['key', 'lift']]],
    cells: [
      ['Lift| key|lift', ['key', 'lift']],
      ['|', undefined],
      ['a|b|c', ['too-long']],
      ['abcde', ['too-long']],
    ],
    json: [
      [
        ['Lift', 'key'],
        ['key', 'lift'],
      ],
      [['a', 'b', 'c'], 'schema'],
      [['abcde'], 'schema'],
      [['a|b'], 'schema'],
      [[], undefined],
    ],
  },
  'ids of vehicles': {
    kind: words({ most: 3, longest: 4 }, { isSet: false }) as never,
    taken: [['V2|V1', ['V2', 'V1']]],
    cells: [['V2|V1|V2', ['V2', 'V1']]],
    json: [[['V2', 'V2'], ['V2']]],
  },
  thousandths: {
    kind: thousandths(kilograms),
    taken: [
      ['0', 0],
      ['0.001', 1],
      ['5', 5000],
    ],
    cells: [
      ['5.001', ['not-a-decimal']],
      ['-1', ['not-a-decimal']],
      ['0.0001', ['not-a-decimal']],
      ['1e3', ['not-a-decimal']],
      ['', ['not-a-decimal']],
    ],
    json: [
      [5001, 'schema'],
      [-1, 'schema'],
      [0.5, 'schema'],
    ],
  },
  'some thousandths': {
    kind: someThousandths(kilograms),
    taken: [['1.5', 1500]],
    cells: [['0', undefined]],
    json: [[0, undefined]],
  },
  minutes: {
    kind: minutes({ least: 1, most: 3600 }),
    taken: [
      ['0.017', 1],
      ['1.5', 90],
      ['60', 3600],
    ],
    cells: [
      ['0', ['not-a-decimal']],
      ['60.001', ['not-a-decimal']],
      ['30.51', 1830],
    ],
    json: [
      [0, 'schema'],
      [3601, 'schema'],
    ],
  },
  count: {
    kind: count({ least: 1, most: 20 }),
    taken: [
      ['1', 1],
      ['20', 20],
    ],
    cells: [
      ['0', ['not-a-count']],
      ['21', ['not-a-count']],
      ['1.0', ['not-a-count']],
    ],
    json: [
      [0, 'schema'],
      [21, 'schema'],
      [1.5, 'schema'],
    ],
  },
  degrees: {
    kind: degrees(90),
    taken: [
      ['90', 90],
      ['-90', -90],
      ['30.255', 30.255],
      ['0.0000001', 0.0000001],
    ],
    cells: [
      ['90.1', ['not-degrees']],
      ['1e-7', ['not-degrees']],
      ['-0', 0],
    ],
    json: [
      [90.1, 'schema'],
      [-0, 0],
    ],
  },
  celsius: {
    kind: celsius(),
    taken: [['-18.5', -18.5]],
    cells: [],
    json: [
      [100.5, 'schema'],
      [-101, 'schema'],
    ],
  },
  weekdays: {
    kind: weekdays() as ValueKind<never>,
    taken: [
      ['1|2', [1, 2]],
      ['7', [7]],
    ],
    cells: [
      ['1-3', [1, 2, 3]],
      // Over the end of the week.
      ['6-1|3', [1, 3, 6, 7]],
      ['1|1', [1]],
      ['0', ['not-weekdays']],
      ['8', ['not-weekdays']],
      ['', ['not-weekdays']],
      ['一', ['not-weekdays']],
    ],
    json: [
      [
        [5, 1, 1],
        [1, 5],
      ],
      [[], 'schema'],
      [[0], 'schema'],
      [[8], 'schema'],
    ],
  },
  'time of day': {
    kind: timeOfDay(),
    taken: [
      ['00:00', 0],
      ['07:30', 27_000],
      ['24:00', 86_400],
    ],
    cells: [
      ['7:30', 27_000],
      ['24:01', ['not-a-time']],
      ['07:60', ['not-a-time']],
      ['noon', ['not-a-time']],
    ],
    json: [
      [86_460, 'schema'],
      [-60, 'schema'],
      [90, 'schema'],
    ],
  },
  money: {
    kind: money(),
    taken: [
      ['0', 0],
      ['2.6', 2_600_000],
      ['0.000001', 1],
      ['999999999.999999', 999_999_999_999_999],
    ],
    cells: [
      ['-1', ['not-money']],
      ['0.0000001', ['not-money']],
      ['1000000000', ['not-money']],
    ],
    json: [
      [1_000_000_000_000_000, 'schema'],
      [-1, 'schema'],
    ],
  },
  price: { kind: price(), taken: [['12.5', 12_500_000]], cells: [['0', undefined]], json: [[0, undefined]] },
  zone: {
    kind: zone(),
    taken: [['frozen', 'frozen']],
    cells: [
      ['FROZEN', 'frozen'],
      ['warm', ['unknown-zone']],
    ],
    json: [
      ['Frozen', 'frozen'],
      ['warm', ['unknown-zone']],
    ],
  },
  zones: {
    kind: zones() as never,
    taken: [['frozen|ambient', ['frozen', 'ambient']]],
    cells: [
      ['frozen|warm', ['unknown-zone']],
      ['', ['unknown-zone']],
    ],
    json: [
      [[], 'schema'],
      [['warm'], ['unknown-zone']],
    ],
  },
  'by zone': {
    kind: byZone(thousandths(kilograms), { form: 'minutes such as 1.5' }) as never,
    taken: [['frozen:1.5|ambient:0', { frozen: 1500, ambient: 0 }]],
    cells: [
      ['', undefined],
      ['frozen', ['not-by-zone']],
      ['frozen:1|FROZEN:2', ['not-by-zone']],
      ['frozen:6', ['not-by-zone']],
      ['warm:1', ['unknown-zone']],
    ],
    json: [
      [{}, undefined],
      [{ frozen: 5001 }, 'schema'],
      [{ warm: 1 }, ['unknown-zone']],
    ],
  },
  'by tier': {
    kind: byTier(price(), { form: 'money such as 12.50' }) as never,
    taken: [['A:12.5|vip:80', { A: 12_500_000, vip: 80_000_000 }]],
    cells: [
      ['', undefined],
      ['A', ['not-by-tier']],
      ['A:1|A :2', ['not-by-tier']],
      ['A:x', ['not-by-tier']],
      [':1', ['not-by-tier']],
    ],
    json: [
      [{}, undefined],
      [{ A: 0 }, undefined],
      [{ A: -1 }, 'schema'],
      [{ 'A:B': 1 }, ['not-by-tier']],
      [{ 'A|B': 1 }, ['not-by-tier']],
      [{ ' ': 1 }, ['not-by-tier']],
    ],
  },
  'zone pairs': {
    kind: zonePairs() as never,
    taken: [
      [
        'ambient+frozen|chilled+frozen',
        [
          ['ambient', 'frozen'],
          ['chilled', 'frozen'],
        ],
      ],
    ],
    cells: [
      ['Frozen+ambient|ambient+frozen', [['ambient', 'frozen']]],
      ['frozen', ['not-a-pair']],
      ['frozen+frozen', ['not-a-pair']],
      ['frozen+warm', ['unknown-zone']],
    ],
    json: [
      [[['frozen', 'ambient']], [['ambient', 'frozen']]],
      [[['frozen']], 'schema'],
      [[], undefined],
    ],
  },
};

describe('a kind of value', () => {
  for (const [name, { kind, taken, cells, json }] of Object.entries(cases)) {
    it(`${name} is the same value as a cell and as JSON, and refuses what is beyond its bounds`, () => {
      const of = kind as ValueKind<unknown>;
      for (const [cell, value] of taken) {
        expect([cell, ofCell(of, cell)]).toEqual([cell, value]);
        expect([cell, ofJson(of, value)]).toEqual([cell, value]);
        expect(of.format(value)).toBe(cell);
      }
      for (const [cell, found] of cells) expect([cell, ofCell(of, cell)]).toEqual([cell, found]);
      for (const [given, found] of json) expect([given, ofJson(of, given)]).toEqual([given, found]);
    });
  }

  it('knows every code that it refuses with', () => {
    for (const [name, { kind, cells }] of Object.entries(cases)) {
      const found = cells.flatMap(([cell]) => {
        const { note, codes } = noting();
        const of = kind as ValueKind<unknown>;
        of.settle?.(of.parse(cell, note), note, known);
        return codes;
      });
      expect([name, found.filter((code) => !kind.codes.includes(code))]).toEqual([name, []]);
    }
  });
});

describe('a value of several columns', () => {
  const joined = <T>({ parts, settle }: ValueKind<T>, cells: Record<string, string>) => {
    const { codes, note } = noting();
    const given = new Map(Object.entries(cells).map(([at, cell]) => [at, parts!.kinds[at].parse(cell, note)]));
    const value = parts!.join(given, note);
    const settled = value === undefined || settle === undefined ? value : settle(value, note, known);
    return codes.length > 0 ? codes : settled;
  };

  it('is one window or two, in their order, past midnight where the end is before the beginning', () => {
    const late = { '0.opens': '20:00', '0.closes': '02:00' };
    expect(joined(windows(), late)).toEqual([{ opens: 72_000, closes: 93_600 }]);
    expect(joined(windows(), { ...late, '1.opens': '07:00', '1.closes': '09:00' })).toEqual([
      { opens: 25_200, closes: 32_400 },
      { opens: 72_000, closes: 93_600 },
    ]);
    expect(joined(windows(), { '0.opens': '20:00' })).toEqual(['not-a-time']);
    expect(joined(windows(), { ...late, '1.opens': '07:00' })).toEqual(['not-a-time']);
    const { schema } = windows();
    expect(schema.safeParse([{ opens: 0, closes: 86_400 }]).success).toBe(true);
    for (const wrong of [[], [{ opens: 60, closes: 0 }], [{ opens: 60, closes: 86_460 }], [{ opens: 0, closes: 90 }]]) {
      expect([wrong, schema.safeParse(wrong).success]).toEqual([wrong, false]);
    }
  });

  it('is a body with its step, a milliliter where none is said', () => {
    expect(joined(body(), { milliliters: '8' })).toEqual({ milliliters: 8000, stepMilliliters: 1 });
    expect(joined(body(), { milliliters: '8', stepMilliliters: '8' })).toEqual({
      milliliters: 8000,
      stepMilliliters: 8000,
    });
    expect(joined(body(), { milliliters: '8', stepMilliliters: '8.001' })).toEqual(['too-large']);
    expect(joined(body(), { stepMilliliters: '8' })).toEqual(['incomplete-rule']);
    expect(joined(body(), { milliliters: '0' })).toBeUndefined();
    expect(body().schema.safeParse({ milliliters: 0, stepMilliliters: 1 }).success).toBe(false);
  });

  it('is up to two breaks, each with its length and its hours', () => {
    const first = { '0.seconds': '30', '0.begins.opens': '11:00', '0.begins.closes': '13:00' };
    const pause = { seconds: 1800, begins: { opens: 39_600, closes: 46_800 } };
    expect(joined(breaks(), first)).toEqual([pause]);
    expect(joined(breaks(), {})).toBeUndefined();
    expect(joined(breaks(), { '0.seconds': '30' })).toEqual(['not-a-time', 'not-a-time']);
    expect(joined(breaks(), { ...first, '0.seconds': '480.001' })).toEqual(['not-a-decimal']);
    const { schema } = breaks();
    expect(schema.safeParse([pause, pause]).success).toBe(true);
    expect(schema.safeParse([pause, pause, pause]).success).toBe(false);
    expect(schema.safeParse([{ ...pause, seconds: 28_801 }]).success).toBe(false);
    expect(schema.safeParse([{ ...pause, begins: { opens: 27_030, closes: 30_000 } }]).success).toBe(false);
  });
});
