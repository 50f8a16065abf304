import type { BusinessDate } from './local-time.js';
import type { SpeedProfile } from './network.js';

/**
 * A calculated day: routes, what is on none, what it costs, and how it was made. A value: an edit makes a new
 * version, nothing is overwritten. Times are whole seconds after the wave's midnight in the depot's time zone.
 */
export interface Plan {
  readonly planId: string;
  readonly depotId: string;
  readonly waveId: string;
  readonly deliveryDate: BusinessDate;
  /** Counted from 1 within the wave. */
  readonly version: number;
  readonly parentPlanId: string | undefined;
  readonly madeBy: PlanOrigin;
  readonly routes: readonly Route[];
  readonly unassigned: readonly Unassigned[];
  readonly figures: PlanFigures;
  readonly createdAt: Date;
}

/** How a plan came about: enough to make it again. */
export interface PlanOrigin {
  readonly how: 'solver' | 'edit';
  readonly seed: number;
  readonly searchSeconds: number;
  readonly threads: number;
  readonly iterations: number;
  readonly engine: string;
  readonly mapId: string;
  /** True when travel times are the great-circle estimate. */
  readonly estimated: boolean;
  /** What times were divided by: the speed profile's mean over the hours driven; 1 where `speeds` are in them already. */
  readonly speedFactor: number;
  /** The speeds of single roads that times were computed with; undefined where there was one factor for all roads. */
  readonly speeds?: PlanSpeeds;
  readonly speedProfile: SpeedProfile | undefined;
  readonly note: string;
}

/** What the travel times of a plan know of the roads. */
export interface PlanSpeeds {
  /** Equal keys stand for equal speeds; empty for free roads. */
  readonly key: string;
  /** Roads and hours whose speed was seen on couriers' tracks. */
  readonly learned: number;
  /** Reports that hold in the hours driven. */
  readonly reports: number;
}

/** A calculated order of visits for one vehicle and day: one trip or more. */
export interface Route {
  readonly vehicleId: string;
  readonly trips: readonly Trip[];
}

/** From the beginning of a loading to the return to the depot. */
export interface Trip {
  readonly loadBegins: number;
  readonly departs: number;
  readonly returns: number;
  readonly meters: number;
  /** Driving only. */
  readonly seconds: number;
  readonly stops: readonly PlannedStop[];
}

export interface PlannedStop {
  readonly stationId: string;
  readonly arrives: number;
  readonly begins: number;
  readonly leaves: number;
  /** The drive to this stop from the one before, or from the depot. */
  readonly legSeconds: number;
  readonly legMeters: number;
  readonly consignments: readonly PlacedConsignment[];
}

/** A consignment and where in the vehicle it rides. */
export interface PlacedConsignment {
  readonly consignmentId: string;
  readonly zoneId: string;
  readonly grams: number;
  readonly milliliters: number;
  readonly compartmentNo: number;
}

/** A consignment on no route; a result, not an error. */
export interface Unassigned {
  readonly consignmentId: string;
  readonly stationId: string;
  readonly zoneId: string;
  readonly grams: number;
  readonly milliliters: number;
  readonly reason: {
    readonly code: string;
    readonly text: string;
    /** Where a size is what stops it. */
    readonly lack?: Lack;
  };
}

/** What the vehicle that comes nearest lacks for a consignment that no vehicle can carry; 0 where it lacks nothing. */
export interface Lack {
  readonly vehicleId: string;
  /** Its largest compartment for the zone. */
  readonly compartmentNo: number;
  readonly overMilliliters: number;
  readonly overGrams: number;
  /** Higher than the station lets in. */
  readonly overMillimeters: number;
  /** One in maintenance that lacks nothing. */
  readonly spareVehicleId?: string;
}

export interface PlanFigures {
  readonly runs: number;
  readonly stops: number;
  readonly consignments: number;
  readonly unassigned: number;
  /** Minor units (fen), rounded half up once. */
  readonly costMinor: number;
  /** Prices of lateness and omission, apart from cost; minor units. */
  readonly penaltyMinor: number;
  readonly distanceMeters: number;
  /** Driving only. */
  readonly travelSeconds: number;
  /** Stops whose service begins after closing. */
  readonly lateStops: number;
  /** What the independent checker found wrong; a stored plan has none. */
  readonly checkerFaults: number;
}
