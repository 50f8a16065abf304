import { type Problem, type ProblemFixedVisit, type ProblemVehicle, rateSeconds } from '../problem.js';
import { Travel } from './travel.js';

/** No moment in any window: later than every closing. */
export const never = 0x3fffffff;

/**
 * The problem in flat arrays, as the inner loops read it.
 *
 * A node is a possible visit: a station with some of its zones (a bit mask). A station with one zone is one node, with
 * k zones 2^k - 1 of them, so that what a visit weighs, holds and takes is one look-up away.
 */
export class Model {
  readonly travel: Travel;
  readonly zoneCount: number;
  readonly stationCount: number;
  readonly consignmentCount: number;
  readonly nodeCount: number;
  /** All zones of a station; 0 where it wants nothing. */
  readonly fullMask: Int32Array;
  readonly nodeStation: Int32Array;
  readonly nodeMask: Int32Array;
  readonly nodePlace: Int32Array;
  /** Loaded at the depot for this visit. */
  readonly nodeGrams: Float64Array;
  /** What is dropped and taken in the visit, together. */
  readonly nodeHandledGrams: Float64Array;
  /** By how much the load on board changes in the visit. */
  readonly nodeLoadChange: Int32Array;
  readonly nodeSeconds: Int32Array;
  readonly nodeOmission: Float64Array;
  /** Milliliters loaded at the depot, at `node * zoneCount + zone`. */
  readonly nodeMilliliters: Float64Array;
  /** Milliliters taken on board in the visit, at `node * zoneCount + zone`. */
  readonly nodeTakenMilliliters: Float64Array;
  /** The other end of a pickup-delivery pair; -1 for a station that is no part of one. */
  readonly partnerOf: Int32Array;
  /** 1 for the station of a pair where the goods are picked up. */
  readonly isPickup: Uint8Array;
  /** Whether anything is taken on board on the way. */
  readonly hasPickups: boolean;
  /** Service that begins later costs `nodeLateCost` per second. */
  readonly nodeSoftTo: Int32Array;
  readonly nodeLateCost: Float64Array;
  /** Service that begins earlier costs `nodeEarlyCost` per second. */
  readonly nodeSoftFrom: Int32Array;
  readonly nodeEarlyCost: Float64Array;
  /** How long goods may ride from their pickup to here; `never` without a limit. */
  readonly nodeRide: Int32Array;
  readonly hasRides: boolean;
  /** The loading of its trip begins no earlier. */
  readonly nodeReleased: Int32Array;
  /** The vehicle whose day begins with this visit; -1 for all that may be placed freely. */
  readonly nodeFixedVehicle: Int32Array;
  readonly hasFixed: boolean;
  /** Seconds that a zone's goods keep in the best of a vehicle's compartments, at `vehicle * zoneCount + zone`. */
  readonly vehicleKeeps: Int32Array;
  /** 1 for vehicles in which some goods keep for a limited time only. */
  readonly vehicleLimits: Uint8Array;
  /** First opening, last closing. */
  readonly nodeOpens: Int32Array;
  readonly nodeCloses: Int32Array;
  readonly maxTripsPerVehicle: number;
  readonly tripCount: number;
  readonly vehicleTravel: Int32Array;
  readonly vehicleHome: Int32Array;
  readonly vehicleMetersCost: Float64Array;
  /** Vehicles that differ in nothing share a class. */
  readonly vehicleClass: Int32Array;
  readonly classCount: number;
  /** Zones of a station whose goods are taken on board there. */
  private readonly takenMask: Int32Array;
  private readonly firstNode: Int32Array;
  private readonly windowBegin: Int32Array;
  private readonly windowOpens: Int32Array;
  private readonly windowCloses: Int32Array;
  private readonly nodeWindows: Uint8Array;
  private readonly allowed: Uint8Array;

