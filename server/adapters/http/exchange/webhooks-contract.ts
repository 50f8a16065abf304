import { z } from 'zod';
import { wantableKinds } from '../../../domain/exchange/fact-kinds.js';
import { amount, askedDepots, depotIds, instant, name, type Sent } from '../shared-contract.js';

const kinds = z
  .array(
    z
      .string()
      .max(100)
      .refine(
        (kind) => wantableKinds.has(kind),
        'There is no such kind of fact. Kinds are such as run.departed, or run.*',
      ),
  )
  .max(100);
const title = z.string().trim().min(1).max(100);
const url = z.string().max(2000);

export const webhook = name(
  'Webhook',
  z.object({
    webhookId: z.string(),
    name: z.string(),
    url: z.string(),
    kinds: z.array(z.string()).describe('Empty for all.'),
    depotIds,
    status: z
      .enum(['active', 'paused', 'stopped'])
      .describe('Stopped after three days of failures, or an answer of 410.'),
    lastEventId: z.int().describe('Facts up to this one are done with.'),
    failures: amount,
    failingSince: instant.nullable(),
    lastError: z.string().nullable(),
    nextAttemptAt: instant,
    createdBy: z.string(),
    createdAt: instant,
  }),
);
export type Webhook = Sent<typeof webhook>;

export const newWebhook = z.strictObject({
  name: title,
  url,
  kinds: kinds.default([]),
  ...askedDepots,
  after: z.int().min(0).optional().describe('The fact after which it begins; the newest one unless said.'),
});
/** The secret of the signature is told once. */
export const addedWebhook = webhook.extend({ secret: z.string().optional() });
export const newSecret = z.object({ secret: z.string().optional() });

export const webhookChange = z.strictObject({
  name: title.optional(),
  url: url.optional(),
  kinds: kinds.optional(),
  status: z.enum(['active', 'paused']).optional(),
});

/** What became of a message that tries it; without `error` it arrived. */
export const webhookTest = name(
  'WebhookTest',
  z.object({ httpStatus: z.int().nullable(), milliseconds: amount, error: z.string().nullable() }),
);
export type WebhookTest = Sent<typeof webhookTest>;
export type NewWebhook = z.input<typeof newWebhook>;
export type WebhookChange = z.input<typeof webhookChange>;

/** One attempt; without `error` it arrived. */
export const webhookDelivery = name(
  'WebhookDelivery',
  z.object({
    deliveryId: z.int(),
    eventId: z.int(),
    kind: z.string(),
    attempt: z.int(),
    at: instant,
    milliseconds: amount,
    httpStatus: z.int().nullable(),
    error: z.string().nullable(),
  }),
);
export type WebhookDelivery = Sent<typeof webhookDelivery>;
