import type { Depot, Station, Vehicle } from '../network/network.js';
import type { TemperatureZone } from '../network/temperature-zone.js';

/** The network as a plan was made with it: what later changes are told against. */
export interface PlanRules {
  readonly depot: Depot;
  /** Those with goods in the wave. */
  readonly stations: readonly Station[];
  readonly vehicles: readonly Vehicle[];
  readonly zones: readonly TemperatureZone[];
}

/** Fields that planning goes by. */
export const ruleFields = {
  depot: ['position', 'open', 'docks', 'loading', 'rules'],
  station: ['position', 'windows', 'service', 'maxVehicleHeightMillimeters', 'status', 'rules'],
  vehicle: [
    'payloadGrams',
    'compartments',
    'maxStops',
    'shift',
    'maxTrips',
    'rangeMeters',
    'heightMillimeters',
    'profile',
    'price',
    'status',
    'rules',
  ],
  zone: ['minutesOutOfRefrigeration', 'tote'],
} as const;
export type RuleSubject = keyof typeof ruleFields;
export type RuleField = (typeof ruleFields)[RuleSubject][number];

/** One thing of the network that is not as it was when a plan was made. */
export interface RuleChange {
  readonly subject: RuleSubject;
  readonly id: string;
  readonly field: RuleField;
  /** Whether `was` and `is` are told; they are not where they are too long. */
  readonly isTold: boolean;
  /** For people; left out where there is no limit. */
  readonly was?: string;
  readonly is?: string;
}
