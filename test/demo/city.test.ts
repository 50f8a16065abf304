import { describe, expect, it } from 'vitest';
import { type DemoCity, makeCity } from '../../server/demo/city/make-city.js';
import { greatCircleMeters } from '../../server/domain/network/place.js';
import { RoadGraph } from './road-graph.js';

const city = makeCity({ seed: 7, stations: 150, buildings: false });
const nodesById = new Map(city.nodes.map((node) => [node.id, node]));

function nodesOfStreet(name: string): number[] {
  return city.ways.filter((way) => way.tags.name === name).flatMap((way) => way.refs);
}

describe('the river', () => {
  const bridgeWays = new Set(city.bridges.flatMap((bridge) => bridge.wayIds));
  const north = nodesOfStreet('滨江西路')[0];
  const south = nodesOfStreet('江南西路')[0];

  it('is crossed by a handful of named bridges', () => {
    expect(city.bridges.length).toBeGreaterThanOrEqual(5);
    expect(city.bridges.length).toBeLessThanOrEqual(10);
    for (const bridge of city.bridges) expect(bridge.name).toMatch(/^\p{Script=Han}{2,3}大桥$/u);
    expect(new Set(city.bridges.map((bridge) => bridge.name)).size).toBe(city.bridges.length);
  });

  it('lets a car from one bank to the other while the bridges stand', () => {
    expect(new RoadGraph(city).secondsFrom(north).has(south)).toBe(true);
  });

  it('parts the city in two when the bridges are gone', () => {
    const graph = new RoadGraph(city, { without: (way) => bridgeWays.has(way.id), obeyOneways: false });
    const reached = graph.secondsFrom(north);
    expect(reached.has(south)).toBe(false);
    // Each bank is a whole: between them the two hold nearly every street node, and none is in both.
    const other = graph.secondsFrom(south);
    expect([...other.keys()].some((node) => reached.has(node))).toBe(false);
    expect(reached.size + other.size).toBeGreaterThan(0.97 * graph.arcs.size);
    expect(Math.min(reached.size, other.size)).toBeGreaterThan(0.15 * graph.arcs.size);
  });

  it('is crossed by every single bridge', () => {
    for (const bridge of city.bridges) {
      const others = new Set([...bridgeWays].filter((id) => !bridge.wayIds.includes(id)));
      const graph = new RoadGraph(city, { without: (way) => others.has(way.id), obeyOneways: false });
      expect(graph.secondsFrom(north).has(south), bridge.name).toBe(true);
    }
  });

  it('has no street in its water that is not a bridge', () => {
    const middle = city.ways.find((way) => way.tags.waterway === 'river')!.refs.map((ref) => nodesById.get(ref)!);
    let checked = 0;
    for (const way of city.ways) {
      if (way.tags.highway === undefined || bridgeWays.has(way.id)) continue;
      for (let at = 1; at < way.refs.length; at++) {
        const a = nodesById.get(way.refs[at - 1])!;
        const b = nodesById.get(way.refs[at])!;
        checked++;
        for (let piece = 1; piece < middle.length; piece++) {
          if (crosses(a, b, middle[piece - 1], middle[piece])) throw new Error(`Way ${way.id} swims.`);
        }
      }
    }
    expect(checked).toBeGreaterThan(10_000);
  });

  it('makes neighbours across the water far apart by road', () => {
    const graph = new RoadGraph(city);
    const detours: number[] = [];
    for (const from of nodesOfStreet('滨江东路').filter((_, at) => at % 12 === 0)) {
      const reached = graph.secondsFrom(from);
      const here = nodesById.get(from)!;
      const opposite = nodesOfStreet('江南东路')
        .map((node) => ({ node, meters: greatCircleMeters(here, nodesById.get(node)!) }))
        .reduce((best, candidate) => (candidate.meters < best.meters ? candidate : best));
      // Meters by road are not less than seconds at walking pace would cover, so compare times at 60 km/h.
      detours.push(reached.get(opposite.node)! / (opposite.meters / (60 / 3.6)));
    }
    expect(detours.length).toBeGreaterThan(4);
    expect(Math.max(...detours)).toBeGreaterThan(4);
  });
});

