import type { Model } from '../model/model.js';
import type { ProblemCompartment } from '../problem.js';
import { zonesApart } from './zones-apart.js';

interface Item {
  readonly node: number;
  readonly zone: number;
  readonly milliliters: number;
}

/** For how long the goods of a visit are on board when it is left. */
export type AgeOf = (node: number) => number;
const noAge: AgeOf = () => 0;
const mostSteps = 1_000_000;

/** Where each consignment of a trip rides: compartment index by `node * zoneCount + zone`. */
export type Packing = ReadonlyMap<number, number>;

/**
 * Decides which goods ride in which compartment.
 *
 * A zone that may ride in several compartments (fresh beside chilled or beside ambient) makes this a small bin packing:
 * zones with the fewest choices first, within a zone the largest first, into the compartment with the most room left.
 * Where spreading the goods of one zone leaves no room for another, they are gathered in as few compartments as they fill.
 * Zones that ride apart do not share a compartment on a trip, not even one after the other.
 * A packing that it finds is right; one that it misses only makes the search a little more careful.
 */
export class CompartmentPacker {
  private readonly room: Float64Array;
  /** Zones in the order of their number of choices, fewest first. */
  private readonly zoneOrder: number[];
  private readonly choices: number[][];
  /** The zones that ride apart from each zone, as bits. */
  private readonly apart: number[];
  private readonly hasApart: boolean;
  /** The zones that each compartment has had on the trip, as bits. */
  private readonly held: Uint8Array;
  /** Totals do not tell whether goods without a volume are there. */
  private readonly totalsTell: boolean;
  /** Whether spreading one zone's goods may leave another none: both may ride in one compartment, the first in others too. */
  private readonly mayCrowd: boolean;
  /** Whether a zone's goods go first where some of it ride already. */
  private gathers = false;

  /** Whether some zone may ride in compartments that keep it for different times. */
  readonly keepsDiffer: boolean;

  constructor(
    private readonly compartments: readonly ProblemCompartment[],
    private readonly model: Model,
  ) {
    const { apartZones = [], stations } = model.problem;
    this.room = new Float64Array(compartments.length);
    this.held = new Uint8Array(compartments.length);
    this.hasApart = apartZones.length > 0;
    this.apart = zonesApart(model.zoneCount, apartZones);
    this.totalsTell =
      !this.hasApart || stations.every(({ consignments }) => consignments.every(({ milliliters }) => milliliters > 0));
    this.choices = Array.from({ length: model.zoneCount }, (_, zone) =>
      compartments.flatMap((part, at) => ((part.zoneMask & (1 << zone)) === 0 ? [] : [at])),
    );
    this.keepsDiffer = this.choices.some((choices, zone) => {
      return new Set(choices.map((at) => this.keeps(at, zone))).size > 1;
    });
    this.zoneOrder = this.choices
      .map((_, zone) => zone)
      .sort((one, other) => this.choices[one].length - this.choices[other].length);
    this.mayCrowd = this.crowds();
  }

  private crowds(): boolean {
    return this.zoneOrder.some((zone, at) => {
      const others = this.zoneOrder.slice(at + 1);
      const choices = this.choices[zone];
      return choices.length > 1 && others.some((other) => this.choices[other].some((one) => choices.includes(one)));
    });
  }

  /** Quick answer from the totals of each zone: true is certain, false means "ask `pack`". */
  fitsByTotals(totals: Float64Array, offset: number): boolean {
    if (!this.totalsTell) return false;
    const { room } = this;
    this.empty();
    for (const zone of this.zoneOrder) {
      const total = totals[offset + zone];
      if (total === 0) continue;
      const best = this.roomiest(zone);
      if (best < 0 || room[best] < total) return false;
      this.put(best, zone, total);
    }
    return true;
  }

  /** Quick refusal: more of the zones than all compartments open to them hold. */
  exceedsAll(totals: Float64Array, offset: number): boolean {
    let needed = 0;
    for (const zone of this.zoneOrder) {
      let hold = 0;
      for (const choice of this.choices[zone]) hold += this.compartments[choice].milliliters;
      if (totals[offset + zone] > hold) return true;
      needed += totals[offset + zone];
    }
    let all = 0;
    for (const part of this.compartments) all += part.milliliters;
    return needed > all;
  }

  /** A compartment for every consignment of these visits, or undefined when none was found. */
  pack(nodes: ArrayLike<number>, count: number, ageOf: AgeOf = noAge): Packing | undefined {
    return this.eitherWay(() => this.packOnce(nodes, count, ageOf));
  }

  /** The same for visits in order of which some take goods on board; whatever rides keeps its compartment. */
  packAlong(nodes: ArrayLike<number>, count: number, ageOf: AgeOf = noAge): Packing | undefined {
    return this.eitherWay(() => this.packAlongOnce(nodes, count, ageOf));
  }

  /**
   * Spreads goods over the roomiest compartments and gathers them if that fails. Gathering finds a packing wherever the
   * totals told of one: each zone whole in a compartment.
   */
  private eitherWay(packed: () => Packing | undefined): Packing | undefined {
    this.gathers = false;
    const spread = packed();
    if (spread !== undefined || !this.mayCrowd) return spread;
    this.gathers = true;
    const gathered = packed();
    this.gathers = false;
    return gathered;
  }

