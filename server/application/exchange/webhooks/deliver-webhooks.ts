import type { OwnDepots } from '../../../domain/own-depots.js';
import type { Clock } from '../../clock.js';
import type { HeldWebhook, Outcome, WebhookStore } from './webhook-store.js';

/** A fact as the API tells it. */
export interface Fact {
  readonly eventId: number;
  readonly kind: string;
  readonly receivedAt: Date;
}

/** The one who sends; answers what became of it and throws nothing. */
export interface WebhookSender {
  send(
    target: { readonly url: string; readonly secret: string },
    message: { readonly id: string; readonly body: string },
    signal: AbortSignal,
  ): Promise<{ readonly httpStatus: number | undefined; readonly error: string | undefined }>;
}

const webhooksAtOnce = 8;
const factsATurn = 100;
const holdMilliseconds = 60_000;
/** Between looks at a webhook that has nothing to be sent. */
const restMilliseconds = 1_000;
const firstWaitMilliseconds = 5_000;
const longestWaitMilliseconds = 3_600_000;
/** Gone on failing for so long, a webhook is stopped until somebody takes it up again; nothing is lost by it. */
const givingUpMilliseconds = 3 * 86_400_000;
const gone = 410;

/**
 * Sends facts to the webhooks that are due, each webhook's in their order, the next when the one before has arrived:
 * at least once, for a process may end between the answer and the note of it. What fails is tried again after 5 s, 10 s
 * and so on up to an hour; after three days of it the webhook is stopped.
 */
export function makeDeliverWebhooks(
  store: WebhookStore,
  factsAfter: (eventId: number, depotIds: OwnDepots, most: number) => Promise<Fact[]>,
  sender: WebhookSender,
  clock: Clock,
) {
  const later = (milliseconds: number) => new Date(clock.now().getTime() + milliseconds);
  return async (signal: AbortSignal): Promise<void> => {
    const held = await store.hold(clock.now(), later(holdMilliseconds), webhooksAtOnce);
    await Promise.all(held.map((webhook) => deliver(webhook, signal)));
  };

  async function deliver(webhook: HeldWebhook, signal: AbortSignal): Promise<void> {
    const facts = await factsAfter(webhook.lastEventId, webhook.depotIds, factsATurn);
    let last = webhook.lastEventId;
    let { failures, failingSince } = webhook;
    for (const fact of facts) {
      if (wants(webhook, fact.kind)) {
        if (signal.aborted) break;
        const at = clock.now();
        const message = { id: `${webhook.webhookId}-${fact.eventId}`, body: bodyOf(fact) };
        const { httpStatus, error } = await send(webhook, message, signal);
        if (signal.aborted && error !== undefined) break;
        const milliseconds = clock.now().getTime() - at.getTime();
        const attempt = {
          eventId: fact.eventId,
          kind: fact.kind,
          attempt: failures + 1,
          at,
          milliseconds,
          httpStatus,
          error,
        };
        failingSince = error === undefined ? undefined : (failingSince ?? at);
        const outcome = outcomeOf(error, httpStatus, failures, failingSince);
        if (!(await store.note(webhook, attempt, outcome)) || outcome.kind !== 'arrived') return;
        failures = 0;
      }
      last = fact.eventId;
    }
    const more = facts.length === factsATurn;
    await store.release(webhook, last, more ? clock.now() : later(restMilliseconds));
  }

  /** What cannot be signed is not sent: it waits until the key is there, as it does for a receiver that is away. */
  async function send(webhook: HeldWebhook, message: { id: string; body: string }, signal: AbortSignal) {
    const { url, secret, secretFault } = webhook;
    if (secret === undefined) return { httpStatus: undefined, error: secretFault };
    return sender.send({ url, secret }, message, signal);
  }

  function outcomeOf(
    error: string | undefined,
    httpStatus: number | undefined,
    failures: number,
    failingSince: Date | undefined,
  ): Outcome {
    if (error === undefined) return { kind: 'arrived', heldUntil: later(holdMilliseconds) };
    const failed = clock.now().getTime() - (failingSince?.getTime() ?? Number.POSITIVE_INFINITY);
    if (httpStatus === gone || failed >= givingUpMilliseconds) return { kind: 'stopped' };
    const wait = Math.min(longestWaitMilliseconds, firstWaitMilliseconds * 2 ** Math.min(failures, 20));
    return { kind: 'again', nextAttemptAt: later(wait) };
  }
}

/** Whether a webhook asked for facts of this kind. */
export function wants({ kinds }: { readonly kinds: readonly string[] }, kind: string): boolean {
  return kinds.length === 0 || kinds.some((each) => each === kind || each === `${kind.split('.')[0]}.*`);
}

function bodyOf(fact: Fact): string {
  return JSON.stringify({ type: fact.kind, timestamp: fact.receivedAt, data: fact });
}
