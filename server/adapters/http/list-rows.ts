import type { Finding } from '../../application/tables/finding.js';
import type { Cutoff } from '../../domain/network/cutoff.js';
import type { Depot } from '../../domain/network/network.js';
import type { ApiKey, User } from './accounts/accounts-contract.js';
import type { CaseRow } from './cases/cases-contract.js';
import type { Job } from './jobs-contract.js';

/** A row that goes out as its list's contract says, of which nobody here reads a field. */
type Sent = object;

/** The lists of the record by name, each with what handlers read of its rows; the contracts say what all of a row is. */
export interface ListRows {
  depots: Pick<Depot, 'depotId' | 'timeZone'>;
  stations: Sent;
  zones: Sent;
  skus: Sent;
  vehicles: Sent;
  couriers: Sent;
  cutoffs: Cutoff;
  'wave-rules': Sent;
  orders: Sent;
  waves: Sent;
  consignments: Sent;
  totes: { readonly toteCode: string };
  plans: Sent;
  'pick-lists': { readonly pickListId: string };
  runs: Sent;
  stops: Sent;
  cases: Pick<CaseRow, 'depotId' | 'kind'>;
  claims: Sent;
  imports: { readonly importId: string };
  'import-findings': Finding;
  'priority-rules': Sent;
  users: Pick<User, 'userId' | 'login' | 'state' | 'role'>;
  'api-keys': Pick<ApiKey, 'role' | 'scopes'>;
  audit: Readonly<Record<string, unknown>>;
  jobs: Pick<Job, 'kind' | 'status'>;
  webhooks: { readonly webhookId: string };
  'webhook-deliveries': Sent;
  traffic: { readonly createdByAccount: string | null };
  backups: Sent;
}

export type ListName = keyof ListRows;
