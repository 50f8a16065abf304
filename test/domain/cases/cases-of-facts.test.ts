import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseFact, type CaseKnowledge, type KnownCase, settleCases } from '../../../server/domain/cases/case.js';
import { caseKinds, outcomesOf, standardCaseKinds, watchedKinds } from '../../../server/domain/cases/case-kinds.js';
import {
  caseOfStop,
  isLateBeyond,
  type StopOfCase,
  watchedRunKinds,
  zoneOfWrongReading,
} from '../../../server/domain/cases/cases-of-facts.js';
import { assertClosing, linesToRedeliver } from '../../../server/domain/cases/closing.js';
import { gatherReadings } from '../../../server/domain/cases/gather-readings.js';
import { standardZones } from '../../../server/domain/network/temperature-zone.js';

const goods = (consignmentId: string, outcome: 'planned' | 'delivered' | 'refused' | 'failed' | 'returned') => ({
  consignmentId,
  wholeId: consignmentId,
  partNo: null,
  zoneId: 'chilled',
  outcome,
});
const stop: StopOfCase = {
  depotId: 'D1',
  waveId: 'W',
  runId: 'R',
  stopId: 'P',
  stationId: 'S',
  status: 'planned',
  runStatus: 'departed',
  goods: [goods('a', 'planned'), goods('b', 'planned')],
  note: null,
};
const idsOf = (fact: CaseFact | undefined) => fact?.goods.map(({ consignmentId }) => consignmentId);

describe('what is wrong with a stop', () => {
  it('is nothing while it is open, or all of it was handed over', () => {
    expect(caseOfStop(stop)).toBeUndefined();
    const delivered = [goods('a', 'delivered'), goods('b', 'delivered')];
    expect(caseOfStop({ ...stop, status: 'delivered', goods: delivered })).toBeUndefined();
  });

  it('is its result, with the goods that were not handed over', () => {
    const partly = caseOfStop({ ...stop, status: 'partial', goods: [goods('a', 'delivered'), goods('b', 'refused')] });
    expect([partly?.kind, idsOf(partly)]).toEqual(['partial', ['b']]);
    const refused = caseOfStop({ ...stop, status: 'refused', goods: [goods('a', 'refused'), goods('b', 'refused')] });
    expect([refused?.kind, refused?.subject, idsOf(refused)]).toEqual(['refused', 'P', ['a', 'b']]);
    // Home again with the vehicle: they had failed.
    const failed = caseOfStop({ ...stop, status: 'failed', goods: [goods('a', 'returned')], runStatus: 'finished' });
    expect([failed?.kind, idsOf(failed)]).toEqual(['failed', ['a']]);
  });

  it('is that it was left behind, where its run is over and nothing was said of it', () => {
    expect(caseOfStop({ ...stop, runStatus: 'finished' })).toMatchObject({ kind: 'left-behind', subject: 'P' });
    expect(caseOfStop({ ...stop, runStatus: 'cancelled' })).toBeUndefined();
  });
});

describe('a reading', () => {
  const zones = (...ids: string[]) => standardZones.filter(({ zoneId }) => ids.includes(zoneId));
  it('is wrong outside of the range of its zone, both ends included in it', () => {
    // Chilled goods: 0 to 4 °C.
    expect(zoneOfWrongReading(9, zones('chilled'))?.zoneId).toBe('chilled');
    expect(zoneOfWrongReading(-1, zones('chilled'))?.zoneId).toBe('chilled');
    expect(zoneOfWrongReading(4, zones('chilled'))).toBeUndefined();
    expect(zoneOfWrongReading(0, zones('chilled'))).toBeUndefined();
  });

  it('of no named zone is wrong only where it fits none that is there, and then for the nearest', () => {
    expect(zoneOfWrongReading(9, zones('chilled', 'ambient'))).toBeUndefined();
    // 4.5 °C is half a degree above chilled and half a degree below ambient: -10 °C is 8 above frozen and 10 below chilled.
    expect(zoneOfWrongReading(-10, zones('frozen', 'chilled'))?.zoneId).toBe('frozen');
    expect(zoneOfWrongReading(-10, [])).toBeUndefined();
  });
});

