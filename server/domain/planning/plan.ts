import type { BusinessDate, TimeWindow } from '../local-time.js';
import type { TakenTotes } from '../network/empty-totes.js';
import type { SpeedProfile } from '../network/network.js';
import type { LonLat } from '../network/place.js';
import type { TravelClass } from '../travel/travel-class.js';
import type { ConsignmentPart, SplitConsignment } from '../waves/consignment.js';
import type { RuleOverride } from './overrides.js';
import type { HandEdit } from './plan-edit.js';
import type { Replanned } from './replan.js';

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
  readonly provenance: PlanProvenance;
  readonly routes: readonly Route[];
  readonly unassigned: readonly Unassigned[];
  readonly kpis: PlanKpis;
  /** What a dispatcher keeps where it is: re-planning and later searches leave it. */
  readonly locks?: readonly PlanLock[];
  /** What holds on this day only, for this plan and those made from it. */
  readonly dayOverrides?: DayOverrides;
  /** Consignments that no vehicle holds whole; their parts are placed. Left out where there is none. */
  readonly split?: readonly SplitConsignment[];
  /** What happened, and what changed for it, where the plan was made after an event. */
  readonly replanned?: Replanned;
  /** What was changed, where the plan was made by hand. */
  readonly edited?: HandEdit;
  /** Soft rules that a dispatcher lets runs break; left out where there is none. */
  readonly overrides?: readonly RuleOverride[];
  readonly createdAt: Date;
}

/** What events made different from the network for one day. */
export interface DayOverrides {
  /** Other receiving hours; none at all where a station is closed. */
  readonly hours: readonly { readonly stationId: string; readonly windows: readonly TimeWindow[] }[];
  /** Vehicles that broke down. */
  readonly vehiclesOut: readonly string[];
  /** Vehicles that leave no earlier than at a second of the day. */
  readonly notBefore: readonly { readonly vehicleId: string; readonly at: number }[];
}

/** A station's goods stay on the vehicle; without a station all of its stops do, and no others join them. */
export interface PlanLock {
  readonly vehicleId: string;
  readonly stationId?: string;
}

/** How a plan came about: enough to make it again. */
export interface PlanProvenance {
  readonly how: 'solver' | 'edit' | 'replan';
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
  /** Where speeds change with the hour: when which hold. None where one matrix was used for the whole day. */
  readonly timeSlices?: readonly PlanTimeSlice[];
  /** By vehicle, the class whose travel times are its own, where that is another than its profile. */
  readonly travelClasses?: Readonly<Record<string, TravelClass>>;
  readonly speedProfile: SpeedProfile | undefined;
  readonly note: string;
}

/**
 * Hours in a row with speeds of their own: those kept under a key, or the plan's travel times multiplied by a factor,
 * where the engine knows nothing finer or the places are many.
 */
export interface PlanTimeSlice {
  /** Seconds after the wave's midnight. Before the first and behind the last slice it goes on as in these. */
  readonly begins: number;
  readonly ends: number;
  readonly speedsKey?: string;
  readonly factor?: number;
}

/** What the travel times of a plan know of the roads. */
export interface PlanSpeeds {
  /** Equal keys stand for equal speeds; empty for free roads. */
  readonly key: string;
  /** Roads and hours whose speed was seen on couriers' tracks. */
  readonly learned: number;
  /** Reports that hold in the hours driven. */
  readonly reports: number;
  /** Further keys that travel times are kept under: those of vehicles that restrictions concern. */
  readonly keptUnder?: readonly string[];
}

/** A calculated order of visits for one vehicle and day: one trip or more. */
export interface Route {
  readonly vehicleId: string;
  /** The run that it is, once the plan is kept: see `numberRoutes`. */
  readonly run?: RunIdentity;
  readonly trips: readonly Trip[];
  /** How the day had begun when it was planned anew; left out where nothing of it had. */
  readonly executedPrefix?: ExecutedPrefix;
}

/** Which run of its wave a route is: the same in every version of the plan, and of no other vehicle. */
export interface RunIdentity {
  readonly runId: string;
  /** Counted from 1 within the wave, with gaps where a run is no more. */
  readonly routeNo: number;
}

