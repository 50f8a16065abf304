import type { ListDefinition } from '../list-definition.js';
import { keyStop } from './key-stop.js';

/** Invited is who never came in and has no password yet. */
const userState = `case when disabled_at is not null then 'suspended'
  when password_hash is null and last_seen_at is null then 'invited' else 'active' end`;

/** Who may come in, and what they did. No hash and no secret goes out. */
export const accountLists = {
  users: {
    select: `select user_id as "userId", login, name, role, depot_ids as "depotIds", courier_id as "courierId",
      station_id as "stationId", created_at as "createdAt", ${userState} as state, last_seen_at as "lastSeenAt",
      (select max(expires_at) from login_links where login_links.user_id = users.user_id and (used_at is null or sign_in_by = 'link'))
        as "linkExpiresAt", sign_in_by as "signInBy", password_hash is not null as "hasPassword",
      exists (select from second_factors where second_factors.user_id = users.user_id and confirmed_at is not null)
        as "hasSecondFactor" from users`,
    key: { login: 'text' },
    filters: {
      role: 'role',
      depot: 'depot_ids',
      station: 'station_id',
      courier: 'courier_id',
      state: `(${userState})`,
    },
    search: ['login', 'name', 'station_id', 'courier_id'],
    depots: 'depot_ids',
    id: 'user_id',
    one: 'user',
  },
  'api-keys': {
    select: `select key_id as "keyId", name, role, depot_ids as "depotIds", created_by as "createdBy",
      created_at as "createdAt", revoked_at is not null as revoked, expires_at as "expiresAt", scopes,
      (select login from users where users.user_id = api_keys.owner_id) as "ownerLogin", ${keyStop} as stopped
      from api_keys`,
    key: { name: 'text', key_id: 'text' },
    filters: { role: 'role', depot: 'depot_ids' },
    depots: 'depot_ids',
    id: 'key_id',
    one: 'key',
  },
  audit: {
    select: `select audit_id as "auditId", at, actor, action, subject_kind as "subjectKind", subject_id as "subjectId",
      depot_id as "depotId", reason, detail from audit`,
    key: { audit_id: 'bigint' },
    descending: true,
    filters: {
      actor: 'actor',
      action: 'action',
      kind: 'subject_kind',
      subject: 'subject_id',
      depot: 'depot_id',
      reason: 'reason',
    },
    span: 'at',
    search: ['actor', 'action', 'subject_kind', 'subject_id', 'depot_id', 'reason', 'detail::text'],
    depot: 'depot_id',
    id: 'audit_id',
    one: 'audit row',
  },
} satisfies Record<string, ListDefinition>;
