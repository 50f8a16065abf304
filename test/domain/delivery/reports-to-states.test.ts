import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findReportFault } from '../../../server/domain/delivery/check-report.js';
import { consignmentByGoods, type PlacedGoods } from '../../../server/domain/delivery/consignment-status.js';
import { type RunReport, runEventKinds } from '../../../server/domain/delivery/report.js';
import { mayChangeCourier, runByFacts, runStatuses, waveCauseOf } from '../../../server/domain/delivery/run.js';
import { goodsByReports, goodsOutcomes, type StopReport, stopByReports } from '../../../server/domain/delivery/stop.js';

const minute = (at: number) => new Date(Date.UTC(2024, 5, 14, 1, at));

/** Reports of one stop with the goods a and b; few times and outcomes, so that some are of the same moment. */
const reports: fc.Arbitrary<StopReport[]> = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom(...runEventKinds),
    deviceAt: fc.integer({ min: 0, max: 4 }).map(minute),
    deviceEventId: fc.string({ minLength: 1, maxLength: 3 }),
    consignments: fc.option(
      fc.array(
        fc.record({
          consignmentId: fc.constantFrom('a', 'b'),
          outcome: fc.constantFrom(
            undefined,
            'delivered' as const,
            'partial' as const,
            'refused' as const,
            'failed' as const,
          ),
          totesHandedOver: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
        }),
        { maxLength: 2 },
      ),
      { nil: undefined },
    ),
    totesTakenBack: fc.constantFrom(undefined, [{ zoneId: 'chilled', totes: 2 }], []),
  }),
  { selector: ({ deviceEventId }) => deviceEventId, maxLength: 8 },
);

/** The same reports in another order, some of them twice. */
const withRepeats = reports.chain((given) =>
  fc.tuple(
    fc.constant(given),
    fc
      .tuple(fc.subarray(given), fc.shuffledSubarray(given, { minLength: given.length }))
      .map(([again, all]) => [...again, ...all]),
  ),
);

const stateOf = (given: readonly StopReport[], isBack: boolean) => {
  const goods = ['a', 'b'].map((id) => goodsByReports(id, given, isBack));
  return {
    goods,
    stop: stopByReports(
      given,
      goods.map(({ outcome }) => outcome),
    ),
  };
};

