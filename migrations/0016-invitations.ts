import type { Migration } from './index.js';

/** When a user was last seen, so that who never came in is told from who did; and indexes for hundreds of them at once. */
export const invitations: Migration = {
  name: '0016-invitations',
  statements: [
    'alter table users add column last_seen_at timestamptz',
    `update users set last_seen_at = sessions.at
     from (select user_id, max(created_at) as at from sessions group by user_id) as sessions
     where sessions.user_id = users.user_id`,
    'create index login_links_by_user on login_links (user_id)',
    'create index users_by_station on users (station_id) where station_id is not null',
    'create index users_by_courier on users (courier_id) where courier_id is not null',
  ],
};
