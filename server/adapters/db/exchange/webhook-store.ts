import type { Knex } from 'knex';
import type {
  Attempt,
  HeldWebhook,
  Outcome,
  WebhookStore,
} from '../../../application/exchange/webhooks/webhook-store.js';
import { type SecretBox, SecretUnreadableError } from '../../../application/secret-box.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { type OwnDepots, onlyDepot } from '../../../domain/own-depots.js';
import { holdDepots } from '../accounts/belongings.js';
import { insertAudit } from '../accounts/insert-audit.js';
import type { Database } from '../engine/database.js';

interface WebhookRow {
  webhook_id: string;
  name: string;
  url: string;
  kinds: string[];
  depot_ids: string[] | null;
  secret: string;
  last_event_id: number;
  lease_no: number;
  failures: number;
  failing_since: Date | null;
}

/** Deliveries that are kept of each webhook, to look at. */
const keptDeliveries = 200;

/** What the secret of a webhook is sealed for. */
const purposeOf = (webhookId: string) => `webhook ${webhookId}`;

/** Webhooks as they are kept; who holds one is told from who held it before by the number of the lease. */
export function makeWebhookStore(database: Database, box: SecretBox): WebhookStore {
  const { knex } = database;
  /** A change with its audit row. Whoever sends for the webhook just now lets go of it. */
  const change = (
    webhookId: string,
    depotIds: OwnDepots,
    set: { readonly sql: string; readonly values: readonly unknown[] },
    trail: { readonly by: string; readonly at: Date; readonly action: string; readonly detail?: object },
  ) =>
    database.inTransaction(async (transaction) => {
      const { rows } = await transaction.raw(
        `${set.sql} where webhook_id = ? and (?::jsonb is null or depot_ids <@ ?::jsonb)
         returning depot_ids`,
        [...set.values, webhookId, jsonOf(depotIds), jsonOf(depotIds)] as string[],
      );
      if (rows.length === 0) throw new NotFoundError('webhook', webhookId);
      await insertAudit(transaction, {
        ...trail,
        kind: 'webhook',
        id: webhookId,
        depotId: onlyDepot(rows[0].depot_ids ?? undefined),
      });
    });
  return {
    add: (webhook, by, at) =>
      database.inTransaction(async (transaction) => {
        const { webhookId, name, url, kinds, depotIds, secret, lastEventId } = webhook;
        await holdDepots(transaction, depotIds);
        await transaction.raw(
          `insert into webhooks (webhook_id, name, url, kinds, depot_ids, secret, status, last_event_id, next_attempt_at,
             created_by, created_at) values (?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, ?)`,
          [
            webhookId,
            name,
            url,
            JSON.stringify(kinds),
            jsonOf(depotIds),
            box.seal(secret, purposeOf(webhookId)),
            lastEventId,
            at,
            by,
            at,
          ] as string[],
        );
        const detail = { name, url, kinds, depotIds };
        await insertAudit(transaction, {
          by,
          action: 'webhook.added',
          kind: 'webhook',
          id: webhookId,
          depotId: onlyDepot(depotIds),
          at,
          detail,
        });
      }),

    change: (webhookId, depotIds, { name, url, kinds, status }, by, at) =>
      change(
        webhookId,
        depotIds,
        {
          sql: `update webhooks set name = coalesce(?, name), url = coalesce(?, url), kinds = coalesce(?::jsonb, kinds),
              status = coalesce(?, status), failures = 0, failing_since = null, next_attempt_at = ?,
              lease_no = lease_no + 1, lease_until = null`,
          values: [name ?? null, url ?? null, kinds === undefined ? null : JSON.stringify(kinds), status ?? null, at],
        },
        { by, at, action: 'webhook.changed', detail: { name, url, kinds, status } },
      ),

    replaceSecret: (webhookId, depotIds, secret, by, at) =>
      change(
        webhookId,
        depotIds,
        {
          sql: 'update webhooks set secret = ?, lease_no = lease_no + 1, lease_until = null',
          values: [box.seal(secret, purposeOf(webhookId))],
        },
        { by, at, action: 'webhook.secret-replaced' },
      ),

    remove: (webhookId, depotIds, by, at) =>
      change(webhookId, depotIds, { sql: 'delete from webhooks', values: [] }, { by, at, action: 'webhook.removed' }),

    async getTarget(webhookId, depotIds) {
      const { rows } = await knex.raw(
        `select webhook_id, name, url, kinds, depot_ids, secret, last_event_id, lease_no, failures, failing_since
         from webhooks where webhook_id = ? and (?::jsonb is null or depot_ids <@ ?::jsonb)`,
        [webhookId, jsonOf(depotIds), jsonOf(depotIds)] as string[],
      );
      if (rows.length === 0) throw new NotFoundError('webhook', webhookId);
      return toHeld(rows[0], box);
    },

    noteTest: (webhookId, depotIds, detail, by, at) =>
      database.inTransaction(async (transaction) => {
        const { rows } = await transaction.raw(
          'select depot_ids from webhooks where webhook_id = ? and (?::jsonb is null or depot_ids <@ ?::jsonb)',
          [webhookId, jsonOf(depotIds), jsonOf(depotIds)] as string[],
        );
        if (rows.length === 0) throw new NotFoundError('webhook', webhookId);
        const of = onlyDepot(rows[0].depot_ids ?? undefined);
        const trail = { by, action: 'webhook.tested', kind: 'webhook', id: webhookId, depotId: of, at, detail };
        await insertAudit(transaction, trail);
      }),

    async hold(now, until, most) {
      const { rows } = await knex.raw(
        `update webhooks set lease_no = lease_no + 1, lease_until = ?
         where webhook_id in (
           select webhook_id from webhooks
           where status = 'active' and next_attempt_at <= ? and (lease_until is null or lease_until < ?)
           order by next_attempt_at limit ? for update skip locked)
         returning webhook_id, name, url, kinds, depot_ids, secret, last_event_id, lease_no, failures, failing_since`,
        [until, now, now, most] as unknown as string[],
      );
      return (rows as WebhookRow[]).map((row) => toHeld(row, box));
    },

    note: (webhook, attempt, outcome) =>
      database.inTransaction(async (transaction) => {
        if (!(await noteOutcome(transaction, webhook, attempt, outcome))) return false;
        await noteAttempt(transaction, webhook.webhookId, attempt);
        return true;
      }),

    async release({ webhookId, leaseNo }, lastEventId, nextAttemptAt) {
      await knex.raw(
        `update webhooks set last_event_id = ?, next_attempt_at = ?, lease_until = null
         where webhook_id = ? and lease_no = ?`,
        [lastEventId, nextAttemptAt, webhookId, leaseNo] as unknown as string[],
      );
    },
  };
}

