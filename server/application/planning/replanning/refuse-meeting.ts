import { ConflictError } from '../../../domain/dispatch-error.js';
import { formatTimeOfDay } from '../../../domain/local-time.js';
import { spanOfRoute } from '../../../domain/planning/check-sharing.js';
import type { Route } from '../../../domain/planning/plan.js';
import { told } from '../../../domain/told.js';
import type { WaveClock } from '../../../domain/waves/wave-clock.js';
import type { PlanningContext } from '../planning-context.js';

/**
 * What is on board stays there. Where a vehicle comes back from it when another wave of the date has it already, no plan of
 * this wave alone holds: the other one is planned anew first.
 *
 * @param executed beginnings of routes, which nothing changes any more.
 * @throws ConflictError vehicle-taken
 */
export function refuseMeeting(
  executed: ReadonlyMap<string, Route>,
  { sharing }: Pick<PlanningContext, 'sharing'>,
  clock: Pick<WaveClock, 'wallClockAt'>,
): void {
  const timeOf = (second: number) => formatTimeOfDay(clock.wallClockAt(Math.ceil(second)));
  for (const { waveId, routes } of sharing?.beside ?? []) {
    for (const other of routes) {
      const beginning = executed.get(other.vehicleId);
      const [own, theirs] = [beginning, other].map((route) => route && spanOfRoute(route));
      if (own === undefined || theirs === undefined) continue;
      if (own.opens >= theirs.closes || theirs.opens >= own.closes) continue;
      throw new ConflictError(
        'vehicle-taken',
        told`Vehicle ${other.vehicleId} is out for this wave until ${timeOf(own.closes)}, and wave ${waveId} has it from ${timeOf(theirs.opens)}. Plan ${waveId} anew first: with the vehicle leaving later, or out. If it is back already, report that.`,
      );
    }
  }
}
