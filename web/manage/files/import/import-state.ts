import { signal } from '@preact/signals';
import { api } from '../../../api/api.js';
import { ApiError } from '../../../api/api-error.js';
import type { Job, Wave } from '../../../api/types.js';
import { type DraftTable, filesApi, type ImportColumns, type ImportDraft, type ImportMapping } from '../files-api.js';

/** The steps of an import, in their order. */
export const steps = ['files', 'tables', 'columns', 'places', 'preview'] as const;
export type Step = (typeof steps)[number];

export const step = signal<Step>('files');
export const draft = signal<ImportDraft>();
export const drafts = signal<readonly ImportDraft[]>();
export const catalogue = signal<ImportColumns['data']>([]);
export const mappings = signal<readonly ImportMapping[]>([]);
export const error = signal<unknown>();
/** What is being waited for: an upload, or a job with the rows that it has read. */
export const busy = signal<{ readonly job?: Job; readonly rows: number; readonly total?: number }>();
/** What was taken in, when it was. */
export const taken = signal<{ readonly importId: string; readonly findingCount: number; readonly rows: number }>();

/** The newest wave that collects orders, after something was taken in: it can be planned now. */
export const collecting = signal<Wave>();

/** How often a job is asked how far it is. */
const pollMilliseconds = 500;

/** Runs what changes the draft; a refusal is shown and leaves everything as it was. */
export async function attempt(work: () => Promise<ImportDraft | undefined>): Promise<boolean> {
  error.value = undefined;
  try {
    const next = await work();
    if (next !== undefined) draft.value = next;
    return true;
  } catch (failure) {
    error.value = failure;
    return false;
  }
}

export async function load(): Promise<void> {
  await attempt(async () => {
    const [all, columns, kept] = await Promise.all([filesApi.listDrafts(), filesApi.columns(), filesApi.mappings()]);
    drafts.value = all;
    catalogue.value = columns;
    mappings.value = kept;
    return undefined;
  });
}

export async function begin(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  taken.value = undefined;
  busy.value = { rows: 0 };
  const done = await attempt(() => filesApi.begin(files));
  busy.value = undefined;
  if (done) step.value = 'tables';
}

export function resume(chosen: ImportDraft): void {
  taken.value = undefined;
  draft.value = chosen;
  step.value = chosen.preview === null ? 'tables' : 'preview';
}

export async function throwAway(draftId: string): Promise<void> {
  await attempt(async () => {
    await filesApi.throwAway(draftId);
    if (draft.value?.draftId === draftId) {
      draft.value = undefined;
      step.value = 'files';
    }
    drafts.value = await filesApi.listDrafts();
    return undefined;
  });
}

/** Says what becomes of orders of which a line is refused, and shows what follows from it. */
export async function chooseIncomplete(draftId: string, choice: ImportDraft['incompleteOrders']): Promise<void> {
  if (await attempt(() => filesApi.chooseIncomplete(draftId, choice))) await preview();
}

/** Reads all against the record and shows what would become of it, or first what is still to be placed. */
export async function preview(): Promise<void> {
  const { draftId } = draft.value!;
  await follow(
    () => filesApi.preview(draftId),
    async () => {
      draft.value = await filesApi.draft(draftId);
      const isToPlace = draft.value.preview?.codes.some(({ code }) => code === 'to-place') ?? false;
      // Who comes from placing has seen what is left.
      step.value = isToPlace && step.value !== 'places' && step.value !== 'preview' ? 'places' : 'preview';
    },
  );
}

export async function take(): Promise<void> {
  const { draftId } = draft.value!;
  await follow(
    () => filesApi.take(draftId),
    async ({ result }) => {
      const { importId, findingCount, files } = result as {
        importId: string;
        findingCount: number;
        files: readonly { taken: number }[];
      };
      taken.value = { importId, findingCount, rows: files.reduce((sum, file) => sum + file.taken, 0) };
      draft.value = undefined;
      step.value = 'files';
      drafts.value = await filesApi.listDrafts();
      collecting.value = (await api.latestWaves()).find(({ status }) => status === 'collecting');
    },
  );
}

export async function cancel(): Promise<void> {
  const job = busy.value?.job;
  if (job !== undefined) await attempt(async () => void (await filesApi.cancel(job.jobId)));
}

export async function follow(start: () => Promise<Job>, onDone: (job: Job) => Promise<void>): Promise<void> {
  await attempt(async () => {
    let job = await start();
    busy.value = { job, rows: 0 };
    while (job.status === 'waiting' || job.status === 'running') {
      await new Promise((resolve) => window.setTimeout(resolve, pollMilliseconds));
      job = await filesApi.job(job.jobId);
      busy.value = { job, ...doneOf(job) };
    }
    busy.value = undefined;
    if (job.status === 'done') await onDone(job);
    else if (job.error !== null) error.value = new ApiError(409, job.error.code, job.error.detail);
    return undefined;
  });
  busy.value = undefined;
}

/** How far a job is: rows read, or addresses looked up. */
function doneOf({ progress }: Job): { rows: number; total?: number } {
  if (progress?.phase === 'addresses') return { rows: progress.done, total: progress.total };
  return { rows: progress?.phase === 'rows' ? progress.rows : 0 };
}

export const usedTables = (): readonly DraftTable[] => draft.value?.tables.filter(({ isUsed }) => isUsed) ?? [];

export const columnsOf = (kind: string | null) => catalogue.value.find((each) => each.kind === kind)?.columns ?? [];
