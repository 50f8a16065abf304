import { describe, expect, it } from 'vitest';
import { snapPlaces } from '../../server/roads/index.js';
import { at, gridMap, type SmallMap, smallRoads } from './small-roads.js';

// 64 crossings: more than the 50 below which a road counts as an island.
const city = gridMap(8, 8);

describe('snapping', () => {
  it('finds the nearest road, the position along it, and both directions', () => {
    const { graph, edge } = smallRoads(city);
    const [place] = snapPlaces(graph, [at(250, 30)], 'auto');
    expect(place.roadMeters).toBeCloseTo(30, 0);
    const along = Object.fromEntries(place.departures.map((point) => [point.edge, Math.round(point.fraction * 100)]));
    expect(along).toEqual({ [edge('0,0', '1,0')]: 25, [edge('1,0', '0,0')]: 75 });
    expect(place.arrivals).toEqual(place.departures);
  });

  it('leaves out the direction that may not be driven', () => {
    const roads = city.roads.map((road) =>
      road.from === '0,0' && road.to === '1,0' ? { ...road, oneWay: true } : road,
    );
    const { graph, edge } = smallRoads({ ...city, roads });
    const [place] = snapPlaces(graph, [at(250, 30)], 'auto');
    expect(place.departures.map((point) => point.edge)).toEqual([edge('0,0', '1,0')]);
  });

  it('leaves and enters by every road at a crossing', () => {
    const { graph, edge } = smallRoads(city);
    const [place] = snapPlaces(graph, [at(1002, 1001)], 'auto');
    const neighbours = ['0,1', '2,1', '1,0', '1,2'];
    expect(place.departures.map((point) => point.edge).sort()).toEqual(neighbours.map((to) => edge('1,1', to)).sort());
    expect(place.arrivals.map((point) => point.edge).sort()).toEqual(
      neighbours.map((from) => edge(from, '1,1')).sort(),
    );
    expect(place.departures.every((point) => point.fraction === 0)).toBe(true);
    expect(place.arrivals.every((point) => point.fraction === 1)).toBe(true);
  });

  it('passes over a road on an island when the second best is nearer', () => {
    const island: SmallMap = {
      nodes: { ...city.nodes, i: at(300, 400), j: at(700, 400) },
      roads: [...city.roads, { from: 'i', to: 'j' }],
    };
    const { graph, edge } = smallRoads(island);
    // 90 m from the island's road and 310 m from the city's nearest.
    const [nearIsland] = snapPlaces(graph, [at(500, 310)], 'auto');
    const edges = nearIsland.departures.map((point) => point.edge);
    expect(edges).toContain(edge('0,0', '1,0'));
    expect(nearIsland.departures.find((point) => point.edge === edge('0,0', '1,0'))?.awayMeters).toBeCloseTo(310, 0);
  });

  it('uses a road on an island where there is nothing else', () => {
    const { graph, edge } = smallRoads({ nodes: { i: at(0, 0), j: at(400, 0) }, roads: [{ from: 'i', to: 'j' }] });
    const [place] = snapPlaces(graph, [at(100, 20)], 'auto');
    expect(place.departures.map((point) => point.edge)).toContain(edge('i', 'j'));
  });

  it('says so when no road lies within 1,000 m', () => {
    const { graph } = smallRoads(city);
    const [near, far, sea] = snapPlaces(graph, [at(3500, -990), at(3500, -1010), { lon: 0, lat: 0 }], 'auto');
    expect(near.roadMeters).toBeCloseTo(990, 0);
    expect(far).toEqual({ roadMeters: undefined, departures: [], arrivals: [] });
    expect(sea.roadMeters).toBeUndefined();
  });

  it('looks for roads of the profile only', () => {
    const roads = city.roads.map((road) => (road.from === '0,0' && road.to === '1,0' ? { ...road, access: 1 } : road));
    const { graph } = smallRoads({ ...city, roads });
    const [car] = snapPlaces(graph, [at(500, 30)], 'auto');
    const [lorry] = snapPlaces(graph, [at(500, 30)], 'truck');
    expect(car.roadMeters).toBeCloseTo(30, 0);
    // The roads up from either end of the closed one are 500 m away.
    expect(lorry.roadMeters).toBeCloseTo(500, 0);
  });

  it('gives nothing for an empty list and for a map without roads', () => {
    const { graph } = smallRoads({ nodes: { a: at(0, 0) }, roads: [] });
    expect(snapPlaces(graph, [], 'auto')).toEqual([]);
    expect(snapPlaces(graph, [at(0, 0)], 'auto')[0].roadMeters).toBeUndefined();
  });
});
