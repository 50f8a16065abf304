import type { Actor } from '../../application/accounts/account-store.js';
import { InvalidInputError, NotFoundError } from '../../domain/dispatch-error.js';
import { depotSet, isOwn, type OwnDepots } from '../../domain/own-depots.js';

/**
 * The depots of what somebody makes: those that they ask for, each of which must be their own, or else all of theirs.
 *
 * @throws NotFoundError for a depot that they may not see.
 */
export function depotsFor(
  { depotIds: own }: Actor,
  { depotId, depotIds }: { readonly depotId?: string; readonly depotIds?: readonly string[] },
): OwnDepots {
  if (depotId !== undefined && depotIds !== undefined) {
    throw new InvalidInputError('Send depotIds, or depotId for just one depot, not both.');
  }
  const wanted = depotId === undefined ? depotIds : [depotId];
  const strange = wanted?.find((each) => !isOwn(own, each));
  if (strange !== undefined) throw new NotFoundError('depot', strange);
  return wanted === undefined ? own : depotSet(wanted);
}
