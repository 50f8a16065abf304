import type { IntakeStore } from '../../server/application/orders/intake-store.js';
import type { Station } from '../../server/domain/network/network.js';
import { standardZones } from '../../server/domain/network/temperature-zone.js';

/** What files are read against without a database: a record that holds just these stations, and no other thing. */
export const emptyRecord = (stations: readonly Station[] = []) =>
  ({
    version: async () => '',
    listDepots: async () => [],
    listStations: async () => [...stations],
    listSkus: async () => [],
    listVehicles: async () => [],
    listCouriers: async () => [],
    listCutoffs: async () => [],
    listWaveRules: async () => [],
    listPlaces: async () => [],
    listSpeedProfiles: async () => new Map(),
    listZones: async () => [...standardZones],
    listPriorityRules: async () => [],
    listKnownWaves: async () => [],
    listCollectingWaves: async () => [],
    findOrders: async () => [],
    hasDemo: async () => false,
  }) satisfies Partial<IntakeStore> as unknown as IntakeStore;
