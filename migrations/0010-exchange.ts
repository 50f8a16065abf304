import type { Migration } from './index.js';

/** Where facts are sent to, how far each has come, and what became of the last deliveries. */
export const exchange: Migration = {
  name: '0010-exchange',
  statements: [
    `create table webhooks (
      webhook_id text primary key,
      name text not null,
      url text not null,
      kinds jsonb not null,
      depot_id text,
      secret text not null,
      status text not null constraint webhooks_status_known check (status in ('active', 'paused', 'stopped')),
      last_event_id bigint not null,
      failures integer not null default 0,
      failing_since timestamptz,
      last_error text,
      next_attempt_at timestamptz not null,
      lease_no integer not null default 0,
      lease_until timestamptz,
      created_by text not null,
      created_at timestamptz not null
    )`,
    "create index webhooks_due on webhooks (next_attempt_at) where status = 'active'",
    `create table webhook_deliveries (
      delivery_id bigint generated always as identity primary key,
      webhook_id text not null references webhooks (webhook_id) on delete cascade,
      event_id bigint not null,
      kind text not null,
      attempt integer not null,
      at timestamptz not null,
      milliseconds integer not null,
      http_status integer,
      error text
    )`,
    'create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, delivery_id)',
  ],
};
