import type { SparseMatrix } from './sparse-matrix.js';

/**
 * A dispatch problem as indices and whole numbers: the solver knows no order, no database and no clock.
 *
 * Times are whole seconds on one axis, distances whole meters, weights grams, volumes milliliters. Costs are numbers in
 * a unit that the caller chooses (Tuanda uses millionths of the currency).
 */
export interface Problem {
  /** Square travel matrices over all places; vehicles name theirs by index. A pair without an arc holds -1. */
  readonly matrices: readonly ProblemMatrix[];
  /** Temperature zones are bits 0 … zoneCount - 1 of a mask. At most 8. */
  readonly zoneCount: number;
  readonly depots: readonly ProblemDepot[];
  readonly vehicles: readonly ProblemVehicle[];
  readonly stations: readonly ProblemStation[];
  /** The price of a vehicle's working seconds squared: what makes days even. None where left out. */
  readonly balanceCost?: number;
  /**
   * The price of a trip's visits lying apart: per squared unit of the straight distance between each and the middle of
   * them all, by the positions that stations then have. None where left out.
   */
  readonly compactCost?: number;
  /** Pairs of zones whose goods never ride in one compartment on the same trip; none where left out. */
  readonly incompatibleZones?: readonly (readonly [number, number])[];
  /** Pairs of zones whose goods never ride in one vehicle on the same trip; none where left out. */
  readonly incompatibleOnTrip?: readonly (readonly [number, number])[];
  /** Visits to begin the search from, for some vehicles, trip by trip in order; none of them has to stay. */
  readonly start?: readonly ProblemStart[];
}

export interface ProblemStart {
  readonly vehicle: number;
  readonly trips: readonly (readonly ProblemFixedVisit[])[];
}

export interface ProblemMatrix {
  readonly size: number;
  /** size × size, row from, column to; empty where `coordinates` or `sparse` stand in. */
  readonly seconds: Int32Array;
  /** In the unit that `costPerMeter` prices; empty where `coordinates` or `sparse` stand in. */
  readonly meters: Int32Array | Float64Array;
  /**
   * Where speeds change with the hour: in ascending order, each holds until the next begins, and the first before as
   * well. `seconds` then says what is usual, for estimates. A pair without an arc has none in any slice.
   */
  readonly timeSlices?: readonly TimeSlice[];
  /** Instead of the tables: arcs are computed from these, seconds and meters alike. For instances beyond 5,000 places. */
  readonly coordinates?: ProblemCoordinates;
  /** Instead of the tables: some arcs are known, the others estimated. Its slices have factors only. */
  readonly sparse?: SparseMatrix;
}

/** How long arcs take that are driven between two moments: what a whole drive takes at the speeds of the slice. */
export interface TimeSlice {
  readonly begins: number;
  /** size × size; the matrix's own where left out. */
  readonly seconds?: Int32Array;
  /** What these are multiplied by; 1 where left out. */
  readonly factor?: number;
}

export interface ProblemCoordinates {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /**
   * `nearest`: to the nearest whole number (EUC_2D of CVRPLIB). `tenths-down`: ten times the distance, cut to a whole
   * number (the DIMACS convention). `exact`: as it is; then for meters only, so without any time limits.
   */
  readonly rounding: 'nearest' | 'tenths-down' | 'exact';
}

/** Time that grows with weight: ⌈(fixedMicros + microsPerGram × grams) ÷ 10⁶⌉ seconds. */
export interface ProblemRate {
  readonly fixedMicros: number;
  readonly microsPerGram: number;
}

export interface ProblemDepot {
  readonly place: number;
  /** Loading happens within these hours. */
  readonly opens: number;
  readonly closes: number;
  /** How many vehicles load at once; Infinity where that is no matter. */
  readonly docks: number;
  /** When docks are taken by loadings that are no part of the problem. */
  readonly taken?: readonly { readonly begins: number; readonly ends: number }[];
  /** Per trip, the first included. */
  readonly loading: ProblemRate;
}

export interface ProblemVehicle {
  readonly depot: number;
  readonly matrix: number;
  readonly shiftBegins: number;
  readonly shiftEnds: number;
  readonly payloadGrams: number;
  readonly compartments: readonly ProblemCompartment[];
  /** What movable partitions divide into compartments; none where left out. */
  readonly bodies?: readonly ProblemBody[];
  /** Visits a day. */
  readonly maxStops: number;
  /** Meters a day. */
  readonly maxMeters: number;
  readonly maxTrips: number;
  /** 0 where unknown: fits everywhere. */
  readonly heightMillimeters: number;
  /** Once, when the vehicle is used at all. */
  readonly fixedCost: number;
  readonly costPerMeter: number;
  /** From the begin of the first loading to the last return, waiting included. */
  readonly costPerSecond: number;
  /** What it can do, as bits; none where left out. */
  readonly skills?: number;
  /** Its seconds are the matrix's times this, rounded up; 1 where left out. */
  readonly secondsFactor?: number;
  /** Seconds of driving a day; no limit where left out. */
  readonly maxTravelSeconds?: number;
  /**
   * Each is taken once, in this order, on a day with any visit: on the way or between two visits, after the first
   * departure; a break before the last return makes it as much later.
   */
  readonly breaks?: readonly ProblemBreak[];
  /** How the day begins, trip by trip: the first visits of each, in order. They are given: no window is judged there. */
  readonly executedPrefix?: readonly (readonly ProblemFixedVisit[])[];
}