  private packOnce(nodes: ArrayLike<number>, count: number, ageOf: AgeOf): Packing | undefined {
    const { room, model } = this;
    this.empty();
    const packing = new Map<number, number>();
    for (const zone of this.zoneOrder) {
      for (const item of this.itemsOf(nodes, count, zone)) {
        const best = this.roomiest(zone, this.keepsDiffer ? ageOf(item.node) : 0, item.milliliters);
        if (best < 0 || room[best] < item.milliliters) return undefined;
        this.put(best, zone, item.milliliters);
        packing.set(item.node * model.zoneCount + zone, best);
      }
    }
    return packing;
  }

  private packAlongOnce(nodes: ArrayLike<number>, count: number, ageOf: AgeOf): Packing | undefined {
    const { room, model } = this;
    const loaded = this.packOnce(nodes, count, ageOf);
    if (loaded === undefined) return undefined;
    const packing = new Map(loaded);
    for (let at = 0; at < count; at++) {
      const node = nodes[at];
      this.drop(packing, node);
      for (let zone = 0; zone < model.zoneCount; zone++) {
        if (!model.takes(node, zone)) continue;
        const milliliters = model.nodeTakenMilliliters[node * model.zoneCount + zone];
        const best = this.roomiest(zone, 0, milliliters);
        if (best < 0 || room[best] < milliliters) return undefined;
        this.put(best, zone, milliliters);
        packing.set(node * model.zoneCount + zone, best);
        const partner = model.partnerNode(node);
        if (partner >= 0) packing.set(partner * model.zoneCount + zone, best);
      }
    }
    return packing;
  }

  /**
   * Tries every compartment for goods from the depot: when goods leave a trip, `pack` may miss a way for those that stay.
   * Undefined as well where a million steps show none.
   */
  packByTrying(nodes: ArrayLike<number>, count: number, ageOf: AgeOf = noAge): Packing | undefined {
    const { model } = this;
    const items = this.zoneOrder
      .flatMap((zone) => this.itemsOf(nodes, count, zone))
      .sort((one, other) => other.milliliters - one.milliliters);
    const packing = new Map<number, number>();
    let steps = 0;
    this.empty();
    const place = (at: number): boolean => {
      if (at === items.length) return true;
      const { node, zone, milliliters } = items[at];
      for (const choice of this.choices[zone]) {
        if (++steps > mostSteps) return false;
        const had = this.held[choice];
        if (this.room[choice] < milliliters || (had & this.apart[zone]) !== 0) continue;
        if (this.keepsDiffer && this.keeps(choice, zone) < ageOf(node)) continue;
        this.put(choice, zone, milliliters);
        packing.set(node * model.zoneCount + zone, choice);
        if (place(at + 1)) return true;
        this.room[choice] += milliliters;
        this.held[choice] = had;
      }
      return false;
    };
    return place(0) ? packing : undefined;
  }

  /** Frees the room of what is delivered at a visit. */
  private drop(packing: Map<number, number>, node: number): void {
    const { room, model } = this;
    const pickup = model.partnerNode(node);
    for (let zone = 0; zone < model.zoneCount; zone++) {
      const compartment = packing.get(node * model.zoneCount + zone);
      if (compartment === undefined || model.takes(node, zone)) continue;
      const source = pickup < 0 ? model.nodeMilliliters : model.nodeTakenMilliliters;
      room[compartment] += source[(pickup < 0 ? node : pickup) * model.zoneCount + zone];
    }
  }

  private itemsOf(nodes: ArrayLike<number>, count: number, zone: number): Item[] {
    const { model } = this;
    const items: Item[] = [];
    for (let at = 0; at < count; at++) {
      const node = nodes[at];
      if ((model.nodeMask[node] & (1 << zone)) === 0 || !model.comesFromDepot(node, zone)) continue;
      const milliliters = model.nodeMilliliters[node * model.zoneCount + zone];
      items.push({ node, zone, milliliters });
    }
    return items.sort((one, other) => other.milliliters - one.milliliters || one.node - other.node);
  }

  private keeps(compartment: number, zone: number): number {
    return this.compartments[compartment].keepsSeconds?.[zone] ?? Number.POSITIVE_INFINITY;
  }

  private empty(): void {
    for (let at = 0; at < this.room.length; at++) this.room[at] = this.compartments[at].milliliters;
    this.held.fill(0);
  }

  private put(compartment: number, zone: number, milliliters: number): void {
    this.room[compartment] -= milliliters;
    this.held[compartment] |= 1 << zone;
  }

  /** The compartment with the most room; when goods are gathered, sooner one of their zone with room for them. */
  private roomiest(zone: number, age = 0, milliliters = 0): number {
    let best = -1;
    let bestHasZone = false;
    for (const choice of this.choices[zone]) {
      if (age > 0 && this.keeps(choice, zone) < age) continue;
      if (this.hasApart && (this.held[choice] & this.apart[zone]) !== 0) continue;
      const hasZone = this.gathers && (this.held[choice] & (1 << zone)) !== 0 && this.room[choice] >= milliliters;
      const isRoomier = best < 0 || this.room[choice] > this.room[best];
      if (hasZone === bestHasZone ? !isRoomier : !hasZone) continue;
      best = choice;
      bestHasZone = hasZone;
    }
    return best;
  }
}
