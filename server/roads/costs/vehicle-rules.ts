import type { Profile } from '../../domain/travel/travel.js';
import { type Dimension, profileOf, type TravelClass } from '../../domain/travel/travel-class.js';
import { usualMeasures } from '../../domain/travel/usual-measures.js';
import { access } from '../graph/road-graph.js';

/**
 * What a kind of vehicle may use and how it weighs ways against each other: the defaults of Valhalla's costing
 * models "auto" and "truck". Penalties count in the choice of the way, never in the time.
 *
 * Sources: src/sif/autocost.cc, src/sif/truckcost.cc, src/sif/dynamiccost.cc of Valhalla.
 */
export interface VehicleRules {
  readonly accessBit: number;
  readonly isTruck: boolean;
  readonly topKph: number;
  /** Of a vehicle of which nothing else is known. */
  readonly usual: Readonly<Record<Dimension, number>>;
  readonly axles: number;
  /** How strongly a bad surface counts. */
  readonly surfaceWeight: number;
  readonly livingStreetFactor: number;
  readonly livingStreetPenalty: number;
  readonly servicePenalty: number;
  /** For turning into a residential street or a service road. */
  readonly lowClassPenalty: number;
}

const vehicleRules: Readonly<Record<Profile, VehicleRules>> = {
  auto: {
    accessBit: access.auto,
    isTruck: false,
    topKph: 140,
    usual: usualMeasures.auto,
    axles: 2,
    surfaceWeight: 0.5,
    livingStreetFactor: 2.6,
    livingStreetPenalty: 400,
    servicePenalty: 75,
    lowClassPenalty: 0,
  },
  truck: {
    accessBit: access.truck,
    isTruck: true,
    topKph: 120,
    usual: usualMeasures.truck,
    axles: 5,
    surfaceWeight: 1,
    livingStreetFactor: 3,
    livingStreetPenalty: 500,
    servicePenalty: 0,
    lowClassPenalty: 30,
  },
};

/** @throws RangeError for a profile that nobody knows. */
export function rulesOf(travelClass: TravelClass): VehicleRules {
  return vehicleRules[profileOf(travelClass)];
}
