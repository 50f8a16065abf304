import type { Knex } from 'knex';
import { kindsThat, type RunEventKind, type RunReport } from '../../../domain/delivery/report.js';
import { type RunState, type RunStatus, runByFacts, waveCauseOf } from '../../../domain/delivery/run.js';
import { type WaveStatus, waveAfter } from '../../../domain/waves/wave.js';
import { raiseStopCases } from '../cases/stop-cases.js';
import { column } from '../column.js';
import { readRows } from '../statement.js';
import { predictStopEtas, type SeenRun } from './predict-etas.js';
import { projectConsignments } from './project-consignments.js';
import { projectStops, type StopKey } from './project-stops.js';

/** A run whose events became more, or that was changed itself. */
export interface FollowedRun extends SeenRun {
  readonly waveId: string;
  /** The reports that are new, where nothing else is. */
  readonly told?: readonly Pick<RunReport, 'kind' | 'stopId'>[];
  /** As it was before those; where it is left out, all of the run is looked at. */
  readonly status?: RunStatus;
}

const moves: ReadonlySet<RunEventKind> = new Set(kindsThat(({ run }) => run !== undefined));
const atStops: ReadonlySet<RunEventKind> = new Set(kindsThat(({ stop }) => stop !== undefined));
/** What a run's own times come from. */
const ofRuns: ReadonlySet<RunEventKind> = new Set(
  kindsThat(({ run, stop }) => run !== undefined && stop === undefined),
);
const endsRuns: ReadonlySet<RunEventKind> = new Set(kindsThat(({ run }) => run === 'finished'));

/**
 * Works out runs, their stops, their goods and their waves anew from all events in the order of their device times, so
 * that reports may come in any order and more than once. What does not change is not touched, so that versions stay.
 * Facts of all runs are read together; what they come to is the tables' of `domain/delivery` and `domain/waves`.
 *
 * Where only reports are new, just that is looked at which reports of their kind can change: a note changes nothing, and
 * whatever happens at a stop nothing at another one, but by the times at which it is expected.
 *
 * @throws TransitionError when events say what no table of states allows; nothing is changed then.
 */
export async function projectEvents(transaction: Knex.Transaction, followed: readonly FollowedRun[]): Promise<void> {
  const runs = followed.filter(({ told }) => told === undefined || told.some(({ kind }) => moves.has(kind)));
  if (runs.length === 0) return;
  // What comes home decides about goods of every stop.
  const whole = runs.filter(({ told }) => told === undefined || told.some(({ kind }) => endsRuns.has(kind)));
  const toldOf = runs
    .filter((run) => !whole.includes(run))
    .flatMap(({ depotId, told }) => stopsIn(told!).map((stopId) => ({ depotId, stopId })));
  const {
    goods: changedGoods,
    reached,
    troubled,
  } = await projectStops(transaction, [...(await stopsOf(transaction, whole)), ...toldOf]);
  const changedRuns = await projectRuns(transaction, runs.filter(mayBecomeOther));
  await predictStopEtas(transaction, runs);
  const isOther = ({ told, runId }: FollowedRun) => told === undefined || changedRuns.has(runId);
  const otherStops = await stopsOf(transaction, runs.filter(isOther));
  await projectConsignments(
    transaction,
    runs.map(({ runId }) => runId),
    [...otherStops, ...changedGoods, ...(await stopsUntil(transaction, reached))],
  );
  // The wave goes by the states of its runs.
  const waves = runs.filter(({ runId }) => changedRuns.has(runId));
  await projectWaves(transaction, waves);
  // What a run left undone shows when it is over, and is no longer so where it goes on.
  for (const run of runs) {
    const isOrWasOver = changedRuns.get(run.runId)?.isOrWasOver ?? false;
    const own = troubled.filter(({ runId }) => runId === run.runId);
    await raiseStopCases(transaction, isOrWasOver ? await stopsOf(transaction, [run]) : own, run.seenAt);
  }
}

function stopsIn(told: NonNullable<FollowedRun['told']>): string[] {
  return [...new Set(told.flatMap(({ kind, stopId }) => (atStops.has(kind) && stopId !== undefined ? [stopId] : [])))];
}

/** A run that has left goes on as it is, whatever happens at its stops. */
function mayBecomeOther({ told, status }: FollowedRun): boolean {
  if (told === undefined || told.some(({ kind }) => ofRuns.has(kind))) return true;
  return status !== 'departed' && status !== 'finished';
}

async function stopsOf(transaction: Knex.Transaction, runs: readonly FollowedRun[]): Promise<StopKey[]> {
  if (runs.length === 0) return [];
  return readRows<{ depotId: string; stopId: string }>(
    transaction,
    `select stops.depot_id as "depotId", stops.stop_id as "stopId"
     from unnest(?::text[], ?::text[]) as seen(depot_id, run_id)
       join stops on stops.depot_id = seen.depot_id and stops.run_id = seen.run_id`,
    [column(runs, ({ depotId }) => depotId), column(runs, ({ runId }) => runId)],
  );
}

/** The stops on the trips of the reached ones and on those before. */
async function stopsUntil(transaction: Knex.Transaction, reached: readonly StopKey[]): Promise<StopKey[]> {
  if (reached.length === 0) return [];
  return readRows<{ depotId: string; stopId: string }>(
    transaction,
    `select distinct stops.depot_id as "depotId", stops.stop_id as "stopId"
     from unnest(?::text[], ?::text[]) as seen(depot_id, stop_id)
       join stops as reached on reached.depot_id = seen.depot_id and reached.stop_id = seen.stop_id
       join stops on stops.depot_id = reached.depot_id and stops.run_id = reached.run_id
         and stops.trip_no <= reached.trip_no`,
    [column(reached, ({ depotId }) => depotId), column(reached, ({ stopId }) => stopId)],
  );
}

