import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { instantOf } from '../../server/domain/local-time.js';
import { eachDatabase } from '../support/databases.js';
import { writeNight } from '../support/night-files.js';
import { recordOver } from '../support/record.js';

const { signal } = new AbortController();
const date = '2026-06-02';
const by = { name: 'test', depotIds: undefined, courierId: undefined };
const at = (second: number) => instantOf(date, second, 'Asia/Shanghai');
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

eachDatabase('a break that is under way when the day is planned anew', (open) => {
  /** One van that has left for three stations, 40 minutes apart, and rests for half an hour from 06:20 on. */
  const underWay = async () => {
    const record = recordOver(await open());
    const folder = writeNight({
      timeZone: 'Asia/Shanghai',
      dates: [date],
      depot: ['05:00', '20:00'],
      shift: ['06:00', '20:00'],
      stations: ['N1', 'N2', 'N3'].map((id) => ({ id, hours: ['06:00', '20:00'] })),
      vehicleRules: { break_min: '30', break_from: '06:20', break_to: '06:25' },
      minutesApart: 40,
    });
    folders.push(folder);
    await record.importFrom(folder);
    const [{ waveId }] = await record.waves.listByDate(date);
    const plan = await record.plan(waveId, 300);
    await record.plans.release(plan.planId, at(0), 'test');
    const [{ runId }] = await record.replans.listSeenRuns(plan);
    const { rows } = await record.database.knex.raw('select stop_id from stops where run_id = ? order by sequence', [
      runId,
    ]);
    const [trip] = plan.routes[0].trips;
    const field = makeFieldStore(record.database);
    const report = async (kind: 'departed' | 'delivered', second: number, stop?: number) => {
      const stopId = stop === undefined ? {} : { stopId: rows[stop].stop_id as string };
      const reports = [{ deviceEventId: `${kind} ${stop}`, kind, deviceAt: at(second), ...stopId }];
      const [{ effect }] = await field.report(runId, reports, by, at(second));
      expect(effect).toBe('taken');
    };
    await report('departed', trip.departs);
    const again = async (second: number) => {
      const outcome = await record.replan.preview(plan, { event: { kind: 'reports' }, from: at(second) }, signal);
      const [saved] = await record.replan.apply(plan, outcome.previewId, 'test');
      return saved.routes[0].trips;
    };
    return { trip, report, again };
  };

  it('goes on until its end: no stop is reached earlier for it', async () => {
    const { trip, again } = await underWay();
    const [pause] = trip.breaks!;
    expect(pause.beforeStop).toBe(0);
    expect(pause.begins).toBeGreaterThan(trip.departs);
    const [anew, ...others] = await again(pause.begins + 600);
    expect(others).toEqual([]);
    expect(anew.breaks).toEqual([pause]);
    expect(anew.stops.map(({ arrives }) => arrives)).toEqual(trip.stops.map(({ arrives }) => arrives));
  });

  it('is still known as taken when it is over', async () => {
    const { trip, report, again } = await underWay();
    const [first] = trip.stops;
    await report('delivered', first.leaves, 0);
    const [anew] = await again(first.leaves + 60);
    expect(anew.breaks).toEqual(trip.breaks);
    expect(anew.stops.map(({ arrives }) => arrives).slice(1)).toEqual(
      trip.stops.map(({ arrives }) => arrives).slice(1),
    );
  });
});
