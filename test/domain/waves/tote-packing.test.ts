import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toteRoom } from '../../../server/domain/network/temperature-zone.js';
import { moveUnits } from '../../../server/domain/waves/move-units.js';
import { type LineToPack, packTotes, type ToteLine } from '../../../server/domain/waves/tote-packing.js';

const kind = { nameZh: '', nameEn: '', milliliters: 30_000, grams: 12_000 };
const room = toteRoom(kind);

/** Sizes are of one unit. */
function lineOf(orderId: string, quantity: number, milliliters: number, grams = 1, more: Partial<LineToPack> = {}) {
  const size = { grams: grams * quantity, milliliters: milliliters * quantity };
  return { orderId, lineNo: 1, customerId: orderId, quantity, ...size, isFragile: false, ...more };
}

const unitsOf = (totes: readonly (readonly ToteLine[])[]) => {
  const units = new Map<string, number>();
  for (const { orderId, lineNo, quantity } of totes.flat()) {
    units.set(`${orderId} ${lineNo}`, (units.get(`${orderId} ${lineNo}`) ?? 0) + quantity);
  }
  return units;
};
const inTotes = (totes: readonly (readonly ToteLine[])[]) =>
  totes.map((tote) => tote.map(({ orderId, lineNo, quantity }) => `${orderId}.${lineNo}×${quantity}`).join(' '));

