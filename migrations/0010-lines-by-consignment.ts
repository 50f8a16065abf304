import type { Migration } from './index.js';

/** From a consignment to its order lines: load lists, couriers and stations ask what is short of each. */
export const linesByConsignment: Migration = {
  name: '0010-lines-by-consignment',
  statements: ['create index order_lines_by_consignment on order_lines (depot_id, wave_id, station_id, zone_id)'],
};
