import type { OwnDepots } from '../../../domain/own-depots.js';

/** Where facts are sent to. */
export interface NewWebhook {
  readonly webhookId: string;
  readonly name: string;
  readonly url: string;
  /** Kinds of facts, e.g. `run.departed`, or `run.*`; empty for all. */
  readonly kinds: readonly string[];
  /** Only this depot's facts; undefined for all. */
  readonly depotIds: OwnDepots;
  /** Of the signature. */
  readonly secret: string;
  /** The fact after which it begins. */
  readonly lastEventId: number;
}

/** A webhook that is due, held by one process for a while. */
export interface HeldWebhook extends Omit<NewWebhook, 'secret'> {
  /** Undefined where it cannot be read; `secretFault` says why. */
  readonly secret: string | undefined;
  readonly secretFault: string | undefined;
  /** Counts who held it: who held it before has lost it, and writes nothing more. */
  readonly leaseNo: number;
  readonly failures: number;
  readonly failingSince: Date | undefined;
}

/** What became of one attempt. Without `error` it arrived. */
export interface Attempt {
  readonly eventId: number;
  readonly kind: string;
  readonly attempt: number;
  readonly at: Date;
  readonly milliseconds: number;
  readonly httpStatus: number | undefined;
  readonly error: string | undefined;
}

export interface WebhookChange {
  readonly name?: string;
  readonly url?: string;
  readonly kinds?: readonly string[];
  /** Active again after a pause or a stop, it goes on with the fact after the last that arrived. */
  readonly status?: 'active' | 'paused';
}

/** Webhooks as they are kept. `depotId` narrows to a depot's: the rest is as if it did not exist. */
export interface WebhookStore {
  add(webhook: NewWebhook, by: string, at: Date): Promise<void>;
  /** @throws NotFoundError */
  change(webhookId: string, depotIds: OwnDepots, change: WebhookChange, by: string, at: Date): Promise<void>;
  /** @throws NotFoundError */
  replaceSecret(webhookId: string, depotIds: OwnDepots, secret: string, by: string, at: Date): Promise<void>;
  /** @throws NotFoundError */
  remove(webhookId: string, depotIds: OwnDepots, by: string, at: Date): Promise<void>;

  /** Where a message goes that tries it, whatever its state. @throws NotFoundError */
  getTarget(webhookId: string, depotIds: OwnDepots): Promise<Pick<HeldWebhook, 'url' | 'secret' | 'secretFault'>>;
  /** Puts into the audit that it was tried, and what came of it. @throws NotFoundError */
  noteTest(webhookId: string, depotIds: OwnDepots, outcome: object, by: string, at: Date): Promise<void>;

  /** Takes active ones whose time has come and that nobody holds. */
  hold(now: Date, until: Date, most: number): Promise<HeldWebhook[]>;
  /**
   * Notes an attempt and how far the webhook is now. False when it is held by another, was changed or is gone: then
   * nothing is written and the holder lets go of it.
   */
  note(webhook: HeldWebhook, attempt: Attempt, outcome: Outcome): Promise<boolean>;
  /** Lets go of a webhook; facts up to `lastEventId` are done with. */
  release(webhook: HeldWebhook, lastEventId: number, nextAttemptAt: Date): Promise<void>;
}

/** How a webhook goes on after an attempt. */
export type Outcome =
  | { readonly kind: 'arrived'; readonly heldUntil: Date }
  | { readonly kind: 'again'; readonly nextAttemptAt: Date }
  | { readonly kind: 'stopped' };
