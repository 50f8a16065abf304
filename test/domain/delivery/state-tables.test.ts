import { describe, expect, it } from 'vitest';
import { findReportFault } from '../../../server/domain/delivery/check-report.js';
import { consignmentStatuses, nextConsignments } from '../../../server/domain/delivery/consignment-status.js';
import { reportRules, runEventKinds } from '../../../server/domain/delivery/report.js';
import { runAfter, runByFacts, runCauses, runStatuses } from '../../../server/domain/delivery/run.js';
import {
  goodsByReports,
  goodsOutcomes,
  nextOutcomes,
  nextStops,
  stopByReports,
  stopStatuses,
} from '../../../server/domain/delivery/stop.js';
import { TransitionError } from '../../../server/domain/dispatch-error.js';
import { assertNext, type NextStates } from '../../../server/domain/state-table.js';
import { nextPickLists, pickListStatuses } from '../../../server/domain/warehouse/pick-list.js';
import { waveAfter, waveCauses, waveStatuses } from '../../../server/domain/waves/wave.js';
import { documentedChanges, documentedTable, refused } from '../../support/state-tables.js';

/** What a table of causes says, cell by cell, against what a function does. */
function expectAsDocumented<State extends string, Cause extends string>(
  kind: string,
  states: readonly State[],
  causes: readonly Cause[],
  after: (from: State, cause: Cause) => State,
) {
  const table = documentedTable(kind);
  expect(table.rows).toEqual(states);
  expect(table.columns).toEqual(causes);
  for (const from of states) {
    for (const cause of causes) {
      const documented = table.cell(from, cause);
      const step = `${kind}: ${from}, ${cause}`;
      if (documented === refused) expect(() => after(from, cause), step).toThrow(TransitionError);
      else expect(after(from, cause), step).toBe(documented);
    }
  }
}

function expectChanges<State extends string>(kind: string, states: readonly State[], next: NextStates<State>) {
  const changes = documentedChanges(kind);
  expect(changes).toHaveLength(states.length * (states.length - 1));
  expect(documentedTable(`${kind}, may become`).rows).toEqual(states);
  for (const { from, to, isAllowed } of changes) {
    const change = () => assertNext(kind, next, from as State, to as State);
    if (isAllowed) expect(change, `${kind}: ${from} to ${to}`).not.toThrow();
    else expect(change, `${kind}: ${from} to ${to}`).toThrow(TransitionError);
  }
  for (const state of states) expect(() => assertNext(kind, next, state, state), state).not.toThrow();
}

const noneCancelled = { cancelledStops: new Set<string>(), areAllCancelled: false };

describe('the documented tables of states', () => {
  it('are what happens to a wave, each state by each cause', () => {
    expectAsDocumented('Wave', waveStatuses, waveCauses, waveAfter);
  });

  it('are what happens to a run, each state by each command and by what its reports come to', () => {
    expectAsDocumented('Run', runStatuses, runCauses, runAfter);
    const at = new Date('2024-06-14T03:00:00Z');
    const facts = {
      waiting: { hasLeft: false, departedAt: undefined, returnedAt: undefined, brokenDownAt: undefined },
      departed: { hasLeft: true, departedAt: at, returnedAt: undefined, brokenDownAt: undefined },
      finished: { hasLeft: true, departedAt: at, returnedAt: at, brokenDownAt: undefined },
    };
    const table = documentedTable('Run');
    for (const status of runStatuses) {
      for (const cause of ['waiting', 'departed', 'finished'] as const) {
        const run = { status, departedAt: undefined, finishedAt: undefined };
        const documented = table.cell(status, cause);
        if (documented === refused) expect(() => runByFacts(run, facts[cause])).toThrow(TransitionError);
        else expect(runByFacts(run, facts[cause]).status, `${status} ${cause}`).toBe(documented);
      }
    }
  });

  it('are what may become of stops, goods, consignments and pick lists', () => {
    expectChanges('Stop', stopStatuses, nextStops);
    expectChanges('Goods', goodsOutcomes, nextOutcomes);
    expectChanges('Consignment', consignmentStatuses, nextConsignments);
    expectChanges('Pick list', pickListStatuses, nextPickLists);
  });

  it('are what each kind of report needs and makes', () => {
    const table = documentedTable('Report');
    expect(table.rows).toEqual(runEventKinds);
    const deviceAt = new Date('2024-06-14T03:00:00Z');
    for (const kind of runEventKinds) {
      const said = (column: string) => (table.cell(kind, column) === refused ? undefined : table.cell(kind, column));
      const { needsStop, run, stop } = reportRules[kind];
      expect([needsStop ? 'yes' : 'no', run, stop], kind).toEqual([
        said('needs a stop'),
        said('the run is then'),
        said('the stop is then'),
      ]);
      const report = { kind, deviceAt, deviceEventId: 'a' };
      const goods = goodsByReports('g', [report], false).outcome;
      expect(goods, kind).toBe(said('goods are then') ?? 'planned');
      const of = { done: goods, arrived: 'arrived' }[said('the stop is then') ?? ''] ?? 'planned';
      expect(stopByReports([report], [goods]).status, kind).toBe(of);
    }
  });

  it('are what reports are refused, each kind on a run in each state, with and without a stop', () => {
    const table = documentedTable('Report');
    const receivedAt = new Date('2024-06-14T03:00:00Z');
    const stops = new Map([['s', { consignmentIds: ['g'] }]]);
    for (const status of runStatuses) {
      for (const kind of runEventKinds) {
        const told = { kind, deviceEventId: 'a', deviceAt: receivedAt, celsius: 4, note: 'told' };
        const check = (stopId: string | undefined) =>
          findReportFault(
            { ...told, stopId },
            { runId: 'r', status, stops, zoneIds: new Set(), ...noneCancelled },
            receivedAt,
          )?.detail;
        if (status === 'draft') {
          expect(check('s')).toMatch(/release of this run was taken back/);
          expect(check(undefined)).toMatch(/release of this run was taken back/);
          continue;
        }
        if (status === 'cancelled' && table.cell(kind, 'the run is then') !== refused) {
          expect(check('s'), kind).toMatch(/This run was cancelled/);
          continue;
        }
        expect(check('s'), `${status} ${kind}`).toBeUndefined();
        expect(check('r-7')).toMatch(/This stop was taken off the run/);
        expect(check('elsewhere')).toBe('The run has no stop elsewhere.');
        const needsStop = table.cell(kind, 'needs a stop') === 'yes';
        expect(check(undefined), `${status} ${kind}`).toBe(needsStop ? `${kind} needs a stopId.` : undefined);
      }
    }
  });
});
