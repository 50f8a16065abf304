import { describe, expect, it } from 'vitest';
import { noWay } from '../../server/domain/travel/travel.js';
import { matrixOf, onEdge } from './matrix-of.js';
import { at, gridMap, smallRoads } from './small-roads.js';

// Edges of 1,000 m at 36 km/h take 100 s. Places are in the middle of their edge, so two edges in a row are 100 s apart.
const middle = 0.5;

/** A crossing of four roads of 1,000 m each, west to east and south to north. */
const cross = {
  nodes: { w: at(-1000, 0), e: at(1000, 0), s: at(0, -1000), n: at(0, 1000), x: at(0, 0) },
  roads: [
    { from: 'w', to: 'x', meters: 1000 },
    { from: 'x', to: 'e', meters: 1000 },
    { from: 's', to: 'x', meters: 1000 },
    { from: 'x', to: 'n', meters: 1000 },
  ],
};

describe('turns', () => {
  it('cost nothing where only two roads meet', () => {
    const { graph, edge } = smallRoads({
      nodes: { a: at(0, 0), b: at(1000, 0), c: at(1000, 1000) },
      roads: [
        { from: 'a', to: 'b', meters: 1000 },
        { from: 'b', to: 'c', meters: 1000 },
      ],
    });
    const { seconds, meters } = matrixOf(graph, [onEdge(edge('a', 'b'), middle), onEdge(edge('b', 'c'), middle)]);
    expect([seconds[1], meters[1]]).toEqual([100, 1000]);
  });

  it('take longer to the left than to the right, and none straight on, at a crossing', () => {
    const { graph, edge } = smallRoads(cross);
    const [right, straight, left] = ['s', 'e', 'n'].map((to) => {
      const places = [onEdge(edge('w', 'x'), middle), onEdge(edge('x', to), middle)];
      return matrixOf(graph, places).seconds[1];
    });
    // 7.5 / (1 + e^±0.941) for a quarter turn: 2.1 s to the right and 5.4 s to the left; 7.5 / (1 + e^6.99) straight on.
    expect({ right, straight, left }).toEqual({ right: 102, straight: 100, left: 105 });
  });

  it('wait two seconds at a signal', () => {
    const { graph, edge } = smallRoads({ ...cross, signals: ['x'] });
    const places = [onEdge(edge('w', 'x'), middle), onEdge(edge('x', 'e'), middle)];
    expect(matrixOf(graph, places).seconds[1]).toBe(102);
  });

  it('on the spot happen at a dead end only', () => {
    // The road straight on is the shortest of the dead ends.
    const roads = cross.roads.map((road) => (road.to === 'e' ? { ...road, meters: 900 } : road));
    const { graph, edge } = smallRoads({ ...cross, roads });
    const { seconds, meters } = matrixOf(graph, [onEdge(edge('w', 'x'), middle), onEdge(edge('x', 'w'), middle)]);
    // Half a road, 900 m there and back, half a road; turning back takes 27.46 s (7.46 for the half circle, 20 more).
    expect([meters[1], seconds[1]]).toEqual([2800, 307]);
  });

  it('that are forbidden are driven around', () => {
    const map = gridMap(3, 3);
    const free = smallRoads(map);
    const bound = smallRoads({ ...map, forbidden: [['0,1', '1,1', '1,2']] });
    const distance = ({ graph, edge }: ReturnType<typeof smallRoads>): number =>
      matrixOf(graph, [onEdge(edge('0,1', '1,1'), middle), onEdge(edge('1,1', '1,2'), middle)]).meters[1];
    expect(distance(free)).toBe(1000);
    // Straight on, and around a block to come from another side: right, right and right again is 1,000 m × 4 more.
    expect(distance(bound)).toBe(5000);
  });

  it('that are forbidden in a sequence stay allowed for those who come from elsewhere', () => {
    const map = { ...gridMap(4, 2), forbidden: [['0,0', '1,0', '2,0', '2,1']] };
    const { graph, edge } = smallRoads(map);
    const matrix = matrixOf(graph, [
      onEdge(edge('0,0', '1,0'), middle),
      onEdge(edge('1,1', '1,0'), middle),
      onEdge(edge('2,0', '2,1'), middle),
    ]);
    // From the side: over 1,0 → 2,0 and up, two turns, 2,000 m.
    expect(matrix.meters[1 * 3 + 2]).toBe(2000);
    // Along the sequence: not that way. The sequence is left by going up at 1,0 and comes back to 2,0 from 1,0 by the
    // block on the left: 1,0 → 1,1 → 0,1 → 0,0 → 1,0 would follow it again, so the block on the right it is:
    // 1,0 → 1,1 → 2,1 → 3,1 → 3,0 → 2,0 → and up: half a road, six, half a road.
    expect(matrix.meters[0 * 3 + 2]).toBe(6000);
  });
});

