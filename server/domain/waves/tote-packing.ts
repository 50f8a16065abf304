import { type ToteKind, type ToteRoom, toteRoom } from '../network/temperature-zone.js';

/** An order line as far as it is packed: sizes are those of all of its units together. */
export interface LineToPack {
  readonly orderId: string;
  readonly lineNo: number;
  readonly customerId: string;
  readonly quantity: number;
  readonly grams: number;
  readonly milliliters: number;
  readonly isFragile: boolean;
}

/** Units of an order line that ride in a tote. */
export interface ToteLine {
  readonly orderId: string;
  readonly lineNo: number;
  readonly quantity: number;
}

/** Units of a line that are still to be packed. */
interface Item {
  readonly line: LineToPack;
  readonly unitGrams: number;
  readonly unitMilliliters: number;
  units: number;
}

interface Tote {
  readonly no: number;
  readonly held: Map<LineToPack, number>;
  grams: number;
  milliliters: number;
}

/** As many totes as are looked at for further goods: with thousands of them the search would take longer than the work. */
const mostOpen = 64;

/**
 * Packs the lines of a consignment into totes, each by volume and by weight; a unit that is larger than a tote alone is
 * alone, and counts as one. Customers' goods stay together as far as that takes no further tote. The same lines give the
 * same packing, in whichever order they come.
 *
 * @param packed what was packed before; it stays where it is, and lines fill what room it leaves.
 * @returns the totes in the order of their numbers, each from the bottom to the top.
 */
export function packTotes(
  kind: ToteKind,
  lines: readonly LineToPack[],
  packed: readonly (readonly ToteLine[])[] = [],
): ToteLine[][] {
  const room = toteRoom(kind);
  const known = new Map(lines.map((line) => [keyOf(line), line]));
  const totes: Tote[] = [];
  for (const held of packed) {
    const tote = addTote(totes);
    for (const { quantity, ...line } of held) put(tote, itemOf(known.get(keyOf(line))!, 0), quantity);
  }
  const done = new Map<LineToPack, number>();
  for (const { held } of totes) for (const [line, units] of held) done.set(line, (done.get(line) ?? 0) + units);
  const items = [...lines]
    .sort(fromBottom)
    .map((line) => itemOf(line, line.quantity - (done.get(line) ?? 0)))
    .filter(({ units }) => units > 0);
  const isLarge = (item: Item) => unitsIn(room, emptyTote, item) === 0;
  const isOver = (tote: Tote) => shareOf(tote, room) > 1;
  const wanted = leastTotes(lines, room) + totes.filter(isOver).length;
  const ordinary = items.filter((item) => !isLarge(item));
  fill(totes, ordinary, room, wanted);
  for (const item of items.filter(isLarge)) {
    for (let unit = 0; unit < item.units; unit++) put(addTote(totes), item, 1);
  }
  return totes.map(({ held }) =>
    [...held]
      .sort(([one], [other]) => fromBottom(one, other))
      .map(([{ orderId, lineNo }, quantity]) => ({ orderId, lineNo, quantity })),
  );
}

/** The order from the bottom of a tote to its top: nothing fragile under what is not, the heavier unit under the lighter. */
export function fromBottom(one: LineToPack, other: LineToPack): number {
  return (
    Number(one.isFragile) - Number(other.isFragile) ||
    other.grams / other.quantity - one.grams / one.quantity ||
    compareText(one.orderId, other.orderId) ||
    one.lineNo - other.lineNo
  );
}

/** With so many totes all would be packed if goods were liquid, beside those that are larger than a tote. */
function leastTotes(lines: readonly LineToPack[], room: ToteRoom): number {
  let [grams, milliliters] = [0, 0];
  for (const line of lines) {
    if (unitsIn(room, emptyTote, itemOf(line, 1)) === 0) continue;
    grams += line.grams;
    milliliters += line.milliliters;
  }
  return Math.ceil(Math.max(grams / room.grams, milliliters / room.milliliters));
}

