import type { Migration } from './index.js';

/** The network as a plan was made with it; none for plans from before. */
export const planRules: Migration = {
  name: '0041-plan-rules',
  statements: ['alter table plans add column rules jsonb'],
};
