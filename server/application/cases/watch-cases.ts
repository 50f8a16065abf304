import type { CaseFact } from '../../domain/cases/case.js';
import { type CaseKind, watchedKinds } from '../../domain/cases/case-kinds.js';
import { isLateBeyond, type WatchLimits, watchedRunKinds } from '../../domain/cases/cases-of-facts.js';
import type { Clock } from '../clock.js';
import { type ProgressReader, progressOfWave } from '../delivery/wave-progress.js';
import type { CaseKindRow, CaseWatchStore, WatchedWave } from './case-store.js';

/** Days of delivery that are looked at: what is older is nobody's work any more. */
const watchedDays = 2;
const dayMilliseconds = 86_400_000;

export interface WatchDeps {
  readonly store: CaseWatchStore;
  readonly progress: Pick<ProgressReader, 'readRuns'>;
  readonly clock: Clock;
}

/**
 * Looks after what goes wrong by the clock: runs that should have left or be home, stops beyond the limit, vehicles of which
 * nothing is heard, goods that a released plan leaves out; and escalates cases whose time is over.
 *
 * @returns looks once at every wave under way.
 */
export function makeWatchCases({ store, progress, clock }: WatchDeps): () => Promise<void> {
  const look = async (wave: WatchedWave) => {
    const at = clock.now();
    const limits = limitsOf(await store.settings(wave.depotId));
    const record = await progress.readRuns(wave.waveId);
    const { runs, stops } = progressOfWave(record, at);
    const heard = new Map((await store.listHeard(wave)).map((run) => [run.runId, run]));
    const facts: CaseFact[] = [];
    /** Runs whose one case says already why all of their stops will be late. */
    const waiting = new Set<string>();
    for (const { runId, status, departureDelaySeconds } of runs) {
      const run = heard.get(runId);
      if (run === undefined || status === 'draft') continue;
      const returns = run.plannedReturnAt.getTime() / 1000;
      const watched = {
        status,
        departureDelay: departureDelaySeconds,
        returns,
        heard: (run.heardAt?.getTime() ?? at.getTime()) / 1000,
      };
      const now = at.getTime() / 1000;
      for (const kind of watchedRunKinds(watched, limits, now)) {
        const detail = {
          plannedReturnAt: run.plannedReturnAt.toISOString(),
          heardAt: run.heardAt?.toISOString() ?? null,
        };
        facts.push({ ...wave, kind, subject: runId, runId, goods: [], detail });
        if (kind === 'not-departed') waiting.add(runId);
      }
    }
    for (const { stop, run, late } of stops) {
      const isWatched = run.status !== 'draft' && run.status !== 'cancelled' && !waiting.has(run.runId);
      if (!isWatched || !isLateBeyond(late.actual ?? late.predicted, limits)) continue;
      const { runId, stopId, stationId } = stop;
      const detail = { lateSeconds: late.actual ?? late.predicted ?? 0 };
      facts.push({ ...wave, kind: 'late', subject: stopId, runId, stopId, stationId, goods: [], detail });
    }
    const isReleased = runs.some(({ status }) => status !== 'draft');
    if (isReleased) facts.push(...(await store.unassignedOf(wave)));
    // A release that was taken back says nothing of what the next one leaves out.
    await store.settle(wave, isReleased ? [...watchedKinds, 'unassigned'] : watchedKinds, facts, at);
  };
  return async () => {
    const faults: unknown[] = [];
    const from = new Date(clock.now().getTime() - watchedDays * dayMilliseconds).toISOString().slice(0, 10);
    for (const wave of await store.listWaves(from)) {
      try {
        await look(wave);
      } catch (error) {
        faults.push(error);
      }
    }
    await store.escalate(clock.now());
    // One wave that cannot be looked at holds up no other.
    if (faults.length > 0) throw faults[0];
  };
}

function limitsOf(settings: readonly CaseKindRow[]): WatchLimits {
  const limits: Partial<Record<CaseKind, number>> = {};
  for (const { kind, isOn, afterMinutes } of settings) {
    if (isOn && afterMinutes !== undefined) limits[kind] = afterMinutes * 60;
  }
  return limits;
}
