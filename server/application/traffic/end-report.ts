import { mayDo } from '../../domain/accounts/role.js';
import { DispatchError } from '../../domain/dispatch-error.js';
import { told } from '../../domain/told.js';
import type { Actor } from '../accounts/account-store.js';
import type { Clock } from '../clock.js';
import type { TrafficStore } from './traffic-store.js';

/** Ends reports before their time, and takes that back. */
export interface EndReport {
  /** @throws NotFoundError when there is none, or it was withdrawn before; DispatchError `not-allowed`. */
  withdraw(reportId: string, actor: Actor): Promise<void>;
  /** @throws NotFoundError when none of this id was withdrawn; DispatchError `not-allowed`. */
  restore(reportId: string, actor: Actor): Promise<void>;
}

/**
 * Whether somebody may end a report.
 *
 * Roads are shared: a report slows the vehicles of every depot on the map. So an account of some depots may report, but
 * end only what it reported itself; accounts of all depots may end every report.
 *
 * @param reporter account that reported; undefined or null in reports from before this was kept.
 */
export function mayEndReport(actor: Actor, reporter: string | null | undefined): boolean {
  return mayDo(actor.role, 'network:write') && (actor.depotIds === undefined || actor.accountId === reporter);
}

export function makeEndReport({
  store,
  clock,
}: {
  readonly store: Pick<TrafficStore, 'getReporter' | 'withdrawReport' | 'restoreReport'>;
  readonly clock: Clock;
}): EndReport {
  const assertMayEnd = async (reportId: string, actor: Actor) => {
    if (mayEndReport(actor, await store.getReporter(reportId))) return;
    throw new DispatchError(
      'not-allowed',
      told`An account of some depots may end only its own traffic reports; ${reportId} is somebody else's.`,
    );
  };
  return {
    async withdraw(reportId, actor) {
      await assertMayEnd(reportId, actor);
      await store.withdrawReport(reportId, actor.name, clock.now());
    },
    async restore(reportId, actor) {
      await assertMayEnd(reportId, actor);
      await store.restoreReport(reportId, actor.name, clock.now());
    },
  };
}
