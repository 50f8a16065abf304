import type { Migration } from './index.js';

/** One row that changes of the network lock, so that they come one after the other. */
export const networkLock: Migration = {
  name: '0029-network-lock',
  statements: [
    'create table network_lock (one boolean primary key default true check (one))',
    'insert into network_lock default values',
  ],
};
