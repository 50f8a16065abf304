import type { Migration } from './index.js';

/** How long a drive to a stop takes as traffic is now, where that is not what was planned. */
export const liveDrives: Migration = {
  name: '0022-live-drives',
  statements: ['alter table stops add column live_leg_seconds integer'],
};
