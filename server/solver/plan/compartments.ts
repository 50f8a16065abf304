import type { Model } from '../model/model.js';
import type { ProblemCompartment } from '../problem.js';
import { type Aboard, CompartmentRoom, type Hold } from './compartment-room.js';
import { incompatibilityMasks } from './incompatible-zones.js';

/** Goods of one zone that ride for one visit; of a pair, for its pickup. */
interface Item extends Aboard {
  readonly node: number;
  readonly zone: number;
  readonly milliliters: number;
}

/** For how long the goods of a visit are on board when it is left. */
export type AgeOf = (node: number) => number;
const noAge: AgeOf = () => 0;
const mostSteps = 1_000_000;
/** Where everything comes from the depot the first leg is the fullest, and the only one that matters. */
const firstLeg: Aboard = { from: 0, until: 1 };

/** Where goods go: into the most room, first where some of their zone ride already, or where a partition moves least. */
type PackingStrategy = 'spread' | 'gather' | 'tight';
const oneStrategy: readonly PackingStrategy[] = ['spread'];
const twoStrategies: readonly PackingStrategy[] = ['spread', 'gather'];
const threeStrategies: readonly PackingStrategy[] = ['spread', 'gather', 'tight'];

/** Where each consignment of a trip rides: compartment index by `node * zoneCount + zone`. */
export type Packing = ReadonlyMap<number, number>;

/**
 * Decides which goods ride in which compartment.
 *
 * A zone that may ride in several compartments (fresh beside chilled or beside ambient) makes this a small bin packing:
 * zones with the fewest choices first, within a zone the largest first, into the compartment with the most room left.
 * Where spreading the goods of one zone leaves no room for another, they are gathered in as few compartments as they fill;
 * between movable partitions the largest of all zones go first then, each where it adds least to a compartment's size.
 * Zones that ride apart do not share a compartment on a trip, not even one after the other. Compartments between movable
 * partitions grow as they are filled (see `CompartmentRoom`).
 * A packing that it finds is right; one that it misses only makes the search a little more careful.
 */
export class CompartmentPacker {
  private readonly compartments: readonly ProblemCompartment[];
  private readonly room: CompartmentRoom;
  /** Zones in the order of their number of choices, fewest first. */
  private readonly zoneOrder: number[];
  private readonly choices: number[][];
  /** The zones that ride apart from each zone, as bits. */
  private readonly apart: number[];
  private readonly hasApart: boolean;
  /** What the compartments that are open to each zone hold together, and what all of them do. */
  private readonly mostOf: readonly number[];
  private readonly mostOfAll: number;
  /** Totals do not tell whether goods without a volume are there. */
  private readonly totalsTell: boolean;
  /** The strategies of packing that may differ, and the one that is tried now. */
  private readonly strategies: readonly PackingStrategy[];
  private strategy: PackingStrategy = 'spread';

  /** Whether some zone may ride in compartments that keep it for different times. */
  readonly keepsDiffer: boolean;

  constructor(
    hold: Hold,
    private readonly model: Model,
  ) {
    const { compartments } = hold;
    this.compartments = compartments;
    this.room = new CompartmentRoom(hold);
    const { incompatibleZones = [], stations } = model.problem;
    this.hasApart = incompatibleZones.length > 0;
    this.apart = incompatibilityMasks(model.zoneCount, incompatibleZones);
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
    this.mostOf = this.choices.map((choices) => this.room.mostIn(choices));
    this.mostOfAll = this.room.mostIn([...compartments.keys()]);
    this.strategies = this.room.sharesBodies ? threeStrategies : this.mayCrowd() ? twoStrategies : oneStrategy;
  }

  /** Whether spreading one zone's goods may leave another none: both may ride in one compartment, the first in others too. */
  private mayCrowd(): boolean {
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
    room.empty(1);
    this.strategy = 'spread';
    for (const zone of this.zoneOrder) {
      const total = totals[offset + zone];
      if (total === 0) continue;
      const best = this.bestFor(zone, total, firstLeg, 0);
      if (best < 0 || room.leftIn(best, firstLeg) < total) return false;
      room.put(best, zone, total, firstLeg);
    }
    return true;
  }

  /** Quick refusal: more of the zones than all compartments open to them hold. */
  exceedsAll(totals: Float64Array, offset: number): boolean {
    let needed = 0;
    for (const zone of this.zoneOrder) {
      if (totals[offset + zone] > this.mostOf[zone]) return true;
      needed += totals[offset + zone];
    }
    return needed > this.mostOfAll;
  }

  /** A compartment for every consignment that these visits get from the depot, or undefined when none was found. */
  pack(nodes: ArrayLike<number>, count: number, ageOf: AgeOf = noAge): Packing | undefined {
    return this.inTurn(this.fromDepot(nodes, count), 1, ageOf);
  }

  /** The same for visits in order of which some take goods on board; whatever rides keeps its compartment. */
  packAlong(nodes: ArrayLike<number>, count: number, ageOf: AgeOf = noAge): Packing | undefined {
    return this.inTurn(this.along(nodes, count), count + 1, ageOf);
  }

  /**
   * Spreads goods over the roomiest compartments and tries the other strategies if that fails. Gathering finds a packing
   * wherever the totals told of one: each zone whole in a compartment.
   */
  private inTurn(items: readonly Item[], legs: number, ageOf: AgeOf): Packing | undefined {
    for (const strategy of this.strategies) {
      this.strategy = strategy;
      const packing = this.packOnce(strategy === 'tight' ? largestFirst(items) : items, legs, ageOf);
      if (packing !== undefined) return packing;
    }
    return undefined;
  }

