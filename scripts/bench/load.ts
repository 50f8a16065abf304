import { parseArgs } from 'node:util';
import { type LoadFigures, printTable } from './load/figures.js';
import { loadOrders, loadOver } from './load/orders-load.js';
import { loadReads } from './load/reads-load.js';
import { loadReports } from './load/reports-load.js';
import type { LoadSettings } from './load/stage.js';
import { type Scratch, withScratch } from './servers/scratch.js';

interface ScenarioOutcome {
  readonly rows: readonly { readonly name: string; readonly figures: LoadFigures }[];
  readonly asked: string;
  readonly met: boolean;
  /** For the line of JSON. */
  readonly detail: object;
}

const scenarios: Readonly<Record<string, (scratch: Scratch, settings: LoadSettings) => Promise<ScenarioOutcome>>> = {
  orders: loadOrders,
  reports: loadReports,
  reads: loadReads,
  overload: loadOver,
};

const help = `npm run bench -- load [options]

Starts real servers on a database of their own, sends requests at a steady rate whether or not earlier ones were answered,
counts latency from the time at which each was meant to begin, and prints a table (milliseconds) and a line of JSON for
each scenario. After orders it counts that each acknowledged one is there once.

  --scenario NAME   orders, reports, reads or overload; all of them unless said; several with commas
  --database URL    a PostgreSQL server whose role may create databases; TUANDA_TEST_DATABASE_URL unless said
  --embedded        the embedded database, also where TUANDA_TEST_DATABASE_URL is set
  --servers 1       servers on one database, more than one with PostgreSQL only
  --seconds 20      of each scenario
  --rate N          requests a second, instead of what is asked
  --seed 1
  --port 7200       of the first server; the others take the following ones`;

/** A steady load on real servers: see `help`. */
export async function benchLoad(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      scenario: { type: 'string', default: Object.keys(scenarios).join(',') },
      database: { type: 'string' },
      embedded: { type: 'boolean', default: false },
      servers: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '20' },
      rate: { type: 'string' },
      seed: { type: 'string', default: '1' },
      port: { type: 'string', default: '7200' },
      help: { type: 'boolean', default: false },
    },
  });
  const names = values.scenario.split(',');
  if (values.help || names.some((name) => !Object.hasOwn(scenarios, name))) {
    console.log(help);
    return;
  }
  const settings: LoadSettings = {
    database: values.embedded ? undefined : (values.database ?? process.env.TUANDA_TEST_DATABASE_URL),
    servers: Number(values.servers),
    seconds: Number(values.seconds),
    rate: values.rate === undefined ? undefined : Number(values.rate),
    seed: Number(values.seed),
    port: Number(values.port),
  };
  if (settings.database === undefined && settings.servers !== 1) {
    throw new Error('The embedded database belongs to one server. Name a PostgreSQL server with --database.');
  }
  const where = `${settings.database === undefined ? 'embedded' : 'PostgreSQL'}, ${settings.servers} server(s)`;
  for (const name of names) {
    const { rows, asked, met, detail } = await withScratch('load', (scratch) => scenarios[name](scratch, settings));
    console.log(`\n${name}: ${where}, ${settings.seconds} s`);
    printTable(rows);
    console.log(`asked: ${asked}: ${met ? 'met' : 'missed'}`);
    console.log(JSON.stringify({ scenario: name, where, seconds: settings.seconds, met, ...detail }));
  }
}
