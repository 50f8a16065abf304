import type { Migration } from './index.js';

/** Plans after an event: what it changed, how routes had begun, what is locked; and what couriers are told of it. */
export const replanning: Migration = {
  name: '0018-replanning',
  statements: [
    'alter table plans add column locks jsonb',
    'alter table plans add column today jsonb',
    'alter table plans add column replanned jsonb',
    'alter table routes add column begun jsonb',
    'alter table runs add column notice jsonb',
    'alter table runs add column noticed_at timestamptz',
  ],
};
