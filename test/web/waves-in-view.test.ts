import { expect, it } from 'vitest';
import type { Plan, PlanGeoJson, RunRow, Wave } from '../../web/api/types.js';
import {
  addressOf,
  chosenWaves,
  drawnTogether,
  nameOfRun,
  placed,
  runsInView,
  summedKpis,
  viewOf,
} from '../../web/console/view/waves-in-view.js';

const waveOf = (depotId: string, sequence = 1) =>
  ({ depotId, waveId: `${depotId}-20240614-${sequence}`, sequence, currentPlanId: null }) as unknown as Wave;
const runsOf = (waveId: string, n: number) =>
  Array.from(
    { length: n },
    (_, at) => ({ runId: `${waveId} ${at + 1}`, waveId, routeNo: at + 1 }) as unknown as RunRow,
  );
const drawingOf = (n: number) =>
  ({
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', geometry: { type: 'Point', coordinates: [120, 30] }, properties: { kind: 'depot' } },
      ...Array.from({ length: n }, (_, at) => ({ type: 'Feature', properties: { kind: 'trip', routeNo: at + 1 } })),
    ],
  }) as unknown as PlanGeoJson;
const viewsOf = (...counts: number[]) =>
  placed(
    counts.map((n, at) => {
      const wave = waveOf(`D${at + 1}`);
      return { wave, plan: undefined, runs: runsOf(wave.waveId, n), drawn: drawingOf(n) };
    }),
  );
const three = viewsOf(3, 2, 4);

it('shows all waves of a date, those of one depot, or one of them', () => {
  // The list of waves has the latest first.
  const waves = [waveOf('D2'), waveOf('D1', 2), waveOf('D1', 1)];
  const ids = (choice: { depotId?: string; waveId?: string }) =>
    chosenWaves(waves, { depotId: choice.depotId, waveId: choice.waveId }).map(({ waveId }) => waveId);
  expect(ids({})).toEqual(['D1-20240614-1', 'D1-20240614-2', 'D2-20240614-1']);
  expect(ids({ depotId: 'D1' })).toEqual(['D1-20240614-1', 'D1-20240614-2']);
  expect(ids({ depotId: 'D1', waveId: 'D1-20240614-2' })).toEqual(['D1-20240614-2']);
  // A wave of another date or depot, from an old address, narrows nothing.
  expect(ids({ depotId: 'D1', waveId: 'D2-20240614-1' })).toHaveLength(2);
});

it('gives every run of several depots a number of its own, and names it by its own one', () => {
  const numbers = three.flatMap(runsInView).map(({ routeNo }) => routeNo);
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(numbers.map((routeNo) => nameOfRun(three, routeNo))).toEqual([
    'A1',
    'A2',
    'A3',
    'B1',
    'B2',
    'C1',
    'C2',
    'C3',
    'C4',
  ]);
  expect(numbers.map((routeNo) => viewOf(three, routeNo)?.wave.depotId)).toEqual([
    'D1',
    'D1',
    'D1',
    'D2',
    'D2',
    'D3',
    'D3',
    'D3',
    'D3',
  ]);
});

it('leaves the runs of a single wave as they are', () => {
  const views = viewsOf(3);
  expect(views[0].sign).toBe('');
  expect(nameOfRun(views, 2)).toBe('2');
  expect(drawnTogether(views)).toBe(views[0].drawn);
});

it('draws all plans in one, under the numbers in view', () => {
  const { features } = drawnTogether(three)!;
  const trips = features.flatMap(({ properties }) => ('routeNo' in properties ? [properties.routeNo] : []));
  expect(trips).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(features.filter(({ properties }) => properties.kind === 'depot')).toHaveLength(3);
  // The drawings themselves stay as they were.
  expect(three[1].drawn!.features.at(-1)!.properties).toMatchObject({ routeNo: 2 });
  expect(drawnTogether(placed([]))).toBeUndefined();
});

it('counts on behind a wave whose plan is drawn already and whose runs are not there', () => {
  const wave = waveOf('D1');
  const [, second] = placed([
    { wave, plan: undefined, runs: [], drawn: drawingOf(5) },
    { wave: waveOf('D2'), plan: undefined, runs: [], drawn: undefined },
  ]);
  expect(second.before).toBe(5);
});

it('goes on behind Z', () => {
  const signs = viewsOf(...Array.from({ length: 28 }, () => 1)).map(({ sign }) => sign);
  expect([signs[0], signs[25], signs[26], signs[27]]).toEqual(['A', 'Z', 'AA', 'AB']);
});

it('sums what plans come to', () => {
  const planOf = (runs: number, costMinor: number) => ({ kpis: { runs, costMinor } }) as unknown as Plan;
  expect(summedKpis([planOf(2, 500), planOf(3, 700)])).toEqual({ runs: 5, costMinor: 1200 });
  expect(summedKpis([])).toBeUndefined();
});

it('keeps what is shown in the address', () => {
  expect(addressOf('2024-06-14', { depotId: undefined, waveId: undefined })).toBe('/?date=2024-06-14');
  expect(addressOf('2024-06-14', { depotId: '北仓', waveId: 'W 1' })).toBe(
    '/?date=2024-06-14&depot=%E5%8C%97%E4%BB%93&wave=W+1',
  );
});
