import type { Draft } from '../../../application/exchange/imports/drafts/draft.js';
import type { DraftStore } from '../../../application/exchange/imports/drafts/draft-ports.js';
import { ConflictError, NotFoundError } from '../../../domain/dispatch-error.js';
import { keptText } from '../../../domain/kept-text.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import type { Database } from '../engine/database.js';
import { readRows } from '../statement.js';

interface DraftRow {
  readonly draft_id: string;
  readonly account_id: string;
  readonly begun_by: string;
  readonly begun_at: Date;
  readonly ends_at: Date;
  readonly version: number;
  /** Drafts that were begun by an earlier version have left nothing out and chosen nothing. */
  readonly state: Pick<Draft, 'tables' | 'unreadable' | 'preview' | 'timeZone' | 'depotIds'> &
    Partial<Pick<Draft, 'leftOut' | 'incompleteOrders'>>;
}

/** Drafts of imports as rows; what a person says of their tables is one JSON value. */
export function makeImportDraftStore({ knex }: Pick<Database, 'knex'>): DraftStore {
  const select = `select draft_id, account_id, begun_by, begun_at, ends_at, version, state from import_drafts`;
  const isWithin = `(cast(:own as jsonb) is null or state->'depotIds' <@ cast(:own as jsonb))`;
  const isIdle = `not exists (select from jobs where jobs.kind = 'take-import' and jobs.subject_id = import_drafts.draft_id
    and jobs.status in ('waiting', 'running'))`;
  const ownOf = (depotIds: OwnDepots) => (depotIds === undefined ? null : JSON.stringify(depotIds));
  return {
    async add(draft) {
      await knex.raw(
        `insert into import_drafts (draft_id, account_id, depot_id, begun_by, begun_at, ends_at, version, state)
         values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)`,
        [
          draft.draftId,
          draft.accountId,
          draft.depotIds?.[0] ?? null,
          draft.begunBy,
          draft.begunAt,
          draft.endsAt,
          draft.version,
          stateOf(draft),
        ],
      );
    },

    async get(draftId, accountId, depotIds) {
      const rows = await readRows<DraftRow>(
        knex,
        `${select} where draft_id = :draftId and account_id = :accountId and ends_at > now() and ${isWithin}`,
        { draftId, accountId, own: ownOf(depotIds) },
      );
      if (rows.length === 0) throw new NotFoundError('import draft', draftId);
      return toDraft(rows[0]);
    },

    async list(accountId, depotIds) {
      const rows = await readRows<DraftRow>(
        knex,
        `${select} where account_id = :accountId and ends_at > now() and ${isWithin} order by begun_at desc, draft_id`,
        { accountId, own: ownOf(depotIds) },
      );
      return rows.map(toDraft);
    },

    async save(draft) {
      const result = await knex.raw(
        'update import_drafts set version = ?, state = ?::jsonb where draft_id = ? and version = ?',
        [draft.version, stateOf(draft), draft.draftId, draft.version - 1],
      );
      if (result.rowCount === 1) return;
      throw new ConflictError('changed-meanwhile', 'The import was changed meanwhile. Look at it again, then go on.');
    },

    async remove(draftId) {
      await knex.raw('delete from import_drafts where draft_id = ?', [draftId]);
    },

    async removeIdle(draftId) {
      await knex.raw(`delete from import_drafts where draft_id = ? and ${isIdle}`, [draftId]);
      const { rows } = await knex.raw('select from import_drafts where draft_id = ?', [draftId]);
      return rows.length === 0;
    },

    async removeOld(now) {
      const { rows } = await knex.raw(`delete from import_drafts where ends_at <= ? and ${isIdle} returning draft_id`, [
        now,
      ]);
      return (rows as { draft_id: string }[]).map((row) => row.draft_id);
    },

    async listKnown(draftIds) {
      const { rows } = await knex.raw('select draft_id from import_drafts where draft_id = any(?)', [
        draftIds as string[],
      ]);
      return (rows as { draft_id: string }[]).map((row) => row.draft_id);
    },
  };
}

function stateOf({ tables, unreadable, leftOut, incompleteOrders, preview, timeZone, depotIds }: Draft): string {
  const state = { tables, unreadable, leftOut, incompleteOrders, preview, timeZone, depotIds };
  return JSON.stringify(state, (_key, value) => (typeof value === 'string' ? keptText(value) : value));
}

function toDraft(row: DraftRow): Draft {
  const { tables, unreadable, leftOut = [], incompleteOrders = 'refuse', preview, timeZone, depotIds } = row.state;
  return {
    draftId: row.draft_id,
    accountId: row.account_id,
    depotIds,
    begunBy: row.begun_by,
    begunAt: row.begun_at,
    endsAt: row.ends_at,
    version: row.version,
    timeZone,
    tables,
    unreadable,
    leftOut,
    incompleteOrders,
    preview,
  };
}
