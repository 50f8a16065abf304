import { oneEach } from './0031-one-id-each.js';
import type { Migration } from './index.js';

/** Couriers' ids are of all depots, as those of stations and vehicles are: a path with one names one courier. */
export const oneCourierId: Migration = {
  name: '0044-one-courier-id',
  statements: oneEach('couriers', 'courier_id', 'courier', 'courier_id'),
};
