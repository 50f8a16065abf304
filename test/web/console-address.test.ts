import fc from 'fast-check';
import { expect, it } from 'vitest';
import { figureNames } from '../../web/console/figures/figure-state.js';
import { groupings } from '../../web/console/timeline/timeline-view.js';
import { isStep, placeAddress, readPlace } from '../../web/console/view/console-address.js';
import { tabs } from '../../web/console/view/tabs.js';

const nothing = readPlace('');
const searchOf = (address: string) => address.slice(1);

it('says nothing of what nobody chose', () => {
  expect(placeAddress(nothing)).toBe('/');
  expect(nothing).toEqual({
    date: '',
    depotId: undefined,
    waveId: undefined,
    run: undefined,
    stationId: undefined,
    tab: 'runs',
    figure: undefined,
    showsRouteHulls: false,
    roadLayer: 'none',
    timeline: undefined,
  });
});

it('writes a run by its wave and number, and what else is chosen by its own name', () => {
  const place = {
    ...nothing,
    date: '2024-06-14',
    depotId: '北仓',
    waveId: 'D1-20240614-2',
    run: 'D1-20240614-2 7',
    stationId: 'S 1',
    showsRouteHulls: true,
    roadLayer: 'traffic',
    timeline: { grouping: 'docks', height: 300 },
  } as const;
  expect(placeAddress(place)).toBe(
    '/?date=2024-06-14&depot=%E5%8C%97%E4%BB%93&wave=D1-20240614-2&run=D1-20240614-2.7&stop=S+1&layers=hulls-traffic&timeline=docks.300',
  );
});

it('reads back whatever was written', () => {
  const id = fc.option(fc.string({ minLength: 1 }), { nil: undefined });
  const place = fc.record({
    date: fc.constantFrom('', '2024-06-14'),
    depotId: id,
    waveId: id,
    run: fc.option(
      fc.tuple(fc.string({ minLength: 1 }), fc.integer({ min: 1 })).map(([waveId, no]) => `${waveId} ${no}`),
      { nil: undefined },
    ),
    stationId: id,
    tab: fc.constantFrom(...tabs),
    figure: fc.option(fc.constantFrom(...figureNames), { nil: undefined }),
    showsRouteHulls: fc.boolean(),
    timeline: fc.option(
      fc.record({ grouping: fc.constantFrom(...groupings), height: fc.integer({ min: 100, max: 2000 }) }),
      {
        nil: undefined,
      },
    ),
    roadLayer: fc.constantFrom('none' as const, 'traffic' as const, 'hour' as const, 'reach' as const),
  });
  fc.assert(
    fc.property(place, (chosen) => {
      expect(readPlace(searchOf(placeAddress(chosen)))).toEqual(chosen);
    }),
    { numRuns: 300, seed: 30 },
  );
});

it('leaves out what it does not understand', () => {
  expect(readPlace('?date=tomorrow&tab=secrets&figure=best&run=7&layers=moon&depot=')).toEqual(nothing);
  expect(readPlace('?run=W.0').run).toBeUndefined();
  expect(readPlace('?timeline=moons.300').timeline).toBeUndefined();
  expect(readPlace('?timeline=docks.9e9').timeline).toEqual({ grouping: 'docks', height: 260 });
});

it('leads links of before to the desk of cases, which took the place of the claims', () => {
  expect(readPlace('?tab=claims').tab).toBe('cases');
});

it('takes the way back through days, waves, runs, tabs and figures, and not through what the map shows', () => {
  expect(isStep(nothing, { ...nothing, run: 'W 1' })).toBe(true);
  expect(isStep(nothing, { ...nothing, figure: 'overdue' })).toBe(true);
  expect(isStep(nothing, { ...nothing, stationId: 'S1', showsRouteHulls: true, roadLayer: 'hour' })).toBe(false);
  expect(isStep(nothing, { ...nothing, timeline: { grouping: 'docks', height: 300 } })).toBe(false);
});
