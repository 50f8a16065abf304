import { DispatchError } from '../../../../domain/dispatch-error.js';
import type { JobHandler } from '../../../jobs.js';
import type { DraftStore } from './draft-ports.js';

/** Work on a draft whose files somebody may throw away meanwhile: then that is told, not the file that is missing. */
export function untilThrownAway(drafts: Pick<DraftStore, 'listKnown'>, handler: JobHandler): JobHandler {
  return async (task) => {
    try {
      return await handler(task);
    } catch (error) {
      if ((await drafts.listKnown([task.subjectId])).length > 0) throw error;
      throw new DispatchError('not-found', 'These files were thrown away while they were read.');
    }
  };
}
