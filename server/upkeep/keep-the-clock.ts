import cron, { type ScheduledTask } from 'node-cron';
import { makeIdempotencyStore } from '../adapters/db/accounts/idempotency-store.js';
import { makeCaseWatchStore } from '../adapters/db/cases/watched-cases.js';
import { makeProgressReader } from '../adapters/db/delivery/progress/progress-reader.js';
import { makeScheduleSlots } from '../adapters/db/waves/schedule-slots.js';
import { makeWatchCases } from '../application/cases/watch-cases.js';
import { makeCloseDueWaves } from '../application/waves/close-due-waves.js';
import { type Services, systemClock } from '../compose.js';

/** How long the answers of requests are kept for repeats. */
const keptAnswersMilliseconds = 2 * 86_400_000;

/** What is done by the clock: cutoffs, the end of interrupted imports, arrivals that follow the traffic, cases, and backups. */
export function keepTheClock(
  services: Services,
  owner: string,
  keepBackedUp: () => Promise<void>,
  stopping: AbortSignal,
): ScheduledTask {
  const { log } = services;
  const slots = makeScheduleSlots(services.database);
  const answers = makeIdempotencyStore(services.database);
  const closeDue = makeCloseDueWaves(services.waves, slots, systemClock, owner);
  const followTraffic = async () => {
    // One process about once a minute: the slot is free again a minute after it was taken.
    if (!(await slots.claim('follow-traffic', new Date(0), owner))) return;
    await answers
      .forget(new Date(systemClock.now().getTime() - keptAnswersMilliseconds))
      .catch((error: unknown) => log.warn({ err: error }, 'Old answers could not be forgotten.'));
    await services.followTraffic(stopping);
  };
  const watchCases = makeWatchCases({
    store: makeCaseWatchStore(services.database),
    progress: makeProgressReader(services.database.knex),
    clock: systemClock,
  });
  const watch = async () => {
    if (await slots.claim('watch-cases', new Date(0), owner)) await watchCases();
  };
  return cron.schedule('*/15 * * * * *', () => {
    if (stopping.aborted) return;
    closeDue().catch((error: unknown) => log.error({ err: error }, 'The cutoff could not be kept.'));
    services
      .endInterruptedImports()
      .catch((error: unknown) => log.warn({ err: error }, 'Interrupted imports could not be ended.'));
    followTraffic().catch((error: unknown) => {
      if (!stopping.aborted) log.warn({ err: error }, 'Arrivals could not follow the traffic.');
    });
    watch().catch((error: unknown) => {
      if (!stopping.aborted) log.error({ err: error }, 'What goes wrong by the clock could not be looked after.');
    });
    keepBackedUp().catch((error: unknown) => {
      if (!stopping.aborted) log.error({ err: error }, 'Whether a backup is due could not be found out.');
    });
  });
}
