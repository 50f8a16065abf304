import { describe, expect, it } from 'vitest';
import {
  cheapestDrive,
  type HourOnRoads,
  makeRoadSpeeds,
  prepareRoads,
  reweightRoads,
  snapPlaces,
} from '../../server/roads/index.js';
import { at, smallRoads } from './small-roads.js';

const nothing = { edges: [], kph: [] };
const free: HourOnRoads = { share: 1, classFactors: [], learned: nothing, reports: [] };

/** A long straight road and a way around it, 36 km/h. */
const map = {
  nodes: { a: at(0, 0), b: at(1000, 0), c: at(1000, 400), d: at(0, 400) },
  roads: [
    { from: 'a', to: 'b' },
    { from: 'a', to: 'd' },
    { from: 'd', to: 'c' },
    { from: 'c', to: 'b' },
  ],
};

describe('speeds', () => {
  const { graph, edge } = smallRoads(map);
  const ab = edge('a', 'b');
  const roadClass = graph.edgeClass[ab];
  const slowness = (...hours: HourOnRoads[]) => makeRoadSpeeds(graph, 'auto', 'test', hours).slowness[ab];
  const classFactors = Array.from({ length: 8 }, (_, at) => (at === roadClass ? 0.5 : 1));

  it('are those of free roads where nothing is known', () => {
    expect([...makeRoadSpeeds(graph, 'auto', 'none', [free]).slowness]).toEqual(new Array(graph.edgeCount).fill(1));
    expect([...makeRoadSpeeds(graph, 'auto', 'none', []).slowness]).toEqual(new Array(graph.edgeCount).fill(1));
  });

  it('take the mean of the times, not of the speeds, over the hours driven', () => {
    // Half the speed is twice the time; with a free hour, one and a half times.
    expect(slowness({ ...free, classFactors }, free)).toBeCloseTo(1.5);
    expect(slowness({ ...free, classFactors }, { ...free, share: 0.5 })).toBeCloseTo(5 / 3);
  });

  it('seen on an edge go before those of its class, and reports before both', () => {
    const learned = { edges: [ab], kph: [9] };
    expect(slowness({ ...free, classFactors, learned })).toBeCloseTo(4);
    const report = (speed: HourOnRoads['reports'][number]['speed']) => ({ edges: [ab], speed });
    // A third of what is usual there, 9 km/h: 3 of 36.
    const third = report({ kind: 'factor', factor: 1 / 3 });
    expect(slowness({ ...free, learned, reports: [third] })).toBeCloseTo(12);
    const later = report({ kind: 'kph', kph: 18 });
    expect(slowness({ ...free, learned, reports: [third, later] })).toBeCloseTo(2);
    expect(slowness({ ...free, reports: [report({ kind: 'closed' }), later] })).toBe(Number.POSITIVE_INFINITY);
    expect(slowness({ ...free, reports: [report({ kind: 'closed' })] }, free)).toBe(Number.POSITIVE_INFINITY);
  });

  it('are never below walking pace and never above what the vehicle may drive', () => {
    expect(slowness({ ...free, learned: { edges: [ab], kph: [0.01] } })).toBeCloseTo(36);
    expect(slowness({ ...free, learned: { edges: [ab], kph: [900] } })).toBeCloseTo(36 / 140);
  });

  it('send drives around a slow road and around a closed one', () => {
    const roads = prepareRoads(graph, 'auto');
    const [from, to] = snapPlaces(graph, [at(-1, 0), at(1001, 0)], 'auto');
    const metersOver = (speed: HourOnRoads['reports'][number]['speed']) => {
      const hours = [{ ...free, reports: [{ edges: [ab], speed }] }];
      const { turns } = reweightRoads(roads, makeRoadSpeeds(graph, 'auto', 'test', hours));
      return cheapestDrive(graph, turns, from.departures, to.arrivals)?.meters ?? Number.NaN;
    };
    expect(metersOver({ kind: 'kph', kph: 36 })).toBeCloseTo(1000, -1);
    expect(metersOver({ kind: 'kph', kph: 5 })).toBeCloseTo(1800, -1);
    expect(metersOver({ kind: 'closed' })).toBeCloseTo(1800, -1);
  });

  it('put a place on a closed road on the next open one', () => {
    const place = at(500, 1);
    const closed = { edges: [ab, edge('b', 'a')], speed: { kind: 'closed' as const } };
    const speeds = makeRoadSpeeds(graph, 'auto', 'closed', [{ ...free, reports: [closed] }]);
    expect(snapPlaces(graph, [place], 'auto')[0].roadMeters).toBeCloseTo(1, 0);
    expect(snapPlaces(graph, [place], 'auto', speeds)[0].roadMeters).toBeCloseTo(399, 0);
  });
});
