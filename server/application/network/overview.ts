import type { NetworkKind } from '../../domain/network/attributes/things.js';

/** What tables show of things, the id first: few enough that ten thousand rows go out at once. */
export const overviewFields: Readonly<Record<NetworkKind, readonly string[]>> = {
  depots: [
    'depotId',
    'name',
    'status',
    'timeZone',
    'opensSecond',
    'closesSecond',
    'cutoffSecond',
    'docks',
    'lon',
    'lat',
  ],
  stations: [
    'stationId',
    'name',
    'kind',
    'status',
    'area',
    'street',
    'tier',
    'windows',
    'hasFreezer',
    'depotId',
    'lon',
    'lat',
  ],
  vehicles: [
    'vehicleId',
    'type',
    'status',
    'payloadGrams',
    'compartments',
    'shiftBeginsSecond',
    'shiftEndsSecond',
    'profile',
    'depotId',
  ],
  couriers: ['courierId', 'name', 'phone', 'vehicleId', 'status', 'depotId'],
  skus: ['skuId', 'name', 'category', 'zoneId', 'unitGrams', 'unitMilliliters', 'active', 'location'],
  cutoffs: ['cutoffId', 'name', 'sequence', 'cutoffSecond', 'daysBefore', 'weekdays', 'isDefault', 'depotId'],
  wave_rules: ['ruleId', 'rank', 'zoneId', 'skuId', 'stationId', 'area', 'cutoffId', 'depotId'],
  zones: ['zoneId', 'nameZh', 'nameEn', 'sort', 'minCelsius', 'maxCelsius', 'minutesOutOfRefrigeration'],
};

/** All things of a kind, each as the values of the fields. */
export interface Overview {
  readonly fields: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}
