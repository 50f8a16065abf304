import { ConflictError, InvalidInputError } from '../../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../../domain/own-depots.js';
import type { Language } from '../../../../domain/told.js';
import type { Clock, NewId } from '../../../clock.js';
import type { IncompleteOrders } from '../../../orders/order-intake.js';
import { tableColumnsOf } from '../../../tables/columns/table-columns.js';
import type { Finding } from '../../../tables/finding.js';
import { changeTable, type TableChange } from './change-draft.js';
import type { Draft, DraftChange, DraftTable, TextForm } from './draft.js';
import { mappingOf, missingOf, usedTables } from './draft-choices.js';
import type { DraftFiles, DraftStore } from './draft-ports.js';
import { guessTable, headersOf, type NameColumns, withColumns, withMapping } from './guess-table.js';
import type { ImportMapping, ImportMappingStore } from './import-mapping.js';
import { refusedRows } from './refused-rows.js';

const dayMilliseconds = 86_400_000;
/** Of one account; the oldest goes when another comes. */
const mostDrafts = 5;
/** Sheets of all files together. */
const mostTables = 40;
/** Cells mended by hand; who has more is better off with the file. */
const mostFixes = 2_000;

/** Who works on drafts: their own ones only. */
export interface DraftOwner {
  readonly accountId: string;
  readonly depotIds: OwnDepots;
  readonly name: string;
}

/** A cell that a person mends. */
export interface CellMended {
  readonly tableNo: number;
  readonly line: number;
  readonly column: string;
  /** Undefined: as it stood in the file. */
  readonly value: string | undefined;
}

