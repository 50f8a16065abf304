import { describe, expect, it } from 'vitest';
import { takeOutUnits } from '../../../server/domain/waves/take-out-units.js';

const of = (orderId: string, quantity: number) => ({ orderId, lineNo: 1, quantity });

describe('units that leave totes', () => {
  it('leave those of the highest numbers first, and empty ones at the end with them', () => {
    const totes = [[of('A', 5)], [of('B', 2), of('A', 3)], [of('A', 4)]];
    // Of twelve six stay: five in the first tote, one in the second.
    expect(takeOutUnits(totes, [of('A', 6), of('B', 2)])).toEqual([[of('A', 5)], [of('B', 2), of('A', 1)]]);
  });

  it('leave an empty tote between others', () => {
    const totes = [[of('A', 1)], [of('B', 1)], [of('C', 1)]];
    expect(takeOutUnits(totes, [of('A', 1), of('C', 1)])).toEqual([[of('A', 1)], [], [of('C', 1)]]);
    expect(takeOutUnits(totes, [of('A', 1)])).toEqual([[of('A', 1)]]);
  });

  it('change nothing of totes of which is not kept what is in them', () => {
    expect(takeOutUnits([[], []], [of('A', 1)])).toEqual([[], []]);
  });
});