interface RunRow {
  readonly depot_id: string;
  readonly run_id: string;
  readonly status: RunStatus;
  readonly departed_at: Date | null;
  readonly finished_at: Date | null;
  readonly told_departed: Date | null;
  readonly told_returned: Date | null;
  readonly has_left: boolean;
  /** The last of what was said of its vehicle, and when. */
  readonly incident: 'run.broken-down' | 'run.resumed' | null;
  readonly incident_at: Date | null;
}

/** @returns the runs that themselves became other than they were. */
async function projectRuns(
  transaction: Knex.Transaction,
  runs: readonly FollowedRun[],
): Promise<Map<string, { readonly isOrWasOver: boolean }>> {
  if (runs.length === 0) return new Map();
  const rows = await readRows<RunRow>(
    transaction,
    `select runs.depot_id, runs.run_id, runs.status, runs.departed_at, runs.finished_at, told.*
     from unnest(?::text[], ?::text[]) as named(depot_id, run_id)
       join runs on runs.depot_id = named.depot_id and runs.run_id = named.run_id
       cross join lateral (
         select min(device_at) filter (where kind = 'run.departed') as told_departed,
           max(device_at) filter (where kind = 'run.returned') as told_returned,
           count(*) filter (where kind in (${[...moves].map((kind) => `'run.${kind}'`).join(', ')})) > 0 as has_left,
           (array_agg(kind order by event_id desc)
             filter (where kind in ('run.broken-down', 'run.resumed')))[1] as incident,
           (array_agg(device_at order by event_id desc)
             filter (where kind in ('run.broken-down', 'run.resumed')))[1] as incident_at
         from events where events.run_id = runs.run_id) as told`,
    [column(runs, ({ depotId }) => depotId), column(runs, ({ runId }) => runId)],
  );
  const changed = rows.flatMap((row) => {
    const was: RunState = {
      status: row.status,
      departedAt: row.departed_at ?? undefined,
      finishedAt: row.finished_at ?? undefined,
    };
    const now = runByFacts(was, {
      hasLeft: row.has_left,
      departedAt: row.told_departed ?? undefined,
      returnedAt: row.told_returned ?? undefined,
      brokenDownAt: row.incident === 'run.broken-down' ? row.incident_at! : undefined,
    });
    const isSame =
      now.status === was.status &&
      now.departedAt?.getTime() === was.departedAt?.getTime() &&
      now.finishedAt?.getTime() === was.finishedAt?.getTime();
    return isSame ? [] : [{ ...row, now }];
  });
  if (changed.length === 0) return new Map();
  await transaction.raw(
    `update runs set status = given.status, departed_at = given.departed_at, finished_at = given.finished_at,
       version = runs.version + 1
     from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
       as given(depot_id, run_id, status, departed_at, finished_at)
     where runs.depot_id = given.depot_id and runs.run_id = given.run_id`,
    [
      column(changed, ({ depot_id }) => depot_id),
      column(changed, ({ run_id }) => run_id),
      column(changed, ({ now }) => now.status),
      column(changed, ({ now }) => now.departedAt?.toISOString()),
      column(changed, ({ now }) => now.finishedAt?.toISOString()),
    ],
  );
  return new Map(
    changed.map(({ run_id, status, now }) => [
      run_id,
      { isOrWasOver: status === 'finished' || now.status === 'finished' },
    ]),
  );
}

interface WaveRow {
  readonly depot_id: string;
  readonly wave_id: string;
  readonly status: WaveStatus;
}

/** Waves by the states of their runs. */
export async function projectWaves(
  transaction: Knex.Transaction,
  waves: readonly { readonly depotId: string; readonly waveId: string }[],
): Promise<void> {
  if (waves.length === 0) return;
  // Of two runs that end at the same time the second waits here and sees that the first has ended.
  const held = await readRows<WaveRow>(
    transaction,
    `select waves.depot_id, waves.wave_id, waves.status
     from (select distinct depot_id, wave_id from unnest(?::text[], ?::text[]) as named(depot_id, wave_id)) as named
       join waves on waves.depot_id = named.depot_id and waves.wave_id = named.wave_id
     order by waves.depot_id, waves.wave_id for update of waves`,
    [column(waves, ({ depotId }) => depotId), column(waves, ({ waveId }) => waveId)],
  );
  const runs = await readRows<WaveRow & { readonly run_status: RunStatus }>(
    transaction,
    `select distinct runs.depot_id, runs.wave_id, runs.status as run_status
     from unnest(?::text[], ?::text[]) as named(depot_id, wave_id)
       join runs on runs.depot_id = named.depot_id and runs.wave_id = named.wave_id`,
    [column(held, ({ depot_id }) => depot_id), column(held, ({ wave_id }) => wave_id)],
  );
  const changed = held.flatMap((wave) => {
    const own = runs.filter(({ depot_id, wave_id }) => depot_id === wave.depot_id && wave_id === wave.wave_id);
    const cause = waveCauseOf(own.map(({ run_status }) => run_status));
    const now = cause === undefined ? wave.status : waveAfter(wave.status, cause);
    return now === wave.status ? [] : [{ ...wave, now }];
  });
  if (changed.length === 0) return;
  await transaction.raw(
    `update waves set status = given.status from unnest(?::text[], ?::text[], ?::text[]) as given(depot_id, wave_id, status)
     where waves.depot_id = given.depot_id and waves.wave_id = given.wave_id`,
    [
      column(changed, ({ depot_id }) => depot_id),
      column(changed, ({ wave_id }) => wave_id),
      column(changed, ({ now }) => now),
    ],
  );
}