async function noteOutcome(
  transaction: Knex.Transaction,
  { webhookId, leaseNo }: HeldWebhook,
  { eventId, at, error }: Attempt,
  outcome: Outcome,
): Promise<boolean> {
  const held = 'where webhook_id = ? and lease_no = ?';
  const [sql, values] =
    outcome.kind === 'arrived'
      ? [
          `last_event_id = ?, failures = 0, failing_since = null, last_error = null, lease_until = ?`,
          [eventId, outcome.heldUntil],
        ]
      : outcome.kind === 'again'
        ? [
            `failures = failures + 1, failing_since = coalesce(failing_since, ?), last_error = ?, next_attempt_at = ?,
             lease_until = null`,
            [at, error ?? null, outcome.nextAttemptAt],
          ]
        : [
            `status = 'stopped', failures = failures + 1, failing_since = coalesce(failing_since, ?), last_error = ?,
             lease_until = null`,
            [at, error ?? null],
          ];
  const { rowCount } = await transaction.raw(`update webhooks set ${sql} ${held}`, [
    ...values,
    webhookId,
    leaseNo,
  ] as string[]);
  return rowCount === 1;
}

async function noteAttempt(transaction: Knex.Transaction, webhookId: string, attempt: Attempt): Promise<void> {
  const { eventId, kind, at, milliseconds, httpStatus, error } = attempt;
  await transaction.raw(
    `insert into webhook_deliveries (webhook_id, event_id, kind, attempt, at, milliseconds, http_status, error)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [webhookId, eventId, kind, attempt.attempt, at, milliseconds, httpStatus ?? null, error ?? null] as string[],
  );
  await transaction.raw(
    `delete from webhook_deliveries where webhook_id = ? and delivery_id <= (
       select delivery_id from webhook_deliveries where webhook_id = ? order by delivery_id desc
       offset ${keptDeliveries} limit 1)`,
    [webhookId, webhookId],
  );
}

/** For a column of jsonb; null for all depots. */
function jsonOf(depotIds: OwnDepots): string | null {
  return depotIds === undefined ? null : JSON.stringify(depotIds);
}

function toHeld(row: WebhookRow, box: SecretBox): HeldWebhook {
  return {
    ...readSecret(row, box),
    webhookId: row.webhook_id,
    name: row.name,
    url: row.url,
    kinds: row.kinds,
    depotIds: row.depot_ids ?? undefined,
    lastEventId: row.last_event_id,
    leaseNo: row.lease_no,
    failures: row.failures,
    failingSince: row.failing_since ?? undefined,
  };
}

/** One secret that cannot be read must not hold up the other webhooks. */
function readSecret({ webhook_id, secret }: WebhookRow, box: SecretBox): Pick<HeldWebhook, 'secret' | 'secretFault'> {
  try {
    return { secret: box.open(secret, purposeOf(webhook_id)), secretFault: undefined };
  } catch (error) {
    if (!(error instanceof SecretUnreadableError)) throw error;
    return { secret: undefined, secretFault: error.message };
  }
}

/**
 * Encrypts the secrets that lie open from earlier releases, and those of a key before with the key of now. What cannot be
 * read stays as it is.
 *
 * @returns how many were written.
 */
export async function sealWebhookSecrets({ knex }: Database, box: SecretBox): Promise<number> {
  const { rows } = await knex.raw('select webhook_id, secret from webhooks order by webhook_id');
  let written = 0;
  for (const row of rows as WebhookRow[]) {
    if (box.isCurrent(row.secret)) continue;
    const { secret } = box.isSealed(row.secret) ? readSecret(row, box) : row;
    if (secret === undefined) continue;
    const { rowCount } = await knex.raw('update webhooks set secret = ? where webhook_id = ? and secret = ?', [
      box.seal(secret, purposeOf(row.webhook_id)),
      row.webhook_id,
      row.secret,
    ]);
    written += rowCount;
  }
  return written;
}
