import { describe, expect, it } from 'vitest';
import type { FollowedStop, Plan, RouteKpis, RunRow, Wave } from '../../web/api/types.js';
import type { Bar } from '../../web/console/timeline/bar.js';
import { type FollowedWave, timelineRows } from '../../web/console/timeline/timeline-rows.js';

/** Midnight of 14 June 2024 in Shanghai. */
const beginsAt = '2024-06-13T16:00:00.000Z';
const midnight = Date.parse(beginsAt);
const clockOf = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(11, 16);
const at = (clock: string) => {
  const [hours, minutes] = clock.split(':').map(Number);
  return hours * 3600 + minutes * 60;
};
const instantAt = (clock: string) => new Date(midnight + at(clock) * 1000).toISOString();

type Trip = Plan['routes'][number]['trips'][number];
type Stop = Trip['stops'][number];
const stopOf = (stationId: string, arrives: string, begins: string, leaves: string) =>
  ({ stationId, arrives: at(arrives), begins: at(begins), leaves: at(leaves) }) as Stop;
const tripOf = (loadBegins: string, departs: string, returns: string, stops: Stop[], more: Partial<Trip> = {}) =>
  ({ loadBegins: at(loadBegins), departs: at(departs), returns: at(returns), stops, ...more }) as Trip;

function waveOf(sequence: number, trips: Readonly<Record<string, Trip[]>>, run: Partial<RunRow> = {}): FollowedWave {
  const waveId = `W${sequence}`;
  const vehicleIds = Object.keys(trips);
  const runId = (vehicleId: string) => `${waveId} ${vehicleId}`;
  return {
    wave: { waveId, depotId: 'D1', timeZone: 'Asia/Shanghai' } as Wave,
    plan: {
      planId: `plan ${sequence}`,
      beginsAt,
      routes: vehicleIds.map((vehicleId, no) => ({
        vehicleId,
        run: { runId: runId(vehicleId), routeNo: no + 1 },
        trips: trips[vehicleId],
      })),
    } as unknown as Plan,
    runs: vehicleIds.map((vehicleId, no) => ({
      runId: runId(vehicleId),
      waveId,
      routeNo: no + 1,
      vehicleId,
      courierId: null,
      courierName: null,
      status: 'draft',
      departedAt: null,
      finishedAt: null,
      ...run,
    })) as unknown as RunRow[],
    stops: [],
    kpis: undefined,
  };
}

const early = tripOf('06:00', '06:20', '08:00', [
  stopOf('A', '06:40', '07:00', '07:10'),
  stopOf('B', '07:30', '07:30', '07:40'),
]);
const told = (bars: readonly Bar[]) =>
  bars.map(({ kind, begins, ends, stationId }) =>
    [kind, `${clockOf(begins)}–${clockOf(ends)}`, stationId].filter((part) => part !== undefined).join(' '),
  );
const rowsOf = (waves: readonly FollowedWave[], grouping: 'vehicles' | 'drivers' | 'docks' = 'vehicles', docks = 2) =>
  timelineRows(waves, grouping, () => docks, midnight);

