import type { Profile } from '../../domain/travel/travel.js';
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
  readonly heightMeters: number;
  readonly widthMeters: number;
  readonly lengthMeters: number;
  readonly weightTons: number;
  readonly axleLoadTons: number;
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
    heightMeters: 1.6,
    widthMeters: 1.9,
    lengthMeters: 2.7,
    weightTons: 1.4,
    axleLoadTons: 0,
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
    heightMeters: 4.11,
    widthMeters: 2.6,
    lengthMeters: 21.64,
    weightTons: 21.77,
    axleLoadTons: 9.07,
    axles: 5,
    surfaceWeight: 1,
    livingStreetFactor: 3,
    livingStreetPenalty: 500,
    servicePenalty: 0,
    lowClassPenalty: 30,
  },
};

/** @throws RangeError for a profile that nobody knows. */
export function rulesOf(profile: Profile): VehicleRules {
  const rules = vehicleRules[profile];
  if (rules !== undefined) return rules;
  throw new RangeError(`There is no profile "${profile}"; there are ${Object.keys(vehicleRules).join(' and ')}.`);
}
