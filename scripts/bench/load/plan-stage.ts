import { mustAsk, untilDone } from '../servers/ask.js';
import { depotId } from '../servers/small-network.js';
import { adminKey } from '../servers/tuanda-server.js';
import type { Stage } from './stage.js';

export const waveIdOf = (date: string) => `${depotId}-${date.replaceAll('-', '')}-1`;

/** Closes and plans the wave of a date. @returns the plan's id. */
export async function planWave({ address }: Stage, date: string, seconds: number): Promise<string> {
  const json = { seconds, threads: 1 };
  const path = `/waves/${waveIdOf(date)}/plans`;
  const { jobId } = await mustAsk(address, { method: 'POST', path, key: adminKey, json });
  const { result } = await untilDone(address, adminKey, jobId);
  return result.planId;
}

/** Releases a plan's runs to their couriers. */
export async function releasePlan({ address }: Stage, planId: string): Promise<void> {
  const { version } = await mustAsk(address, { method: 'GET', path: `/plans/${planId}`, key: adminKey });
  const headers = { 'if-match': `"${planId}.${version}"` };
  await mustAsk(address, { method: 'POST', path: `/plans/${planId}/release`, key: adminKey, headers });
}
