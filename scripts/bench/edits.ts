import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTables } from '../../server/adapters/files/open-tables.js';
import { writeDemoInWorker } from '../../server/adapters/map/in-map-worker.js';
import { evaluateEdits } from '../../server/application/planning/edits/edit-plan.js';
import { readPlanningContext } from '../../server/application/planning/planning-context.js';
import { makeLog, openServices, systemClock } from '../../server/compose.js';
import { readConfig } from '../../server/config.js';

/**
 * How long pricing a hand-made move takes in a generated city: `npm run bench -- edits [STATIONS]`. Travel times are the
 * estimate; where they come from does not matter once they are read.
 */
export async function benchEdits([count = '1000']: string[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-bench-edits-'));
  const date = '2024-06-14';
  const { signal } = new AbortController();
  const settings = { TUANDA_DATA: path.join(folder, 'data'), ROUTING_ENGINE: 'straight-line' };
  const config = { ...readConfig(settings), logLevel: 'error' };
  const services = await openServices(config, makeLog(config));
  try {
    await writeDemoInWorker({ folder: path.join(folder, 'day'), date, stations: Number(count) }, signal);
    const { tables, unreadable } = await openTables([path.join(folder, 'day')]);
    await services.importFiles({ tables, unreadable, timeZone: 'Asia/Shanghai', begunBy: 'bench', signal });
    const [{ waveId }] = await services.waves.listByDate(date);
    const budget = { seconds: 10, threads: 2, seed: 1 };
    const plan = await services.planWave({ waveId, budget, by: 'bench', signal });
    const sources = {
      waves: services.waves,
      plans: services.plans,
      network: services.network,
      travel: services.travel,
      routing: services.routing,
      clock: systemClock,
    };
    const began = performance.now();
    const context = await readPlanningContext(sources, plan, { signal, provenance: plan.provenance });
    const read = performance.now() - began;
    const stops = plan.routes.flatMap((route) => route.trips.flatMap((trip) => trip.stops));
    const times: number[] = [];
    let violations = 0;
    for (let at = 0; at < 300; at++) {
      const { stationId } = stops[(at * 37) % stops.length];
      const { vehicleId } = plan.routes[(at * 11) % plan.routes.length];
      const edit = { kind: 'move' as const, stationId, to: { vehicleId, tripNo: 1, position: 1 + (at % 9) } };
      const start = performance.now();
      violations += evaluateEdits(plan, [edit], context).evaluation.violations.length;
      times.push(performance.now() - start);
    }
    times.sort((one, other) => one - other);
    const at = (share: number) => times[Math.floor(share * (times.length - 1))].toFixed(1);
    console.log(
      `${plan.kpis.stops} stops on ${plan.kpis.runs} runs; what they depend on was read in ${Math.round(read)} ms`,
    );
    console.log(
      `a move is priced in ${at(0.5)} ms (median), ${at(0.95)} ms (95 %), ${at(1)} ms at most; ${violations} violations`,
    );
  } finally {
    await services.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
