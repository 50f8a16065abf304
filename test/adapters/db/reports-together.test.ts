import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeFieldStore } from '../../../server/adapters/db/delivery/field-store.js';
import { projectEvents } from '../../../server/adapters/db/delivery/project-events.js';
import { makeRunReader } from '../../../server/adapters/db/delivery/run-reader.js';
import type { Database } from '../../../server/adapters/db/engine/database.js';
import type { FieldStore, ReportRequest } from '../../../server/application/delivery/field-store.js';
import { makeReportDesk } from '../../../server/application/delivery/report-desk.js';
import type { RunWithStops } from '../../../server/application/delivery/run-reader.js';
import { type RunReport, runEventKinds } from '../../../server/domain/delivery/report.js';
import { eachDatabase } from '../../support/databases.js';
import { recordOver } from '../../support/record.js';
import { smallDay, writeFiles } from '../../support/small-day.js';

const wave = 'D1-20240614-1';
const released = new Date('2024-06-13T20:00:00Z');

/** Two vehicles, of which one visits two stations. */
const twoRuns = {
  ...smallDay,
  'stations.csv': smallDay['stations.csv'].replace('suspended', 'open'),
  'vehicles.csv': smallDay['vehicles.csv'].replaceAll('800,20,', '800,2,').replace('maintenance', 'available'),
  'orders.csv': `${smallDay['orders.csv']}O4,K4,normal,S3,2024-06-13T20:20:00+08:00,2024-06-14,2,12,14.4,ambient|chilled,\n`,
  'order_lines.csv': `${smallDay['order_lines.csv']}O4,1,MILK,2\nO4,2,RICE,1\n`,
};

async function releasedRuns(database: Database): Promise<RunWithStops[]> {
  const record = recordOver(database);
  await record.importFrom(writeFiles(twoRuns));
  const { planId } = await record.plan(wave);
  await record.plans.release(planId, released, 'test');
  return makeRunReader(database.knex).listOfWave(wave, ['D1']);
}

/** Requests of several couriers, some of nobody's run; with few ids, so that some are used again. */
function requestsOf(runs: readonly RunWithStops[]): fc.Arbitrary<ReportRequest[]> {
  const minute = (most: number) => fc.integer({ min: 0, max: most });
  const reportOf = (run: RunWithStops) =>
    fc
      .record({
        kind: fc.constantFrom(...runEventKinds),
        id: fc.integer({ min: 0, max: 20 }),
        at: minute(900),
        stop: fc.constantFrom(...run.stops, ...run.stops, undefined, { stopId: 'elsewhere', consignments: [] }),
        named: fc.integer({ min: 0, max: 2 }),
        outcome: fc.constantFrom('delivered' as const, 'refused' as const, 'failed' as const, undefined),
        totes: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      })
      .map(({ kind, id, at, stop, named, outcome, totes }): RunReport => {
        const goods = stop?.consignments.slice(0, named) ?? [];
        return {
          deviceEventId: `e${id}`,
          kind,
          deviceAt: new Date(released.getTime() + at * 60_000),
          stopId: stop?.stopId,
          celsius: 4,
          note: 'n',
          consignments: goods.map(({ consignmentId }) => ({ consignmentId, outcome, totesHandedOver: totes })),
          totesTakenBack: stop === undefined || totes === undefined ? undefined : [{ zoneId: 'chilled', totes }],
        };
      });
  const request = fc.integer({ min: 0, max: runs.length - 1 }).chain((at) =>
    fc.record({
      runId: fc.constantFrom(...Array<string>(9).fill(runs[at].runId), 'nobody'),
      reports: fc.array(reportOf(runs[at]), { minLength: 1, maxLength: 3 }),
      courierId: fc.constantFrom(undefined, undefined, undefined, 'somebody'),
      at: minute(900),
    }),
  );
  return fc.array(request, { minLength: 3, maxLength: 12 }).map((all) =>
    // Some are sent again.
    [...all, ...all.filter((_, at) => at % 3 === 0)].map(({ runId, reports, courierId, at }) => ({
      runId,
      reports,
      by: { name: 'test', depotIds: ['D1'], courierId },
      receivedAt: new Date(released.getTime() + at * 60_000),
    })),
  );
}

class Undo extends Error {}

/** What stands in the record after some work, which is undone then. */
async function rowsAfter<T>({ knex, inTransaction }: Database, work: () => Promise<T>) {
  let seen: { answers: T; rows: unknown } | undefined;
  const undone = inTransaction(async () => {
    const answers = await work();
    const { rows } = await knex.raw(
      `select (select jsonb_agg(to_jsonb(runs) order by run_id) from runs) as runs,
         (select jsonb_agg(to_jsonb(stops) order by stop_id) from stops) as stops,
         (select jsonb_agg(to_jsonb(goods) order by stop_id, consignment_id) from stop_consignments as goods) as goods,
         (select jsonb_agg(to_jsonb(consignments) order by consignment_id) from consignments) as consignments,
         (select jsonb_agg(to_jsonb(waves) order by wave_id) from waves) as waves,
         (select jsonb_agg((to_jsonb(events) - 'event_id') #- '{data,caseId}' order by run_id, event_id) from events) as events,
         (select jsonb_agg(to_jsonb(cases) - 'case_id' order by kind, subject) from cases) as cases,
         (select jsonb_agg(to_jsonb(entries) - '{case_id,entry_no}'::text[] order by cases.kind, subject, entry_no)
           from case_entries as entries join cases using (depot_id, case_id)) as entries`,
    );
    seen = { answers, rows };
    throw new Undo();
  });
  await expect(undone).rejects.toBeInstanceOf(Undo);
  return seen!;
}

