import type { Knex } from 'knex';
import { network } from './0001-network.js';
import { orders } from './0002-orders.js';
import { waves } from './0003-waves.js';
import { planning } from './0004-planning.js';
import { warehouse } from './0005-warehouse.js';
import { delivery } from './0006-delivery.js';
import { traffic } from './0007-traffic.js';
import { travel } from './0008-travel.js';
import { accounts } from './0009-accounts.js';
import { exchange } from './0010-exchange.js';
import { jobs } from './0011-jobs.js';
import { backups } from './0012-backups.js';
import { states } from './0013-states.js';
import { standardRows } from './0014-standard-rows.js';
import { signIn } from './0015-sign-in.js';
import { invitations } from './0016-invitations.js';
import { networkDetails } from './0017-network-details.js';
import { importMappings } from './0018-import-mappings.js';
import { settingUp } from './0019-setting-up.js';
import { accountDepots } from './0020-account-depots.js';
import { rememberedPlaces } from './0021-remembered-places.js';
import { cutoffs } from './0022-cutoffs.js';
import { accountEnds } from './0023-account-ends.js';
import { runNumbers } from './0024-run-numbers.js';
import { askedAndEnded } from './0025-asked-and-ended.js';
import { foldedIds } from './0029-folded-ids.js';
import { cases } from './0030-cases.js';
import { toteLines } from './0031-tote-lines.js';
import { vehicleRestrictions } from './0032-vehicle-restrictions.js';
import { redeliveries } from './0033-redeliveries.js';
import { orderChanges } from './0034-order-changes.js';
import { changesByHand } from './0036-changes-by-hand.js';
import { labelCounter } from './0037-label-counter.js';

/** One forward-only step of the schema. Undo is a new migration. */
export interface Migration {
  readonly name: string;
  /** Statements run in order inside one transaction, one each. */
  readonly statements: readonly string[];
}

/** Every step, oldest first. Names are kept in the database: never rename one that was released. */
export const migrations: readonly Migration[] = [
  network,
  orders,
  waves,
  planning,
  warehouse,
  delivery,
  traffic,
  travel,
  accounts,
  exchange,
  jobs,
  backups,
  states,
  standardRows,
  signIn,
  invitations,
  networkDetails,
  importMappings,
  settingUp,
  accountDepots,
  rememberedPlaces,
  cutoffs,
  accountEnds,
  runNumbers,
  askedAndEnded,
  foldedIds,
  cases,
  toteLines,
  vehicleRestrictions,
  redeliveries,
  orderChanges,
  changesByHand,
  labelCounter,
];

/** Runs one step inside the given transaction. */
export async function runMigration(migration: Migration, transaction: Knex.Transaction): Promise<void> {
  for (const statement of migration.statements) await transaction.raw(statement);
}
