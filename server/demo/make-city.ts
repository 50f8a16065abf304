import type { LonLat } from '../domain/place.js';
import { buildingsOf } from './buildings.js';
import { NameMaker } from './chinese-names.js';
import { surveyGround } from './city-ground.js';
import { type CityPlan, type Highway, planCity, type River } from './city-plan.js';
import { type CityStreets, type Compound, growStreets, type Street } from './city-streets.js';
import { type MapNode, type MapRelation, MapSheet, type MapTags, type MapWay } from './map-sheet.js';
import { NearLine } from './near-line.js';
import {
  centroidOf,
  densified,
  offsetLine,
  type Point,
  type Polygon,
  type Polyline,
  roundedOutline,
  signedAreaOf,
} from './plane.js';
import { Seeded } from './seeded.js';
import { joinStreets, type NetworkStreet, type StreetNetwork, type Stretch } from './street-network.js';
import { makeWarp } from './warp.js';

/** A bridge over the river, with all ways that cross on it. */
export interface NamedBridge {
  readonly name: string;
  readonly nameEn: string;
  readonly wayIds: readonly number[];
}

/** A place in a compound, near a street, where a station or a depot may stand. */
export interface CitySite {
  readonly position: LonLat;
  readonly compound: Compound;
  /** Name of the nearest named street within 250 m, or empty. */
  readonly street: string;
}

/** The demo city as plain map data, in the words of OpenStreetMap. */
export interface DemoCity {
  readonly name: string;
  readonly nameEn: string;
  readonly nodes: readonly MapNode[];
  readonly ways: readonly MapWay[];
  readonly relations: readonly MapRelation[];
  /** West, south, east, north. */
  readonly bounds: readonly [number, number, number, number];
  readonly bridges: readonly NamedBridge[];
  readonly radiusMeters: number;
  /** Compounds whose lane can be reached by car, with the drawing board's point. */
  readonly compounds: readonly Compound[];
  siteOf(compound: Compound): CitySite;
}

