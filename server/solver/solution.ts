/** What the solver answers: who drives where and when, and what stays behind. Indices are those of the problem. */
export interface Solution {
  readonly routes: readonly SolutionRoute[];
  readonly unassigned: readonly UnassignedGoods[];
  /** Cost of driving, in the problem's unit. */
  readonly cost: number;
  /** Price of what stays behind. */
  readonly unservedPenalty: number;
  /** Price of service outside of soft windows, of stations that changed their vehicle, and of uneven work. */
  readonly penaltyCost: number;
  readonly iterations: number;
}

export interface SolutionRoute {
  readonly vehicle: number;
  readonly trips: readonly SolutionTrip[];
}

export interface SolutionTrip {
  readonly loadBegins: number;
  readonly departs: number;
  readonly returns: number;
  readonly meters: number;
  readonly seconds: number;
  readonly visits: readonly SolutionVisit[];
  readonly breaks: readonly SolutionBreak[];
}

export interface SolutionBreak {
  readonly begins: number;
  readonly ends: number;
  /** Taken before the arrival at this visit of the trip; the number of visits for the way home. */
  readonly beforeVisit: number;
}

export interface SolutionVisit {
  readonly station: number;
  readonly arrives: number;
  readonly begins: number;
  readonly leaves: number;
  readonly legSeconds: number;
  readonly legMeters: number;
  readonly goods: readonly PlacedGoods[];
}

export interface PlacedGoods {
  readonly zone: number;
  /** Index among the vehicle's compartments. */
  readonly compartment: number;
}

export interface UnassignedGoods {
  readonly station: number;
  readonly zone: number;
  readonly reason: UnassignedReason;
  /** Vehicles in use whose day was planned anew with it, in vain; set by `lastLook`. */
  readonly triedVehicles?: number;
  /** What bringing it would cost at the least, by which vehicle, where that is no less than the price of leaving it out. */
  readonly leastPrice?: { readonly vehicle: number; readonly price: number };
  /** The smallest change that lets it in; set by `suggestRelaxations`. */
  readonly relaxation?: Relaxation;
}

/** What would have to change so that a consignment finds its place, and by how much. */
export interface Relaxation {
  readonly kind: RelaxationKind;
  readonly vehicle: number;
  /** Index among the vehicle's compartments, where it is about one. */
  readonly compartment?: number;
  /** Seconds, milliliters, grams or meters by kind; 1 where it is about a thing. */
  readonly amount: number;
}

export type RelaxationKind =
  /** The station's last window closes so many seconds later. */
  | 'later-closing'
  /** The vehicle's shift ends so many seconds later. */
  | 'longer-shift'
  /** The goods keep so many seconds longer in the vehicle. */
  | 'longer-keeping'
  | 'larger-compartment'
  | 'more-payload'
  | 'more-range'
  | 'more-driving'
  | 'further-stop'
  | 'further-trip'
  /** One more vehicle of the same kind. */
  | 'further-vehicle';

/** The first rule that stops a consignment on the best vehicle for it. */
export type UnassignedReason =
  | 'no-vehicle'
  | 'zone-compartment'
  | 'too-large'
  | 'too-heavy'
  | 'vehicle-height'
  | 'skills'
  | 'vehicle-not-allowed'
  | 'unreachable'
  | 'time-window'
  | 'time-on-board'
  | 'driving'
  | 'range'
  | 'docks'
  /** Leaving it out has a price, and that is lower than what bringing it would cost. */
  | 'not-worth-a-vehicle'
  | 'fleet-full';
