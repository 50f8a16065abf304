import type { Migration } from './index.js';

/** The map that the servers of one record are to plan with, as the one that took it into use last has said. */
export const mapInUse: Migration = {
  name: '0038-map-in-use',
  statements: [
    `create table map_in_use (
      one boolean primary key default true check (one),
      map_id text not null,
      name text not null,
      since timestamptz not null
    )`,
  ],
};
