import { setTimeout as wait } from 'node:timers/promises';
import { makeEventReader } from './adapters/db/exchange/event-reader.js';
import { makeWebhookStore } from './adapters/db/exchange/webhook-store.js';
import { makeWebhookSender } from './adapters/webhooks/webhook-sender.js';
import { type Fact, makeDeliverWebhooks } from './application/exchange/webhooks/deliver-webhooks.js';
import { projectRoot } from './compiled.js';
import { type Services, systemClock } from './compose.js';
import { programVersion } from './program-version.js';

const restMilliseconds = 1_000;
/** A database that is away is not asked every second. */
const restAfterFailureMilliseconds = 10_000;

/** Sends facts to webhooks until the signal; one turn after the other. */
export async function sendWebhooks({ database, config, log, secretBox }: Services, signal: AbortSignal): Promise<void> {
  const events = makeEventReader(database.knex);
  const deliver = makeDeliverWebhooks(
    makeWebhookStore(database, secretBox),
    async (eventId, depotIds, most) => (await events.eventsAfter(eventId, { depotIds }, most)) as unknown as Fact[],
    makeWebhookSender(config.webhookPrivateHosts, programVersion(projectRoot)),
    systemClock,
  );
  while (!signal.aborted) {
    let rest = restMilliseconds;
    try {
      await deliver(signal);
    } catch (error) {
      log.warn({ err: error }, 'Webhooks could not be sent; they will be.');
      rest = restAfterFailureMilliseconds;
    }
    await wait(rest, undefined, { signal }).catch(() => undefined);
  }
}