describe('a row of the timeline', () => {
  it('has what a vehicle does from the first loading to the last return', () => {
    const [row] = rowsOf([waveOf(1, { V1: [early] })]);
    expect(row).toMatchObject({ name: 'V1', runs: ['W1 1'], isOverbooked: false, followed: [] });
    expect(told(row.planned)).toEqual([
      'loading 06:00–06:20',
      'drive 06:20–06:40 A',
      'wait 06:40–07:00 A',
      'service 07:00–07:10 A',
      'drive 07:10–07:30 B',
      'service 07:30–07:40 B',
      'return 07:40–08:00',
    ]);
  });

  it('takes breaks out of the drives that they are taken on, the way home too', () => {
    const breaks = [
      { begins: at('07:15'), ends: at('07:20'), beforeStop: 1 },
      { begins: at('07:50'), ends: at('08:00'), beforeStop: 2 },
    ];
    const [row] = rowsOf([waveOf(1, { V1: [{ ...early, breaks }] })]);
    expect(told(row.planned).slice(4)).toEqual([
      'drive 07:10–07:15 B',
      'break 07:15–07:20 B',
      'drive 07:20–07:30 B',
      'service 07:30–07:40 B',
      'return 07:40–07:50',
      'break 07:50–08:00',
    ]);
  });

  it('has a drive to the goods in the place of a loading where they are taken over on the road', () => {
    const transfer = { fromVehicleId: 'V9', arrives: at('06:30'), leaves: at('06:35') } as Trip['transfer'];
    const [row] = rowsOf([waveOf(1, { V1: [{ ...early, transfer }] })]);
    expect(told(row.planned).slice(0, 3)).toEqual(['drive 06:20–06:30', 'transfer 06:30–06:35', 'drive 06:35–06:40 A']);
  });

  it('ends where a vehicle that broke down stands', () => {
    const [row] = rowsOf([waveOf(1, { V1: [{ ...early, returns: at('07:40') }] })]);
    expect(told(row.planned).at(-1)).toBe('service 07:30–07:40 B');
  });

  it('counts real seconds: over midnight, and over a change of clocks', () => {
    const night = tripOf('23:30', '23:50', '24:40', [stopOf('A', '24:10', '24:10', '24:20')]);
    const [row] = rowsOf([waveOf(1, { V1: [night] })]);
    expect(told(row.planned)).toEqual([
      'loading 23:30–23:50',
      'drive 23:50–00:10 A',
      'service 00:10–00:20 A',
      'return 00:20–00:40',
    ]);
    // In Berlin the 27th of October 2024 has 25 hours: its last second is 89,999 after its first moment.
    const wave = waveOf(1, { V1: [tripOf('24:50', '25:00', '25:30', [])] });
    const berlin = { ...wave, plan: { ...wave.plan!, beginsAt: '2024-10-26T22:00:00.000Z' } };
    const [bar] = rowsOf([berlin])[0].planned;
    expect(new Date(bar.begins).toISOString()).toBe('2024-10-27T22:50:00.000Z');
  });

  it('holds the runs of all waves in view, and says when two of their trips meet', () => {
    const late = tripOf('08:00', '08:20', '09:00', [stopOf('C', '08:30', '08:30', '08:40')]);
    const [row, ...others] = rowsOf([waveOf(1, { V1: [early] }), waveOf(2, { V1: [late] })]);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ runs: ['W1 1', 'W2 1'], isOverbooked: false });
    expect(row.planned.map(({ begins }) => begins)).toEqual(row.planned.map(({ begins }) => begins).sort());
    const meeting = { ...late, loadBegins: at('07:59') };
    expect(rowsOf([waveOf(1, { V1: [early] }), waveOf(2, { V1: [meeting] })])[0].isOverbooked).toBe(true);
    // The trips of one run one behind the other.
    const both = rowsOf([waveOf(1, { V1: [early, late] })])[0];
    expect(both).toMatchObject({ isOverbooked: false });
    expect(both.planned.filter(({ kind }) => kind === 'loading').map(({ tripNo }) => tripNo)).toEqual([1, 2]);
  });

  it('is a driver’s by choice, and a vehicle’s where it has none yet', () => {
    const driven = waveOf(1, { V1: [early], V2: [early] }, { courierId: 'C1', courierName: '王师傅' });
    const rows = rowsOf([driven, waveOf(2, { V3: [early], V4: [early] })], 'drivers');
    expect(rows.map(({ name, runs, isOverbooked }) => [name, runs, isOverbooked])).toEqual([
      ['王师傅', ['W1 1', 'W1 2'], true],
      ['', ['W2 1'], false],
      ['', ['W2 2'], false],
    ]);
  });

  it('leaves out what is planned and on no list of runs, and waves without a plan', () => {
    const wave = waveOf(1, { V1: [early] });
    expect(rowsOf([{ ...wave, runs: [] }])).toEqual([]);
    expect(rowsOf([{ ...wave, plan: undefined }])).toEqual([]);
  });
});

describe('docks on the timeline', () => {
  const loading = (begins: string, ends: string) => tripOf(begins, ends, ends, []);

  it('are booked one loading behind the other, each at the first that is free, of all waves in view', () => {
    const first = waveOf(1, { V1: [loading('06:00', '06:20')], V2: [loading('06:10', '06:30')] });
    const second = waveOf(2, { V3: [loading('06:20', '06:40')] });
    const rows = rowsOf([first, second], 'docks', 3);
    expect(rows.map(({ name, planned, isOverbooked }) => [name, told(planned), isOverbooked])).toEqual([
      ['1', ['loading 06:00–06:20', 'loading 06:20–06:40'], false],
      ['2', ['loading 06:10–06:30'], false],
      ['3', [], false],
    ]);
    expect(rows[0].runs).toEqual(['W1 1', 'W2 1']);
  });

  it('are free again when loading is done, not only when the vehicle leaves', () => {
    const wave = waveOf(1, { V1: [loading('06:00', '06:40')], V2: [loading('06:20', '06:40')] });
    expect(rowsOf([wave], 'docks', 1).map(({ isOverbooked }) => isOverbooked)).toEqual([false, true]);
    const kpis = { data: [{ vehicleId: 'V1', trips: [{ loadedAt: at('06:20') }] }] } as unknown as RouteKpis;
    const [dock, ...others] = rowsOf([{ ...wave, kpis }], 'docks', 1);
    expect(others).toEqual([]);
    expect(told(dock.planned)).toEqual(['loading 06:00–06:20', 'loading 06:20–06:40']);
  });

  it('are said to be too few where more load at once', () => {
    const three = { V1: [loading('06:00', '06:20')], V2: [loading('06:00', '06:20')], V3: [loading('06:10', '06:20')] };
    const rows = rowsOf([waveOf(1, three)], 'docks', 2);
    expect(rows.map(({ name, isOverbooked }) => [name, isOverbooked])).toEqual([
      ['1', false],
      ['2', false],
      ['3', true],
    ]);
  });
});

