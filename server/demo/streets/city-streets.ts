import { NameMaker, type StreetRank } from '../city/chinese-names.js';
import type { CityGround, GroundUse } from '../city/city-ground.js';
import type { CityPlan, Highway, SkeletonStreet } from '../city/city-plan.js';
import { type ArrangedLine, arrange, facesOf } from '../geometry/arrangement.js';
import {
  centroidOf,
  distanceBetween,
  innerPointOf,
  lengthOf,
  offsetLine,
  type Point,
  type Polygon,
  type Polyline,
  pointBetween,
  shrunkTowards,
  signedAreaOf,
  spansOf,
} from '../geometry/plane.js';
import { facesWithin, flat, longestStretch, pointAlong, straightEdgesOf } from '../geometry/street-geometry.js';
import { Seeded } from '../seeded.js';
import { districtHighways, fillRules } from './fill-rules.js';
import { type Chord, fillWithGrid, fillWithLanes } from './fill-with-streets.js';
import {
  type CityStreets,
  type Compound,
  groundLevel,
  type Parcel,
  raisedLevel,
  rampLevel,
  type Street,
} from './street.js';

const expressway = { mainMeters: 8, sideMeters: 27, rampEveryMeters: 1500, rampMeters: 120 };
const dualMeters = 10;

/** Grows the city between its large lines: arterials first, then superblocks, blocks, and lanes into the compounds. */
export function growStreets(plan: CityPlan, ground: CityGround, seed: number): CityStreets {
  const grown = new Growth(plan, ground, seed);
  grown.layEmbankments();
  for (const street of plan.streets) grown.layArterial(street);
  grown.fillFaces();
  return grown;
}

class Growth implements CityStreets {
  readonly streets: Street[] = [];
  readonly parcels: Parcel[] = [];
  readonly compounds: Compound[] = [];
  readonly courtyards: Polygon[] = [];
  readonly medians: Polyline[] = [];
  private readonly skeleton: ArrangedLine[] = [];
  private readonly random: Seeded;
  private readonly names: NameMaker;

  constructor(
    private readonly plan: CityPlan,
    private readonly ground: CityGround,
    seed: number,
  ) {
    this.random = new Seeded(seed, 2);
    this.names = new NameMaker(new Seeded(seed, 3));
    this.skeleton.push(flat([...plan.edge, plan.edge[0]]));
  }

  layEmbankments(): void {
    this.plan.rivers.forEach((river, at) => {
      const reach = river.widths.map((width) => width / 2 + river.embankment);
      for (const side of [1, -1]) {
        const bank = offsetLine(
          river.points,
          reach.map((meters) => meters * side),
        );
        this.skeleton.push(flat(bank));
        const middle = Math.round(bank.length / 2);
        const parts: [Polyline, string, string][] =
          at === 0 && side === 1
            ? [
                [bank.slice(0, middle + 1), '滨江西路', 'Binjiang West Road'],
                [bank.slice(middle), '滨江东路', 'Binjiang East Road'],
              ]
            : at === 0
              ? [
                  [bank.slice(0, middle + 1), '江南西路', 'Jiangnan West Road'],
                  [bank.slice(middle), '江南东路', 'Jiangnan East Road'],
                ]
              : [
                  [
                    bank,
                    `${river.name}${side === 1 ? '西' : '东'}路`,
                    `${river.nameEn.split(' ')[0]}xi ${side === 1 ? 'West' : 'East'} Road`,
                  ],
                ];
        for (const [points, name, nameEn] of parts) {
          this.add({ points, highway: at === 0 ? 'secondary' : 'tertiary', name, nameEn, crossesWater: at === 0 });
        }
      }
    });
  }