describe('the clock', () => {
  const limits = { 'not-departed': 900, 'run-overdue': 1800, 'vehicle-silent': 3600, late: 900 };
  const run = { status: 'departed', departureDelay: 0, returns: 10_000, heard: 9_000 } as const;
  it('finds runs that have not left, are not home, and are not heard of, beyond the limits', () => {
    expect(watchedRunKinds({ ...run, status: 'released', departureDelay: 900 }, limits, 0)).toEqual([]);
    expect(watchedRunKinds({ ...run, status: 'released', departureDelay: 901 }, limits, 0)).toEqual(['not-departed']);
    expect(watchedRunKinds(run, limits, 11_800)).toEqual([]);
    expect(watchedRunKinds(run, limits, 12_601)).toEqual(['run-overdue', 'vehicle-silent']);
    expect(watchedRunKinds({ ...run, status: 'finished' }, limits, 99_000)).toEqual([]);
  });

  it('finds nothing of kinds that are off', () => {
    expect(watchedRunKinds(run, {}, 99_000)).toEqual([]);
    expect([isLateBeyond(901, limits), isLateBeyond(900, limits), isLateBeyond(undefined, limits)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(isLateBeyond(99_999, {})).toBe(false);
  });
});

describe('facts against the cases that there are', () => {
  const fact: CaseFact = { depotId: 'D1', kind: 'refused', subject: 'P', goods: [], detail: {} };
  const known = (status: KnownCase['status'], endedItself = false, more: Partial<KnownCase> = {}): KnownCase => ({
    depotId: 'D1',
    kind: 'refused',
    subject: 'P',
    caseId: 1,
    status,
    endedItself,
    isSo: !endedItself,
    goods: [],
    detail: {},
    ...more,
  });
  const counts = (...[facts, looked, before]: Parameters<typeof settleCases>) => {
    const settled = settleCases(facts, looked, before);
    return Object.fromEntries(
      Object.entries(settled).flatMap(([name, some]) => (some.length === 0 ? [] : [[name, some.length]])),
    );
  };

  it('make one case, however often they are told', () => {
    expect(counts([fact, fact], [fact], [])).toEqual({ opened: 1 });
    expect(counts([fact], [fact], [known('open')])).toEqual({ kept: 1 });
    expect(counts([fact], [fact], [known('taken')])).toEqual({ kept: 1 });
  });

  it('leave closed what a person closed while it lasts, and open it again when something happens anew', () => {
    expect(counts([fact], [fact], [known('closed')])).toEqual({});
    expect(counts([{ ...fact, happens: true }], [], [known('closed')])).toEqual({ reopened: 1 });
    expect(counts([fact], [fact], [known('closed', true)])).toEqual({ reopened: 1 });
  });

  it('end what was looked at and is no longer so, and nothing else', () => {
    expect(counts([], [fact], [known('taken')])).toEqual({ ended: 1 });
    expect(counts([], [], [known('open')])).toEqual({});
  });

  it('remember of what a person closed that it was no longer so, once, and open it when it is so again', () => {
    expect(counts([], [fact], [known('closed')])).toEqual({ passed: 1 });
    const passed = known('closed', false, { isSo: false });
    expect(counts([], [fact], [passed])).toEqual({});
    expect(counts([fact], [fact], [passed])).toEqual({ reopened: 1 });
  });

  it('open what a person closed when more is wrong than they saw', () => {
    const short = (picked: number) => ({ detail: { ordered: 162, picked } });
    const closed = known('closed', false, short(152));
    expect(counts([{ ...fact, ...short(142) }], [], [closed])).toEqual({ reopened: 1 });
    expect(counts([{ ...fact, ...short(152) }], [], [closed])).toEqual({});
    expect(counts([{ ...fact, ...short(153) }], [], [closed])).toEqual({});
    const [one, other] = [goods('a', 'refused'), goods('b', 'refused')];
    const partly = known('closed', false, { goods: [one] });
    expect(counts([{ ...fact, goods: [one] }], [], [partly])).toEqual({});
    expect(counts([{ ...fact, goods: [one, other] }], [], [partly])).toEqual({ reopened: 1 });
  });

  it('say once that what a person set going is in vain, and leave it to them to end that', () => {
    const sent = { closing: { outcome: 'redeliver' } } as const;
    expect(counts([], [fact], [known('closed', false, sent)])).toEqual({ inVain: 1 });
    // Opened again meanwhile, by a person or by more of it: it does not vanish by itself.
    expect(counts([], [fact], [known('taken', false, sent)])).toEqual({ inVain: 1 });
    expect(counts([], [fact], [known('open', false, { ...sent, isSo: false })])).toEqual({});
    const nothing = { closing: { outcome: 'no-action' } } as const;
    expect(counts([], [fact], [known('closed', false, nothing)])).toEqual({ passed: 1 });
    expect(counts([], [fact], [known('open', false, nothing)])).toEqual({ ended: 1 });
    // That it was late stays paid for once it has come.
    const late = { ...fact, kind: 'late' } as const;
    const paid = known('closed', false, { kind: 'late', closing: { outcome: 'refund' } });
    expect(counts([], [late], [paid])).toEqual({ passed: 1 });
  });
});

describe('readings of one zone', () => {
  const reading = (celsius: number, minute: number, ids: readonly string[]): CaseKnowledge => ({
    goods: ids.map((id) => ({ consignmentId: id, wholeId: id, partNo: null, zoneId: 'chilled' })),
    detail: {
      celsius,
      zoneId: 'chilled',
      minCelsius: 0,
      maxCelsius: 4,
      stationId: null,
      readAt: new Date(minute * 60_000).toISOString(),
    },
  });
  const gathered = ([first, ...others]: readonly CaseKnowledge[]) =>
    others.reduce((known, told) => gatherReadings(known, told), first);

  it('add up to all of their goods, the worst one, and the last one by their own times', () => {
    const all = [reading(30, 10, ['a', 'b']), reading(25, 20, ['a']), reading(9, 30, ['c']), reading(8, 5, ['b'])];
    const { goods: touched, detail } = gathered(all);
    expect(touched.map(({ consignmentId }) => consignmentId)).toEqual(['a', 'b', 'c']);
    expect(detail).toMatchObject({
      celsius: 30,
      readAt: '1970-01-01T00:10:00.000Z',
      latestCelsius: 9,
      latestReadAt: '1970-01-01T00:30:00.000Z',
    });
    // 7 degrees too cold is worse than 5 too warm.
    expect(gathered([reading(9, 1, ['a']), reading(-7, 2, ['a'])]).detail).toMatchObject({ celsius: -7 });
    expect(gathered([reading(9, 1, ['a']), reading(-7, 2, ['a'])]).detail.latestCelsius).toBeUndefined();
  });

  it('come to the same in whatever order and however often they are told', () => {
    const few = fc.record({
      celsius: fc.constantFrom(-5, -1, 5, 9, 30),
      minute: fc.integer({ min: 0, max: 3 }),
      ids: fc.subarray(['a', 'b', 'c']),
    });
    const several = fc
      .array(few, { minLength: 1, maxLength: 6 })
      .map((all) => all.map(({ celsius, minute, ids }) => reading(celsius, minute, ids)));
    const orders = several.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
    );
    // Gathered with itself, also a single one has its goods in their order.
    const settled = (all: readonly CaseKnowledge[]) => gathered([...all, all[0]]);
    fc.assert(
      fc.property(orders, ([all, again]) => {
        expect(settled(again)).toEqual(settled(all));
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe('closing a case', () => {
  it('asks for what the outcome needs', () => {
    const refuse = (...[kind, closing]: Parameters<typeof assertClosing>) => {
      try {
        assertClosing(kind, closing);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(refuse('refused', { outcome: 'no-action', note: ' ' })).toBe('Say why nothing is done.');
    expect(refuse('refused', { outcome: 'no-action', note: 'x' })).toBeUndefined();
    expect(refuse('refused', { outcome: 'refund', note: '' })).toBe('Say how much is refunded.');
    expect(refuse('refused', { outcome: 'redeliver', note: '' })).toBe('Say which wave brings the goods again.');
    expect(refuse('refused', { outcome: 'redeliver', note: '', waveId: 'W' })).toBeUndefined();
    expect(refuse('partial', { outcome: 'redeliver', note: '', waveId: 'W' })).toMatch(/^Say which orders/);
    expect(refuse('vehicle-silent', { outcome: 'return', note: 'x' })).toBe('A case of this kind cannot end so.');
    expect(refuse('refused', { outcome: 'substitute', note: '', skuId: 'MILK' })).toMatch(/^Say which product/);
  });

  it('brings what is owed, of the orders that are named, up to the pieces that are missing', () => {
    const owed = [
      { orderId: 'O1', quantity: 2 },
      { orderId: 'O2', quantity: 3 },
    ];
    expect(linesToRedeliver(owed, undefined)).toEqual(owed);
    expect(linesToRedeliver(owed, ['O2'])).toEqual([owed[1]]);
    expect(linesToRedeliver(owed, ['O1', 'O2'], 4)).toEqual([owed[0], { orderId: 'O2', quantity: 2 }]);
    expect(() => linesToRedeliver(owed, ['O3'])).toThrow('no goods in this case');
    expect(() => linesToRedeliver([], undefined)).toThrow('nothing in this case');
  });
});

describe('the standard table', () => {
  it('has limits, ends and steps in both languages for every kind, and a beginning for those by the clock alone', () => {
    for (const kind of caseKinds) {
      const { limitMinutes, afterMinutes, steps } = standardCaseKinds[kind];
      expect(limitMinutes, kind).toBeGreaterThan(0);
      expect(steps.zh.length, kind).toBe(steps.en.length);
      expect(outcomesOf[kind], kind).toContain('no-action');
      expect(afterMinutes !== undefined, kind).toBe((watchedKinds as readonly string[]).includes(kind));
    }
  });
});
