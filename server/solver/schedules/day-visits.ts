import { clampGrams, type Model, never } from '../model/model.js';
import type { Arc } from '../model/travel.js';
import { type ProblemBreak, type ProblemVehicle, rateSeconds } from '../problem.js';
import { arriveWithBreaks, leaveWithBreaks } from './breaks/break-leg.js';
import { arriveByHour, leaveByHour } from './breaks/break-leg-by-hour.js';
import type { DayTimes } from './day-times.js';
import { RouteCompactness } from './route-compactness.js';

const noBreaks: readonly ProblemBreak[] = [];

/** What one vehicle's day is made of, before it has times: visits in order, legs between them, loads, and what they cost. */
export class DayVisits {
  /** The day: nodes in order, and where each trip ends. Filled by the caller. */
  readonly nodes: Int32Array;
  readonly tripEnds: Int32Array;
  trips = 0;

  vehicleNo = 0;
  vehicle!: ProblemVehicle;
  breaks: readonly ProblemBreak[] = noBreaks;
  meters = 0;
  /** Whatever its times are. */
  plainCost = 0;
  hasSoftTo = false;
  hasSoftFrom = false;
  /** Whether goods keep for a limited time on board. */
  hasLimits = false;
  /** How long the goods of each visit keep, where the vehicle has limits. */
  readonly keeps: Int32Array;
  /** By trip: how long it is loaded, and when its goods are ready. */
  readonly loading: Int32Array;
  readonly released: Int32Array;
  /** Seconds of each leg: into every node, then home from every trip. */
  private readonly legs: Int32Array;
  /** The same, where speeds change with the hour. */
  private readonly arcs: Arc[] = [];
  private changesByHour = false;
  /** None where compactness has no price. */
  private readonly spread: RouteCompactness | undefined;

  constructor(
    private readonly model: Model,
    mostNodes: number,
    mostTrips: number,
  ) {
    this.nodes = new Int32Array(mostNodes);
    this.tripEnds = new Int32Array(mostTrips);
    this.keeps = new Int32Array(mostNodes);
    this.loading = new Int32Array(mostTrips);
    this.released = new Int32Array(mostTrips);
    this.legs = new Int32Array(mostNodes + mostTrips);
    this.spread = (model.problem.compactCost ?? 0) > 0 ? new RouteCompactness(model) : undefined;
  }

  get nodeCount(): number {
    return this.trips === 0 ? 0 : this.tripEnds[this.trips - 1];
  }

  get balanceCost(): number {
    return this.model.problem.balanceCost ?? 0;
  }

  /** Reads the day in `nodes` for a vehicle. Returns whether it is possible for less than `most` as far as times do not matter. */
  read(vehicle: number, most: number): boolean {
    this.vehicleNo = vehicle;
    this.vehicle = this.model.problem.vehicles[vehicle];
    this.breaks = this.vehicle.breaks ?? noBreaks;
    return this.readWays() && this.plainCost < most && this.readLoads();
  }

  private readWays(): boolean {
    const { model, nodes, vehicleNo: vehicle } = this;
    const { travel, nodePlace } = model;
    const number = model.vehicleTravel[vehicle];
    const home = model.vehicleHome[vehicle];
    let meters = 0;
    let driving = 0;
    this.plainCost = this.vehicle.fixedCost;
    this.hasSoftTo = false;
    this.hasSoftFrom = false;
    const limits = model.vehicleLimits[vehicle] === 1;
    this.changesByHour = travel.changesFor(number);
    this.hasLimits = limits;
    for (let trip = 0, at = 0; trip < this.trips; trip++) {
      if (this.spread !== undefined) this.plainCost += this.spread.refresh(trip, nodes, at, this.tripEnds[trip]);
      let place = home;
      const drive = (to: number, leg: number) => {
        const seconds = travel.secondsBetween(number, place, to);
        this.legs[leg] = seconds;
        if (this.changesByHour) this.arcs[leg] = travel.arc(number, place, to);
        else driving += seconds;
        meters += travel.metersBetween(number, place, to);
        place = to;
        return seconds >= 0;
      };
      for (; at < this.tripEnds[trip]; at++) {
        const node = nodes[at];
        if (!drive(nodePlace[node], at)) return false;
        this.plainCost += model.changeCost(vehicle, node);
        if (model.nodeLateCost[node] > 0) this.hasSoftTo = true;
        if (model.nodeEarlyCost[node] > 0) this.hasSoftFrom = true;
        if (limits) this.keeps[at] = model.maxTimeOnBoardSeconds(vehicle, node);
      }
      if (!drive(home, this.nodeCount + trip)) return false;
    }
    this.meters = meters;
    this.plainCost += meters * this.vehicle.costPerMeter;
    return meters <= this.vehicle.maxMeters && driving <= (this.vehicle.maxTravelSeconds ?? Number.POSITIVE_INFINITY);
  }

