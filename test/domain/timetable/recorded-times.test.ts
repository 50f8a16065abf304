import { expect, it } from 'vitest';
import { timeInAllWays } from './time-in-all-ways.js';

/** One line a day: what planning, a re-plan and the forecast make of a random route. */
it('random routes have the times that were recorded of them, to the second', async () => {
  const days = Array.from({ length: 40 }, (_, seed) => JSON.stringify(timeInAllWays(seed), timesOnly));
  await expect(`${days.join('\n')}\n`).toMatchFileSnapshot('recorded-times.jsonl');
});

/** Without what the times do not depend on. */
function timesOnly(name: string, value: unknown): unknown {
  if (['consignments', 'position', 'vehicleId', 'fromVehicleId'].includes(name)) return undefined;
  return Object.is(value, -0) ? 0 : value;
}
