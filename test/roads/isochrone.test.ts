import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../scripts/bench/matrix.js';
import {
  cheapestDrive,
  edgeLine,
  isochroneFrom,
  notReached,
  prepareRoads,
  roadsInView,
} from '../../server/roads/index.js';
import { gridMap, type SmallRoad, smallRoads } from './small-roads.js';

const map = gridMap(6, 5);

describe('what is reached from a place', () => {
  it('is every edge, as soon as the cheapest drive to its end arrives there', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('both', 'both', 'there', 'none'), {
          minLength: map.roads.length,
          maxLength: map.roads.length,
        }),
        fc.nat(),
        // At the very ends the place is a crossing, from which every road can be taken.
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (kinds, seed, fraction) => {
          const roads = map.roads.flatMap((road, at): SmallRoad[] =>
            kinds[at] === 'none' ? [] : [{ ...road, kph: 30, oneWay: kinds[at] === 'there' }],
          );
          if (roads.length === 0) return;
          const { graph } = smallRoads({ nodes: map.nodes, roads });
          const random = seeded(seed);
          // So uneven that no two ways cost the same.
          graph.edgeMeters.forEach((_, edge) => {
            graph.edgeMeters[edge] = 1 + Math.floor(random() * 100_000);
          });
          const { turns } = prepareRoads(graph, 'auto');
          const departures = [{ edge: Math.floor(random() * graph.edgeCount), fraction, awayMeters: 0 }];
          const all = isochroneFrom(graph, turns, departures, 1e9);
          const limit = 3_600_000;
          const near = isochroneFrom(graph, turns, departures, limit);
          for (let edge = 0; edge < graph.edgeCount; edge++) {
            const drive = cheapestDrive(graph, turns, departures, [{ edge, fraction: 1, awayMeters: 0 }]);
            expect(all[edge]).toBe(drive?.milliseconds ?? notReached);
            expect(near[edge]).toBe(drive === undefined || drive.milliseconds > limit ? notReached : all[edge]);
            if (drive !== undefined) compared++;
          }
        },
      ),
      { numRuns: 60, seed: 4 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});

describe('the roads on a part of the map', () => {
  const { graph } = smallRoads(map);
  graph.edgeClass.forEach((_, edge) => {
    graph.edgeClass[edge] = graph.edgeShape[edge] % 2 === 0 ? 2 : 6;
  });
  const everywhere = { west: -180, south: -90, east: 180, north: 90 };

  it('are each there once, whichever way they are driven', () => {
    const { edges, leastClass } = roadsInView(graph, everywhere, 1000);
    const shapes = edges.map((edge) => graph.edgeShape[edge]);
    expect(new Set(shapes).size).toBe(shapes.length);
    expect(new Set(shapes)).toEqual(new Set(graph.edgeShape));
    expect(leastClass).toBe(7);
  });

  it('are the main ones where there are more than can be drawn', () => {
    const main = new Set([...graph.edgeShape].filter((shape) => shape % 2 === 0));
    const { edges, leastClass } = roadsInView(graph, everywhere, main.size + 1);
    expect(edges.map((edge) => graph.edgeShape[edge]).sort((a, b) => a - b)).toEqual([...main].sort((a, b) => a - b));
    expect(leastClass).toBe(5);
    expect(roadsInView(graph, everywhere, 3).edges).toHaveLength(3);
  });

  it('touch it', () => {
    const [{ lon, lat }] = edgeLine(graph, 0);
    const box = { west: lon - 1e-5, south: lat - 1e-5, east: lon + 1e-5, north: lat + 1e-5 };
    const { edges } = roadsInView(graph, box, 1000);
    expect(edges.length).toBeGreaterThan(0);
    expect(edges.length).toBeLessThan(graph.edgeCount / 4);
    expect(roadsInView(graph, { west: 10, south: 10, east: 11, north: 11 }, 1000).edges).toEqual([]);
  });
});
