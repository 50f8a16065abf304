import type { Cutoff, WaveRule } from '../cutoff.js';
import type { Courier, Depot, Sku, Station, Vehicle } from '../network.js';
import type { TemperatureZone } from '../temperature-zone.js';
import type { Faults, Given, Thing } from './attribute.js';
import { courier, settleCourier } from './courier.js';
import { depot, settleDepot } from './depot.js';
import type { Known } from './kinds/value-kind.js';
import { settleSku, sku } from './sku.js';
import { settleStation, station } from './station.js';
import { settleVehicle, vehicle } from './vehicle.js';
import { cutoff, settleCutoff } from './waves/cutoff.js';
import { settleWaveRule, waveRule } from './waves/wave-rule.js';
import { settleZone, temperatureZone } from './zone.js';

/** What the network is made of, by the name of its list. */
export interface NetworkEntities {
  readonly depots: Depot;
  readonly stations: Station;
  readonly skus: Sku;
  readonly vehicles: Vehicle;
  readonly couriers: Courier;
  readonly zones: TemperatureZone;
  readonly cutoffs: Cutoff;
  readonly wave_rules: WaveRule;
}
export type NetworkKind = keyof NetworkEntities;
export type NetworkEntity = NetworkEntities[NetworkKind];

/** What each thing of the network has. */
export const things = {
  depots: depot,
  stations: station,
  skus: sku,
  vehicles: vehicle,
  couriers: courier,
  zones: temperatureZone,
  cutoffs: cutoff,
  wave_rules: waveRule,
} as const satisfies Record<NetworkKind, Thing>;

/** The fields of one of a kind. */
export type GivenOf<Kind extends NetworkKind> = Given<(typeof things)[Kind]>;

type Settle<Kind extends NetworkKind> = (given: GivenOf<Kind>, known: Known, faults: Faults) => void;

/** Checks one of a kind whole, whichever way it came, and brings it into its normal form. */
export const settle: { readonly [Kind in NetworkKind]: Settle<Kind> } = {
  depots: settleDepot,
  stations: settleStation,
  skus: settleSku,
  vehicles: settleVehicle,
  couriers: settleCourier,
  zones: settleZone,
  cutoffs: settleCutoff,
  wave_rules: settleWaveRule,
};
