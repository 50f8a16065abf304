import type { NameMaker } from '../city/chinese-names.js';
import type { CityPlan, Highway, River } from '../city/city-plan.js';
import type { Warp } from '../city/warp.js';
import { NearLine } from '../geometry/near-line.js';
import type { Point } from '../geometry/plane.js';
import type { Seeded } from '../seeded.js';
import type { Street } from '../streets/street.js';
import type { NetworkStreet, StreetNetwork, Stretch } from '../streets/street-network.js';
import type { MapSheet, MapTags } from './map-sheet.js';

/** A bridge over the river, with all ways that cross on it. */
export interface NamedBridge {
  readonly name: string;
  readonly nameEn: string;
  readonly wayIds: readonly number[];
}

const speedLimits: Partial<Record<Highway, number>> = {
  trunk: 80,
  trunk_link: 40,
  primary: 60,
  secondary: 50,
  tertiary: 40,
  unclassified: 40,
  residential: 30,
  living_street: 20,
  service: 15,
};
const laneCounts: Partial<Record<Highway, number>> = { trunk: 3, primary: 4, secondary: 4, tertiary: 2 };
const majorHighways: ReadonlySet<Highway> = new Set(['trunk', 'primary', 'secondary']);

/** Draws the streets as ways with their tags, signals and turn restrictions. */
export function drawStreets(
  network: StreetNetwork,
  plan: CityPlan,
  warp: Warp,
  sheet: MapSheet,
  random: Seeded,
  names: NameMaker,
): NamedBridge[] {
  const nodeIds = new Map<number, number>();
  const lowRoads = lowUnderpasses(network, plan, random);
  const signals = signalNodes(network);
  const forbidden = forbiddenTurns(network, signals, random);
  const viaNodes = new Set(forbidden.map((turn) => turn.via));
  const bridges = new Map<string, { name: string; nameEn: string; wayIds: number[] }>();
  const armWays = new Map<string, number>();
  const idOf = (node: number) => {
    let id = nodeIds.get(node);
    if (id === undefined) {
      id = sheet.addNode(warp(network.nodes[node]), signals.has(node) ? { highway: 'traffic_signals' } : undefined);
      nodeIds.set(node, id);
    }
    return id;
  };

  for (const networkStreet of network.streets) {
    const { street, stretches } = networkStreet;
    let piece: Stretch[] = [];
    const finish = () => {
      if (piece.length === 0) return;
      const { bridgeOver } = piece[0];
      const bridge =
        bridgeOver === plan.rivers[0] ? bridgeAt(street, network.nodes[piece[0].from], bridges, names) : undefined;
      const tags = tagsOf(networkStreet, bridgeOver, bridge, lowRoads.get(piece[0]));
      const id = sheet.addWay([idOf(piece[0].from), ...piece.map(({ to }) => idOf(to))], tags);
      bridge?.wayIds.push(id);
      for (const { from, to } of piece) {
        if (viaNodes.has(from)) armWays.set(`${from}>${to}`, id);
        if (viaNodes.has(to)) armWays.set(`${to}>${from}`, id);
      }
      piece = [];
    };
    for (const stretch of stretches) {
      const last = piece[piece.length - 1];
      const goesOn =
        last !== undefined &&
        last.to === stretch.from &&
        last.bridgeOver === stretch.bridgeOver &&
        !lowRoads.has(last) &&
        !lowRoads.has(stretch) &&
        !viaNodes.has(stretch.from) &&
        piece.length < 200;
      if (!goesOn) finish();
      piece.push(stretch);
    }
    finish();
  }

  for (const { from, via, to } of forbidden) {
    const fromWay = armWays.get(`${via}>${from}`);
    const toWay = armWays.get(`${via}>${to}`);
    if (fromWay === undefined || toWay === undefined) continue;
    sheet.addRelation(
      [
        { type: 'way', ref: fromWay, role: 'from' },
        { type: 'node', ref: idOf(via), role: 'via' },
        { type: 'way', ref: toWay, role: 'to' },
      ],
      { type: 'restriction', restriction: 'no_left_turn' },
    );
  }
  return [...bridges.values()];
}

/** The bridge that a street crosses the river on; both carriageways and the side roads share one. */
function bridgeAt(
  street: Street,
  from: Point,
  bridges: Map<string, { name: string; nameEn: string; wayIds: number[] }>,
  names: NameMaker,
): { name: string; nameEn: string; wayIds: number[] } | undefined {
  // Embankment roads cross the mouth of the brook, not the river.
  if (street.name.startsWith('滨江') || street.name.startsWith('江南')) return undefined;
  // A ring crosses twice, an avenue once.
  const side = street.name.includes('环') ? (from.x < 0 ? 'west' : 'east') : '';
  const key = `${street.name.replace('快速路', '路')}/${side}`;
  let bridge = bridges.get(key);
  if (bridge === undefined) {
    const stem = street.name === '团达大道' ? { text: '团达', en: 'Tuanda' } : names.stem();
    bridge = { name: `${stem.text}大桥`, nameEn: `${stem.en} Bridge`, wayIds: [] };
    bridges.set(key, bridge);
  }
  return bridge;
}

