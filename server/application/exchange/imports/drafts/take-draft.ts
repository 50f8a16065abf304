import type { JobHandler } from '../../../jobs.js';
import type { ImportFiles } from '../import-files.js';
import type { DraftFiles, DraftStore } from './draft-ports.js';
import { type DraftWork, draftOf, inputOf } from './preview-draft.js';

/**
 * Takes a draft's files into the record as its tables say; the draft is gone then. Taken again after its process died, it
 * finds rows that were taken as unchanged.
 */
export function makeTakeJob(
  importFiles: ImportFiles,
  drafts: DraftStore,
  files: DraftFiles,
  timeZone: string,
): JobHandler {
  return async ({ subjectId, payload, signal, tell, by }) => {
    const { draft, depotIds } = await draftOf(drafts, subjectId, payload as DraftWork);
    const input = await inputOf(draft, files, timeZone, depotIds);
    const onProgress = (rows: number) => tell({ phase: 'rows', table: '', rows });
    const { importId, summary, findings } = await importFiles({ ...input, begunBy: by, signal, onProgress });
    await drafts.remove(draft.draftId);
    await files.remove(draft.draftId);
    return { importId, files: summary.files, findingCount: findings.length };
  };
}