describe('what was reported of a run', () => {
  const stopAt = (stationId: string, more: Partial<FollowedStop>): FollowedStop => ({
    runId: 'W1 V1',
    routeNo: 1,
    runCode: '1',
    stopId: stationId,
    tripNo: 1,
    sequence: stationId === 'A' ? 1 : 2,
    stationId,
    stationName: stationId,
    status: 'planned',
    result: 'open',
    standing: 'on-time',
    plannedArrivalAt: instantAt(stationId === 'A' ? '06:40' : '07:30'),
    expectedAt: null,
    arrivedAt: null,
    leftAt: null,
    lateSeconds: { planned: 0, predicted: null, actual: null },
    ...more,
  });
  const followed = (run: Partial<RunRow>, stops: FollowedStop[], now = '07:05', trips = [early]) =>
    timelineRows([{ ...waveOf(1, { V1: trips }, run), stops }], 'vehicles', () => 2, midnight + at(now) * 1000)[0];
  const out = { status: 'departed', departedAt: instantAt('06:25') } as const;
  const toldWithTime = (bars: readonly Bar[]) => told(bars).map((bar, place) => `${bars[place].time} ${bar}`);

  it('stands under the plan, and behind it what is expected of the rest', () => {
    const arrived = stopAt('A', { arrivedAt: instantAt('06:50'), leftAt: instantAt('07:12'), standing: null });
    const expected = stopAt('B', { expectedAt: instantAt('07:35') });
    expect(toldWithTime(followed(out, [expected, arrived]).followed)).toEqual([
      'actual drive 06:25–06:50 A',
      'actual service 06:50–07:12 A',
      'predicted drive 07:12–07:35 B',
      'predicted service 07:35–07:45 B',
    ]);
  });

  it('goes on until now where the vehicle is, and then home', () => {
    const there = stopAt('A', { arrivedAt: instantAt('06:50'), standing: 'there' });
    expect(toldWithTime(followed(out, [there]).followed).at(-1)).toBe('actual service 06:50–07:05 A');
    const done = ['A', 'B'].map((stationId, no) =>
      stopAt(stationId, { arrivedAt: instantAt(`07:0${no}`), leftAt: instantAt(`07:0${no + 1}`), standing: null }),
    );
    const finished = { ...out, status: 'finished', finishedAt: instantAt('07:50') } as const;
    expect(toldWithTime(followed(finished, done).followed).at(-1)).toBe('actual return 07:02–07:50');
  });

  it('waits for the opening where the plan does', () => {
    const expected = stopAt('A', { expectedAt: instantAt('06:50') });
    expect(toldWithTime(followed(out, [expected]).followed)).toEqual([
      'predicted drive 06:25–06:50 A',
      'predicted wait 06:50–07:00 A',
      'predicted service 07:00–07:10 A',
    ]);
  });

  it('is in the order of the visits, and knows nothing of the depot between two trips', () => {
    const second = tripOf('08:00', '08:20', '09:00', [stopOf('C', '08:30', '08:30', '08:40')]);
    const stops = [
      stopAt('A', { arrivedAt: instantAt('07:20'), leftAt: instantAt('07:30'), standing: null }),
      stopAt('B', { arrivedAt: instantAt('06:45'), leftAt: instantAt('06:55'), standing: null }),
      stopAt('C', { tripNo: 2, arrivedAt: instantAt('08:32'), leftAt: instantAt('08:41'), standing: null }),
    ];
    expect(told(followed(out, stops, '08:50', [early, second]).followed)).toEqual([
      'drive 06:25–06:45 B',
      'service 06:45–06:55 B',
      'drive 06:55–07:20 A',
      'service 07:20–07:30 A',
      'service 08:32–08:41 C',
    ]);
  });

  it('says by how much a visit is late: by the plan, as it looks now, or as it was', () => {
    const stops = [
      stopAt('A', { arrivedAt: instantAt('07:20'), lateSeconds: { planned: 0, predicted: null, actual: 600 } }),
      stopAt('B', { expectedAt: instantAt('07:50'), lateSeconds: { planned: 60, predicted: 900, actual: null } }),
    ];
    const { planned, followed: bars } = followed(out, stops);
    const lateOf = (of: readonly Bar[]) =>
      of.filter(({ kind }) => kind === 'service').map(({ stationId, lateSeconds }) => [stationId, lateSeconds]);
    expect(lateOf(planned)).toEqual([
      ['A', 0],
      ['B', 60],
    ]);
    expect(lateOf(bars)).toEqual([
      ['A', 600],
      ['B', 900],
    ]);
  });

  it('is nothing of a draft, and of a run that has not left and is expected as planned', () => {
    expect(followed({ status: 'draft' }, [stopAt('B', { expectedAt: instantAt('07:45') })]).followed).toEqual([]);
    const released = { status: 'released' } as const;
    const asPlanned = stopAt('B', { expectedAt: instantAt('07:30') });
    expect(followed(released, [asPlanned]).followed).toEqual([]);
    const later = stopAt('B', { expectedAt: instantAt('07:45') });
    expect(toldWithTime(followed(released, [later]).followed)).toEqual(['predicted service 07:45–07:55 B']);
  });
});
