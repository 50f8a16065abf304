/** Where a visit goes: a place on a vehicle's trip. */
export interface VisitPlace {
  readonly vehicleId: string;
  /** From 1; one more than the vehicle has means a trip of its own. */
  readonly tripNo: number;
  /** From 1 in the trip as it is without what moves; beyond its end means last. */
  readonly position: number;
}

/** What a dispatcher knows better. Edits are made one after the other. */
export type PlanEdit =
  | {
      /**
       * Takes the consignments of a station, or of several in this order, or those named, from where they are and visits the
       * stations elsewhere with them, one behind the other.
       */
      readonly kind: 'move';
      readonly stationId?: string;
      /** Instead of `stationId`. */
      readonly stationIds?: readonly string[];
      readonly consignmentIds?: readonly string[];
      /** Takes them only from this vehicle; by default from all, and what is unassigned too. */
      readonly fromVehicleId?: string;
      /** Null leaves them unassigned. */
      readonly to: VisitPlace | null;
    }
  | {
      /** Visits the stops of a trip the other way round. */
      readonly kind: 'reverse';
      readonly vehicleId: string;
      readonly tripNo: number;
    }
  | {
      /** Gives a trip's stops from a place on to a further trip: of another vehicle, or of the same one behind this trip. */
      readonly kind: 'split';
      readonly vehicleId: string;
      readonly tripNo: number;
      /** Of the first stop that goes, from 2. */
      readonly position: number;
      readonly toVehicleId: string;
    }
  | {
      /** Puts all stops of a vehicle, or of one of its trips, behind those of another vehicle's last trip, or of a trip. */
      readonly kind: 'join';
      readonly vehicleId: string;
      readonly tripNo?: number;
      readonly toVehicleId: string;
      readonly toTripNo?: number;
    }
  | {
      /** Gives each of two vehicles the other's route; one of them may have none. */
      readonly kind: 'exchange-vehicles';
      readonly vehicleId: string;
      readonly otherVehicleId: string;
    }
  | {
      /** Keeps a station's goods on the vehicle that brings them, or all stops of a vehicle; `unlock` ends it. */
      readonly kind: 'lock' | 'unlock';
      readonly vehicleId: string;
      readonly stationId?: string;
    };

/** What was changed by hand where a plan was made so. */
export interface HandEdit {
  readonly edits: readonly PlanEdit[];
  /** From when on, in seconds after the wave's midnight, where runs were released already. */
  readonly from?: number;
}
