import type { Migration } from './index.js';

/** Signs of the codes on labels, and how many of them stand before the check sign. */
const signs = '23456789ACEFHJKMNPRTWXY';

/**
 * What each tote holds, as `[order, line, units]`, and the short code on its label. Goods of waves that were closed before
 * are in no tote; their totes have codes all the same.
 */
export const toteLines: Migration = {
  name: '0031-tote-lines',
  statements: [
    `alter table totes add column lines jsonb not null default '[]',
       add column label_code text collate "C",
       add column labels_printed integer not null default 0,
       add column labels_printed_at timestamptz`,
    // As the program makes them (`labelCodeOf`): seven signs of a number to the base of 23, and one to check them by.
    `update totes set label_code = made.code
     from (
       select numbered.depot_id, numbered.tote_code,
         string_agg(substr('${signs}', digits.digit + 1, 1), '' order by digits.place)
           || substr('${signs}', (23 - sum(digits.digit * (digits.place + 1))::integer % 23) % 23 + 1, 1) as code
       from (select depot_id, tote_code, row_number() over (order by depot_id, consignment_id, number) as no from totes) as numbered
         cross join lateral (select place, (numbered.no / (23 ^ (7 - place))::bigint % 23)::integer as digit
           from generate_series(1, 7) as place) as digits
       group by 1, 2) as made
     where made.depot_id = totes.depot_id and made.tote_code = totes.tote_code`,
    'alter table totes alter column label_code set not null',
    'create unique index totes_one_label_code on totes (label_code)',
    // A wave's totes page by page, and those of one of its zones or stations.
    'create index totes_by_wave on totes (depot_id, wave_id, consignment_id, number)',
  ],
};
