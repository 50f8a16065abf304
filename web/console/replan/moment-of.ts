import type { Plan } from '../../api/types.js';

const minuteMilliseconds = 60_000;
const hourMilliseconds = 60 * minuteMilliseconds;

/**
 * The moment of a plan's day at which its clocks first show a time ("01:30"), or a later one where it is left out, as
 * RFC 3339. In a night that is planned past midnight a time before the first loading is one of the next day.
 */
export function momentOf(time: string, plan: Pick<Plan, 'beginsAt' | 'timeZone' | 'routes'>): string {
  const begins = Date.parse(plan.beginsAt);
  const trips = plan.routes.flatMap((route) => route.trips);
  const first = begins + Math.min(...trips.map(({ loadBegins }) => loadBegins)) * 1000;
  const last = begins + Math.max(...trips.map(({ returns }) => returns)) * 1000;
  const { format: shown } = new Intl.DateTimeFormat('en-GB', {
    timeZone: plan.timeZone,
    hour: '2-digit',
    minute: '2-digit',
  });
  const firstMinute = (from: number, isIt: (clock: string) => boolean) => {
    let instant = from;
    while (!isIt(shown(instant))) instant += minuteMilliseconds;
    return instant;
  };
  const today = firstMinute(begins, (clock) => clock >= time);
  const midnight = firstMinute(begins + 22 * hourMilliseconds, (clock) => clock < '12:00');
  const tomorrow = firstMinute(midnight, (clock) => clock >= time);
  return new Date(today < first && tomorrow <= last ? tomorrow : today).toISOString();
}
