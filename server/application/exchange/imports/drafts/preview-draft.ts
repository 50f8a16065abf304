import { attributesOf, idFieldOf, type Thing, valueAt } from '../../../../domain/network/attributes/attribute.js';
import { toFields } from '../../../../domain/network/attributes/settle.js';
import { things } from '../../../../domain/network/attributes/things.js';
import type { OwnDepots } from '../../../../domain/own-depots.js';
import type { JobHandler } from '../../../jobs.js';
import type { IntakeStore } from '../../../orders/intake-store.js';
import type { Finding, Table } from '../../../tables/finding.js';
import type { FindExtent } from '../datum-by-roads.js';
import { type ImportInput, readFiles } from '../import-files.js';
import type { ChangedThing } from '../network-intake.js';
import { byAddress } from '../places/draft-places.js';
import type { Draft, DraftChange, DraftPreview, PreviewedFile } from './draft.js';
import { choicesOf, usedTables } from './draft-choices.js';
import type { DraftFiles, DraftStore } from './draft-ports.js';

/** Who asked for the work, as it was when they did: a draft may be older than what they may do now. */
export interface DraftWork {
  readonly accountId: string;
  /** Null for an account of all depots: what is left out is no JSON. */
  readonly depotIds: readonly string[] | null;
}

/** The draft that work is about, and the depots that it may be taken into. */
export async function draftOf(
  drafts: Pick<DraftStore, 'get'>,
  draftId: string,
  { accountId, depotIds }: DraftWork,
): Promise<{ readonly draft: Draft; readonly depotIds: OwnDepots }> {
  const own = depotIds ?? undefined;
  const draft = await drafts.get(draftId, accountId, own);
  // Work that waited while the program was replaced by a newer one may not say: then the depots of the draft hold.
  return { draft, depotIds: depotIds === undefined ? draft.depotIds : own };
}

/**
 * What the files of a draft are for an import, read as its tables say.
 *
 * @param depotIds of who asks: rows of others are refused.
 */
export async function inputOf(
  draft: Draft,
  files: DraftFiles,
  timeZone: string,
  depotIds: OwnDepots,
): Promise<ImportInput> {
  const used = usedTables(draft);
  const tables: Table[] = [];
  for (const table of used) tables.push(await files.open(draft.draftId, table));
  return {
    tables,
    unreadable: [],
    timeZone: draft.timeZone ?? timeZone,
    begunBy: draft.begunBy,
    depotIds,
    choices: choicesOf(used),
    incompleteOrders: draft.incompleteOrders,
  };
}

/** Reads the files of a draft against the record, writes nothing into it, and keeps what was found beside the files. */
export function makePreviewJob(
  intake: IntakeStore,
  drafts: DraftStore,
  files: DraftFiles,
  timeZone: string,
  findExtent: FindExtent = () => undefined,
): JobHandler {
  return async ({ subjectId, payload, signal, tell }) => {
    const { draft, depotIds } = await draftOf(drafts, subjectId, payload as DraftWork);
    const input = await inputOf(draft, files, timeZone, depotIds);
    const onProgress = (rows: number) => tell({ phase: 'rows', table: '', rows });
    const read = await readFiles(intake, { ...input, map: findExtent(), signal, onProgress });
    const { summary, findings, changes, waves, addressed } = read;
    const told = changes.slice(0, mostChanges).map(toDraftChange);
    await files.saveFindings(draft.draftId, { findings, changes: told, addressed });
    const preview: DraftPreview = {
      version: draft.version + 1,
      files: summary.files.map((file) => withNew(file, changes, summary.files)),
      findingCount: findings.length,
      refusedCount: summary.files.reduce((sum, { refused }) => sum + refused, 0),
      changeCount: changes.length,
      addressCount: byAddress(addressed).length,
      codes: countCodes(findings),
      waves,
    };
    await drafts.save({ ...draft, version: draft.version + 1, preview });
    return { draftId: draft.draftId, findings: findings.length };
  };
}

/** More are counted and not listed. */
const mostChanges = 5_000;

function withNew(
  file: DraftPreview['files'][number] | Omit<PreviewedFile, 'added' | 'changed'>,
  changes: readonly ChangedThing[],
  all: readonly { readonly kind: string }[],
): PreviewedFile {
  const own = changes.filter(({ kind }) => kind === file.kind);
  // Things are told apart by kind; where two files are of one, their rows are all that is known of each.
  if (own.length === 0 || all.filter(({ kind }) => kind === file.kind).length > 1) {
    return { ...file, added: file.taken, changed: 0 };
  }
  const added = Math.min(file.taken, own.filter(({ before }) => before === undefined).length);
  return { ...file, added, changed: file.taken - added };
}

function countCodes(findings: readonly Finding[]): DraftPreview['codes'] {
  const counts = new Map<
    string,
    { -readonly [Key in keyof DraftPreview['codes'][number]]: DraftPreview['codes'][number][Key] }
  >();
  for (const { level, code, sentence, facts } of findings) {
    const known = counts.get(`${level} ${code}`) ?? { level, code, count: 0, first: { sentence, facts } };
    known.count++;
    counts.set(`${level} ${code}`, known);
  }
  return [...counts.values()].sort((one, other) =>
    one.level === other.level ? other.count - one.count : one.level === 'refused' ? -1 : 1,
  );
}

function toDraftChange({ kind, before, after }: ChangedThing): DraftChange {
  const of: Thing = things[kind];
  const now = toFields(of, after);
  const was = before === undefined ? undefined : toFields(of, before);
  const fields = attributesOf(of).flatMap(({ field, steps, attribute }) => {
    if (kind === 'vehicles' && field === 'compartments') return [];
    const tell = (from: object | undefined) => {
      const value = from === undefined ? undefined : valueAt(from, steps);
      if (value === undefined || value === null || value === '') return '';
      if (attribute.kind.parts === undefined) return attribute.kind.format(value);
      return [...attribute.kind.parts.split(value)]
        .map(([at, part]) => attribute.kind.parts!.kinds[at].format(part))
        .join(' ');
    };
    const [from, to] = [tell(was), tell(now)];
    return from === to ? [] : [{ field, from, to }];
  });
  return {
    kind,
    id: String(valueAt(now, [idFieldOf(of)])),
    isNew: before === undefined,
    fields: was === undefined ? [] : fields,
  };
}