describe('ways', () => {
  it('against a one-way road go around the block', () => {
    const map = gridMap(2, 2);
    const roads = map.roads.map((road) =>
      road.from === '0,0' && road.to === '1,0' ? { ...road, oneWay: true } : road,
    );
    const { graph, edge } = smallRoads({ ...map, roads });
    const matrix = matrixOf(graph, [onEdge(edge('0,0', '1,0'), 0.25), onEdge(edge('0,0', '1,0'), 0.75)]);
    // There: half the road. Back: the last quarter, three sides of the block, the first quarter.
    expect([matrix.meters[1], matrix.seconds[1]]).toEqual([500, 50]);
    expect(matrix.meters[2]).toBe(3500);
  });

  it('that lead in but not out are missing in that direction only', () => {
    const { graph, edge } = smallRoads({
      nodes: { a: at(0, 0), b: at(1000, 0), c: at(2000, 0) },
      roads: [
        { from: 'a', to: 'b', meters: 1000 },
        { from: 'b', to: 'c', meters: 1000, oneWay: true },
      ],
    });
    const matrix = matrixOf(graph, [onEdge(edge('a', 'b'), middle), onEdge(edge('b', 'c'), middle)]);
    expect([matrix.seconds[1], matrix.seconds[2]]).toEqual([100, noWay]);
    expect([matrix.meters[1], matrix.meters[2]]).toEqual([1000, noWay]);
  });

  it('on roads without a speed are the last choice, and never overflow', () => {
    // A block of which one side is 60 km at no speed at all.
    const map = gridMap(2, 2);
    const slow = map.roads.map((road) => (road.to === '1,0' ? { ...road, kph: 0, meters: 60_000 } : road));
    const around = smallRoads({ ...map, roads: slow });
    const places = [onEdge(around.edge('0,1', '0,0'), middle), onEdge(around.edge('1,0', '1,1'), middle)];
    // Half a road, turning at 0,0 is not allowed, so the slow road it is: 27.7 hours, and two halves.
    const { seconds, meters } = matrixOf(around.graph, places);
    expect(meters[1]).toBe(61_000);
    expect(seconds[1]).toBe(100_000 + 100);
    const straight = [onEdge(around.edge('0,0', '0,1'), middle), onEdge(around.edge('0,1', '1,1'), middle)];
    expect(matrixOf(around.graph, straight).seconds[1]).toBe(100);
  });

  it('of lorries avoid what is too low for them', () => {
    const map = { ...gridMap(3, 2), maxHeightMeters: { '0,0-1,0': 3.5 } };
    const { graph, edge } = smallRoads(map);
    const places = [onEdge(edge('0,1', '0,0'), middle), onEdge(edge('1,0', '2,0'), middle)];
    // A car of 1.6 m drives under: half a road, one, half a road. A lorry of 4.11 m comes to 0,0, where nothing else
    // leads on, turns, and goes around the block: half a road, three, half a road.
    expect(matrixOf(graph, places, 'auto').meters[1]).toBe(2000);
    expect(matrixOf(graph, places, 'truck').meters[1]).toBe(4000);
  });
});
