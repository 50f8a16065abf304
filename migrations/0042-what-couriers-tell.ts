import type { Migration } from './index.js';

/** What a courier's report and its answer look at: what was told of a stop, and the few lines that were picked short. */
export const whatCouriersTell: Migration = {
  name: '0042-what-couriers-tell',
  statements: [
    `create index events_by_stop on events (run_id, stop_id)
      where kind in ('run.arrived', 'run.delivered', 'run.refused', 'run.failed')`,
    `create index order_lines_short on order_lines (depot_id, wave_id, station_id, zone_id)
      where picked_quantity < quantity`,
  ],
};