  layArterial(street: SkeletonStreet): void {
    const { highway, name, nameEn } = street;
    const onMap = street.closed
      ? [...street.points, street.points[0]]
      : longestStretch(street.points, this.ground.isOnMap);
    this.skeleton.push(flat(street.closed ? onMap : street.points));
    if (street.carriageways === 'single') {
      this.add({ points: street.closed ? onMap : street.points, highway, name, nameEn, crossesWater: true });
      return;
    }
    this.medians.push(onMap);
    const beside = (meters: number) => {
      if (!street.closed) return offsetLine(onMap, meters);
      const ring = offsetLine(street.points, meters, true);
      return [...ring, ring[0]];
    };
    // Traffic keeps to the right: the carriageway on the left of the centre line runs against it.
    const pair = (meters: number, options: Partial<Street>) => {
      this.add({ points: beside(-meters), highway, name, nameEn, oneway: true, crossesWater: true, ...options });
      this.add({
        points: beside(meters).reverse(),
        highway,
        name,
        nameEn,
        oneway: true,
        crossesWater: true,
        ...options,
      });
    };
    if (street.carriageways === 'dual') {
      pair(dualMeters, {});
      if (!street.closed) {
        // Where the map ends, the two carriageways are one loop, or the last stretch could not be left again.
        const right = beside(-dualMeters);
        const left = beside(dualMeters);
        const last = right.length - 1;
        this.add({ points: [right[last], left[last]], highway, name, nameEn, oneway: true });
        this.add({ points: [left[0], right[0]], highway, name, nameEn, oneway: true });
      }
      return;
    }
    pair(expressway.mainMeters, {
      raised: true,
      through: raisedLevel,
      start: raisedLevel,
      end: raisedLevel,
    });
    pair(expressway.sideMeters, {
      highway: 'secondary',
      name: name.replace('快速路', '路'),
      nameEn: nameEn.replace('Expressway', 'Ring Road'),
    });
    for (const side of [-1, 1]) {
      const main = beside(side * expressway.mainMeters);
      const besideRoad = beside(side * expressway.sideMeters);
      if (side === 1) {
        main.reverse();
        besideRoad.reverse();
      }
      this.addRamps(main, besideRoad);
    }
  }

  /** Pairs of an exit and, further on, an entrance, along one direction of the expressway. */
  private addRamps(main: Polyline, sideRoad: Polyline): void {
    const whole = lengthOf(main);
    const count = Math.max(4, Math.round(whole / expressway.rampEveryMeters));
    const ramp = (from: Point, to: Point, start: number, end: number) => {
      if (this.ground.waterCorridorAt(from) ?? this.ground.waterCorridorAt(to)) return;
      this.add({
        points: [from, to],
        highway: 'trunk_link',
        name: '',
        nameEn: '',
        oneway: true,
        through: rampLevel,
        start,
        end,
        raised: true,
      });
    };
    for (let number = 0; number < count; number++) {
      const at = (number + 0.3 + 0.3 * this.random.fraction()) / count;
      const step = expressway.rampMeters / whole;
      ramp(pointAlong(main, at), pointAlong(sideRoad, at + step), raisedLevel, groundLevel);
      ramp(pointAlong(sideRoad, at + 3.2 * step), pointAlong(main, at + 4.2 * step), groundLevel, raisedLevel);
    }
  }

  fillFaces(): void {
    const faces = facesOf(arrange(this.skeleton, 0.01)).filter((face) => this.ground.isOnMap(innerPointOf(face)));
    const land = faces.filter((face) => {
      const river = this.ground.waterCorridorAt(innerPointOf(face));
      if (river !== undefined) this.parcels.push({ outline: face, use: 'embankment' });
      return river === undefined;
    });
    const lake = this.chooseLake(land);
    for (const face of land) {
      if (face === lake) this.parcels.push({ outline: face, use: 'lake' });
      else this.fillQuarter(face);
    }
  }

  /** The lake lies between the first and second ring, in the face of the right size nearest to the north-west. */
  private chooseLake(faces: readonly Polygon[]): Polygon | undefined {
    const target = { x: -0.75 * this.plan.rings[1], y: 0.6 * this.plan.rings[1] };
    const fit = faces.filter((face) => {
      const area = signedAreaOf(face);
      return area > 500_000 && area < 6_000_000 && this.ground.useAt(innerPointOf(face)) === 'inner';
    });
    return fit.reduce<Polygon | undefined>((best, face) => {
      if (best === undefined) return face;
      return distanceBetween(centroidOf(face), target) < distanceBetween(centroidOf(best), target) ? face : best;
    }, undefined);
  }

