import type { Actor } from '../../../application/accounts/account-store.js';
import type { DraftOwner } from '../../../application/exchange/imports/drafts/import-drafts.js';
import type { DraftWork } from '../../../application/exchange/imports/drafts/preview-draft.js';
import type { Ask } from '../endpoint.js';
import type { HttpServices } from '../services.js';

/** For how long each goes on. More than a minute is long work, which leaves room to short work. */
const usualSeconds = { 'preview-import': 30, 'take-import': 120, 'search-places': 120 } as const;

/** Whose drafts somebody sees. */
export const ownerOf = ({ accountId, depotIds, name }: Actor): DraftOwner => ({ accountId, depotIds, name });

/** Begins work on a draft in the background and tells where to watch it. @throws ConflictError `draft-incomplete` */
export async function startDraftJob(
  services: HttpServices,
  { actor, params, response }: Pick<Ask, 'actor' | 'params' | 'response'>,
  kind: keyof typeof usualSeconds,
  seconds: number = usualSeconds[kind],
) {
  const draft = await services.importDrafts.get(params.draftId, ownerOf(actor));
  services.importDrafts.assertComplete(draft);
  const begun = await services.jobs.start({
    kind,
    subjectId: draft.draftId,
    // A job is of one depot; of an account of some it stands in the line of the first.
    depotId: actor.depotIds?.[0],
    by: actor.name,
    accountId: actor.accountId,
    seconds,
    payload: { accountId: actor.accountId, depotIds: actor.depotIds ?? null } satisfies DraftWork,
  });
  response.set('Location', `/api/v1/jobs/${begun.jobId}`);
  return services.item('jobs', begun.jobId, actor.depotIds);
}