describe('reports', () => {
  it('lead to the same state in whatever order and how often they come', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(withRepeats, fc.boolean(), ([given, again], isBack) => {
        const state = stateOf(given, isBack);
        seen.add(state.stop.status);
        expect(stateOf(again, isBack)).toEqual(state);
      }),
      { seed: 3, numRuns: 500 },
    );
    expect([...seen].sort()).toEqual(['arrived', 'delivered', 'failed', 'partial', 'planned', 'refused']);
  });

  it('let the latest speak of goods, one that names them before one that names others', () => {
    const at = (time: number, kind: StopReport['kind'], ...named: string[]): StopReport => ({
      kind,
      deviceAt: minute(time),
      deviceEventId: `${time}`,
      consignments: named.map((consignmentId) => ({ consignmentId })),
    });
    const outcomes = (...given: StopReport[]) => stateOf(given, false).goods.map(({ outcome }) => outcome);
    expect(outcomes()).toEqual(['planned', 'planned']);
    expect(outcomes(at(1, 'arrived'))).toEqual(['planned', 'planned']);
    // Of all, then of b alone.
    expect(outcomes(at(1, 'delivered'), at(2, 'refused', 'b'))).toEqual(['delivered', 'refused']);
    // Nothing speaks of a but the report on b, whose kind then counts.
    expect(outcomes(at(2, 'refused', 'b'))).toEqual(['refused', 'refused']);
    // Of two at the same time the one with the larger id.
    expect(
      outcomes({ ...at(1, 'failed'), deviceEventId: '2' }, { ...at(1, 'delivered'), deviceEventId: '10' }),
    ).toEqual(['failed', 'failed']);
  });

  it('bring home what failed once the vehicle is back, and nothing else', () => {
    for (const kind of ['delivered', 'refused', 'failed'] as const) {
      const report = { kind, deviceAt: minute(1), deviceEventId: 'a' };
      expect(goodsByReports('a', [report], true).outcome).toBe(kind === 'failed' ? 'returned' : kind);
    }
  });

  it('make a stop what its goods are, partial where they differ', () => {
    const report: StopReport = { kind: 'delivered', deviceAt: minute(5), deviceEventId: 'a' };
    const status = (...outcomes: (typeof goodsOutcomes)[number][]) => stopByReports([report], outcomes).status;
    expect([status(), status('refused'), status('returned'), status('delivered', 'delivered')]).toEqual([
      'delivered',
      'refused',
      'failed',
      'delivered',
    ]);
    expect([status('delivered', 'refused'), status('failed', 'delivered'), status('partial')]).toEqual([
      'partial',
      'partial',
      'partial',
    ]);
  });

  it('say when a stop was reached first and left last, and which totes came along', () => {
    const given: StopReport[] = [
      { kind: 'arrived', deviceAt: minute(12), deviceEventId: 'b' },
      { kind: 'arrived', deviceAt: minute(10), deviceEventId: 'a' },
      { kind: 'delivered', deviceAt: minute(20), deviceEventId: 'c', totesTakenBack: [{ zoneId: 'fresh', totes: 3 }] },
      { kind: 'delivered', deviceAt: minute(25), deviceEventId: 'd' },
    ];
    expect(stopByReports(given, ['delivered'])).toEqual({
      status: 'delivered',
      arrivedAt: minute(10),
      leftAt: minute(25),
      takenBack: [{ zoneId: 'fresh', totes: 3 }],
    });
  });

  it('are refused with a wrong clock, goods of another stop, and goods or totes without a stop', () => {
    const receivedAt = new Date('2024-06-14T03:00:00Z');
    const stops = new Map([['s', { consignmentIds: ['a'] }]]);
    const cancelled = { cancelledStops: new Set<string>(), areAllCancelled: false };
    const run = { runId: 'r', status: 'released', stops, zoneIds: new Set(['chilled']), ...cancelled } as const;
    const check = (report: Partial<RunReport>) =>
      findReportFault(
        { kind: 'note', note: 'told', deviceEventId: 'e', deviceAt: receivedAt, ...report },
        run,
        receivedAt,
      )?.detail;
    const day = 86_400_000;
    expect(check({ deviceAt: new Date(receivedAt.getTime() + day) })).toBeUndefined();
    expect(check({ deviceAt: new Date(receivedAt.getTime() + day + 1) })).toMatch(/clock is wrong/);
    expect(check({ deviceAt: new Date('2000-01-01T00:00:00Z') })).toBeUndefined();
    expect(check({ deviceAt: new Date('1999-12-31T23:59:59Z') })).toMatch(/clock is wrong/);
    expect(check({ stopId: 's', consignments: [{ consignmentId: 'a' }] })).toBeUndefined();
    expect(check({ stopId: 's', consignments: [{ consignmentId: 'b' }] })).toBe('The stop s has no consignment b.');
    expect(check({ consignments: [{ consignmentId: 'a' }] })).toMatch(/with the stop that they are for/);
    expect(check({ totesTakenBack: [] })).toMatch(/Empty totes are told of with the stop/);
    expect(check({ note: ' ' })).toBe('note needs a note.');
    expect(check({ kind: 'temperature' })).toBe('temperature needs celsius.');
    expect(check({ kind: 'temperature', celsius: 0 })).toBeUndefined();
    const totes = (...zoneIds: string[]) => zoneIds.map((zoneId) => ({ zoneId, totes: 1 }));
    expect(check({ stopId: 's', totesTakenBack: totes('chilled') })).toBeUndefined();
    expect(check({ stopId: 's', totesTakenBack: totes('cold') })).toBe('There is no temperature zone cold.');
    expect(check({ stopId: 's', totesTakenBack: totes('chilled', 'chilled') })).toBe(
      'The report tells of chilled twice.',
    );
  });
});

