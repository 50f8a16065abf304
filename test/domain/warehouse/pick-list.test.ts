import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assertPick,
  type LineToShare,
  pickListStatusOf,
  sharePicked,
} from '../../../server/domain/warehouse/pick-list.js';

const line = (orderId: string, given: Partial<LineToShare> = {}): LineToShare => ({
  orderId,
  lineNo: 1,
  quantity: 4,
  pickedQuantity: null,
  hasLeft: false,
  priority: 5,
  placedAt: new Date('2024-06-13T10:00:00Z'),
  ...given,
});

const byOrder = (skuId: string, picked: number | null, lines: readonly LineToShare[]) =>
  Object.fromEntries(
    sharePicked(skuId, picked, lines).map(({ orderId, pickedQuantity, status }) => [orderId, [pickedQuantity, status]]),
  );

describe('a pick list', () => {
  it('is open while a line is not ticked off, also by none', () => {
    expect(pickListStatusOf([{ pickedQuantity: 3 }, { pickedQuantity: null }])).toBe('open');
    expect(pickListStatusOf([{ pickedQuantity: 3 }, { pickedQuantity: 0 }])).toBe('done');
  });

  it('takes no pick of a line that it does not have, nor of more than it asks for, nor a short one without a reason', () => {
    const pick = { lineNo: 3, pickedQuantity: 5 };
    expect(() => assertPick(pick, undefined)).toThrow('The pick list has no line 3 of at least 5 pieces.');
    expect(() => assertPick(pick, 4)).toThrow('The pick list has no line 3 of at least 5 pieces.');
    expect(() => assertPick(pick, 6)).toThrow('Say why line 3 is short.');
    for (const fine of [
      pick,
      { lineNo: 3, pickedQuantity: null },
      { ...pick, pickedQuantity: 4, shortReason: '断货' },
    ]) {
      expect(() => assertPick(fine, 5)).not.toThrow();
    }
  });
});

describe('what was picked', () => {
  it('goes to the highest priority first, then to the earlier order', () => {
    const lines = [
      line('late', { placedAt: new Date('2024-06-13T11:00:00Z') }),
      line('early'),
      line('urgent', { priority: 9, placedAt: new Date('2024-06-13T12:00:00Z') }),
    ];
    // Twelve are ordered; of nine the urgent one has four, the early one four, the late one is left with one.
    expect(byOrder('MILK', 9, lines)).toEqual({ urgent: [4, undefined], early: [4, undefined], late: [1, 'short'] });
  });

  it('leaves what has left with a vehicle as it is', () => {
    const lines = [line('gone', { priority: 1, hasLeft: true, pickedQuantity: 3 }), line('here', { priority: 9 })];
    expect(byOrder('MILK', 5, lines)).toEqual({ gone: [3, 'short'], here: [2, 'short'] });
    expect(() => sharePicked('MILK', 2, lines)).toThrow('3 pieces of MILK have left with a vehicle already.');
    expect(() => sharePicked('MILK', null, lines)).toThrow(/have left/);
  });

  it('is nothing again when a tick is taken back', () => {
    expect(byOrder('MILK', null, [line('a', { pickedQuantity: 2 })])).toEqual({ a: [null, undefined] });
  });

  it('is shared out whole, never more than ordered, in whatever order the lines are read', () => {
    const lines = fc.uniqueArray(
      fc.record({
        orderId: fc.constantFrom(...'abcdefgh'),
        lineNo: fc.constantFrom(1, 2),
        quantity: fc.integer({ min: 1, max: 9 }),
        pickedQuantity: fc.constant(null),
        hasLeft: fc.boolean(),
        priority: fc.integer({ min: 1, max: 3 }),
        placedAt: fc.constantFrom(new Date('2024-06-13T10:00:00Z'), new Date('2024-06-13T11:00:00Z')),
      }),
      { selector: ({ orderId, lineNo }) => `${orderId} ${lineNo}`, minLength: 1 },
    );
    const given = lines.chain((all) => {
      const gone = all.reduce((sum, { hasLeft, quantity }) => sum + (hasLeft ? quantity : 0), 0);
      const ordered = all.reduce((sum, { quantity }) => sum + quantity, 0);
      return fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.integer({ min: gone, max: ordered }),
      );
    });
    fc.assert(
      fc.property(given, ([all, shuffled, picked]) => {
        const shared = sharePicked('MILK', picked, all);
        expect(shared.reduce((sum, { pickedQuantity }) => sum + pickedQuantity!, 0)).toBe(picked);
        for (const { orderId, lineNo, pickedQuantity, status } of shared) {
          const { quantity } = all.find((each) => each.orderId === orderId && each.lineNo === lineNo)!;
          expect(pickedQuantity).toBeLessThanOrEqual(quantity);
          expect(status).toBe(pickedQuantity! < quantity ? 'short' : undefined);
        }
        expect(sharePicked('MILK', picked, shuffled)).toEqual(shared);
      }),
      { seed: 5 },
    );
  });
});