  constructor(readonly problem: Problem) {
    const { stations, vehicles, depots } = problem;
    this.travel = new Travel(problem);
    this.zoneCount = problem.zoneCount;
    this.stationCount = stations.length;
    this.consignmentCount = stations.reduce((sum, { consignments }) => sum + consignments.length, 0);
    this.fullMask = Int32Array.from(stations, (station) =>
      station.consignments.reduce((mask, goods) => mask | (1 << goods.zone), 0),
    );
    this.firstNode = new Int32Array(stations.length + 1);
    for (let at = 0; at < stations.length; at++) {
      this.firstNode[at + 1] = this.firstNode[at] + Math.max(1, (1 << bitCount(this.fullMask[at])) - 1);
    }
    this.nodeCount = this.firstNode[stations.length];
    this.nodeStation = new Int32Array(this.nodeCount);
    this.nodeMask = new Int32Array(this.nodeCount);
    this.nodePlace = new Int32Array(this.nodeCount);
    this.nodeGrams = new Float64Array(this.nodeCount);
    this.nodeHandledGrams = new Float64Array(this.nodeCount);
    this.nodeLoadChange = new Int32Array(this.nodeCount);
    this.nodeSeconds = new Int32Array(this.nodeCount);
    this.nodeOmission = new Float64Array(this.nodeCount);
    this.nodeMilliliters = new Float64Array(this.nodeCount * this.zoneCount);
    this.nodeSoftTo = new Int32Array(this.nodeCount).fill(never);
    this.nodeLateCost = new Float64Array(this.nodeCount);
    this.nodeSoftFrom = new Int32Array(this.nodeCount);
    this.nodeEarlyCost = new Float64Array(this.nodeCount);
    this.nodeReleased = new Int32Array(this.nodeCount);
    this.nodeRide = new Int32Array(this.nodeCount).fill(never);
    this.hasRides = stations.some(({ maxRideSeconds }) => maxRideSeconds !== undefined);
    this.nodeFixedVehicle = new Int32Array(this.nodeCount).fill(-1);
    this.nodeTakenMilliliters = new Float64Array(this.nodeCount * this.zoneCount);
    this.partnerOf = new Int32Array(stations.length).fill(-1);
    this.isPickup = new Uint8Array(stations.length);
    stations.forEach(({ pickedUpAt }, at) => {
      if (pickedUpAt === undefined) return;
      this.partnerOf[at] = pickedUpAt;
      this.partnerOf[pickedUpAt] = at;
      this.isPickup[pickedUpAt] = 1;
    });
    this.takenMask = Int32Array.from(stations, ({ consignments }, at) =>
      consignments.reduce(
        (mask, goods) => (this.isPickup[at] === 1 || goods.collected === true ? mask | (1 << goods.zone) : mask),
        0,
      ),
    );
    this.hasPickups = this.takenMask.some((mask) => mask !== 0);
    this.nodeOpens = new Int32Array(this.nodeCount);
    this.nodeCloses = new Int32Array(this.nodeCount);
    this.nodeWindows = new Uint8Array(this.nodeCount);
    // An inverted window lets nobody in.
    const windows = stations.map((station) => station.windows.filter(({ opens, closes }) => opens <= closes));
    this.windowBegin = new Int32Array(stations.length + 1);
    windows.forEach((list, at) => {
      this.windowBegin[at + 1] = this.windowBegin[at] + list.length;
    });
    this.windowOpens = Int32Array.from(windows.flat(), ({ opens }) => clampTime(opens));
    this.windowCloses = Int32Array.from(windows.flat(), ({ closes }) => clampTime(closes));
    stations.forEach((_, at) => {
      this.fillStation(at);
    });
    vehicles.forEach((vehicle, at) => {
      for (const visit of vehicle.executedPrefix?.flat() ?? []) this.fixVisit(at, visit);
    });
    this.hasFixed = vehicles.some(({ executedPrefix }) => executedPrefix?.some((trip) => trip.length > 0));
    this.vehicleKeeps = Int32Array.from({ length: vehicles.length * this.zoneCount }, (_, at) =>
      longestKeep(vehicles[Math.floor(at / this.zoneCount)], at % this.zoneCount),
    );

    this.vehicleLimits = Uint8Array.from(vehicles, ({ compartments }) =>
      compartments.some(({ maxTimeOnBoardSeconds }) => maxTimeOnBoardSeconds !== undefined) ? 1 : 0,
    );
    this.maxTripsPerVehicle = vehicles.reduce((most, vehicle) => Math.max(most, vehicle.maxTrips), 1);
    this.tripCount = vehicles.length * this.maxTripsPerVehicle;
    this.vehicleTravel = this.travel.ofVehicle;
    this.vehicleHome = Int32Array.from(vehicles, (vehicle) => depots[vehicle.depot].place);
    this.vehicleMetersCost = Float64Array.from(vehicles, (vehicle) => vehicle.costPerMeter);
    const known = new Map<string, number>();
    const named = new Set(
      stations.flatMap(({ allowedVehicles = [], previous }) => [...allowedVehicles, previous?.vehicle]),
    );
    this.vehicleClass = Int32Array.from(vehicles, (vehicle, at) => {
      const key = JSON.stringify(named.has(at) ? [vehicle, at] : vehicle);
      if (!known.has(key)) known.set(key, known.size);
      return known.get(key)!;
    });
    this.classCount = known.size;
    this.allowed = new Uint8Array(this.classCount * stations.length);
    const filled = new Uint8Array(this.classCount);
    vehicles.forEach((_, vehicle) => {
      if (filled[this.vehicleClass[vehicle]]++ === 0) this.fillAllowed(vehicle);
    });
  }

