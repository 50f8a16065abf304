import { describe, expect, it } from 'vitest';
import type { Profile } from '../../server/domain/travel/travel.js';
import { type Measures, profileOf, type TravelClass } from '../../server/domain/travel/travel-class.js';
import { cheapestDrive, prepareRoads, reweightRoads, snapPlaces, travelClassIn } from '../../server/roads/index.js';
import { matrixOver } from './matrix-of.js';
import { at, gridMap, type SmallMap, smallRoads } from './small-roads.js';

/** Two rows of crossings 1,000 m apart: the straight way from the west to the east is the lower one. */
const grid = gridMap(4, 2);
const west = at(-1, 0);
const east = at(3001, 0);

function drive(map: SmallMap, travelClass: TravelClass, from = west, to = east) {
  const { graph } = smallRoads(map);
  const roads = prepareRoads(graph, travelClass);
  const [begin, end] = snapPlaces(graph, [from, to], travelClass);
  const found = cheapestDrive(graph, roads.turns, begin.departures, end.arrivals);
  // For a class the roads of its profile are only weighed anew.
  const again = reweightRoads(prepareRoads(graph, profileOf(travelClass)), undefined, travelClass);
  const matrix = matrixOver(again, [begin, end]);
  // The matrix is of whole seconds.
  expect(matrix.meters[1]).toBe(found === undefined ? -1 : Math.round(found.meters));
  return found && Math.round(found.meters);
}

function classIn(map: SmallMap, profile: Profile, measures: Measures): TravelClass {
  return travelClassIn(smallRoads(map).graph, { profile, measures });
}

describe('the class of a vehicle', () => {
  const map = { ...grid, maxHeightMeters: { '1,0-2,0': 2.2, '0,1-1,1': 3.5 } };

  it('is its profile where the map limits nothing that it is beyond', () => {
    expect(classIn(grid, 'auto', { height: 3200, weight: 4495 })).toBe('auto');
    expect(classIn(map, 'auto', {})).toBe('auto');
    expect(classIn(map, 'auto', { height: 2200, width: 2500 })).toBe('auto');
    expect(classIn(map, 'truck', {})).toBe('truck');
  });

  it('is one for all that are beyond the same limits', () => {
    expect(classIn(map, 'auto', { height: 2201 })).toBe('auto height>2200');
    expect(classIn(map, 'auto', { height: 3500 })).toBe('auto height>2200');
    expect(classIn(map, 'auto', { height: 3501 })).toBe('auto height>3500');
    expect(classIn(map, 'truck', { height: 2500 })).toBe('truck height>2200');
    // Lower than what is usual for lorries, and so than what all limits keep out.
    expect(classIn(map, 'truck', { height: 2000 })).toBe('truck height>0');
  });

  it('counts the usual height of a profile against bars, of which the tiles tell nothing', () => {
    const barred = { ...grid, bars: { '1,0': 2.2 } };
    expect(classIn(barred, 'auto', {})).toBe('auto');
    expect(classIn(barred, 'truck', {})).toBe('truck height>2200');
    expect(classIn(barred, 'truck', { height: 2000 })).toBe('truck');
  });
});

