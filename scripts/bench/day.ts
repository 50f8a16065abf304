import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openTables } from '../../server/adapters/files/open-tables.js';
import { buildCityMap } from '../../server/cli/commands/build-city-map.js';
import { makeLog, openServices } from '../../server/compose.js';
import { readConfig } from '../../server/config.js';
import { parseThousandths } from '../../server/domain/quantity.js';

/**
 * A whole day through the real parts, step by step with its time: `npm run bench -- day MAP.osm.pbf DAY-FOLDER DATE
 * [SECONDS]`. Compares the sums per station and zone with expected_station_load.csv where the folder has one.
 */
export async function benchDay([mapFile, dayFolder, date, seconds = '20']: string[]): Promise<void> {
  if (mapFile === undefined || dayFolder === undefined || date === undefined) {
    throw new Error('Usage: npm run bench -- day MAP.osm.pbf DAY-FOLDER DATE [SECONDS]');
  }
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'tuanda-bench-'));
  const config = { ...readConfig({ TUANDA_DATA: dataFolder }), logLevel: 'warn' };
  const { signal } = new AbortController();
  const took = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const result = await work();
    delay.disable();
    const longest = Math.round(delay.max / 1e6);
    console.log(
      `${what.padEnd(12)} ${((performance.now() - began) / 1000).toFixed(2)} s, event loop stood still ${longest} ms at most`,
    );
    return result;
  };
  try {
    await took('map', () => buildCityMap({ pbfFile: mapFile, dataFolder, name: 'bench', demo: false, signal }));
    const services = await took('open', () => openServices(config, makeLog(config)));
    try {
      const opened = await openTables([dayFolder]);
      const { summary } = await took('import', () =>
        services.importFiles({
          tables: opened.tables,
          unreadable: opened.unreadable,
          timeZone: opened.timeZone ?? config.timeZone,
          begunBy: 'bench',
        }),
      );
      const count = (kind: string) => summary.files.find((file) => file.kind === kind)?.taken ?? 0;
      console.log(
        `             ${count('orders')} orders, ${count('order_lines')} lines, ${count('stations')} stations`,
      );
      for (const wave of await services.waves.listByDate(date)) {
        const kpis = await took('group', () => services.waves.close(wave.waveId, new Date(), 'bench'));
        console.log(`             ${kpis.consignments} consignments, ${kpis.totes} totes`);
        const consignments = await services.waves.listConsignments(wave.depotId, wave.waveId);
        compareLoads(path.join(dayFolder, 'expected_station_load.csv'), consignments);
        const budget = { seconds: Number(seconds), threads: 2, seed: 1 };
        const plan = await took('plan', () => services.planWave({ waveId: wave.waveId, budget, by: 'bench', signal }));
        console.log(`             ${JSON.stringify(plan.kpis)}`);
        await took('pick lists', () => services.pickLists.list({ waveId: wave.waveId }, undefined));
      }
      console.log(`memory       ${Math.round(process.memoryUsage().rss / 1e6)} MB resident`);
    } finally {
      await services.close();
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

function compareLoads(
  file: string,
  consignments: readonly { stationId: string; zoneId: string; grams: number; milliliters: number }[],
): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    console.log('             no expected loads to compare with');
    return;
  }
  const sums = new Map(consignments.map((each) => [`${each.stationId} ${each.zoneId}`, each]));
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));
  const wrong = rows.filter(([station, zone, kg, liters]) => {
    const sum = sums.get(`${station} ${zone}`);
    return sum?.grams !== parseThousandths(kg) || sum?.milliliters !== parseThousandths(liters);
  });
  console.log(
    `             ${rows.length - wrong.length} of ${rows.length} expected station loads equal to the gram and milliliter`,
  );
  if (rows.length !== sums.size) console.log(`             but there are ${sums.size} consignments`);
}