type Effects = readonly (readonly unknown[] | undefined)[];

/** The plain way: each for itself, and then all of all runs worked out anew. */
async function oneByOne(
  database: Database,
  runs: readonly RunWithStops[],
  requests: readonly ReportRequest[],
): Promise<Effects> {
  const field = makeFieldStore(database);
  const answers: (readonly unknown[] | undefined)[] = [];
  for (const request of requests) {
    answers.push((await field.reportTogether([request]))[0]?.data);
    const followed = runs.map(({ runId }) => ({ depotId: 'D1', runId, waveId: wave, seenAt: request.receivedAt }));
    await database.inTransaction((transaction) => projectEvents(transaction, followed));
  }
  return answers;
}

/** In groups that end where a chance or a run that comes again says so. */
async function inGroups(field: FieldStore, requests: readonly ReportRequest[], ends: readonly boolean[]) {
  const answers: (readonly unknown[] | undefined)[] = [];
  let group: ReportRequest[] = [];
  const send = async () => {
    answers.push(...(await field.reportTogether(group)).map((taken) => taken?.data));
    group = [];
  };
  for (const [at, request] of requests.entries()) {
    if (group.length > 0 && (ends[at] || group.some(({ runId }) => runId === request.runId))) await send();
    group.push(request);
  }
  await send();
  return answers;
}

async function atTheDesk(field: FieldStore, requests: readonly ReportRequest[]): Promise<Effects> {
  const desk = makeReportDesk(field);
  const settled = await Promise.allSettled(requests.map((request) => desk.take(request)));
  return settled.map((each) => {
    if (each.status === 'fulfilled') return each.value.data;
    expect(each.reason).toMatchObject({ code: 'not-found' });
    return undefined;
  });
}

eachDatabase('reports that are taken together', (open, backend) => {
  it('leave the record as if they had been taken one by one', async () => {
    const database = await open();
    const runs = await releasedRuns(database);
    expect(runs.map(({ stops }) => stops.length).sort()).toEqual([1, 2]);
    const field = makeFieldStore(database);
    const effects = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        requestsOf(runs),
        fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
        async (requests, ends) => {
          const alone = await rowsAfter(database, () => oneByOne(database, runs, requests));
          expect(await rowsAfter(database, () => inGroups(field, requests, ends))).toEqual(alone);
          expect(await rowsAfter(database, () => atTheDesk(field, requests))).toEqual(alone);
          for (const answer of alone.answers.flat() as ({ effect: string } | undefined)[]) {
            effects.add(answer?.effect ?? 'not-found');
          }
        },
      ),
      { seed: 7, numRuns: 12 },
    );
    expect([...effects].sort()).toEqual(['conflict', 'not-found', 'refused', 'repeated', 'taken']);
  });

  it('answers the rest of a transaction where one request cannot be taken', async () => {
    const database = await open();
    const [first, second] = await releasedRuns(database);
    const field = makeFieldStore(database);
    const request = (runId: string, deviceEventId: string): ReportRequest => ({
      runId,
      reports: [{ deviceEventId, kind: 'departed', deviceAt: released }],
      by: { name: 'test', depotIds: ['D1'], courierId: undefined },
      receivedAt: released,
    });
    const sizes: number[] = [];
    const desk = makeReportDesk({
      async reportTogether(requests) {
        sizes.push(requests.length);
        if (requests.some(({ runId }) => runId === second.runId)) throw new Error('unlucky');
        return field.reportTogether(requests);
      },
    });
    const settled = await Promise.allSettled([
      desk.take(request('nobody', 'a')),
      desk.take(request(first.runId, 'b')),
      desk.take(request(second.runId, 'c')),
      desk.take(request(first.runId, 'd')),
    ]);
    // The first one goes at once; two runs wait together and fail, so each is tried alone; a run's next one comes after.
    expect(sizes).toEqual([1, 2, 1, 1, 1]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect(settled[1]).toMatchObject({ value: { data: [{ effect: 'taken' }], run: { status: 'departed' } } });
    expect(settled[2]).toMatchObject({ reason: { message: 'unlucky' } });
  });

  // The embedded database has one transaction at a time.
  it.skipIf(backend === 'embedded')('are not held up by a run that somebody else is changing', async () => {
    const database = await open();
    const [held, free] = await releasedRuns(database);
    const desk = makeReportDesk(makeFieldStore(database));
    const report = (runId: string) =>
      desk.take({
        runId,
        reports: [{ deviceEventId: 'a', kind: 'departed', deviceAt: released }],
        by: { name: 'test', depotIds: ['D1'], courierId: undefined },
        receivedAt: released,
      });
    const outcomes = await database.knex.transaction(async (other) => {
      await other.raw('select 1 from runs where run_id = ? for update', [held.runId]);
      const first = report('nobody').catch(() => undefined);
      const told = [report(held.runId), report(free.runId)];
      await first;
      return Promise.allSettled(told);
    });
    expect(outcomes[0]).toMatchObject({ status: 'rejected', reason: { code: 'record-held' } });
    expect(outcomes[1]).toMatchObject({ status: 'fulfilled', value: { data: [{ effect: 'taken' }] } });
    expect((await report(held.runId)).data).toMatchObject([{ effect: 'taken' }]);
  });
});