  /** Large faces get primary streets first; then every part gets its superblocks. */
  private fillQuarter(face: Polygon): void {
    if (signedAreaOf(face) > 6_500_000) {
      const chords = fillWithGrid(face, { spacingMeters: 1900, jitter: 0.4, shortened: 0.15 }, this.random);
      for (const chord of chords) this.addChord(chord, this.random.chance(0.5) ? 'primary' : 'secondary', 'avenue');
      for (const part of facesWithin(face, chords)) this.fillDistrict(part);
    } else this.fillDistrict(face);
  }

  private fillDistrict(face: Polygon): void {
    const use = this.ground.useAt(innerPointOf(face));
    const rule = fillRules[use];
    // Most quarters follow the roads around them, some keep to the compass, some were laid out askew.
    const askew = this.random.fraction();
    const angle =
      use === 'old-town'
        ? 0.06
        : askew < 0.2
          ? this.random.between(-0.05, 0.05)
          : askew < 0.36
            ? this.random.between(0.25, 1.3)
            : undefined;
    const grain = this.random.between(0.82, 1.35);
    const style = { angle, spacingMeters: rule.superblockMeters, jitter: rule.jitter, shortened: 0.18 };
    const chords = fillWithGrid(face, style, this.random);
    let flow = this.random.chance(0.5);
    for (const chord of chords) {
      const highway = this.random.pick(districtHighways[use]);
      // Neighbouring one-way streets of a pair run against each other.
      const oneway = highway === 'tertiary' && this.random.chance(rule.oneway);
      if (oneway) flow = !flow;
      this.addChord(chord, highway, chord.family === 0 ? 'road' : 'street', oneway, flow);
    }
    for (const superblock of facesWithin(face, chords)) this.fillSuperblock(superblock, grain);
  }

  private fillSuperblock(outline: Polygon, grain: number): void {
    const use = this.ground.useAt(innerPointOf(outline));
    const rule = fillRules[use];
    const area = signedAreaOf(outline);
    if (use === 'countryside') {
      if (area > 300_000 && this.random.chance(0.4)) this.addVillage(outline);
      else this.parcels.push({ outline, use });
      return;
    }
    const park = { 'old-town': 0.07, inner: 0.07, business: 0.14, middle: 0.07, outer: 0.1, industrial: 0.03 }[use];
    if (area > 60_000 && this.random.chance(park)) {
      this.parcels.push({ outline, use: 'park' });
      this.addPaths(outline);
      return;
    }
    this.parcels.push({ outline, use });
    const chords =
      use === 'old-town'
        ? fillWithLanes(outline, rule.blockMeters ** 2, this.random)
        : fillWithGrid(
            outline,
            {
              spacingMeters: rule.blockMeters * grain * this.random.between(0.85, 1.2),
              jitter: rule.jitter,
              shortened: 0.35,
            },
            this.random,
          );
    let flow = this.random.chance(0.5);
    for (const chord of chords) {
      const length = distanceBetween(chord.from, chord.to);
      const lane = use === 'old-town' && length < 260;
      const highway = lane && this.random.chance(0.45) ? 'living_street' : 'residential';
      const oneway = length > 110 && this.random.chance(rule.oneway);
      if (oneway) flow = !flow;
      const named = length > 160 || (lane && this.random.chance(0.7));
      this.addChord(
        chord,
        highway,
        named ? (lane ? 'lane' : chord.family === 0 ? 'road' : 'street') : undefined,
        oneway,
        flow,
      );
    }
    for (const block of facesWithin(outline, chords)) {
      const size = signedAreaOf(block);
      if (size > 7000 && this.random.chance(rule.compounds)) this.addCompound(block, use);
      else if (use === 'old-town' && this.random.chance(0.85)) this.courtyards.push(block);
    }
  }

