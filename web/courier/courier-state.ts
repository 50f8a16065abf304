import { computed, signal } from '@preact/signals';
import { api } from '../api/api.js';
import { ApiError } from '../api/api-error.js';
import { newKey } from '../api/ask.js';
import type { Run, RunEvent, Zone } from '../api/types.js';
import { tell, tellFailure } from '../components/notices.js';
import { zones } from '../components/zone-badge.js';
import { t, tOr } from '../i18n/language.js';
import { applyPendingEvents, isDone } from './apply-pending-events.js';
import { applyReportedRun } from './apply-reported-run.js';
import { Outbox, type WaitingEvent } from './outbox.js';
import { settleGoneRun } from './settle-gone-run.js';

const runsKey = 'tuanda.courier.runs';
const zonesKey = 'tuanda.courier.zones';

const knownRuns = signal<readonly Run[]>();
const unsent = signal<readonly WaitingEvent[]>([]);
export const isOffline = signal(!navigator.onLine);
export const failure = signal<unknown>();
export const waiting = computed(() => unsent.value.length);

const outbox = new Outbox(window.localStorage, 'tuanda.courier.outbox', async (runId, events) => {
  const send = async () => {
    const { data, run: reported } = await api.report(runId, events);
    // Taken up before the events leave the outbox: else the page would fall back behind them until the runs are read anew.
    if (knownRuns.value !== undefined) {
      keepRuns(knownRuns.value.map((known) => (known.runId === runId ? applyReportedRun(known, reported) : known)));
    }
    return data;
  };
  return settleGoneRun(send, events, t('courier.runGone'));
});

/** The courier's runs, with what was reported but not sent yet. */
export const runs = computed(() =>
  knownRuns.value?.map((known) =>
    applyPendingEvents(
      known,
      unsent.value.filter(({ runId }) => runId === known.runId).map(({ event }) => event),
    ),
  ),
);
/** The run to work on: one that is on its way, else the first that is not over, else the last one. */
export const run = computed(
  () =>
    runs.value?.find(({ status }) => status === 'departed') ??
    runs.value?.find(({ status }) => status === 'released') ??
    runs.value?.at(-1),
);
export const nextStop = computed(() => run.value?.stops.find((stop) => !isDone(stop)));

/** Shows what is kept on the device at once, then what the server says. */
export async function begin(): Promise<void> {
  const kept = window.localStorage.getItem(runsKey);
  if (kept !== null) knownRuns.value = JSON.parse(kept) as Run[];
  const keptZones = window.localStorage.getItem(zonesKey);
  if (keptZones !== null) zones.value = JSON.parse(keptZones) as Zone[];
  unsent.value = outbox.list();
  window.addEventListener('online', () => void synchronise());
  window.addEventListener('offline', () => (isOffline.value = true));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void synchronise());
  window.setInterval(() => void synchronise(), 20_000);
  await synchronise();
}

/** Sends what waits, then reads the runs anew. With no network both wait; nothing is lost. */
export async function synchronise(): Promise<void> {
  try {
    if (outbox.list().length > 0) {
      const effects = await outbox.flush();
      const refusals = effects.flatMap(({ effect, code, detail = '' }) =>
        effect === 'refused' || effect === 'conflict' ? [tOr(`courier.refusal.${code}`, detail)] : [],
      );
      for (const detail of new Set(refusals))
        tellFailure(new ApiError(422, 'refused', t('courier.rejected', { reason: detail })));
    }
    const [found, zoneRows] = await Promise.all([api.myRuns(), api.zones()]);
    keepRuns(found);
    zones.value = zoneRows;
    window.localStorage.setItem(zonesKey, JSON.stringify(zoneRows));
    isOffline.value = false;
    failure.value = undefined;
  } catch (error) {
    const isNew = failure.value === undefined;
    if (error instanceof ApiError && error.code === 'offline') isOffline.value = true;
    // It is tried again every few seconds; what fails alike is told once.
    else if (knownRuns.value !== undefined && isNew) tellFailure(error);
    failure.value = error;
  } finally {
    unsent.value = outbox.list();
  }
}

function keepRuns(found: readonly Run[]): void {
  knownRuns.value = found;
  window.localStorage.setItem(runsKey, JSON.stringify(found));
}

/** Notes what happened with the time of now, shows it, and sends it as soon as there is a network. */
export function report(told: Omit<RunEvent, 'deviceEventId' | 'deviceAt'>, words: string): void {
  const reported = run.value;
  if (reported === undefined) return;
  outbox.add(reported.runId, { ...told, deviceEventId: newKey(), deviceAt: new Date().toISOString() });
  unsent.value = outbox.list();
  tell(t('courier.noted', { what: words }));
  window.scrollTo({ top: 0 });
  void synchronise();
}
