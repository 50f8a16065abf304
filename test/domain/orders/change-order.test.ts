import { describe, expect, it } from 'vitest';
import type { ConsignmentStatus } from '../../../server/domain/delivery/consignment-status.js';
import { type ChangeableOrder, changeOrder, type OrderChange } from '../../../server/domain/orders/change-order.js';
import type { WaveStatus } from '../../../server/domain/waves/wave.js';

const limits = { grams: 100_000, milliliters: 100_000 };
const milk = { lineNo: 1, skuId: 'MILK', zoneId: 'chilled', quantity: 4, grams: 4_000, milliliters: 4_800 };
const rice = { lineNo: 2, skuId: 'RICE', zoneId: 'ambient', quantity: 1, grams: 10_000, milliliters: 12_000 };

function order(waveStatus: WaveStatus, chilled: ConsignmentStatus = 'allocated'): ChangeableOrder {
  return {
    depotId: 'D1',
    orderId: 'O1',
    status: 'ordered',
    stationId: 'S1',
    waveId: 'W1',
    deliveryDate: '2024-06-14',
    waveStatus,
    goods:
      waveStatus === 'collecting'
        ? new Map()
        : new Map([
            ['chilled', chilled],
            ['ambient', 'allocated'],
          ]),
    lines: [milk, rice],
  };
}
const next = (status: WaveStatus = 'collecting') => ({ waveId: 'W2', deliveryDate: '2024-06-15', status });
const codeOf = (of: ChangeableOrder, change: OrderChange) => {
  try {
    return changeOrder(of, change, limits) === undefined ? 'unchanged' : 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const less = { lines: [{ lineNo: 1, quantity: 3 }] };
const more = { lines: [{ lineNo: 1, quantity: 5 }] };
const station = { stationId: 'S2' };
const wave = { wave: next() };
const all = [less, { cancels: true }, more, station, wave];

describe('what may become of an order', () => {
  it.each([
    ['collecting', ['done', 'done', 'done', 'done', 'done']],
    ['closed', ['done', 'done', 'order-grows', 'wave-closed', 'done']],
    ['planned', ['done', 'done', 'order-grows', 'wave-closed', 'done']],
    ['picking', ['done', 'done', 'order-grows', 'wave-closed', 'done']],
    ['dispatched', ['done', 'done', 'order-grows', 'wave-closed', 'done']],
    ['finished', ['wrong-state', 'wrong-state', 'wrong-state', 'wave-closed', 'wrong-state']],
  ] as const)('in a wave that is %s', (status, codes) => {
    expect(all.map((change) => codeOf(order(status), change))).toEqual(codes);
  });

  it('is nothing that concerns goods on board, but all else', () => {
    const loaded = order('dispatched', 'loaded');
    expect(codeOf(loaded, less)).toBe('goods-loaded');
    expect(codeOf(loaded, { cancels: true })).toBe('goods-loaded');
    expect(codeOf(loaded, wave)).toBe('goods-loaded');
    expect(codeOf(loaded, { lines: [{ lineNo: 2, quantity: 0 }] })).toBe('done');
  });

  it('keeps the size of its pieces', () => {
    const { after } = changeOrder(order('planned'), less, limits)!;
    // Three quarters of 4,000 g and 4,800 ml.
    expect(after.lines).toEqual([{ ...milk, quantity: 3, grams: 3_000, milliliters: 3_600 }, rice]);
    expect(codeOf(order('collecting'), { lines: [{ lineNo: 2, quantity: 11 }] })).toBe('invalid-input');
  });

  it('is its end where no line is left, and another wave is of no matter then', () => {
    const none = { lines: [1, 2].map((lineNo) => ({ lineNo, quantity: 0 })), wave: next() };
    expect(changeOrder(order('planned'), none, limits)!.after).toMatchObject({
      status: 'cancelled',
      waveId: 'W1',
      lines: [],
    });
  });

  it('is nothing more where it is cancelled', () => {
    const gone: ChangeableOrder = { ...order('planned'), status: 'cancelled', lines: [] };
    expect(codeOf(gone, { cancels: true })).toBe('unchanged');
    expect(codeOf(gone, wave)).toBe('order-cancelled');
  });

  it('is nothing where nothing is another, and nothing for a wave that is closed, or a line that is not there', () => {
    expect(codeOf(order('planned'), { lines: [{ lineNo: 1, quantity: 4 }], stationId: 'S1' })).toBe('unchanged');
    expect(codeOf(order('collecting'), { wave: next('closed') })).toBe('wave-closed');
    expect(codeOf(order('collecting'), { lines: [{ lineNo: 3, quantity: 1 }] })).toBe('invalid-input');
  });
});