function tagsOf(
  { street, oneway }: NetworkStreet,
  bridgeOver: River | undefined,
  bridge: { name: string; nameEn: string } | undefined,
  maxHeightMeters: number | undefined,
): MapTags {
  const tags: Record<string, string> = { highway: street.highway };
  const name = bridge?.name ?? street.name;
  if (name !== '') {
    tags.name = name;
    tags['name:en'] = bridge?.nameEn ?? street.nameEn;
  }
  if (oneway) tags.oneway = 'yes';
  const speed = street.highway === 'secondary' && oneway ? 40 : speedLimits[street.highway];
  if (speed !== undefined) tags.maxspeed = String(speed);
  const lanes = laneCounts[street.highway];
  if (lanes !== undefined) tags.lanes = String(oneway ? Math.max(1, Math.min(lanes, 3)) : lanes);
  if (bridgeOver !== undefined || (street.raised && street.highway === 'trunk')) {
    tags.bridge = 'yes';
    tags.layer = '1';
  }
  if (maxHeightMeters !== undefined) tags.maxheight = String(maxHeightMeters);
  return tags;
}

/** Three smaller streets pass beneath the railway where a truck does not fit. */
function lowUnderpasses(network: StreetNetwork, plan: CityPlan, random: Seeded): Map<Stretch, number> {
  const rail = new NearLine<undefined>(8);
  rail.add(plan.railway, () => undefined);
  const crossing: Stretch[] = [];
  for (const { street, stretches } of network.streets) {
    if (street.highway !== 'tertiary' && street.highway !== 'residential') continue;
    for (const stretch of stretches) {
      const a = network.nodes[stretch.from];
      const b = network.nodes[stretch.to];
      const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
      if (Math.hypot(a.x - b.x, a.y - b.y) < 160 && rail.nearest(middle) !== undefined) crossing.push(stretch);
    }
  }
  const heights = [2.6, 2.8, 3.2];
  return new Map(
    random
      .shuffled(crossing)
      .slice(0, heights.length)
      .map((stretch, at) => [stretch, heights[at]]),
  );
}

/** Junctions where streets of different names and of rank meet at street level. */
function signalNodes(network: StreetNetwork): Set<number> {
  const firstNames = new Map<number, string>();
  const signals = new Set<number>();
  for (const { street, stretches } of network.streets) {
    if (!majorHighways.has(street.highway) || street.raised) continue;
    for (const { from, to } of stretches) {
      for (const node of [from, to]) {
        const first = firstNames.get(node);
        if (first === undefined) firstNames.set(node, street.name);
        else if (first !== street.name && network.degrees[node] >= 3) signals.add(node);
      }
    }
  }
  return signals;
}

interface ForbiddenTurn {
  readonly from: number;
  readonly via: number;
  readonly to: number;
}

/** At some crossings of two-way streets one left turn is not allowed. */
function forbiddenTurns(network: StreetNetwork, signals: ReadonlySet<number>, random: Seeded): ForbiddenTurn[] {
  const arms = new Map<number, number[]>();
  const blocked = new Set<number>();
  for (const { street, oneway, stretches } of network.streets) {
    for (const { from, to, bridgeOver } of stretches) {
      for (const [node, other] of [
        [from, to],
        [to, from],
      ]) {
        if (!signals.has(node)) continue;
        if (oneway || bridgeOver !== undefined || street.highway === 'footway') blocked.add(node);
        const known = arms.get(node);
        if (known === undefined) arms.set(node, [other]);
        else known.push(other);
      }
    }
  }
  const turns: ForbiddenTurn[] = [];
  for (const [via, others] of arms) {
    if (blocked.has(via) || others.length !== 4 || !random.chance(0.15)) continue;
    const from = random.pick(others);
    const left = others.find(
      (to) => to !== from && isLeftTurn(network.nodes[from], network.nodes[via], network.nodes[to]),
    );
    if (left !== undefined) turns.push({ from, via, to: left });
  }
  return turns;
}

function isLeftTurn(from: Point, via: Point, to: Point): boolean {
  const before = Math.atan2(via.y - from.y, via.x - from.x);
  const after = Math.atan2(to.y - via.y, to.x - via.x);
  const turn = (after - before + 3 * Math.PI) % (2 * Math.PI);
  return turn - Math.PI > 0.8 && turn - Math.PI < 2.3;
}