  /** A lane from the middle of a long edge into the block, a dead end; deep blocks get arms at its end. */
  private addCompound(block: Polygon, use: GroundUse): void {
    const edges = straightEdgesOf(block);
    const [from, to] = edges[Math.min(this.random.below(2), edges.length - 1)];
    const length = distanceBetween(from, to);
    if (length < 40) return;
    const gate = pointBetween(from, to, this.random.between(0.35, 0.65));
    // The face is counter-clockwise, so its inside is to the left of each edge.
    const inward = { x: -(to.y - from.y) / length, y: (to.x - from.x) / length };
    const depth = spansOf(gate, inward, block).find(([start, end]) => start < 5 && end > 20)?.[1];
    if (depth === undefined) return;
    const reach = depth * this.random.between(0.5, 0.68);
    const end = { x: gate.x + inward.x * reach, y: gate.y + inward.y * reach };
    const estate = this.names.estate();
    const highway: Highway =
      use === 'industrial' || use === 'business' ? 'service' : this.random.chance(0.5) ? 'service' : 'living_street';
    const lanes: Polyline[] = [[gate, end]];
    this.add({ points: [gate, end], highway, name: '', nameEn: '' });
    if (reach > 70) {
      const across = { x: -inward.y, y: inward.x };
      const knot = pointBetween(gate, end, this.random.between(0.6, 1));
      const span = spansOf(knot, across, block).find(([start, stop]) => start < 0 && stop > 0);
      if (span !== undefined) {
        for (const arm of [span[0], span[1]]) {
          const armLength = arm * this.random.between(0.4, 0.65);
          if (Math.abs(armLength) < 25 || this.random.chance(0.3)) continue;
          const tip = { x: knot.x + across.x * armLength, y: knot.y + across.y * armLength };
          lanes.push([knot, tip]);
          this.add({ points: [knot, tip], highway: 'service', name: '', nameEn: '' });
        }
      }
    }
    const beside = this.random.chance(0.5) ? 11 : -11;
    const depthOfSite = Math.min(reach * 0.7, this.random.between(12, 60));
    const site = {
      x: gate.x + inward.x * depthOfSite - inward.y * beside,
      y: gate.y + inward.y * depthOfSite + inward.x * beside,
    };
    this.compounds.push({ outline: block, use, name: estate.name, lanes, site });
  }

  private addVillage(outline: Polygon): void {
    const centre = centroidOf(outline);
    const village = shrunkTowards(outline, centre, 0.62);
    this.parcels.push({ outline, use: 'countryside' });
    this.parcels.push({ outline: village, use: 'village' });
    this.add({ points: [...village, village[0]], highway: 'residential', name: '', nameEn: '' });
    for (const chord of fillWithLanes(village, 15_000, this.random)) this.addChord(chord, 'residential', undefined);
    const angle = this.random.between(0, Math.PI);
    const direction = { x: Math.cos(angle), y: Math.sin(angle) };
    const span = spansOf(centre, direction, outline).find(([start, end]) => start < 0 && end > 0);
    if (span === undefined) return;
    const at = (reach: number) => ({ x: centre.x + direction.x * reach, y: centre.y + direction.y * reach });
    this.addChord({ from: at(span[0]), to: at(span[1]), family: 0 }, 'unclassified', 'road');
  }

  /** A loop inside the park and short ways to it from the corners; its middle stays free for a pond. */
  private addPaths(outline: Polygon): void {
    const loop = shrunkTowards(outline, centroidOf(outline), 0.28);
    this.add({ points: [...loop, loop[0]], highway: 'footway', name: '', nameEn: '' });
    for (const [corner] of straightEdgesOf(outline)) {
      const inner = loop[outline.indexOf(corner)];
      this.add({ points: [corner, inner], highway: 'footway', name: '', nameEn: '' });
    }
  }

  private addChord(
    chord: Chord,
    highway: Highway,
    rank: StreetRank | undefined,
    oneway = false,
    reversed = false,
  ): void {
    const { name, nameEn } = rank === undefined ? { name: '', nameEn: '' } : this.names.street(rank);
    const points = reversed ? [chord.to, chord.from] : [chord.from, chord.to];
    this.add({ points, highway, name, nameEn, oneway, mayOpen: true });
  }

  private add(street: Pick<Street, 'points' | 'highway' | 'name' | 'nameEn'> & Partial<Street>): void {
    this.streets.push({
      oneway: false,
      mayOpen: false,
      crossesWater: false,
      raised: false,
      through: groundLevel,
      start: groundLevel,
      end: groundLevel,
      ...street,
    });
  }
}