describe('a run', () => {
  const nothing = { hasLeft: false, departedAt: undefined, returnedAt: undefined, brokenDownAt: undefined };
  const out = { status: 'departed', departedAt: minute(1), finishedAt: undefined } as const;

  it('ends when its vehicle is home or broke down, whichever is later, and departs again when it goes on', () => {
    const broken = runByFacts(out, { ...nothing, hasLeft: true, departedAt: minute(1), brokenDownAt: minute(30) });
    expect(broken).toEqual({ status: 'finished', departedAt: minute(1), finishedAt: minute(30) });
    const home = { ...nothing, hasLeft: true, returnedAt: minute(50), brokenDownAt: minute(30) };
    expect(runByFacts(broken, home).finishedAt).toEqual(minute(50));
    expect(runByFacts(broken, { ...nothing, hasLeft: true, departedAt: minute(1) })).toEqual(out);
  });

  it('that is cancelled stays as it is, whatever is reported', () => {
    const cancelled = { status: 'cancelled', departedAt: undefined, finishedAt: undefined } as const;
    expect(runByFacts(cancelled, { ...nothing, hasLeft: true, departedAt: minute(1) })).toEqual(cancelled);
  });

  it('keeps its courier once it is finished or cancelled', () => {
    expect(runStatuses.filter((status) => !mayChangeCourier(status))).toEqual(['finished', 'cancelled']);
  });
});

describe('a wave', () => {
  it('is told nothing before a run has left, is out while one is to end, and over when none is', () => {
    expect(waveCauseOf([])).toBeUndefined();
    expect(waveCauseOf(['draft', 'released', 'cancelled'])).toBeUndefined();
    expect(waveCauseOf(['departed'])).toBe('dispatched');
    expect(waveCauseOf(['finished', 'draft'])).toBe('dispatched');
    expect(waveCauseOf(['finished', 'released'])).toBe('dispatched');
    expect(waveCauseOf(['finished', 'cancelled'])).toBe('finished');
  });
});

describe('a consignment', () => {
  const goods = (outcome: PlacedGoods['outcome'], runStatus: PlacedGoods['runStatus'] = 'released', partCount = 1) => ({
    outcome,
    runStatus,
    tripNo: 1,
    reachedTripNo: 1,
    partCount,
  });

  it('stays as it is until its run has left, and is loaded then', () => {
    expect(consignmentByGoods([])).toBeUndefined();
    for (const status of runStatuses) {
      const hasLeft = status === 'departed' || status === 'finished';
      expect(consignmentByGoods([goods('planned', status)]), status).toBe(hasLeft ? 'loaded' : undefined);
    }
  });

  it('of a later trip is loaded once its vehicle was seen on that trip', () => {
    const onTrip = (tripNo: number, reachedTripNo: number) =>
      consignmentByGoods([{ ...goods('planned', 'departed'), tripNo, reachedTripNo }]);
    expect([onTrip(1, 1), onTrip(2, 1), onTrip(2, 2), onTrip(3, 2)]).toEqual([
      'loaded',
      undefined,
      'loaded',
      undefined,
    ]);
  });

  it('is what became of its goods', () => {
    for (const outcome of goodsOutcomes) {
      if (outcome !== 'planned') expect(consignmentByGoods([goods(outcome, 'departed')])).toBe(outcome);
    }
  });

  it('in parts is loaded until each was told of, and partial where they differ or one stayed behind', () => {
    const part = (outcome: PlacedGoods['outcome'], run: PlacedGoods['runStatus'] = 'departed') =>
      goods(outcome, run, 2);
    expect(consignmentByGoods([part('planned', 'released'), part('planned', 'released')])).toBeUndefined();
    expect(consignmentByGoods([part('planned'), part('planned', 'released')])).toBe('loaded');
    expect(consignmentByGoods([part('delivered'), part('planned', 'released')])).toBe('loaded');
    expect(consignmentByGoods([part('delivered'), part('delivered')])).toBe('delivered');
    expect(consignmentByGoods([part('delivered'), part('refused')])).toBe('partial');
    expect(consignmentByGoods([part('delivered')])).toBe('partial');
  });
});
