import path from 'node:path';
import { Seeded } from '../../../server/demo/seeded.js';
import { mustAsk } from '../servers/ask.js';
import type { Scratch } from '../servers/scratch.js';
import {
  makeOrder,
  type NetworkSize,
  ordersFile,
  smallNetwork,
  writeFiles,
  writeNetwork,
} from '../servers/small-network.js';
import { adminKey, runTuanda, startTuanda, type TuandaServer } from '../servers/tuanda-server.js';

export interface LoadSettings {
  /** Of PostgreSQL; undefined: the embedded database. */
  readonly database: string | undefined;
  readonly servers: number;
  readonly seconds: number;
  /** Requests a second; undefined: what is asked of the scenario. */
  readonly rate: number | undefined;
  readonly seed: number;
  /** The servers listen on this port and the following ones. */
  readonly port: number;
}

/** Servers with a small network that a load is sent to. */
export interface Stage {
  readonly servers: readonly TuandaServer[];
  readonly ports: readonly number[];
  readonly size: NetworkSize;
  readonly random: Seeded;
  /** Of the first server. */
  readonly address: string;
}

/** Starts servers on a database of their own. `waves` are delivery dates with so many orders each, imported beforehand. */
export async function setStage(
  scratch: Scratch,
  settings: LoadSettings,
  waves: readonly { readonly date: string; readonly orders: number }[] = [],
): Promise<Stage> {
  const { database, seed, port } = settings;
  const random = new Seeded(seed);
  const databaseUrl = database === undefined ? undefined : await scratch.createDatabase(database);
  const files = path.join(scratch.folder, 'network');
  writeNetwork(files, smallNetwork, seed);
  const orders = waves.flatMap(({ date, orders: count }) =>
    Array.from({ length: count }, (_, at) => makeOrder(random, `${date}-${at}`, date, smallNetwork)),
  );
  // A folder is read by the names of its files; orders as flat rows are a file of their own.
  const orderFiles = path.join(scratch.folder, 'orders');
  if (orders.length > 0) writeFiles(orderFiles, { 'orders.csv': ordersFile(orders) });
  const placeOf = (server: number) => ({ dataFolder: path.join(scratch.folder, `data-${server}`), databaseUrl });
  await runTuanda(placeOf(0), ['import', files, ...(orders.length > 0 ? [path.join(orderFiles, 'orders.csv')] : [])]);
  const servers: TuandaServer[] = [];
  for (let at = 0; at < settings.servers; at++) servers.push(await startTuanda(scratch, placeOf(at), port + at));
  return {
    servers,
    ports: servers.map((server) => server.port),
    size: smallNetwork,
    random,
    address: servers[0].address,
  };
}

/** A new key of a role. */
export async function keyOf({ address }: Stage, role: string): Promise<string> {
  const json = { name: `bench ${role}`, role };
  return (await mustAsk(address, { method: 'POST', path: '/api-keys', key: adminKey, json })).key;
}