  /** The node of a station with these of its zones. */
  node(station: number, mask: number): number {
    const full = this.fullMask[station];
    if (mask === full) return this.firstNode[station + 1] - 1;
    // The mask's bits, pushed together to the places of the station's own zones.
    let index = 0;
    for (let zone = 0, bit = 1; zone < this.zoneCount; zone++) {
      if ((full & (1 << zone)) === 0) continue;
      if ((mask & (1 << zone)) !== 0) index |= bit;
      bit <<= 1;
    }
    return this.firstNode[station] + index - 1;
  }

  /** The node of the other end of a node's pair, or -1. Pairs are placed whole. */
  partnerNode(node: number): number {
    const partner = this.partnerOf[this.nodeStation[node]];
    return partner < 0 ? -1 : this.node(partner, this.fullMask[partner]);
  }

  /** Whether goods of a zone of the node are taken on board in the visit. */
  takes(node: number, zone: number): boolean {
    return (this.takenMask[this.nodeStation[node]] & this.nodeMask[node] & (1 << zone)) !== 0;
  }

  /** Whether goods of a zone of the node, if it has any, are loaded at the depot. */
  comesFromDepot(node: number, zone: number): boolean {
    const station = this.nodeStation[node];
    return (this.takenMask[station] & (1 << zone)) === 0 && this.partnerOf[station] < 0;
  }

  /** The price of giving a node's station to another vehicle than before. */
  changeCost(vehicle: number, node: number): number {
    const { previous } = this.problem.stations[this.nodeStation[node]];
    return previous === undefined || previous.vehicle === vehicle ? 0 : previous.changeCost;
  }

  /** How long goods from the depot may be on board until the node is left, in the vehicle's best compartments. */
  maxTimeOnBoardSeconds(vehicle: number, node: number): number {
    let seconds = never;
    for (let zone = 0; zone < this.zoneCount; zone++) {
      if ((this.nodeMask[node] & (1 << zone)) === 0 || !this.comesFromDepot(node, zone)) continue;
      seconds = Math.min(seconds, this.vehicleKeeps[vehicle * this.zoneCount + zone]);
    }
    return seconds;
  }

  /** Whether pins, height, skills and roads let the vehicle serve the station at all. */
  mayServe(vehicle: number, station: number): boolean {
    return this.allowed[this.vehicleClass[vehicle] * this.stationCount + station] === 1;
  }

  /** The earliest moment at or after `arrives` at which service may begin, or `never`. */
  beginAt(node: number, arrives: number): number {
    if (arrives > this.nodeCloses[node]) return never;
    if (arrives <= this.nodeOpens[node]) return this.nodeOpens[node];
    if (this.nodeWindows[node] === 1) return arrives;
    const station = this.nodeStation[node];
    for (let at = this.windowBegin[station]; at < this.windowBegin[station + 1]; at++) {
      if (arrives <= this.windowCloses[at]) return Math.max(arrives, this.windowOpens[at]);
    }
    return never;
  }

  /** The latest moment at or before `limit` at which service may begin, or -1. */
  latestBeginAt(node: number, limit: number): number {
    if (limit < this.nodeOpens[node]) return -1;
    if (limit >= this.nodeCloses[node]) return this.nodeCloses[node];
    if (this.nodeWindows[node] === 1) return limit;
    const station = this.nodeStation[node];
    for (let at = this.windowBegin[station + 1] - 1; at >= this.windowBegin[station]; at--) {
      if (limit >= this.windowOpens[at]) return Math.min(limit, this.windowCloses[at]);
    }
    return -1;
  }

  /** When the window closes in which service begins. */
  closeOf(node: number, begins: number): number {
    if (this.nodeWindows[node] === 1) return this.nodeCloses[node];
    const station = this.nodeStation[node];
    for (let at = this.windowBegin[station]; at < this.windowBegin[station + 1]; at++) {
      if (begins <= this.windowCloses[at]) return this.windowCloses[at];
    }
    return begins;
  }

