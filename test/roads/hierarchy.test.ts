import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../scripts/bench/matrix.js';
import { noWay } from '../../server/domain/travel/travel.js';
import { cheapestDrive, prepareRoads, reweightRoads, type SnappedPlace } from '../../server/roads/index.js';
import { matrixOver } from './matrix-of.js';
import { gridMap, type SmallRoad, smallRoads } from './small-roads.js';

const columns = 6;
const rows = 5;
const roadCount = gridMap(columns, rows).roads.length;

/** For each road of the grid: missing, one way or the other, both ways; and its speed. */
const roadChoice = fc.record({
  kind: fc.constantFrom('both', 'both', 'both', 'there', 'back', 'none'),
  kph: fc.integer({ min: 5, max: 120 }),
});
const placeChoice = fc.record({
  road: fc.nat(),
  there: fc.boolean(),
  fraction: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('the hierarchy', () => {
  it('gives the times and distances of the plain search for every pair, on any map at any speeds', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.array(roadChoice, { minLength: roadCount, maxLength: roadCount }),
        fc.array(placeChoice, { minLength: 1, maxLength: 11 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 12 }),
        fc.nat(),
        fc.nat({ max: 2 }),
        (choices, placeChoices, turns, lengthSeed, traffic) => {
          const map = gridMap(columns, rows);
          const roads = map.roads.flatMap((road, index): SmallRoad[] => {
            const { kind, kph } = choices[index];
            if (kind === 'none') return [];
            const { from, to } = kind === 'back' ? { from: road.to, to: road.from } : road;
            return [{ from, to, kph, oneWay: kind !== 'both' }];
          });
          if (roads.length === 0) return;
          const forbidden = turns.map((picks) => path(roads, picks)).filter((nodes) => nodes !== undefined);
          const { graph } = smallRoads({ nodes: map.nodes, roads, forbidden });
          // Lengths so uneven, by direction too, that no two ways cost the same: of two such, either answer would be right.
          const random = seeded(lengthSeed);
          graph.edgeMeters.forEach((_, edge) => {
            graph.edgeMeters[edge] = 1 + Math.floor(random() * 100_000);
          });
          const places = placeChoices.map(({ road, there, fraction }): SnappedPlace => {
            const points = [{ edge: (road % roads.length) * 2 + (there ? 0 : 1), fraction, awayMeters: 0 }];
            return { roadMeters: 0, departures: points, arrivals: points };
          });

          // Free roads, others all of which are slower or faster, and others still some of which are closed.
          const slowness = Float32Array.from({ length: graph.edgeCount }, () =>
            traffic === 2 && random() < 0.15 ? Number.POSITIVE_INFINITY : 0.5 + random() * 4,
          );
          const free = prepareRoads(graph, 'auto');
          const ready = traffic === 0 ? free : reweightRoads(free, { key: 'now', slowness });
          const matrix = matrixOver(ready, places);
          const turnGraph = ready.turns;
          places.forEach((from, row) => {
            places.forEach((to, column) => {
              const drive = cheapestDrive(graph, turnGraph, from.departures, to.arrivals);
              const at = row * places.length + column;
              if (drive === undefined) expect(matrix.seconds[at]).toBe(noWay);
              else {
                // One second and one meter are rounding.
                expect(Math.abs(matrix.seconds[at] - drive.milliseconds / 1000)).toBeLessThanOrEqual(1);
                expect(Math.abs(matrix.meters[at] - drive.meters)).toBeLessThanOrEqual(1);
              }
              compared++;
            });
          });
        },
      ),
      { numRuns: 300, seed: 20260101, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(500);
  });
});

/** Three or four neighbouring nodes on roads that may be driven in this order, to be forbidden. */
function path(roads: readonly SmallRoad[], [first, second, third]: [number, number, number]): string[] | undefined {
  const start = roads[first % roads.length];
  const nodes = [start.from, start.to];
  for (const pick of [second, third]) {
    const here = nodes[nodes.length - 1];
    const next = roads
      .filter((road) => road.from === here || road.to === here)
      .map((road) => (road.from === here ? road.to : road.from))
      .filter((node) => node !== nodes[nodes.length - 2]);
    if (next.length > 0 && (pick % 3 !== 0 || nodes.length === 2)) nodes.push(next[pick % next.length]);
  }
  return nodes.length >= 3 ? nodes : undefined;
}
