import type {
  DraftChange,
  ImportColumns,
  ImportDraft,
  ImportMapping,
} from '../../../server/adapters/http/exchange/import-drafts-contract.js';
import type { DraftPlace, DraftPlaces } from '../../../server/adapters/http/exchange/places-contract.js';
import { ApiError } from '../../api/api-error.js';
import { ask, once, part, root } from '../../api/ask.js';
import type { Finding, Job, Page } from '../../api/types.js';
import { language } from '../../i18n/language.js';

export type { DraftChange, DraftPlace, DraftPlaces, ImportColumns, ImportDraft, ImportMapping };
export type DraftTable = ImportDraft['tables'][number];
export type DraftPreview = NonNullable<ImportDraft['preview']>;

/** What a person says of a table; `null` in `columns` passes a header over. */
export interface TableChange {
  readonly isUsed?: boolean;
  readonly kind?: string;
  readonly headerAt?: number;
  readonly columns?: Readonly<Record<string, string | null>>;
  readonly constants?: Readonly<Record<string, string>>;
  readonly datum?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly mapping?: string;
}

/** What a person says of where an address lies; just one of the three. */
export type PlaceSaid =
  | { readonly candidateNo: number }
  | { readonly position: { readonly lon: number; readonly lat: number } }
  | { readonly state: 'left-out' | 'open' };

/** Files that a finding list is narrowed to. */
export interface FindingFilter {
  readonly level?: 'refused' | 'warned';
  readonly code?: string;
  readonly cursor?: string;
}

const draftAt = (draftId: string) => `/import-drafts/${part(draftId)}`;

/** Calls of the sections about files. */
export const filesApi = {
  listDrafts: async () => (await ask<{ data: ImportDraft[] }>('GET', '/import-drafts')).data,
  draft: (draftId: string) => ask<ImportDraft>('GET', draftAt(draftId)),
  columns: async () => (await ask<ImportColumns>('GET', '/import-columns')).data,
  mappings: async () => (await ask<{ data: ImportMapping[] }>('GET', '/import-mappings')).data,
  changeTable: (draftId: string, tableNo: number, change: TableChange) =>
    ask<ImportDraft>('PATCH', `${draftAt(draftId)}/tables/${tableNo}`, change),
  chooseIncomplete: (draftId: string, incompleteOrders: ImportDraft['incompleteOrders']) =>
    ask<ImportDraft>('PATCH', draftAt(draftId), { incompleteOrders }),
  keepMapping: (draftId: string, tableNo: number, name: string) =>
    ask<ImportMapping>('PUT', `${draftAt(draftId)}/tables/${tableNo}/mapping`, { name }),
  mendCell: (draftId: string, cell: { tableNo: number; line: number; column: string; value: string | null }) =>
    ask<ImportDraft>('PUT', `${draftAt(draftId)}/cells`, cell),
  preview: (draftId: string) => ask<Job>('POST', `${draftAt(draftId)}/preview`),
  searchPlaces: (draftId: string) => ask<Job>('POST', `${draftAt(draftId)}/places/search`),
  places: (draftId: string, cursor?: string) =>
    ask<DraftPlaces>(
      'GET',
      `${draftAt(draftId)}/places?limit=200${cursor === undefined ? '' : `&cursor=${part(cursor)}`}`,
    ),
  place: (draftId: string, { depotId, addressKey }: Pick<DraftPlace, 'depotId' | 'addressKey'>, said: PlaceSaid) =>
    ask<DraftPlace>('PUT', `${draftAt(draftId)}/places`, { depotId, addressKey, ...said }),
  confirmPlaces: (draftId: string, confidence: number) =>
    ask<{ confirmed: number; ambiguous: number }>('POST', `${draftAt(draftId)}/places/confirm`, { confidence }),
  take: (draftId: string) => ask<Job>('POST', `${draftAt(draftId)}/take`),
  throwAway: (draftId: string) => ask<void>('DELETE', draftAt(draftId)),
  cancel: (jobId: string) => ask<Job>('POST', `/jobs/${part(jobId)}/cancel`),
  job: (jobId: string) => ask<Job>('GET', `/jobs/${part(jobId)}`),
  findings(draftId: string, { level, code, cursor }: FindingFilter): Promise<Page<Finding>> {
    const query = new URLSearchParams({ limit: '50' });
    if (level !== undefined) query.set('level', level);
    if (code !== undefined) query.set('code', code);
    if (cursor !== undefined) query.set('cursor', cursor);
    return ask('GET', `${draftAt(draftId)}/findings?${query}`);
  },
  changes: (draftId: string) => ask<Page<DraftChange>>('GET', `${draftAt(draftId)}/changes?limit=200`),
  refusedAt: (draftId: string, format: 'xlsx' | 'csv') =>
    `${root}${draftAt(draftId)}/refused?format=${format}&language=${language.value}`,
  templateAt: (kind: string, format: 'xlsx' | 'csv') =>
    `${root}/import-templates/${part(kind)}?format=${format}&language=${language.value}`,

  async begin(files: readonly File[]): Promise<ImportDraft> {
    const form = new FormData();
    for (const file of files) form.append('files', file, file.name);
    let response: Response;
    try {
      const headers = { accept: 'application/json', 'accept-language': language.value, ...once() };
      response = await fetch(`${root}/import-drafts`, { method: 'POST', headers, body: form });
    } catch (error) {
      throw new ApiError(0, 'offline', 'The server cannot be reached.', { cause: error });
    }
    const answer = await response.json().catch(() => undefined);
    if (response.ok) return answer;
    throw new ApiError(response.status, answer?.code ?? 'internal', answer?.detail ?? response.statusText);
  },
};
