import type { Knex } from 'knex';
import { accounts } from './0001-accounts.js';
import { network } from './0002-network.js';
import { orders } from './0003-orders.js';
import { waves } from './0004-waves.js';
import { picking } from './0005-picking.js';
import { planning } from './0006-planning.js';
import { runs } from './0007-runs.js';
import { work } from './0008-work.js';
import { standardRows } from './0009-standard-rows.js';
import { linesByConsignment } from './0010-lines-by-consignment.js';
import { arrivals } from './0011-arrivals.js';
import { lacks } from './0012-lacks.js';
import { whoseRequest } from './0013-whose-request.js';
import { webhooks } from './0014-webhooks.js';
import { traffic } from './0015-traffic.js';
import { travelStates } from './0016-travel-states.js';
import { replanning } from './0018-replanning.js';
import { dispatchRules } from './0019-dispatch-rules.js';
import { liveDrives } from './0022-live-drives.js';
import { reportOwners } from './0023-report-owners.js';
import { parts } from './0024-parts.js';
import { emptyTotes } from './0026-empty-totes.js';
import { partitions } from './0027-partitions.js';
import { idempotencyRecords } from './0028-idempotency-records.js';
import { networkLock } from './0029-network-lock.js';
import { networkVersion } from './0030-network-version.js';
import { oneIdEach } from './0031-one-id-each.js';
import { signIns } from './0032-sign-ins.js';
import { auditChain } from './0033-audit-chain.js';
import { largeSums } from './0036-large-sums.js';
import { firstStart } from './0037-first-start.js';
import { mapInUse } from './0038-map-in-use.js';
import { sharedWork } from './0039-shared-work.js';
import { backups } from './0040-backups.js';
import { planRules } from './0041-plan-rules.js';
import { whatCouriersTell } from './0042-what-couriers-tell.js';
import { oneCourierId } from './0044-one-courier-id.js';

/** One forward-only step of the schema. Undo is a new migration. */
export interface Migration {
  readonly name: string;
  /** Statements run in order inside one transaction, one each. */
  readonly statements: readonly string[];
}

/** Every step, oldest first. Names are kept in the database: never rename one that was released. */
export const migrations: readonly Migration[] = [
  accounts,
  network,
  orders,
  waves,
  picking,
  planning,
  runs,
  work,
  standardRows,
  linesByConsignment,
  arrivals,
  lacks,
  whoseRequest,
  webhooks,
  traffic,
  travelStates,
  replanning,
  dispatchRules,
  liveDrives,
  reportOwners,
  parts,
  emptyTotes,
  partitions,
  idempotencyRecords,
  networkLock,
  networkVersion,
  oneIdEach,
  signIns,
  auditChain,
  largeSums,
  firstStart,
  mapInUse,
  sharedWork,
  backups,
  planRules,
  whatCouriersTell,
  oneCourierId,
];

/** Runs one step inside the given transaction. */
export async function runMigration(migration: Migration, transaction: Knex.Transaction): Promise<void> {
  for (const statement of migration.statements) await transaction.raw(statement);
}
