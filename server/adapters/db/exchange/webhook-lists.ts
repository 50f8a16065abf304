import type { ListDefinition } from '../list-definition.js';

/** Where facts are sent to, and what became of it. The secret never goes out. */
export const webhookLists = {
  webhooks: {
    select: `select webhook_id as "webhookId", name, url, kinds, depot_ids as "depotIds", status,
      last_event_id as "lastEventId", failures, failing_since as "failingSince", last_error as "lastError",
      next_attempt_at as "nextAttemptAt", created_by as "createdBy", created_at as "createdAt" from webhooks`,
    key: { webhook_id: 'text' },
    filters: { status: 'status' },
    depots: 'depot_ids',
    id: 'webhook_id',
    one: 'webhook',
  },
  'webhook-deliveries': {
    select: `select delivery_id as "deliveryId", event_id as "eventId", kind, attempt, at, milliseconds,
      http_status as "httpStatus", error from webhook_deliveries`,
    key: { delivery_id: 'bigint' },
    descending: true,
    filters: { webhook: 'webhook_id' },
    id: undefined,
    one: 'delivery',
  },
} satisfies Record<string, ListDefinition>;