  private packOnce(items: readonly Item[], legs: number, ageOf: AgeOf): Packing | undefined {
    const { room } = this;
    room.empty(legs);
    const packing = new Map<number, number>();
    for (const item of items) {
      const { zone, milliliters } = item;
      const best = this.bestFor(zone, milliliters, item, this.ageOf(item, ageOf));
      if (best < 0 || room.leftIn(best, item) < milliliters) return undefined;
      room.put(best, zone, milliliters, item);
      this.note(packing, item, best);
    }
    return packing;
  }

  /**
   * Tries every compartment for goods of visits in order: when goods leave a trip, the other strategies may miss one for those
   * that stay. Undefined as well where a million steps show none.
   */
  packByTrying(nodes: ArrayLike<number>, count: number, ageOf: AgeOf = noAge): Packing | undefined {
    const { room } = this;
    const items = largestFirst(this.along(nodes, count));
    const packing = new Map<number, number>();
    let steps = 0;
    room.empty(count + 1);
    const place = (at: number): boolean => {
      if (at === items.length) return true;
      const item = items[at];
      const { zone, milliliters } = item;
      for (const choice of this.choices[zone]) {
        if (++steps > mostSteps) return false;
        const held = room.held[choice];
        if (room.leftIn(choice, item) < milliliters || (held & this.apart[zone]) !== 0) continue;
        if (this.keeps(choice, zone) < this.ageOf(item, ageOf)) continue;
        const size = room.sizeOf(choice);
        room.put(choice, zone, milliliters, item);
        this.note(packing, item, choice);
        if (place(at + 1)) return true;
        room.takeBack(choice, milliliters, item, held, size);
      }
      return false;
    };
    return place(0) ? packing : undefined;
  }

  /** How long goods must keep: those that were taken on the way know no limit. */
  private ageOf({ node, zone }: Item, ageOf: AgeOf): number {
    return this.keepsDiffer && this.model.comesFromDepot(node, zone) ? ageOf(node) : 0;
  }

  private note(packing: Map<number, number>, { node, zone }: Item, compartment: number): void {
    const { model } = this;
    packing.set(node * model.zoneCount + zone, compartment);
    const partner = model.takes(node, zone) ? model.partnerNode(node) : -1;
    if (partner >= 0) packing.set(partner * model.zoneCount + zone, compartment);
  }

  /** What rides from the depot, in the order in which it is packed. */
  private fromDepot(nodes: ArrayLike<number>, count: number): Item[] {
    return this.inOrder((zone, items) => {
      for (let at = 0; at < count; at++) this.addLoaded(items, nodes[at], zone, firstLeg);
    });
  }

  /** All that rides on a trip of these visits, in the order in which it is packed. */
  private along(nodes: ArrayLike<number>, count: number): Item[] {
    const { model } = this;
    if (!model.hasPickups) return this.fromDepot(nodes, count);
    const placeOf = new Map<number, number>();
    for (let at = 0; at < count; at++) placeOf.set(nodes[at], at);
    return this.inOrder((zone, items) => {
      for (let at = 0; at < count; at++) {
        const node = nodes[at];
        this.addLoaded(items, node, zone, { from: 0, until: at + 1 });
        if (!model.takes(node, zone)) continue;
        const milliliters = model.nodeTakenMilliliters[node * model.zoneCount + zone];
        const until = (placeOf.get(model.partnerNode(node)) ?? count) + 1;
        items.push({ node, zone, milliliters, from: at + 1, until });
      }
    });
  }

  private addLoaded(items: Item[], node: number, zone: number, { from, until }: Aboard): void {
    const { model } = this;
    if ((model.nodeMask[node] & (1 << zone)) === 0 || !model.comesFromDepot(node, zone)) return;
    items.push({ node, zone, milliliters: model.nodeMilliliters[node * model.zoneCount + zone], from, until });
  }

  /** Zones with the fewest choices first, within a zone the largest first. */
  private inOrder(add: (zone: number, items: Item[]) => void): Item[] {
    return this.zoneOrder.flatMap((zone) => {
      const items: Item[] = [];
      add(zone, items);
      return items.sort((one, other) => other.milliliters - one.milliliters || one.node - other.node);
    });
  }

  private keeps(compartment: number, zone: number): number {
    return this.compartments[compartment].maxTimeOnBoardSeconds?.[zone] ?? Number.POSITIVE_INFINITY;
  }

  /** The best compartment by the strategy that is tried, which may still be too small. -1 where none is open. */
  private bestFor(zone: number, milliliters: number, aboard: Aboard, age: number): number {
    const { room, strategy } = this;
    let best = -1;
    let bestHasZone = false;
    let most = 0;
    for (const choice of this.choices[zone]) {
      if (age > 0 && this.keeps(choice, zone) < age) continue;
      if (this.hasApart && (room.held[choice] & this.apart[zone]) !== 0) continue;
      const left = room.leftIn(choice, aboard);
      if (strategy === 'tight' && left < milliliters) continue;
      const merit = strategy === 'tight' ? -room.growth(choice, milliliters, aboard) : left;
      const hasZone = strategy === 'gather' && (room.held[choice] & (1 << zone)) !== 0 && left >= milliliters;
      const isBetter = best < 0 || merit > most;
      if (hasZone === bestHasZone ? !isBetter : !hasZone) continue;
      best = choice;
      bestHasZone = hasZone;
      most = merit;
    }
    return best;
  }
}

function largestFirst(items: readonly Item[]): Item[] {
  return [...items].sort((one, other) => other.milliliters - one.milliliters);
}