  private fillStation(at: number): void {
    const station = this.problem.stations[at];
    const full = this.fullMask[at];
    const first = this.windowBegin[at];
    const last = this.windowBegin[at + 1] - 1;
    for (let mask = full; ; mask = (mask - 1) & full) {
      // A station that wants nothing keeps one node, which nothing ever places.
      if (mask === 0 && full !== 0) break;
      const node = this.node(at, mask);
      this.nodeStation[node] = at;
      this.nodeMask[node] = mask;
      this.nodePlace[node] = station.place;
      this.nodeWindows[node] = Math.min(255, last - first + 1);
      if (station.softTo !== undefined && station.softTo.costPerSecond > 0) {
        this.nodeSoftTo[node] = clampTime(station.softTo.at);
        this.nodeLateCost[node] = station.softTo.costPerSecond;
      }
      if (station.softFrom !== undefined && station.softFrom.costPerSecond > 0) {
        this.nodeSoftFrom[node] = clampTime(station.softFrom.at);
        this.nodeEarlyCost[node] = station.softFrom.costPerSecond;
      }
      if (station.maxRideSeconds !== undefined) this.nodeRide[node] = clampTime(station.maxRideSeconds);
      this.nodeOpens[node] = first <= last ? this.windowOpens[first] : never;
      this.nodeCloses[node] = first <= last ? this.windowCloses[last] : -1;
      let handlingMicros = 0;
      for (const goods of station.consignments) {
        if ((mask & (1 << goods.zone)) === 0) continue;
        this.nodeHandledGrams[node] += goods.grams;
        handlingMicros += goods.handlingMicros ?? 0;
        this.nodeOmission[node] += goods.unservedPenalty;
        const isTaken = (this.takenMask[at] & (1 << goods.zone)) !== 0;
        if (this.hasPickups) this.nodeLoadChange[node] += isTaken ? goods.grams : -goods.grams;
        if (isTaken) this.nodeTakenMilliliters[node * this.zoneCount + goods.zone] = goods.milliliters;
        else if (this.partnerOf[at] < 0) {
          this.nodeGrams[node] += goods.grams;
          this.nodeMilliliters[node * this.zoneCount + goods.zone] = goods.milliliters;
          this.nodeReleased[node] = Math.max(this.nodeReleased[node], clampTime(goods.releaseTime ?? 0));
        }
      }
      this.nodeSeconds[node] = rateSeconds(station.service, this.nodeHandledGrams[node], handlingMicros);
      if (mask === 0) break;
    }
  }

  /** A visit that is given keeps its place, whatever the windows say. */
  private fixVisit(vehicle: number, { station, zones }: ProblemFixedVisit): void {
    const node = this.fixedNode(station, zones);
    this.nodeFixedVehicle[node] = vehicle;
    this.nodeOpens[node] = 0;
    this.nodeCloses[node] = never - 1;
    this.nodeWindows[node] = 1;
  }

  fixedNode(station: number, zones: readonly number[]): number {
    return this.node(
      station,
      zones.reduce((mask, zone) => mask | (1 << zone), 0),
    );
  }

  private fillAllowed(vehicleNo: number): void {
    const vehicle = this.problem.vehicles[vehicleNo];
    const row = this.vehicleClass[vehicleNo] * this.stationCount;
    const home = this.vehicleHome[vehicleNo];
    const travel = this.vehicleTravel[vehicleNo];
    this.problem.stations.forEach((station, at) => {
      const fits =
        (station.allowedVehicles === undefined || station.allowedVehicles.includes(vehicleNo)) &&
        vehicle.heightMillimeters <= station.maxVehicleHeightMillimeters &&
        ((station.requiredSkills ?? 0) & ~(vehicle.skills ?? 0)) === 0 &&
        this.travel.secondsBetween(travel, home, station.place) >= 0 &&
        this.travel.secondsBetween(travel, station.place, home) >= 0;
      this.allowed[row + at] = fits ? 1 : 0;
    });
  }
}

/** How many bits are set. */
export function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function longestKeep({ compartments }: ProblemVehicle, zone: number): number {
  const open = compartments.filter(({ zoneMask }) => (zoneMask & (1 << zone)) !== 0);
  return Math.max(0, ...open.map(({ maxTimeOnBoardSeconds }) => clampTime(maxTimeOnBoardSeconds?.[zone] ?? never)));
}

/** Times beyond the axis are as good as its end. */
export function clampTime(seconds: number): number {
  return Math.max(0, Math.min(never - 1, seconds));
}

/** Loads that no route ever reaches are as good as the largest. */
export function clampGrams(grams: number): number {
  return Math.min(0x7fffffff, grams);
}