/** @param wanted with so many totes goods are parted sooner than that there are more. */
function fill(totes: Tote[], items: readonly Item[], room: ToteRoom, wanted: number): void {
  const open = totes.filter((tote) => shareOf(tote, room) < 1);
  const fuller = (one: Tote, other: Tote) => (shareOf(other, room) > shareOf(one, room) ? other : one);
  const addOpen = () => {
    const tote = addTote(totes);
    open.push(tote);
    if (open.length > mostOpen) open.splice(open.indexOf(open.reduce(fuller)), 1);
    return tote;
  };
  const groups = groupsOf(items).sort((one, other) => bySize(one, other, room));
  for (const group of groups) {
    // Of what no tote holds, full totes; the rest is put where it fits.
    while (shareOf(group, room) > 1) takeFrom(group, addOpen(), room);
  }
  for (const group of groups.sort((one, other) => bySize(one, other, room))) {
    const tote = open.find(
      (each) => each.grams + group.grams <= room.grams && each.milliliters + group.milliliters <= room.milliliters,
    );
    if (tote !== undefined) takeFrom(group, tote, room);
    else if (totes.length < wanted) takeFrom(group, addOpen(), room);
    else {
      const roomiest = [...open].sort((one, other) => shareOf(one, room) - shareOf(other, room) || one.no - other.no);
      for (const each of roomiest) takeFrom(group, each, room);
      // Small units may leave a rest in more than one tote's worth of corners.
      while (group.items.length > 0) takeFrom(group, addOpen(), room);
    }
  }
}

/** What one customer gets. */
interface Group {
  readonly customerId: string;
  items: Item[];
  grams: number;
  milliliters: number;
}

function groupsOf(items: readonly Item[]): Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const { customerId, orderId } = item.line;
    const key = customerId === '' ? orderId : customerId;
    const group = groups.get(key) ?? { customerId: key, items: [], grams: 0, milliliters: 0 };
    groups.set(key, group);
    group.items.push(item);
    group.grams += item.units * item.unitGrams;
    group.milliliters += item.units * item.unitMilliliters;
  }
  return [...groups.values()];
}

function bySize(one: Group, other: Group, room: ToteRoom): number {
  return shareOf(other, room) - shareOf(one, room) || compareText(one.customerId, other.customerId);
}

/** Moves as much of a group as a tote has room for. */
function takeFrom(group: Group, tote: Tote, room: ToteRoom): void {
  for (const item of group.items) {
    const units = Math.min(item.units, unitsIn(room, tote, item));
    if (units === 0) continue;
    put(tote, item, units);
    item.units -= units;
    group.grams -= units * item.unitGrams;
    group.milliliters -= units * item.unitMilliliters;
  }
  group.items = group.items.filter(({ units }) => units > 0);
}

function put(tote: Tote, { line, unitGrams, unitMilliliters }: Item, units: number): void {
  tote.held.set(line, (tote.held.get(line) ?? 0) + units);
  tote.grams += units * unitGrams;
  tote.milliliters += units * unitMilliliters;
}

/** How many units go into what room a tote has left. */
function unitsIn(room: ToteRoom, { grams, milliliters }: Pick<Tote, 'grams' | 'milliliters'>, item: Item): number {
  const byGrams = item.unitGrams === 0 ? Infinity : Math.floor((room.grams - grams) / item.unitGrams);
  const byMilliliters =
    item.unitMilliliters === 0 ? Infinity : Math.floor((room.milliliters - milliliters) / item.unitMilliliters);
  return Math.max(0, Math.min(byGrams, byMilliliters));
}

function shareOf({ grams, milliliters }: Pick<Tote, 'grams' | 'milliliters'>, room: ToteRoom): number {
  return Math.max(grams / room.grams, milliliters / room.milliliters);
}

const emptyTote = { grams: 0, milliliters: 0 };

function addTote(totes: Tote[]): Tote {
  const tote = { no: totes.length + 1, held: new Map(), grams: 0, milliliters: 0 };
  totes.push(tote);
  return tote;
}

/** A line's size is that of its units; where it cannot be shared out evenly, a unit is taken for the larger. */
function itemOf(line: LineToPack, units: number): Item {
  return {
    line,
    units,
    unitGrams: Math.ceil(line.grams / line.quantity),
    unitMilliliters: Math.ceil(line.milliliters / line.quantity),
  };
}

function keyOf({ orderId, lineNo }: Pick<ToteLine, 'orderId' | 'lineNo'>): string {
  return `${orderId} ${lineNo}`;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
