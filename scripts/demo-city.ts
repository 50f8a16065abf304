import { parseArgs } from 'node:util';
import { writeDemo } from '../server/adapters/map/write-demo.js';
import { isBusinessDate } from '../server/domain/local-time.js';

/*
 * Writes a demo city and day for load tests:
 *   node dist/scripts/demo-city.js FOLDER --date 2026-01-15 [--stations 10000] [--orders 230000] [--seed 1]
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    date: { type: 'string' },
    stations: { type: 'string', default: '150' },
    orders: { type: 'string' },
    seed: { type: 'string', default: '20240613' },
    vehicles: { type: 'string' },
    depots: { type: 'string' },
  },
});

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number, not "${text}".`);
  return value;
}

try {
  const [folder] = positionals;
  if (folder === undefined) throw new Error('Say which folder to write to: demo-city FOLDER --date YYYY-MM-DD.');
  if (values.date === undefined || !isBusinessDate(values.date)) {
    throw new Error('Say the delivery date: --date YYYY-MM-DD.');
  }
  const started = performance.now();
  const demo = await writeDemo({
    folder,
    date: values.date,
    stations: wholeNumber('stations', values.stations),
    orders: wholeNumber('orders', values.orders),
    seed: wholeNumber('seed', values.seed),
    vehicles: wholeNumber('vehicles', values.vehicles),
    depots: wholeNumber('depots', values.depots),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${demo.stations} stations, ${demo.orders} orders, ${demo.lines} lines in ${seconds} s, map ${demo.mapFile}.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