/** Imports before they are taken: files are sent once, looked at, put right and taken, or thrown away. */
export function makeImportDrafts(
  store: DraftStore,
  files: DraftFiles,
  mappings: ImportMappingStore,
  nameColumns: NameColumns,
  { clock, newId }: { readonly clock: Clock; readonly newId: NewId },
) {
  const changed = async (draft: Draft, tables: readonly DraftTable[]): Promise<Draft> => {
    const next: Draft = { ...draft, version: draft.version + 1, tables };
    await store.save(next);
    return next;
  };
  const tableOf = (draft: Draft, tableNo: number): DraftTable => {
    const table = draft.tables.find((each) => each.tableNo === tableNo);
    if (table === undefined) throw new InvalidInputError('The draft has no such table.');
    return table;
  };
  const replaced = (draft: Draft, table: DraftTable) =>
    draft.tables.map((each) => (each.tableNo === table.tableNo ? table : each));
  const removeOld = async () => {
    const now = clock.now();
    for (const draftId of await store.removeOld(now)) await files.remove(draftId);
    // Of drafts that another server ended, or that never came to be.
    const untouched = await files.listUntouched(new Date(now.getTime() - dayMilliseconds));
    if (untouched.length === 0) return;
    const known = new Set(await store.listKnown(untouched));
    for (const draftId of untouched) if (!known.has(draftId)) await files.remove(draftId);
  };

  return {
    get: (draftId: string, owner: DraftOwner) => store.get(draftId, owner.accountId, owner.depotIds),
    list: (owner: DraftOwner) => store.list(owner.accountId, owner.depotIds),

    /**
     * @param uploaded paths of files, of which copies are kept.
     * @param keep adds the draft to the record, with whatever must stand or fall together with it.
     */
    async begin(
      uploaded: readonly string[],
      owner: DraftOwner,
      keep: (draft: Draft, add: () => Promise<void>) => Promise<void> = (_draft, add) => add(),
    ): Promise<Draft> {
      await removeOld();
      const draftId = newId('draft');
      await files.keep(draftId, uploaded);
      try {
        const { heads, unreadable, timeZone } = await files.inspect(draftId);
        const known = await mappings.list(owner.depotIds);
        const tables = heads.slice(0, mostTables).map((head, at) => guessTable(head, at + 1, nameColumns, known));
        const begunAt = clock.now();
        const draft: Draft = {
          draftId,
          accountId: owner.accountId,
          depotIds: owner.depotIds,
          begunBy: owner.name,
          begunAt,
          endsAt: new Date(begunAt.getTime() + dayMilliseconds),
          version: 1,
          timeZone,
          tables,
          unreadable,
          leftOut: [],
          incompleteOrders: 'refuse',
          preview: undefined,
        };
        await keep(draft, () => store.add(draft));
        // Looked at when it is there: several that come at once each see all of them.
        for (const old of (await store.list(owner.accountId, undefined)).slice(mostDrafts)) {
          if (await store.removeIdle(old.draftId)) await files.remove(old.draftId);
        }
        return draft;
      } catch (error) {
        await files.remove(draftId);
        throw error;
      }
    },

    /** Says what becomes of orders of which a line is refused. */
    async chooseIncomplete(draftId: string, owner: DraftOwner, incompleteOrders: IncompleteOrders): Promise<Draft> {
      const draft = await store.get(draftId, owner.accountId, owner.depotIds);
      return changed({ ...draft, incompleteOrders }, draft.tables);
    },

    async change(draftId: string, owner: DraftOwner, tableNo: number, change: TableChange): Promise<Draft> {
      const draft = await store.get(draftId, owner.accountId, owner.depotIds);
      return changed(draft, replaced(draft, changeTable(tableOf(draft, tableNo), change, nameColumns)));
    },

    /** Reads a text file anew in another encoding or with another delimiter. */
    async changeForm(draftId: string, owner: DraftOwner, tableNo: number, form: Partial<TextForm>): Promise<Draft> {
      const draft = await store.get(draftId, owner.accountId, owner.depotIds);
      const table = tableOf(draft, tableNo);
      if (table.text === undefined) throw new InvalidInputError('Only text files have an encoding and a delimiter.');
      const head = await files.inspectText(draftId, table.file, { ...table.text, ...form });
      const headers = headersOf(head.sample, head.headerAt, nameColumns);
      const read = { ...table, ...head, fixes: [] };
      return changed(draft, replaced(draft, withColumns(read, table.kind, headers)));
    },

    async useMapping(draftId: string, owner: DraftOwner, tableNo: number, name: string): Promise<Draft> {
      const draft = await store.get(draftId, owner.accountId, owner.depotIds);
      const table = tableOf(draft, tableNo);
      const mapping = await mappings.get(name, owner.depotIds);
      const headers = headersOf(table.sample, table.headerAt, nameColumns);
      return changed(draft, replaced(draft, withMapping(table, headers, mapping)));
    },

    /** Keeps how a table is read under a name. */
    async keepMapping(draftId: string, owner: DraftOwner, tableNo: number, name: string): Promise<ImportMapping> {
      const table = tableOf(await store.get(draftId, owner.accountId, owner.depotIds), tableNo);
      const mapping = mappingOf(table);
      if (mapping === undefined)
        throw new InvalidInputError('Say what kind of file it is before its columns are kept.');
      return mappings.put(name, mapping, { depotIds: owner.depotIds, by: owner.name, at: clock.now() });
    },

    /** Puts a value in place of a cell, or gives the cell back what stood in the file. */
    async mend(draftId: string, owner: DraftOwner, { tableNo, line, column, value }: CellMended): Promise<Draft> {
      const draft = await store.get(draftId, owner.accountId, owner.depotIds);
      const table = tableOf(draft, tableNo);
      const isKnown = table.kind !== undefined && tableColumnsOf(table.kind).some((each) => each.column === column);
      if (!isKnown) throw new InvalidInputError('The table has no such column.');
      const others = table.fixes.filter((fix) => fix.line !== line || fix.column !== column);
      const fixes = value === undefined ? others : [...others, { line, column, value }];
      if (fixes.length > mostFixes) {
        throw new ConflictError(
          'too-many-fixes',
          'Too many cells were mended by hand. Correct the file and send it again.',
        );
      }
      return changed(draft, replaced(draft, { ...table, fixes }));
    },

    /** @throws ConflictError `already-running` while it is being taken. */
    async throwAway(draftId: string, owner: DraftOwner): Promise<void> {
      await store.get(draftId, owner.accountId, owner.depotIds);
      if (!(await store.removeIdle(draftId))) {
        throw new ConflictError('already-running', 'These files are being taken just now. Wait until that is over.');
      }
      await files.remove(draftId);
    },

    /** @throws ConflictError `draft-incomplete` where something that is needed was not said. */
    assertComplete(draft: Draft): void {
      const used = usedTables(draft);
      if (used.length === 0)
        throw new ConflictError('draft-incomplete', 'Choose at least one table to take, and say its kind.');
      if (used.some((table) => missingOf(table).length > 0)) {
        throw new ConflictError(
          'draft-incomplete',
          'Some columns that are needed are not named yet. Name them, or leave the table out.',
        );
      }
    },

    findings: (draft: Draft): AsyncIterable<Finding> => files.findings(draft.draftId),
    changes: (draft: Draft): AsyncIterable<DraftChange> => files.changes(draft.draftId),
    refused: (draft: Draft, language: Language, tableNo?: number) => refusedRows(draft, files, language, tableNo),
    removeOld,
  };
}

export type ImportDrafts = ReturnType<typeof makeImportDrafts>;
