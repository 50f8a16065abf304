import type { Migration } from './index.js';

/** Which account reported traffic: names may be shared, and not everybody may end the reports of others. */
export const reportOwners: Migration = {
  name: '0023-report-owners',
  statements: ['alter table traffic_reports add column created_by_account text'],
};