export interface ProblemBreak {
  readonly seconds: number;
  /** It begins within one of them, both ends included; in ascending order. */
  readonly windows: readonly { readonly opens: number; readonly closes: number }[];
}

export interface ProblemFixedVisit {
  readonly station: number;
  readonly zones: readonly number[];
}

/**
 * Room that movable partitions divide, anew for each trip: every compartment is as large as the fullest moment of the
 * trip asks, in whole steps, and together they are no larger than the body.
 */
export interface ProblemBody {
  readonly milliliters: number;
  /** Sizes are multiples of it; at least 1. */
  readonly stepMilliliters: number;
}

export interface ProblemCompartment {
  readonly zoneMask: number;
  /** How much it holds; between movable partitions at the most. */
  readonly milliliters: number;
  /** Index of the body that movable partitions part it off; its size is fixed where left out. */
  readonly body?: number;
  /**
   * By zone, how many seconds goods from the depot may ride in it: from the begin of loading until their visit is left.
   * No limit where left out.
   */
  readonly maxTimeOnBoardSeconds?: readonly number[];
}

export interface ProblemStation {
  readonly place: number;
  /** On a plane, in whole units of up to ± 100,000 (meters from the depot); only `compactCost` looks at it. */
  readonly position?: { readonly x: number; readonly y: number };
  /** Alternatives in ascending order; service may begin within one of them, both ends included. */
  readonly windows: readonly { readonly opens: number; readonly closes: number }[];
  /** Per visit, by the weight that is dropped in it. */
  readonly service: ProblemRate;
  /** Infinity where there is no limit. */
  readonly maxVehicleHeightMillimeters: number;
  /** Skills that its vehicle must have, as bits; none where left out. */
  readonly requiredSkills?: number;
  /** At most one per zone. */
  readonly consignments: readonly ProblemConsignment[];
  /**
   * The station where its goods are picked up, before it and on the same trip; left out, they come from the depot.
   * That station lists the same goods, and no other station names it. The two are served both or not at all.
   */
  readonly pickedUpAt?: number;
  /** Of a delivery: how many seconds may pass from when its pickup is left until service begins here. */
  readonly maxRideSeconds?: number;
  /** False: all its goods on one visit or none. Where left out, several visits may each bring some of its zones. */
  readonly splitAllowed?: boolean;
  /** Service that begins later than this costs so much per second. */
  readonly softTo?: { readonly at: number; readonly costPerSecond: number };
  /** Service that begins earlier than this costs so much per second; the vehicle may wait for it at the door. */
  readonly softFrom?: { readonly at: number; readonly costPerSecond: number };
  /** The vehicles that may serve it; all where left out. */
  readonly allowedVehicles?: readonly number[];
  /** Who served it in an earlier plan, and the price of each visit by another. */
  readonly previous?: { readonly vehicle: number; readonly changeCost: number };
}

/** One station's goods of one zone; sits whole in one compartment that may hold the zone. */
export interface ProblemConsignment {
  readonly zone: number;
  readonly grams: number;
  readonly milliliters: number;
  /** The price of leaving it out. */
  readonly unservedPenalty: number;
  /** Goes from the station to the depot (empty totes, returns) instead of from the depot to the station. */
  readonly collected?: boolean;
  /** Not ready at the depot before this: the loading of its trip begins no earlier. */
  readonly releaseTime?: number;
  /** Service time that it takes beside its weight (totes, zones), in millionths of a second; none where left out. */
  readonly handlingMicros?: number;
}

/** Seconds that `grams` take at a rate, with `handlingMicros` beside. */
export function rateSeconds(rate: ProblemRate, grams: number, handlingMicros = 0): number {
  return Math.ceil((rate.fixedMicros + rate.microsPerGram * grams + handlingMicros) / 1_000_000);
}

/** The most temperature zones that one problem may tell apart. */
export const maxZones = 8;

/** The most stations that one problem may have. */
export const maxStations = 20_000;
/** The most vehicles, and the most trips of one of them. */
export const maxVehicles = 20_000;
export const maxTrips = 20;