  /** Loads along the way, what must be ready before each loading, and whose visit is given. */
  private readLoads(): boolean {
    const { model, nodes, vehicleNo } = this;
    const { nodeGrams, nodeLoadChange, nodeReleased, nodeFixedVehicle } = model;
    const payload = clampGrams(this.vehicle.payloadGrams);
    const depot = model.problem.depots[this.vehicle.depot];
    for (let trip = 0, at = 0; trip < this.trips; trip++) {
      const begin = at;
      let grams = 0;
      let released = 0;
      for (; at < this.tripEnds[trip]; at++) {
        grams += nodeGrams[nodes[at]];
        released = Math.max(released, nodeReleased[nodes[at]]);
        const owner = nodeFixedVehicle[nodes[at]];
        if (owner >= 0 && owner !== vehicleNo) return false;
      }
      this.loading[trip] = rateSeconds(depot.loading, grams);
      this.released[trip] = released;
      if (!model.hasPickups) continue;
      for (let visit = begin; visit < at; visit++) {
        if (grams > payload) return false;
        grams += nodeLoadChange[nodes[visit]];
      }
      if (grams > payload) return false;
    }
    return true;
  }

  /** When a leg ends on which the breaks `from` to `upTo` (not included) are taken. */
  arrive(leg: number, leaves: number, from: number, upTo: number): number {
    if (this.changesByHour) return arriveByHour(this.arcs[leg], leaves, this.breaks, from, upTo);
    return from === upTo ? leaves + this.legs[leg] : arriveWithBreaks(leaves, this.legs[leg], this.breaks, from, upTo);
  }

  /** When a leg must be begun that ends by `limit` and has the breaks `from` to `upTo` (not included) on it. */
  leaveBy(leg: number, limit: number, from: number, upTo: number): number {
    if (this.changesByHour) return leaveByHour(this.arcs[leg], limit, this.breaks, from, upTo);
    if (from === upTo) return limit - this.legs[leg];
    return leaveWithBreaks(limit, this.legs[leg], this.breaks, from, upTo);
  }

  /** When a trip is loaded at the earliest that may begin at a moment, or `never`. */
  loaded(clock: number, trip: number): number {
    if (clock >= never) return never;
    const depot = this.model.problem.depots[this.vehicle.depot];
    const loaded = Math.max(clock, depot.opens, this.released[trip]) + this.loading[trip];
    return loaded > depot.closes ? never : loaded;
  }

  /** When a visit is left at the earliest by who arrives at a moment, or `never`. */
  leave(node: number, arrives: number): number {
    const begins = this.model.beginAt(node, arrives);
    return begins === never ? never : begins + this.model.nodeSeconds[node];
  }

  /** Sets what a day with these times costs, and how much too long goods are on board. */
  price(times: DayTimes): void {
    const { model, nodes } = this;
    let late = 0;
    let onBoardTooLong = 0;
    for (let trip = 0, at = 0; trip < this.trips; trip++) {
      for (; at < this.tripEnds[trip]; at++) {
        const node = nodes[at];
        late += model.nodeLateCost[node] * Math.max(0, times.begins[at] - model.nodeSoftTo[node]);
        if (this.hasSoftFrom)
          late += model.nodeEarlyCost[node] * Math.max(0, model.nodeSoftFrom[node] - times.begins[at]);
        if (!this.hasLimits) continue;
        const age = times.leaves[at] - times.loadBegins[trip];
        onBoardTooLong += Math.max(0, age - this.keeps[at]);
      }
    }
    const seconds = times.returns[this.trips - 1] - times.loadBegins[0];
    times.onBoardTooLong = onBoardTooLong;
    times.cost = this.plainCost + this.vehicle.costPerSecond * seconds + this.balanceCost * seconds * seconds + late;
  }

  /** Where speeds change with the hour, the seconds of a leg are those of its departure. */
  drivesTooLong({ leaves, departs }: DayTimes): boolean {
    const { maxTravelSeconds } = this.vehicle;
    if (!this.changesByHour || maxTravelSeconds === undefined) return false;
    let driving = 0;
    for (let trip = 0, at = 0; trip < this.trips; trip++) {
      let clock = departs[trip];
      for (; at < this.tripEnds[trip]; at++) {
        driving += secondsFrom(this.arcs[at], clock);
        clock = leaves[at];
      }
      driving += secondsFrom(this.arcs[this.nodeCount + trip], clock);
    }
    return driving > maxTravelSeconds;
  }
}

function secondsFrom({ hours, cell, usual }: Arc, leaves: number): number {
  return hours!.arriveAt(cell, usual, leaves) - leaves;
}