describe('packing totes', () => {
  it('fills a tote to 85 % of its volume or to its weight, and parts a line where it must', () => {
    // 25.5 l in a tote of 30 l.
    expect(packTotes(kind, [lineOf('A', 1, 25_500)])).toHaveLength(1);
    expect(inTotes(packTotes(kind, [lineOf('A', 2, 25_500)]))).toEqual(['A.1×1', 'A.1×1']);
    // 12 kg: two units of 5 kg, a third would be too heavy.
    expect(inTotes(packTotes(kind, [lineOf('A', 5, 100, 5_000)]))).toEqual(['A.1×2', 'A.1×2', 'A.1×1']);
  });

  it('gives a unit that is larger than a tote one of its own, which counts once', () => {
    const packed = packTotes(kind, [lineOf('A', 2, 90_000), lineOf('B', 1, 1_000), lineOf('C', 1, 1, 50_000)]);
    expect(inTotes(packed)).toEqual(['B.1×1', 'C.1×1', 'A.1×1', 'A.1×1']);
  });

  it("keeps a customer's goods together as far as that takes no further tote", () => {
    const two = (customerId: string) => [
      lineOf(`${customerId}1`, 1, 5_000, 1, { customerId }),
      lineOf(`${customerId}2`, 1, 7_000, 1, { customerId }),
    ];
    // 12 l each: two customers in each tote of 25.5 l.
    const packed = packTotes(kind, ['K', 'L', 'M', 'N'].flatMap(two));
    expect(packed.map((tote) => new Set(tote.map(({ orderId }) => orderId[0])).size)).toEqual([2, 2]);
    // Three of 17 l are 51 l, two full totes: one customer's goods lie in both.
    const whole = ['K', 'L', 'M'].map((name) => lineOf(name, 34, 500));
    expect(packTotes(kind, whole)).toHaveLength(2);
  });

  it('puts heavy units at the bottom and fragile ones on top', () => {
    const packed = packTotes(kind, [
      lineOf('EGGS', 1, 1_000, 900, { isFragile: true }),
      lineOf('CAKE', 1, 1_000, 300, { isFragile: true }),
      lineOf('CHIPS', 1, 1_000, 100),
      lineOf('RICE', 1, 1_000, 5_000),
    ]);
    expect(packed.map((tote) => tote.map(({ orderId }) => orderId))).toEqual([['RICE', 'CHIPS', 'EGGS', 'CAKE']]);
  });

  it('leaves what is packed where it is, and fills what room there is', () => {
    const before = [lineOf('A', 20, 1_000), lineOf('B', 20, 1_000)];
    const packed = packTotes(kind, before);
    const more = packTotes(kind, [...before, lineOf('C', 4, 1_000), lineOf('D', 10, 1_000)], packed);
    // 54 l in three totes of 25 units each.
    expect(more).toHaveLength(3);
    for (const [at, tote] of packed.entries()) {
      for (const line of tote) {
        const now = more[at].find(({ orderId }) => orderId === line.orderId)!;
        expect(now.quantity).toBeGreaterThanOrEqual(line.quantity);
      }
    }
    expect(unitsOf(more)).toEqual(new Map(Object.entries({ 'A 1': 20, 'B 1': 20, 'C 1': 4, 'D 1': 10 })));
  });

  const someLines = fc
    .array(
      fc.record({
        customer: fc.integer({ min: 0, max: 8 }),
        quantity: fc.integer({ min: 1, max: 30 }),
        grams: fc.integer({ min: 0, max: 14_000 }),
        milliliters: fc.integer({ min: 0, max: 30_000 }),
        isFragile: fc.boolean(),
      }),
      { minLength: 1, maxLength: 60 },
    )
    .map((lines) =>
      lines.map(({ customer, quantity, grams, milliliters, isFragile }, at): LineToPack => {
        const more = { lineNo: at, customerId: `K${customer}`, isFragile };
        return lineOf(`O${customer}`, quantity, milliliters, grams, more);
      }),
    );

  it('loses no unit, overfills no tote but with a single one, and leaves none empty', () => {
    fc.assert(
      fc.property(someLines, (lines) => {
        const totes = packTotes(kind, lines);
        expect(unitsOf(totes)).toEqual(new Map(lines.map((line) => [`${line.orderId} ${line.lineNo}`, line.quantity])));
        const byLine = new Map(lines.map((line) => [line.lineNo, line]));
        for (const tote of totes) {
          const sum = (size: 'grams' | 'milliliters') =>
            tote.reduce((so, { lineNo, quantity }) => {
              const line = byLine.get(lineNo)!;
              return so + (line[size] / line.quantity) * quantity;
            }, 0);
          const units = tote.reduce((so, { quantity }) => so + quantity, 0);
          expect(units).toBeGreaterThan(0);
          expect(units === 1 || (sum('grams') <= room.grams && sum('milliliters') <= room.milliliters)).toBe(true);
          const fragile = tote.map(({ lineNo }) => byLine.get(lineNo)!.isFragile);
          expect(fragile).toEqual([...fragile].sort());
        }
      }),
      { seed: 31, numRuns: 300 },
    );
  });

  it('is the same in whichever order lines come', () => {
    fc.assert(
      fc.property(
        someLines.chain((lines) =>
          fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
        ),
        ([lines, shuffled]) => {
          expect(packTotes(kind, shuffled)).toEqual(packTotes(kind, lines));
        },
      ),
      { seed: 31, numRuns: 100 },
    );
  });

  it('takes few totes more than if goods were liquid', () => {
    // 300 customers with two to six units of 0.4 to 3 l: about 11 l each.
    const lines = Array.from({ length: 300 }, (_, at) =>
      lineOf(`O${at}`, 2 + (at % 5), 400 + ((at * 997) % 2_600), 200 + ((at * 613) % 900)),
    );
    const least = Math.ceil(lines.reduce((sum, { milliliters }) => sum + milliliters, 0) / room.milliliters);
    const totes = packTotes(kind, lines);
    expect(totes.length).toBeGreaterThanOrEqual(least);
    expect(totes.length).toBeLessThanOrEqual(Math.ceil(least * 1.03));
    // Nearly all customers have their goods in one.
    const parted = new Map<string, number>();
    for (const { orderId } of totes.flat()) parted.set(orderId, (parted.get(orderId) ?? 0) + 1);
    expect([...parted.values()].filter((count) => count > 1).length).toBeLessThan(30);
  });
});

describe('units that change totes', () => {
  const lines = [
    { orderId: 'A', lineNo: 1, quantity: 3 },
    { orderId: 'B', lineNo: 1, quantity: 1 },
  ];
  const other = [{ orderId: 'A', lineNo: 1, quantity: 2 }];

  it('are taken from the one and are in the other', () => {
    expect(moveUnits(lines, other, { orderId: 'A', lineNo: 1, quantity: 2 })).toEqual({
      from: [
        { orderId: 'B', lineNo: 1, quantity: 1 },
        { orderId: 'A', lineNo: 1, quantity: 1 },
      ],
      to: [{ orderId: 'A', lineNo: 1, quantity: 4 }],
    });
    expect(moveUnits(lines, other, { orderId: 'B', lineNo: 1, quantity: 1 }).from).toEqual([lines[0]]);
  });

  it('are no more than there are', () => {
    expect(() => moveUnits(lines, other, { orderId: 'A', lineNo: 1, quantity: 4 })).toThrow('3 units');
    expect(() => moveUnits(lines, other, { orderId: 'A', lineNo: 2, quantity: 1 })).toThrow('0 units');
  });
});
