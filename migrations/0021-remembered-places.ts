import type { Migration } from './index.js';

/** Where addresses lie that somebody has placed, so that the next file with the same address need not ask. */
export const rememberedPlaces: Migration = {
  name: '0021-remembered-places',
  statements: [
    // The depot may be one of the files that are just being looked at: it need not stand in the record yet.
    `create table remembered_places (
      depot_id text not null,
      address_key text not null,
      address text not null,
      lon double precision not null constraint remembered_places_lon_on_globe check (lon between -180 and 180),
      lat double precision not null constraint remembered_places_lat_on_globe check (lat between -90 and 90),
      how text not null constraint remembered_places_how_known check (how in ('hand', 'geocoder')),
      source text,
      match text,
      confidence double precision constraint remembered_places_confidence_share check (confidence between 0 and 1),
      placed_by text not null,
      placed_at timestamptz not null,
      primary key (depot_id, address_key),
      constraint remembered_places_source_known check ((how = 'geocoder') = (source is not null and confidence is not null))
    )`,
  ],
};
