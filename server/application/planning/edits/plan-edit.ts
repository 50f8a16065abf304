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
      /** Takes a station's consignments, or those named, from where they are and visits the station elsewhere with them. */
      readonly kind: 'move';
      readonly stationId: string;
      readonly consignmentIds?: readonly string[];
      /** Takes them only from this vehicle; by default from all, and what is unassigned too. */
      readonly fromVehicleId?: string;
      /** Null leaves them unassigned. */
      readonly to: VisitPlace | null;
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
