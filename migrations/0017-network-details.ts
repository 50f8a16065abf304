import type { Migration } from './index.js';

/** What ends without being deleted, and the picture of a station's entrance. */
export const networkDetails: Migration = {
  name: '0017-network-details',
  statements: [
    `alter table depots add column status text not null default 'open' constraint depots_status_known
       check (status in ('open', 'closed'))`,
    `alter table couriers add column status text not null default 'active' constraint couriers_status_known
       check (status in ('active', 'inactive'))`,
    'alter table stations drop constraint stations_status_known',
    `alter table stations add constraint stations_status_known check (status in ('open', 'suspended', 'closed'))`,
    'alter table vehicles drop constraint vehicles_status_known',
    `alter table vehicles add constraint vehicles_status_known
       check (status in ('available', 'maintenance', 'retired'))`,
    `create table station_photos (
      depot_id text not null,
      station_id text not null,
      media_type text not null constraint station_photos_media_type_known check (
        media_type in ('image/jpeg', 'image/png', 'image/webp')),
      content bytea not null constraint station_photos_size check (octet_length(content) <= 409600),
      taken_at timestamptz not null,
      taken_by text not null,
      primary key (depot_id, station_id),
      foreign key (depot_id, station_id) references stations (depot_id, station_id) on delete cascade
    )`,
  ],
};
