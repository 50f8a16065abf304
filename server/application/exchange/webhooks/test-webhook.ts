import type { OwnDepots } from '../../../domain/own-depots.js';
import type { Clock, NewId } from '../../clock.js';
import type { WebhookSender } from './deliver-webhooks.js';
import type { WebhookStore } from './webhook-store.js';

/** What became of a message that was sent to try a webhook. Without `error` it arrived. */
export interface WebhookTest {
  readonly httpStatus: number | null;
  readonly milliseconds: number;
  readonly error: string | null;
}

export type TestWebhook = ReturnType<typeof makeTestWebhook>;

/** Sends a signed message that is no fact, so that a receiver can be tried. It counts for no failure and is not sent again. */
export function makeTestWebhook(
  store: Pick<WebhookStore, 'getTarget' | 'noteTest'>,
  sender: WebhookSender,
  clock: Clock,
  newId: NewId,
) {
  /** @throws NotFoundError also for a webhook of another depot. */
  return async (webhookId: string, depotIds: OwnDepots, by: string, signal: AbortSignal): Promise<WebhookTest> => {
    const { url, secret, secretFault } = await store.getTarget(webhookId, depotIds);
    const at = clock.now();
    const body = JSON.stringify({ type: 'webhook.test', timestamp: at, data: { webhookId, kind: 'webhook.test' } });
    const { httpStatus, error } =
      secret === undefined
        ? { httpStatus: undefined, error: secretFault }
        : await sender.send({ url, secret }, { id: newId('test'), body }, signal);
    const milliseconds = clock.now().getTime() - at.getTime();
    const outcome = { httpStatus: httpStatus ?? null, milliseconds, error: error ?? null };
    await store.noteTest(webhookId, depotIds, outcome, by, clock.now());
    return outcome;
  };
}
