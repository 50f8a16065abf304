import knexFactory, { type Knex } from 'knex';
import { DemoPresentError } from '../../application/beginning/demo-store.js';
import { ConflictError, DispatchError } from '../../domain/dispatch-error.js';
import { type NetworkKind, things } from '../../domain/network/attributes/things.js';
import { plainly, type Told, told } from '../../domain/told.js';

/** SQLSTATE classes and codes of a server that is away: connection exceptions, shut down, starting. */
const away = /^(08|57P0)/;
/** Of a unique constraint, and of one that excludes. */
const violations: ReadonlySet<string> = new Set(['23505', '23P01']);
const foreignKeyViolation = '23503';
/** A statement that ran past its time, and a server that is out of connections, memory or disk. */
const busy = /^(57014|53)/;
const lockNotAvailable = '55P03';
/** The trigger that keeps what is one's own apart from the demo. */
const besideDemo = 'demo_stands_alone';
const lostSocket = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);

/** What two people changed at once, or one change wrote twice. */
const whereTaken = () =>
  plainly('Two waves of a depot would have the same name or number, or both be the one by default.');

/** Constraints that hold what is asked for apart, and what their violation means to who asked. */
const taken: Readonly<Record<string, readonly [code: string, sentence: (id: string) => Told]>> = {
  users_login_unique: ['login-taken', (login) => told`The login ${login} is taken. Choose another one.`],
  users_login_key_unique: ['login-taken', (login) => told`The login ${login} is taken. Choose another one.`],
  stations_one_station_id: ['id-taken', (id) => told`The station id ${id} is taken. Choose another one.`],
  vehicles_one_vehicle_id: ['id-taken', (id) => told`The vehicle id ${id} is taken. Choose another one.`],
  couriers_one_courier_id: ['id-taken', (id) => told`The courier id ${id} is taken. Choose another one.`],
  cutoffs_one_cutoff_id: ['id-taken', (id) => told`The cutoff code ${id} is taken. Choose another one.`],
  cutoffs_one_name: ['id-taken', whereTaken],
  cutoffs_one_sequence: ['id-taken', whereTaken],
  cutoffs_one_default: ['id-taken', whereTaken],
  wave_rules_one_rule_id: ['id-taken', (id) => told`The rule id ${id} is taken. Choose another one.`],
  skus_one_sku_id: ['id-taken', (id) => told`The product id ${id} is taken. Choose another one.`],
  orders_pkey: ['order-id-taken', (ids) => told`Order ${ids.split(', ').at(-1)} was taken meanwhile. Send it again.`],
  orders_one_order_id: ['order-id-taken', (id) => told`Order ${id} was taken meanwhile. Send it again.`],
};

/** The value that stood there already, out of `Key (column)=(value) already exists.` */
function valueTaken(error: unknown): string {
  return /=\((.*)\) already exists/s.exec((error as { detail?: string }).detail ?? '')?.[1] ?? '';
}

/**
 * What it means that one transaction deletes what another one refers to, whichever came first; undefined of what nobody deletes.
 * Out of `Key (columns)=(values) is not present in table "stations".`, or `update or delete on table "stations" violates …`.
 */
function deletionMet(error: Error): ConflictError | undefined {
  const { detail = '' } = error as { detail?: string };
  const [, values, gone] = /=\((.*)\) is not present in table "(\w+)"/s.exec(detail) ?? [];
  if (isNetworkKind(gone)) {
    const sentence = told`The ${plainly(things[gone].one)} ${values.split(', ').at(-1)} was deleted meanwhile. Read it again.`;
    return new ConflictError('changed-meanwhile', sentence);
  }
  const [, kept] = /update or delete on table "(\w+)" violates/.exec(error.message) ?? [];
  if (!isNetworkKind(kept)) return undefined;
  return new ConflictError('in-use', 'Somebody began to use it just now: it is not deleted. Read it again.');
}

/** Whether a table holds a kind of what people delete while others write what refers to it. */
function isNetworkKind(table: string | undefined): table is NetworkKind {
  return table !== undefined && Object.hasOwn(things, table);
}

/**
 * What the database's failure means to who asked: `database-unreachable`, `database-busy` or `record-held`, all worth
 * another try; that an id is taken; or that what is referred to was deleted meanwhile. Anything else is handed back as it is.
 */
export function nameFault(error: unknown): unknown {
  if (error instanceof DispatchError || !(error instanceof Error)) return error;
  const { code = '', constraint = '' } = error as { code?: string; constraint?: string };
  if (violations.has(code) && Object.hasOwn(taken, constraint)) {
    const [name, sentence] = taken[constraint];
    return new ConflictError(name, sentence(valueTaken(error)));
  }
  if (code === foreignKeyViolation) return deletionMet(error) ?? error;
  if (constraint === besideDemo) return new DemoPresentError({ cause: error });
  if (error instanceof knexFactory.KnexTimeoutError || busy.test(code)) {
    return new DispatchError('database-busy', 'The database has too much to do. Try again in a moment.', {
      cause: error,
    });
  }
  if (code === lockNotAvailable) {
    return new DispatchError('record-held', 'Somebody else is changing this just now. Try again in a moment.', {
      cause: error,
    });
  }
  // pg has no code for a connection that ended while it was asked.
  const isLost =
    away.test(code) || lostSocket.has(code) || /Connection terminated|Client has encountered/.test(error.message);
  if (!isLost) return error;
  return new DispatchError('database-unreachable', 'The connection to the database was lost. Try again in a moment.', {
    cause: error,
  });
}

/** Names the faults of everything that is asked outside of transactions; those inside are named at their end. */
export function nameFaults(knex: Knex): void {
  const client = knex.client as {
    acquireConnection(): Promise<unknown>;
    _query(connection: unknown, query: unknown): Promise<unknown>;
  };
  const acquire = client.acquireConnection.bind(client);
  client.acquireConnection = () => acquire().catch(rethrow);
  const query = client._query.bind(client);
  client._query = (connection, asked) => query(connection, asked).catch(rethrow);
}

function rethrow(error: unknown): never {
  throw nameFault(error);
}
