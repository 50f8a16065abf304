import type { ZoneTotes } from '../network/empty-totes.js';
import type { Depot, Station, Vehicle } from '../network/network.js';
import type { TemperatureZone } from '../network/temperature-zone.js';
import type { Drive } from '../travel/drive.js';
import type { Consignment, ConsignmentLine } from '../waves/consignment.js';
import type { Sharing } from './check-sharing.js';

/** A vehicle as far as its travel times depend on it. */
export type RoutedVehicle = Pick<Vehicle, 'vehicleId' | 'profile'>;

/** What a plan of a wave depends on: the record, and the travel times that the plan is made with. */
export interface PlanningData {
  readonly depot: Depot;
  readonly stations: ReadonlyMap<string, Station>;
  readonly vehicles: ReadonlyMap<string, Vehicle>;
  /** As they are placed: of those that are divided, the parts. */
  readonly consignments: readonly Consignment[];
  /** Those that are divided, as the wave has them; none where left out. */
  readonly splitWholes?: readonly Consignment[];
  /** The order lines of those that are divided. */
  readonly splitLines?: readonly ConsignmentLine[];
  readonly zones: readonly TemperatureZone[];
  /** Where the date has other waves with plans; `vehicles` are then what those leave. */
  readonly sharing?: Sharing;
  /** By station, the empty totes that wait there before the day; none where left out. */
  readonly emptyTotes?: ReadonlyMap<string, readonly ZoneTotes[]>;
  /**
   * Seconds and meters between two places as a vehicle of the plan drives them, speed factor applied; undefined where there is no
   * way. A place is a station's id, where goods are fetched (`transferPlaceOf`), or undefined for the depot.
   */
  travel(vehicle: RoutedVehicle, from: string | undefined, to: string | undefined): Drive | undefined;
}
