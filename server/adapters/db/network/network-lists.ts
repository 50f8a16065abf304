import type { ListDefinition } from '../list-definition.js';
import { selectOf } from './attribute-columns.js';

/** Depots, stations and the rest that orders refer to. */
export const networkLists = {
  depots: {
    select: selectOf('depots'),
    key: { depot_id: 'text' },
    filters: {},
    depot: 'depot_id',
    id: 'depot_id',
    one: 'depot',
  },
  stations: {
    select: selectOf('stations'),
    key: { depot_id: 'text', station_id: 'text' },
    filters: { depot: 'depot_id', area: 'area', kind: 'kind', status: 'status' },
    depot: 'depot_id',
    id: 'station_id',
    anyCase: true,
    one: 'station',
  },
  zones: {
    select: selectOf('zones'),
    key: { sort: 'integer', zone_id: 'text' },
    filters: {},
    id: 'zone_id',
    one: 'zone',
  },
  skus: {
    select: selectOf('skus'),
    key: { sku_id: 'text' },
    filters: { zone: 'zone_id', category: 'category' },
    id: 'sku_id',
    anyCase: true,
    one: 'SKU',
  },
  vehicles: {
    select: selectOf('vehicles'),
    key: { depot_id: 'text', vehicle_id: 'text' },
    filters: { depot: 'depot_id', status: 'status', type: 'type' },
    depot: 'depot_id',
    id: 'vehicle_id',
    one: 'vehicle',
  },
  couriers: {
    select: selectOf('couriers'),
    key: { depot_id: 'text', courier_id: 'text' },
    filters: { depot: 'depot_id', vehicle: 'vehicle_id' },
    depot: 'depot_id',
    id: 'courier_id',
    one: 'courier',
  },
  cutoffs: {
    select: selectOf('cutoffs'),
    key: { depot_id: 'text', sequence: 'integer', cutoff_id: 'text' },
    filters: { depot: 'depot_id' },
    depot: 'depot_id',
    id: 'cutoff_id',
    one: 'cutoff',
  },
  'wave-rules': {
    select: selectOf('wave_rules'),
    key: { depot_id: 'text', rank: 'integer', rule_id: 'text' },
    filters: { depot: 'depot_id' },
    depot: 'depot_id',
    id: 'rule_id',
    one: 'wave rule',
  },
} satisfies Record<string, ListDefinition>;
