import type { LonLat } from '../../domain/network/place.js';
import { NearLine } from '../geometry/near-line.js';
import { buildingsOf } from '../map/buildings.js';
import { drawArea, drawParcels, drawPlaces, drawRailway, drawWater } from '../map/draw-ground.js';
import { drawStreets, type NamedBridge } from '../map/draw-streets.js';
import { type MapNode, type MapRelation, MapSheet, type MapWay } from '../map/map-sheet.js';
import { Seeded } from '../seeded.js';
import { growStreets } from '../streets/city-streets.js';
import type { Compound } from '../streets/street.js';
import { joinStreets } from '../streets/street-network.js';
import { NameMaker } from './chinese-names.js';
import { surveyGround } from './city-ground.js';
import { planCity } from './city-plan.js';
import { makeWarp } from './warp.js';

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
