import type { Model } from '../model/model.js';
import type { ProblemCompartment } from '../problem.js';
import { type Aboard, CompartmentRoom, type Hold } from './compartment-room.js';
import { incompatibilityMasks } from './incompatible-zones.js';
import { KnownLoads } from './known-loads.js';

/** Goods of one zone that ride for one visit; of a pair, for its pickup. */
interface Item extends Aboard {
  readonly node: number;
  readonly zone: number;
  readonly milliliters: number;
}

/** For how long the goods of a visit are on board when it is left. */
export type AgeOf = (node: number) => number;
const noAge: AgeOf = () => 0;
/** Placings that are tried for a load while it is searched, and for one of a plan that is read. */
const searchSteps = 2_000;
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
 * What none of these finds is looked for by trying (see `packExactly`), unless totals refuse it before.
 * Zones that ride apart do not share a compartment on a trip, not even one after the other. Compartments between movable
 * partitions grow as they are filled (see `CompartmentRoom`).
 * A packing that it finds is right; one that takes more steps than a search has for it only makes the search a little more careful.
 */
export class CompartmentPacker {
  private readonly compartments: readonly ProblemCompartment[];
  private readonly room: CompartmentRoom;
  /** Zones in the order of their number of choices, fewest first. */
  private readonly zoneOrder: number[];
  private readonly choices: number[][];
  /** The same, the compartment that is open to the fewest zones first. */
  private readonly tightest: number[][];
  /** The zones that ride apart from each zone, as bits. */
  private readonly apart: number[];
  private readonly hasApart: boolean;
  /** What sets of zones share: all compartments that are open to any of them, and what these hold together. */
  private readonly limits: readonly SharedLimit[];
  /** Totals do not tell whether goods without a volume are there. */
  private readonly totalsTell: boolean;
  /** The strategies of packing that may differ, and the one that is tried now. */
  private readonly strategies: readonly PackingStrategy[];
  private strategy: PackingStrategy = 'spread';
  private readonly known = new KnownLoads();

  /** Whether some zone may ride in more than one compartment: otherwise there is one way to try. */
  private readonly mayChoose: boolean;

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
    const usesOf = (at: number) => this.choices.filter((choices) => choices.includes(at)).length;
    this.tightest = this.choices.map((choices) =>
      [...choices].sort(
        (one, other) => usesOf(one) - usesOf(other) || compartments[one].milliliters - compartments[other].milliliters,
      ),
    );
    this.keepsDiffer = this.choices.some((choices, zone) => {
      return new Set(choices.map((at) => this.keeps(at, zone))).size > 1;
    });
    this.zoneOrder = this.choices
      .map((_, zone) => zone)
      .sort((one, other) => this.choices[one].length - this.choices[other].length);
    this.mayChoose = this.choices.some(({ length }) => length > 1);
    this.limits = this.sharedLimits();
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

  /** Quick refusal: of some zones there is more than all compartments open to them hold, also if it could be poured (Hall). */
  exceedsAll(totals: Float64Array, offset: number): boolean {
    for (const { zones, milliliters } of this.limits) {
      let needed = 0;
      for (const zone of zones) needed += totals[offset + zone];
      if (needed > milliliters) return true;
    }
    return false;
  }

  /** Of all sets of zones with the same compartments the largest says most; the others are left out. */
  private sharedLimits(): SharedLimit[] {
    const all = [...this.compartments.keys()];
    const closures = new Map<string, SharedLimit>();
    for (let set = 1; set < 1 << this.choices.length; set++) {
      const open = all.filter((at) => (this.compartments[at].zoneMask & set) !== 0);
      const zones = this.zoneOrder.filter((zone) => this.choices[zone].every((at) => open.includes(at)));
      closures.set(zones.join(), { zones, open, milliliters: this.room.mostIn(open) });
    }
    return [...closures.values()];
  }

  /** Whether `pack` finds a compartment for all that these visits get; loads that were asked of lately are remembered. */
  holds(nodes: ArrayLike<number>, count: number): boolean {
    const known = this.known.find(nodes, count);
    if (known !== undefined) return known;
    const holds = this.pack(nodes, count) !== undefined;
    this.known.keep(holds);
    return holds;
  }

  /** A compartment for every consignment that these visits get from the depot, or undefined when none was found. */
  pack(nodes: ArrayLike<number>, count: number, ageOf: AgeOf = noAge): Packing | undefined {
    return this.inTurn(this.fromDepot(nodes, count), 1, ageOf);
  }

  /** The same for visits in order of which some take goods on board; whatever rides keeps its compartment. */
  packAlong(nodes: ArrayLike<number>, count: number, ageOf: AgeOf = noAge): Packing | undefined {
    return this.inTurn(this.along(nodes, count), this.legsOf(count), ageOf);
  }

  /** The legs of a trip of so many visits on which goods differ. */
  private legsOf(count: number): number {
    return this.model.hasPickups ? count + 1 : 1;
  }

