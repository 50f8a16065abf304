import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTables } from '../../server/adapters/files/open-tables.js';
import { writeDemoInWorker } from '../../server/adapters/map/in-map-worker.js';
import { makeLog, openServices } from '../../server/compose.js';
import { readConfig } from '../../server/config.js';

/**
 * How soon a generated city's day has a plan, and how it grows better: `npm run bench -- city [STATIONS] [SECONDS]`, all
 * stations from one depot. Seconds count from the begin of the search; the estimate of travel times comes before.
 */
export async function benchCity([stations = '10000', seconds = '60']: string[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-bench-city-'));
  const date = '2024-06-14';
  const { signal } = new AbortController();
  const settings = { TUANDA_DATA: path.join(folder, 'data'), ROUTING_ENGINE: 'straight-line' };
  const config = { ...readConfig(settings), logLevel: 'error' };
  const services = await openServices(config, makeLog(config));
  try {
    await writeDemoInWorker({ folder: path.join(folder, 'day'), date, stations: Number(stations), depots: 1 }, signal);
    const { tables, unreadable } = await openTables([path.join(folder, 'day')]);
    await services.importFiles({ tables, unreadable, timeZone: 'Asia/Shanghai', begunBy: 'bench', signal });
    sayMemory('before planning');
    const [{ waveId }] = await services.waves.listByDate(date);
    const budget = { seconds: Number(seconds), threads: 2, seed: 1 };
    let tellAt = 0;
    const plan = await services.planWave({
      waveId,
      budget,
      by: 'bench',
      signal,
      onProgress: (progress) => {
        if (progress.phase !== 'search') return;
        const searched = progress.share * budget.seconds;
        if (searched < tellAt) return;
        if (tellAt === 0) sayMemory('with travel times');
        tellAt = searched + 2;
        const { cost, unassigned, vehicles, iterations } = progress;
        const sums = `driving ${Math.round(cost / 1e6)}, left out ${unassigned}`;
        console.log(`${searched.toFixed(1)} s: ${sums}, ${vehicles} vehicles, ${iterations} iterations`);
      },
    });
    console.log(JSON.stringify(plan.kpis));
    sayMemory('in the end');
  } finally {
    await services.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of the whole application: database, threads and what made the city included. */
function sayMemory(when: string): void {
  const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
  const most = megabytes(process.resourceUsage().maxRSS * 1024);
  console.log(`${when}: ${megabytes(process.memoryUsage.rss())} MB resident, ${most} MB at most so far`);
}