/** The part of a route that is given: what was done, and the goods that are on board. */
export interface ExecutedPrefix {
  /** The moment from which the rest was planned; the vehicle reaches nothing further before it. */
  readonly at: number;
  /** Trips whose goods are on board or were; the last of them may still be under way. */
  readonly trips: number;
  /** Stops of the last of these trips that the vehicle had reached. Their times are facts, as are those of trips before. */
  readonly stops: number;
  /** The vehicle broke down: it goes no further, and its last trip has no return. */
  readonly isOut?: boolean;
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
  /** In order; left out where there is none. */
  readonly breaks?: readonly PlannedBreak[];
  /** How large the compartments between movable partitions are; left out where the vehicle has none. */
  readonly partitions?: readonly PartedRoom[];
  /** Instead of a loading at the depot: goods are taken over from a vehicle that broke down on its way. */
  readonly transfer?: GoodsTransfer;
}

/** A compartment between movable partitions. */
export interface PartedRoom {
  readonly compartmentNo: number;
  readonly milliliters: number;
}

/** The way to a vehicle that broke down, and the taking over of its goods there. */
export interface GoodsTransfer {
  readonly fromVehicleId: string;
  readonly position: LonLat;
  readonly arrives: number;
  readonly leaves: number;
  /** The drive there, from the depot. */
  readonly legSeconds: number;
  readonly legMeters: number;
}

/** The name of the place where a vehicle that broke down stands, among stations' ids. */
export function transferPlaceOf(vehicleId: string): string {
  return `transfer@${vehicleId}`;
}

/** A driver's break, on the way or standing. */
export interface PlannedBreak {
  readonly begins: number;
  readonly ends: number;
  /** Taken before the arrival at this stop of the trip, counted from 0; the number of stops for the way home. */
  readonly beforeStop: number;
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
  /** Empty totes that go back to the depot; left out where there are none. */
  readonly takesBack?: readonly TakenTotes[];
}

/** A consignment and where in the vehicle it rides. */
export interface PlacedConsignment {
  readonly consignmentId: string;
  readonly zoneId: string;
  readonly grams: number;
  readonly milliliters: number;
  readonly compartmentNo: number;
  /** Where it is one part of several. */
  readonly part?: ConsignmentPart;
}

/** A consignment on no route; a result, not an error. */
export interface Unassigned {
  readonly consignmentId: string;
  readonly stationId: string;
  readonly zoneId: string;
  readonly grams: number;
  readonly milliliters: number;
  /** Where it is one part of several. */
  readonly part?: ConsignmentPart;
  readonly reason: UnassignedReason;
}

/** Why a consignment is on no route: a code and facts; the sentence is made for who reads it. */
export interface UnassignedReason {
  readonly code: string;
  /** Where a size is what stops it. */
  readonly shortfall?: CapacityShortfall;
  /** How many vehicles' runs were planned anew with it, in vain: the nearest that could bring it alone. */
  readonly triedVehicles?: number;
  /** Where leaving it out has a price that is lower than what bringing it would cost. */
  readonly prices?: OmissionPrices;
  /** The smallest change that would let it in, where one was looked for and found. */
  readonly relaxation?: Relaxation;
}

/** Why a consignment is not worth bringing; minor units. */
export interface OmissionPrices {
  /** At which the operator allows to leave it out. */
  readonly omissionMinor: number;
  /** What bringing it would add to the plan's cost at the least, of all that was tried. */
  readonly servingMinor: number;
  /** The vehicle that would bring it at that. */
  readonly vehicleId: string;
}

/** What would have to change so that a consignment finds its place, and by how much. */
export interface Relaxation {
  readonly kind:
    | 'later-closing'
    | 'longer-shift'
    | 'longer-keeping'
    | 'larger-compartment'
    | 'more-payload'
    | 'more-range'
    | 'more-driving'
    | 'further-stop'
    | 'further-trip'
    | 'further-vehicle';
  /** Whose day it would fit into; one like it for a further vehicle. */
  readonly vehicleId: string;
  /** Where it is about one. */
  readonly compartmentNo?: number;
  /** Seconds, milliliters, grams or meters by kind; 1 where it is about a thing. */
  readonly amount: number;
}

/** What the vehicle that comes nearest lacks for a consignment that no vehicle can carry; 0 where it lacks nothing. */
export interface CapacityShortfall {
  readonly vehicleId: string;
  /** Its largest compartment for the zone. */
  readonly compartmentNo: number;
  readonly overMilliliters: number;
  readonly overGrams: number;
  /** Higher than the station lets in. */
  readonly overMillimeters: number;
  /** How high a vehicle may be there, where the station has a limit. */
  readonly limitMillimeters?: number;
  /** One in maintenance that lacks nothing. */
  readonly spareVehicleId?: string;
}

export interface PlanKpis {
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