  /**
   * Spreads goods over the roomiest compartments and tries the other strategies if that fails, and every compartment at last.
   * Gathering finds a packing wherever the totals told of one: each zone whole in a compartment.
   */
  private inTurn(items: readonly Item[], legs: number, ageOf: AgeOf): Packing | undefined {
    for (const strategy of this.strategies) {
      this.strategy = strategy;
      const packing = this.packOnce(strategy === 'tight' ? largestFirst(items) : items, legs, ageOf);
      if (packing !== undefined) return packing;
    }
    return this.mayChoose ? this.packExactly(items, legs, ageOf, searchSteps) : undefined;
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

  /** The same with a million steps to look for one: goods of a plan that is read do ride somewhere. */
  packByTrying(nodes: ArrayLike<number>, count: number, ageOf: AgeOf = noAge): Packing | undefined {
    return this.packExactly(this.along(nodes, count), this.legsOf(count), ageOf, mostSteps);
  }

  /**
   * Tries every compartment for each of the goods, depth first: zones with the fewest choices and the largest of each first,
   * into the compartment that is of least use to others. Of compartments that are alike by now one is tried, equal goods are
   * placed in one order, and what is left has to find room in what is left, zones together.
   *
   * @returns undefined where there is no way, or none was found in so many steps.
   */
  private packExactly(items: readonly Item[], legs: number, ageOf: AgeOf, steps: number): Packing | undefined {
    const { room } = this;
    const ages = items.map((item) => this.ageOf(item, ageOf));
    // Behind the first leg are goods that are taken on the way: they need not all ride at once.
    const needs = legs === 1 ? this.restNeeds(items) : undefined;
    const packing = new Map<number, number>();
    const chosen = new Int32Array(items.length);
    let left = steps;
    room.empty(legs);
    const place = (at: number): boolean => {
      if (at === items.length) return true;
      if (needs !== undefined && !this.couldHold(needs[at])) return false;
      const item = items[at];
      const { zone, milliliters } = item;
      const first = at > 0 && isEqual(item, items[at - 1]) && ages[at] === ages[at - 1] ? chosen[at - 1] : 0;
      const open = this.tightest[zone];
      for (let no = first; no < open.length; no++) {
        const choice = open[no];
        if (room.leftIn(choice, item) < milliliters || (room.held[choice] & this.apart[zone]) !== 0) continue;
        if (this.keeps(choice, zone) < ages[at]) continue;
        if (open.some((other, earlier) => earlier >= first && earlier < no && this.areAlike(other, choice))) continue;
        if (--left < 0) return false;
        const held = room.held[choice];
        const size = room.sizeOf(choice);
        room.put(choice, zone, milliliters, item);
        chosen[at] = no;
        this.note(packing, item, choice);
        if (place(at + 1)) return true;
        room.takeBack(choice, milliliters, item, held, size);
      }
      return false;
    };
    return place(0) ? packing : undefined;
  }

  /** From each of the goods on: how much is still to be placed, and by compartment the smallest of it that may ride there. */
  private restNeeds(items: readonly Item[]): RestNeeds[] {
    const needs: RestNeeds[] = [];
    let totals = new Float64Array(this.choices.length);
    let smallest = new Float64Array(this.compartments.length).fill(Number.POSITIVE_INFINITY);
    for (let at = items.length - 1; at >= 0; at--) {
      const { zone, milliliters } = items[at];
      totals = totals.slice();
      totals[zone] += milliliters;
      smallest = smallest.slice();
      for (const choice of this.choices[zone]) smallest[choice] = Math.min(smallest[choice], milliliters);
      needs[at] = { totals, smallest };
    }
    return needs;
  }

  /** Whether what is left could be poured into what is left, but for rooms too small for any of it. */
  private couldHold({ totals, smallest }: RestNeeds): boolean {
    return this.limits.every(({ zones, open }) => {
      let needed = 0;
      for (const zone of zones) needed += totals[zone];
      return needed === 0 || this.room.mostLeftIn(open, smallest) >= needed;
    });
  }

  /** Whether two compartments are the same to all goods, with what is in them by now. */
  private areAlike(one: number, other: number): boolean {
    const [a, b] = [this.compartments[one], this.compartments[other]];
    if (a.zoneMask !== b.zoneMask || a.milliliters !== b.milliliters || a.body !== b.body) return false;
    return (
      this.choices.every((_, zone) => this.keeps(one, zone) === this.keeps(other, zone)) &&
      this.room.areAlike(one, other)
    );
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

/** Zones whose goods ride in no other compartments than these, and what these hold together. */
interface SharedLimit {
  readonly zones: readonly number[];
  readonly open: readonly number[];
  readonly milliliters: number;
}

function isEqual(one: Item, other: Item): boolean {
  return (
    one.zone === other.zone &&
    one.milliliters === other.milliliters &&
    one.from === other.from &&
    one.until === other.until
  );
}

interface RestNeeds {
  /** By zone. */
  readonly totals: Float64Array;
  /** By compartment; infinite where none of it may ride. */
  readonly smallest: Float64Array;
}

function largestFirst(items: readonly Item[]): Item[] {
  return [...items].sort((one, other) => other.milliliters - one.milliliters);
}
