import { expect, it } from 'vitest';
import type { Plan, PlanGeoJson, RunRow, Wave } from '../../web/api/types.js';
import { chosenWaves, drawnTogether, nameOfRun, placed, summedKpis } from '../../web/console/view/waves-in-view.js';
import { numberOf, runKey, waveIdOf } from '../../web/run-key.js';

const waveOf = (depotId: string, sequence = 1) =>
  ({ depotId, waveId: `${depotId}-20240614-${sequence}`, sequence, currentPlanId: null }) as unknown as Wave;
const runsOf = (waveId: string, n: number, sequence = 1) =>
  Array.from({ length: n }, (_, at) => {
    const runCode = sequence === 1 ? String(at + 1) : `W${sequence}-${at + 1}`;
    return { runId: `${waveId} ${at + 1}`, waveId, routeNo: at + 1, runCode } as unknown as RunRow;
  });
const drawingOf = (n: number) =>
  ({
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', geometry: { type: 'Point', coordinates: [120, 30] }, properties: { kind: 'depot' } },
      ...Array.from({ length: n }, (_, at) => ({ type: 'Feature', properties: { kind: 'trip', routeNo: at + 1 } })),
    ],
  }) as unknown as PlanGeoJson;
const depotIds = Array.from({ length: 28 }, (_, at) => `D${at + 1}`);
const viewsOf = (...counts: number[]) =>
  placed(
    counts.map((n, at) => {
      const wave = waveOf(`D${at + 1}`);
      return { wave, plan: undefined, runs: runsOf(wave.waveId, n), drawn: drawingOf(n) };
    }),
    depotIds,
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

it('names runs by their codes, with the sign of their depot where several are in view', () => {
  const keys = three.flatMap(({ runs }) => runs.map(runKey));
  expect(keys.map((key) => nameOfRun(three, key))).toEqual(['A1', 'A2', 'A3', 'B1', 'B2', 'C1', 'C2', 'C3', 'C4']);
  expect(keys.map(waveIdOf)).toEqual(three.flatMap(({ runs }) => runs.map(({ waveId }) => waveId)));
  // Whichever other depots are in view: the sign, the number and with it the colour stay.
  const [first, , third] = three;
  const fewer = placed([first, third], depotIds);
  expect(nameOfRun(fewer, keys.at(-1)!)).toBe('C4');
  expect(numberOf(keys.at(-1)!)).toBe(4);
  expect(nameOfRun(placed([third], depotIds), keys.at(-1)!)).toBe('4');
});

it('tells the waves of one depot apart by their numbers, and its runs by what is printed', () => {
  const waves = [waveOf('D1'), waveOf('D1', 2)];
  const views = placed(
    waves.map((wave) => ({ wave, plan: undefined, runs: runsOf(wave.waveId, 1, wave.sequence), drawn: undefined })),
    depotIds,
  );
  expect(views.map(({ waveSign }) => waveSign)).toEqual(['#1', '#2']);
  expect(views.flatMap(({ runs }) => runs.map((run) => nameOfRun(views, runKey(run))))).toEqual(['1', 'W2-1']);
});

it('calls a run that is drawn and not listed by its number', () => {
  expect(nameOfRun(viewsOf(1), runKey({ waveId: waveOf('D1').waveId, routeNo: 9 }))).toBe('9');
});

it('draws all plans in one, each thing with its run', () => {
  const { features } = drawnTogether(three)!;
  const trips = features.flatMap(({ drawn, run }) => (drawn.properties.kind === 'trip' ? [run] : []));
  expect(trips).toEqual(three.flatMap(({ runs }) => runs.map(runKey)));
  expect(features.filter(({ run }) => run === undefined)).toHaveLength(3);
  expect(drawnTogether([])).toBeUndefined();
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
