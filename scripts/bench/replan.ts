import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { openTables } from '../../server/adapters/files/open-tables.js';
import { writeDemoInWorker } from '../../server/adapters/map/in-map-worker.js';
import { buildCityMap } from '../../server/cli/commands/build-city-map.js';
import { makeLog, openServices } from '../../server/compose.js';
import { readConfig } from '../../server/config.js';
import { instantOf } from '../../server/domain/local-time.js';
import type { Plan } from '../../server/domain/planning/plan.js';
import type { ReplanEvent } from '../../server/domain/planning/replan.js';

/**
 * How long planning the rest of a day anew takes, all in all: `npm run bench -- replan [MAP.osm.pbf DAY-FOLDER DATE]`;
 * without a map, a generated city of 600 stations with the estimate. A third of the vehicles is on the road.
 */
export async function benchReplan([mapFile, dayFolder, date = '2024-06-14']: string[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-bench-replan-'));
  const { signal } = new AbortController();
  const dataFolder = path.join(folder, 'data');
  const settings = { TUANDA_DATA: dataFolder, ...(mapFile === undefined && { ROUTING_ENGINE: 'straight-line' }) };
  const config = { ...readConfig(settings), logLevel: 'error' };
  if (mapFile !== undefined) await buildCityMap({ pbfFile: mapFile, dataFolder, name: 'bench', demo: false, signal });
  const services = await openServices(config, makeLog(config));
  try {
    const day = dayFolder ?? path.join(folder, 'day');
    if (dayFolder === undefined) await writeDemoInWorker({ folder: day, date, stations: 600 }, signal);
    const { tables, unreadable, timeZone } = await openTables([day]);
    await services.importFiles({ tables, unreadable, timeZone: timeZone ?? config.timeZone, begunBy: 'bench', signal });
    const [{ waveId, timeZone: zone }] = await services.waves.listByDate(date);
    const plan = await services.planWave({ waveId, budget: { seconds: 20, threads: 2, seed: 1 }, by: 'bench', signal });
    const at = (second: number) => instantOf(plan.deliveryDate, second, zone);
    await services.plans.release(plan.planId, at(0), 'bench');
    const departures = plan.routes.map(({ trips }) => trips[0].departs).sort((one, other) => one - other);
    const now = departures[Math.floor(departures.length / 3)];
    await reportUntil(plan, now, services, at);
    console.log(`${plan.kpis.stops} stops on ${plan.kpis.runs} runs; ${count(plan, now)} have left`);
    const away = plan.routes.find(({ trips }) => trips[0].departs < now && trips[0].stops.length > 2)!;
    const home = plan.routes.findLast(({ trips }) => trips[0].loadBegins > now)!;
    const events: ReplanEvent[] = [
      { kind: 'vehicle-out', vehicleId: away.vehicleId, goods: 'transfer' },
      { kind: 'vehicle-out', vehicleId: home.vehicleId, goods: 'transfer' },
      { kind: 'late-departure', vehicleId: home.vehicleId, minutes: 45 },
      { kind: 'station-closed', stationId: home.trips[0].stops[0].stationId },
      { kind: 'reports' },
    ];
    for (const event of events) {
      const began = performance.now();
      const outcome = await services.replan.preview(plan, { event, from: at(now) }, signal);
      const seconds = (performance.now() - began) / 1000;
      const kinds = ['moved', 'fetched', 'retimed', 'left-out', 'newly-served'].map(
        (kind) => `${outcome.changes.filter((change) => change.kind === kind).length} ${kind}`,
      );
      console.log(
        `${event.kind.padEnd(15)} ${seconds.toFixed(2)} s, cost ${(outcome.costChangeMinor / 100).toFixed(2)}; ${kinds.join(', ')}`,
      );
    }
    const { previewId } = await services.replan.preview(plan, { event: events[0], from: at(now) }, signal);
    const began = performance.now();
    await services.replan.apply(plan, previewId, 'bench');
    console.log(`applying it     ${((performance.now() - began) / 1000).toFixed(2)} s`);
  } finally {
    await services.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const count = ({ routes }: Plan, now: number) => routes.filter(({ trips }) => trips[0].departs <= now).length;

/** Couriers report as planned, up to a moment. */
async function reportUntil(
  plan: Plan,
  now: number,
  { database }: Awaited<ReturnType<typeof openServices>>,
  at: (second: number) => Date,
): Promise<void> {
  const field = makeFieldStore(database);
  const by = { name: 'bench', depotIds: undefined, courierId: undefined };
  for (const { vehicleId, trips } of plan.routes) {
    if (trips[0].departs > now) continue;
    const { rows } = await database.knex.raw(
      `select runs.run_id, stops.stop_id, stops.station_id from runs
         join stops on stops.depot_id = runs.depot_id and stops.run_id = runs.run_id
       where runs.plan_id = ? and runs.vehicle_id = ? and stops.trip_no = 1`,
      [plan.planId, vehicleId],
    );
    const stops = new Map(rows.map((row: { stop_id: string; station_id: string }) => [row.station_id, row.stop_id]));
    const done = trips[0].stops.filter(({ leaves }) => leaves <= now);
    const reports = done.map(({ stationId, leaves }) => ({
      deviceEventId: `${vehicleId} ${stationId}`,
      kind: 'delivered' as const,
      deviceAt: at(leaves),
      stopId: stops.get(stationId) as string,
    }));
    const there = trips[0].stops.filter(({ arrives, leaves }) => arrives <= now && leaves > now);
    const arrivals = there.map(({ stationId, arrives }) => ({
      deviceEventId: `${vehicleId} at ${stationId}`,
      kind: 'arrived' as const,
      deviceAt: at(arrives),
      stopId: stops.get(stationId) as string,
    }));
    const departed = { deviceEventId: vehicleId, kind: 'departed' as const, deviceAt: at(trips[0].departs) };
    await field.report(rows[0].run_id, [departed, ...reports, ...arrivals], by, at(now));
  }
}
