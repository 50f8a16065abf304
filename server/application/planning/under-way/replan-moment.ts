import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { daySeconds, formatTimeOfDay } from '../../../domain/local-time.js';
import type { Vehicle } from '../../../domain/network/network.js';
import type { Plan } from '../../../domain/planning/plan.js';
import { inEnglish, told } from '../../../domain/told.js';
import type { WaveClock } from '../../../domain/waves/wave-clock.js';
import type { SeenRun } from '../replan-store.js';

/**
 * A wave's day goes on until midnight, or until the last shift ends behind it.
 *
 * @param vehicles all of the depot, with their shifts by the wall clock.
 * @throws InvalidInputError for a moment that was chosen outside of the day that is planned.
 */
export function assertOnDay(
  second: number,
  clock: WaveClock,
  { deliveryDate }: Pick<Plan, 'deliveryDate'>,
  timeZone: string,
  vehicles: readonly Pick<Vehicle, 'shift'>[],
): void {
  const ends = Math.max(daySeconds, ...vehicles.map(({ shift }) => shift.closes));
  if (second >= 0 && second <= clock.closing(ends)) return;
  const until = ends === daySeconds ? '24:00' : told`${formatTimeOfDay(ends)} of the next day`;
  const sentence = told`from lies outside of the wave's day, which is ${deliveryDate} from 00:00 to ${until} (${timeZone}). Choose a moment of it, or leave it out for now.`;
  throw new InvalidInputError(sentence, [{ field: 'from', reason: inEnglish(sentence) }]);
}

/** Nothing that was reported lies ahead. A day that is over by the clock, but has not begun, is planned as a whole. */
export function momentOf(plan: Plan, seen: readonly SeenRun[], asked: number, isChosen: boolean): number {
  const times = seen.flatMap(({ departed, stops }) => [
    departed,
    ...stops.flatMap(({ arrived, left }) => [arrived, left]),
  ]);
  const told = Math.max(0, ...times.filter((time) => time !== undefined));
  const ends = Math.max(0, ...plan.routes.map(({ trips }) => trips[trips.length - 1].returns));
  const hasBegun = seen.some(({ status }) => status === 'departed' || status === 'finished');
  if (!isChosen && !hasBegun && asked > ends) return 0;
  return Math.max(0, told, asked);
}
