import type { User } from '../../../application/accounts/account-store.js';
import type { Role } from '../../../domain/accounts/role.js';
import type { SignInBy } from '../../../domain/accounts/sign-in-by.js';
import type { OwnDepots } from '../../../domain/own-depots.js';

/** A user as the database has them. */
export interface UserRow {
  user_id: string;
  login: string;
  name: string;
  role: Role;
  password_hash: string | null;
  depot_ids: string[] | null;
  courier_id: string | null;
  station_id: string | null;
  sign_in_by: SignInBy;
  disabled_at: Date | null;
  has_second_factor: boolean;
}

export const userColumns = `users.user_id, users.login, users.name, users.role, users.password_hash, users.depot_ids,
  users.courier_id, users.station_id, users.sign_in_by, users.disabled_at,
  exists (select from second_factors where second_factors.user_id = users.user_id and confirmed_at is not null)
    as has_second_factor`;

/** For a column of jsonb; null for all depots. */
export function jsonOf(depotIds: OwnDepots): string | null {
  return depotIds === undefined ? null : JSON.stringify(depotIds);
}

export function toUser(row: UserRow): User {
  return {
    userId: row.user_id,
    login: row.login,
    name: row.name,
    role: row.role,
    depotIds: row.depot_ids ?? undefined,
    courierId: row.courier_id ?? undefined,
    stationId: row.station_id ?? undefined,
    signInBy: row.sign_in_by,
    disabled: row.disabled_at !== null,
  };
}