describe('the streets', () => {
  const start = nodesOfStreet('团达大道')[0];

  it('let a car from anywhere to anywhere', () => {
    const graph = new RoadGraph(city);
    expect(graph.secondsFrom(start).size).toBe(graph.arcs.size);
    expect(graph.reversed().secondsFrom(start).size).toBe(graph.arcs.size);
  });

  it('are faster across town with the ring roads than without them', () => {
    const rings = /环/;
    const withRings = new RoadGraph(city);
    const withoutRings = new RoadGraph(city, {
      without: (way) => rings.test(way.tags.name ?? '') || way.tags.highway === 'trunk_link',
    });
    const corners = city.ways.filter((way) => way.tags.highway === 'tertiary').map((way) => way.refs[0]);
    const ends = corners.filter((node, at) => at % 13 === 0 && withoutRings.arcs.has(node));
    let faster = 0;
    let pairs = 0;
    for (const from of ends) {
      const near = withRings.secondsFrom(from);
      const far = withoutRings.secondsFrom(from);
      for (const to of ends) {
        if (greatCircleMeters(nodesById.get(from)!, nodesById.get(to)!) < 7000 || !far.has(to)) continue;
        pairs++;
        expect(far.get(to)!).toBeGreaterThanOrEqual(near.get(to)! - 1e-6);
        if (far.get(to)! > near.get(to)! * 1.02) faster++;
      }
    }
    expect(pairs).toBeGreaterThan(20);
    expect(faster).toBeGreaterThan(pairs / 2);
  });

  it('take another way back where they are one-way', () => {
    const graph = new RoadGraph(city);
    const free = new RoadGraph(city, { obeyOneways: false });
    const there = graph.secondsFrom(start);
    const back = graph.reversed().secondsFrom(start);
    const open = free.secondsFrom(start);
    const places = city.ways.filter((way) => way.tags.highway === 'residential').map((way) => way.refs[0]);
    const uneven = places.filter((place) => Math.abs(there.get(place)! - back.get(place)!) > 5);
    expect(uneven.length).toBeGreaterThan(places.length / 4);
    // Without the signs nothing is longer, and much is shorter.
    expect(places.every((place) => open.get(place)! <= there.get(place)! + 1e-6)).toBe(true);
    expect(places.filter((place) => open.get(place)! < there.get(place)! - 5).length).toBeGreaterThan(
      places.length / 10,
    );
  });

  it('are of every kind that a city has', () => {
    const count = (highway: string) => city.ways.filter((way) => way.tags.highway === highway).length;
    for (const highway of [
      'trunk',
      'trunk_link',
      'primary',
      'secondary',
      'tertiary',
      'residential',
      'living_street',
      'service',
    ]) {
      expect(count(highway), highway).toBeGreaterThan(5);
    }
    const oneways = city.ways.filter((way) => way.tags.oneway === 'yes' && way.tags.highway === 'residential');
    expect(oneways.length).toBeGreaterThan(30);
    expect(city.nodes.filter((node) => node.tags.highway === 'traffic_signals').length).toBeGreaterThan(100);
    expect(city.ways.filter((way) => way.tags.maxheight !== undefined).length).toBe(3);
  });

  it('end in the yards of compounds', () => {
    const uses = new Map<number, number>();
    for (const way of city.ways) {
      if (way.tags.highway === undefined) continue;
      for (const ref of way.refs) uses.set(ref, (uses.get(ref) ?? 0) + 1);
    }
    const yards = city.ways.filter(
      (way) =>
        (way.tags.highway === 'service' || way.tags.highway === 'living_street') &&
        uses.get(way.refs[way.refs.length - 1]) === 1,
    );
    expect(yards.length).toBeGreaterThan(500);
  });

  it('have Chinese names with an English form', () => {
    const named = city.ways.filter((way) => way.tags.highway !== undefined && way.tags.name !== undefined);
    expect(named.length).toBeGreaterThan(1000);
    for (const way of named) {
      expect(way.tags.name).toMatch(/^\p{Script=Han}+$/u);
      expect(way.tags['name:en']).toMatch(/^[A-Z0-9]/);
    }
  });

  it('forbid some left turns, each at a node where both ways end', () => {
    expect(city.relations.length).toBeGreaterThan(3);
    const waysById = new Map(city.ways.map((way) => [way.id, way]));
    for (const relation of city.relations) {
      const via = relation.members.find((member) => member.role === 'via')!;
      for (const role of ['from', 'to']) {
        const way = waysById.get(relation.members.find((member) => member.role === role)!.ref)!;
        expect([way.refs[0], way.refs[way.refs.length - 1]]).toContain(via.ref);
      }
    }
  });
});

describe('the generator', () => {
  it('makes the same city from the same seed and another from another', () => {
    const essence = ({ nodes, ways, relations }: DemoCity) => JSON.stringify([nodes, ways, relations]);
    const first = essence(city);
    expect(essence(makeCity({ seed: 7, stations: 150, buildings: false }))).toBe(first);
    expect(essence(makeCity({ seed: 8, stations: 150, buildings: false }))).not.toBe(first);
  });

  it.each([
    [1, 150],
    [2, 40],
    [3, 700],
    [20240613, 150],
    [20240613, 2500],
  ])('makes a sound city from seed %i for %i stations', (seed, stations) => {
    const other = makeCity({ seed, stations, buildings: false });
    const graph = new RoadGraph(other);
    const start = other.ways.find((way) => way.tags.name === '团达大道')!.refs[0];
    expect(graph.secondsFrom(start).size).toBe(graph.arcs.size);
    const bridgeWays = new Set(other.bridges.flatMap((bridge) => bridge.wayIds));
    const parted = new RoadGraph(other, { without: (way) => bridgeWays.has(way.id), obeyOneways: false });
    const north = other.ways.find((way) => way.tags.name === '滨江西路')!.refs[0];
    const south = other.ways.find((way) => way.tags.name === '江南西路')!.refs[0];
    expect(parted.secondsFrom(north).has(south)).toBe(false);
    expect(other.bridges.length).toBeGreaterThanOrEqual(5);
  });

  it('grows area and streets with the number of stations', () => {
    const large = makeCity({ seed: 7, stations: 1200, buildings: false });
    // The radius grows with the 0.35th power: 8 times the stations, 2.07 times the radius, 4.3 times the area.
    expect(large.radiusMeters / city.radiusMeters).toBeCloseTo(8 ** 0.35, 5);
    expect(large.ways.length).toBeGreaterThan(3 * city.ways.length);
    expect(large.compounds.length).toBeGreaterThan(1200);
  });
});

interface Place {
  readonly lon: number;
  readonly lat: number;
}

function crosses(a: Place, b: Place, c: Place, d: Place): boolean {
  const side = (p: Place, q: Place, r: Place) => (q.lon - p.lon) * (r.lat - p.lat) - (q.lat - p.lat) * (r.lon - p.lon);
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