export interface CityOptions {
  readonly seed: number;
  /** The city grows with the number of stations it is to hold. */
  readonly stations: number;
  /** Whether compounds get buildings: nice to look at, and most of the file. By default for up to 1,000 stations. */
  readonly buildings?: boolean;
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

/** Makes the city of a seed: the same seed and size give the same city, to the last digit. */
export function makeCity(options: CityOptions): DemoCity {
  const { seed, stations } = options;
  const plan = planCity(seed, stations);
  const ground = surveyGround(plan, seed);
  const grown = growStreets(plan, ground, seed);
  const network = joinStreets(plan, ground, grown);
  const warp = makeWarp(plan, seed);
  const sheet = new MapSheet();
  const random = new Seeded(seed, 5);
  const names = new NameMaker(new Seeded(seed, 6));

  const bridges = drawStreets(network, plan, warp, sheet, random, names);
  drawWater(plan, warp, sheet);
  drawParcels(grown, warp, sheet, random, names);
  drawRailway(plan, warp, sheet);
  drawPlaces(plan, warp, sheet);
  if (options.buildings ?? stations <= 1000) {
    const courtyards = grown.courtyards.map((outline) => ({ outline, use: 'old-town', lanes: [] }) as const);
    for (const block of [...grown.compounds, ...courtyards]) {
      for (const building of buildingsOf(block, random)) drawArea(building, { building: 'yes' }, warp, sheet);
    }
  }

  const drivable = new NearLine<undefined>(60);
  const named = new NearLine<string>(250);
  for (const { street, stretches } of network.streets) {
    if (street.highway === 'footway' || street.raised) continue;
    for (const { from, to } of stretches) {
      drivable.add([network.nodes[from], network.nodes[to]], () => undefined);
      if (street.name !== '') named.add([network.nodes[from], network.nodes[to]], () => street.name);
    }
  }
  return {
    name: '团达市',
    nameEn: 'Tuanda City',
    nodes: sheet.nodes,
    ways: sheet.ways,
    relations: sheet.relations,
    bounds: sheet.bounds(),
    bridges,
    radiusMeters: plan.radius,
    compounds: grown.compounds.filter((compound) => drivable.nearest(compound.site) !== undefined),
    siteOf: (compound) => ({
      position: sheet.rounded(warp(compound.site)),
      compound,
      street: named.nearest(compound.site)?.value ?? '',
    }),
  };
}

type Warp = (point: Point) => LonLat;

function drawStreets(
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
  const key = `${street.name.replace('快速路', '路')}/${from.x < 0 ? 'west' : 'east'}`;
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

function drawArea(outline: Polygon, tags: MapTags, warp: Warp, sheet: MapSheet): void {
  const ids = densified([...outline, outline[0]], 150)
    .slice(0, -1)
    .map((point) => sheet.addNode(warp(point)));
  sheet.addWay([...ids, ids[0]], tags);
}

function drawLine(line: Polyline, tags: MapTags, warp: Warp, sheet: MapSheet): void {
  sheet.addWay(
    densified(line, 150).map((point) => sheet.addNode(warp(point))),
    tags,
  );
}

function drawWater(plan: CityPlan, warp: Warp, sheet: MapSheet): void {
  plan.rivers.forEach((river, at) => {
    const bank = (side: number) =>
      offsetLine(
        river.points,
        river.widths.map((width) => (width / 2) * side),
      );
    const kind = at === 0 ? 'river' : 'stream';
    const names = { name: river.name, 'name:en': river.nameEn };
    drawArea([...bank(-1), ...bank(1).reverse()], { natural: 'water', water: kind }, warp, sheet);
    drawLine(river.points, { waterway: kind, ...names }, warp, sheet);
  });
}

function drawParcels(grown: CityStreets, warp: Warp, sheet: MapSheet, random: Seeded, names: NameMaker): void {
  for (const { outline, use } of grown.parcels) {
    if (use === 'park') {
      const stem = names.stem();
      drawArea(outline, { leisure: 'park', name: `${stem.text}公园`, 'name:en': `${stem.en} Park` }, warp, sheet);
      if (signedAreaOf(outline) > 150_000 && random.chance(0.6)) {
        const pond = roundedOutline(unevenShore(outline, random.between(0.5, 0.62), random), 3);
        drawArea(pond, { natural: 'water', water: 'pond' }, warp, sheet);
      }
    } else if (use === 'lake') {
      drawArea(outline, { leisure: 'park', name: '云湖公园', 'name:en': 'Yunhu Park' }, warp, sheet);
      const shore = roundedOutline(unevenShore(outline, 0.2, random), 3);
      drawArea(shore, { natural: 'water', water: 'lake', name: '云湖', 'name:en': 'Yun Lake' }, warp, sheet);
    } else if (use === 'embankment') {
      drawArea(outline, { landuse: 'grass' }, warp, sheet);
    } else {
      const landuse =
        use === 'industrial'
          ? 'industrial'
          : use === 'business'
            ? 'commercial'
            : use === 'countryside'
              ? 'farmland'
              : use === 'inner' && random.chance(0.1)
                ? 'retail'
                : 'residential';
      drawArea(outline, { landuse }, warp, sheet);
    }
  }
}

/** A shore `inset` of the way to the middle, nearer to the road here and there. */
function unevenShore(outline: Polygon, inset: number, random: Seeded): Point[] {
  const centre = centroidOf(outline);
  const phase = random.between(0, 6.28);
  return densified([...outline, outline[0]], 120)
    .slice(0, -1)
    .map((point) => {
      const angle = Math.atan2(point.y - centre.y, point.x - centre.x);
      const share = inset + 0.07 * Math.sin(3 * angle + phase) + 0.04 * Math.sin(7 * angle);
      return { x: point.x + (centre.x - point.x) * share, y: point.y + (centre.y - point.y) * share };
    });
}

function drawRailway(plan: CityPlan, warp: Warp, sheet: MapSheet): void {
  drawLine(plan.railway, { railway: 'rail', bridge: 'viaduct', layer: '2', name: '团达铁路' }, warp, sheet);
  const station = plan.railway.reduce((best, point) => (Math.abs(point.x) < Math.abs(best.x) ? point : best));
  sheet.addNode(warp(station), { railway: 'station', name: '团达北站', 'name:en': 'Tuanda North Station' });
}

function drawPlaces(plan: CityPlan, warp: Warp, sheet: MapSheet): void {
  const [old, second, third] = plan.rings;
  const places: [x: number, y: number, kind: string, name: string, nameEn: string][] = [
    [0, old * 0.25, 'city', '团达市', 'Tuanda City'],
    [-old * 0.45, -old * 0.45, 'suburb', '老城', 'Old Town'],
    [0.13 * plan.radius, -second * 1.15, 'suburb', '江南新城', 'Jiangnan New Town'],
    [-(second + third) / 2, second * 0.2, 'suburb', '城西', 'Chengxi'],
    [0, (second + third) / 2, 'suburb', '城北', 'Chengbei'],
    [(second + third) / 2, second * 0.45, 'suburb', '溪东', 'Xidong'],
    [(third + plan.radius) / 2 - 500, second * 0.3, 'suburb', '东港工业区', 'Donggang Industrial Park'],
    [-third * 0.62, -third * 0.78, 'suburb', '南湾', 'Nanwan'],
    [third * 0.62, -third * 0.8, 'suburb', '鹭洲', 'Luzhou'],
    [third * 0.75, third * 0.95, 'suburb', '高塘', 'Gaotang'],
    [-third * 0.8, third * 0.9, 'suburb', '西岭', 'Xiling'],
  ];
  for (const [x, y, kind, name, nameEn] of places)
    sheet.addNode(warp({ x, y }), { place: kind, name, 'name:en': nameEn });
}