describe('roads with limits', () => {
  const low = { ...grid, maxHeightMeters: { '1,0-2,0': 2.2, '2,0-1,0': 2.2 } };

  it('leads what is too high around, and nothing else', () => {
    expect(drive(low, 'auto')).toBe(3000);
    expect(drive(low, 'auto height>2200')).toBe(5000);
    expect(drive(low, 'truck')).toBe(5000);
    expect(drive(low, 'truck height>0')).toBe(3000);
    expect(drive(low, 'truck height>2200')).toBe(5000);
  });

  it('lets a drive end on a limited road by the usual figures, and not by known ones', () => {
    expect(drive(low, 'truck', west, at(1500, 0))).toBe(1500);
    expect(drive(low, 'truck height>2200', west, at(1500, 0))).toBeUndefined();
    expect(drive(low, 'auto', west, at(1500, 0))).toBe(1500);
  });

  it('lets nothing too high pass a bar at a crossing, in no direction', () => {
    const barred = { ...grid, bars: { '1,0': 2.2 } };
    expect(drive(barred, 'auto')).toBe(3000);
    expect(drive(barred, 'auto height>2200')).toBe(5000);
    expect(drive(barred, 'auto height>2200', east, west)).toBe(5000);
    // Up to it from either side.
    expect(drive(barred, 'auto height>2200', west, at(900, 0))).toBe(900);
    expect(drive(barred, 'auto height>2200', west, at(1100, 0))).toBe(4900);
    // From the crossing above it there is no way down through it.
    expect(drive(barred, 'auto height>2200', at(1000, 500), at(500, 0))).toBe(3000);
  });

  it('lets a drive end before a bar within a road, and none beyond it', () => {
    const street = { nodes: { ...grid.nodes, end: at(4000, 0) }, roads: [...grid.roads, { from: '3,0', to: 'end' }] };
    const barred = { ...street, bars: { '3,0-end': 2.2 } };
    expect(drive(barred, 'auto', west, at(3900, 0))).toBe(3900);
    expect(drive(barred, 'auto height>2200', west, at(3400, 0))).toBe(3400);
    expect(drive(barred, 'auto height>2200', west, at(3600, 0))).toBeUndefined();
    expect(drive(barred, 'auto height>2200', at(3600, 0), west)).toBeUndefined();
    expect(drive(barred, 'auto height>2200', at(3400, 0), west)).toBe(3400);
  });

  it('goes round a bar within a through road', () => {
    const barred = { ...grid, bars: { '1,0-2,0': 2.2 } };
    expect(drive(barred, 'auto')).toBe(3000);
    expect(drive(barred, 'auto height>2200')).toBe(5000);
    expect(drive(barred, 'auto height>2200', west, at(1900, 0))).toBe(4100);
  });

  it('finds the same drives in the matrix as without preparation, whatever is limited', () => {
    let state = 7;
    const random = (most: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % most;
    };
    for (let round = 0; round < 12; round++) {
      const roads = gridMap(5, 4);
      const heights = Object.fromEntries(
        roads.roads.filter(() => random(5) === 0).map(({ from, to }) => [`${from}-${to}`, 2 + random(3)]),
      );
      const between = roads.roads
        .filter(() => random(12) === 0)
        .map(({ from, to }) => [`${from}-${to}`, 2 + random(3)]);
      const corners = Object.keys(roads.nodes).filter(() => random(8) === 0);
      const bars = Object.fromEntries([...between, ...corners.map((node) => [node, 2 + random(3)])]);
      const { graph } = smallRoads({ ...roads, maxHeightMeters: heights, bars });
      // So uneven that no two ways cost the same: of two such, either answer would be right.
      graph.edgeMeters.forEach((_, edge) => {
        graph.edgeMeters[edge] = 1 + random(100_000);
      });
      const places = Array.from({ length: 14 }, () => at(random(4000), random(3) * 1000 + random(20)));
      for (const profile of ['auto', 'truck'] as const) {
        const base = prepareRoads(graph, profile);
        for (const height of [1500, 2500, 3500, 4500]) {
          const travelClass = travelClassIn(graph, { profile, measures: { height } });
          const ready = reweightRoads(base, undefined, travelClass);
          const snapped = snapPlaces(graph, places, travelClass);
          const matrix = matrixOver(ready, snapped);
          snapped.forEach(({ departures }, from) => {
            snapped.forEach(({ arrivals }, to) => {
              const found = cheapestDrive(graph, ready.turns, departures, arrivals);
              const seconds = found === undefined ? -1 : Math.round(found.milliseconds / 1000);
              const difference = Math.abs(matrix.seconds[from * places.length + to] - seconds);
              expect(difference, `round ${round}, ${travelClass}, ${from} to ${to}`).toBeLessThanOrEqual(1);
            });
          });
        }
      }
    }
  });
});
