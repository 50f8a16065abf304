import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { exportPlan } from '../../server/application/exchange/exports/export-plan.js';
import { checkContextOf, readPlanningContext } from '../../server/application/planning/planning-context.js';
import { checkPlan } from '../../server/domain/planning/check-plan.js';
import type { Plan } from '../../server/domain/planning/plan.js';
import { eachDatabase } from '../support/databases.js';
import { type NightFiles, writeNight } from '../support/night-files.js';
import { recordOver } from '../support/record.js';
import { clockOf } from '../support/zone-clock.js';

const { signal } = new AbortController();
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** Whether a time of day lies in hours that may go past midnight, both ends included. */
function isWithin(minute: number, [from, until]: readonly [string, string]): boolean {
  const [opens, closes] = [minutesOf(from), minutesOf(until)];
  return closes < opens ? minute >= opens || minute <= closes : minute >= opens && minute <= closes;
}

eachDatabase('a night', (open) => {
  const planNight = async (night: NightFiles) => {
    const record = recordOver(await open());
    const folder = writeNight(night);
    folders.push(folder);
    const { findings } = await record.importFrom(folder);
    expect(findings.filter(({ level }) => level === 'refused')).toEqual([]);
    const shows = clockOf(night.timeZone);
    /** "2026-03-29 04:10" as clocks show an instant. */
    const shown = (at: string | Date) =>
      new Date(shows(new Date(at).getTime())).toISOString().slice(0, 16).replace('T', ' ');
    const minuteOf = (at: string | Date) => minutesOf(shown(at).slice(11));
    const planOf = async (date: string) => {
      const [{ waveId }] = await record.waves.listByDate(date);
      const plan = await record.plan(waveId, 300);
      await isTrue(plan);
      return plan;
    };

    /** What leaves the house, by real instants and the clocks of the zone: nothing of the product's is asked. */
    const isTrue = async (plan: Plan) => {
      const { runs } = await exportPlan(record.planning, plan.deliveryDate);
      const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;
      runs.forEach((run, routeAt) => {
        run.trips.forEach((trip, tripAt) => {
          const planned = plan.routes[routeAt].trips[tripAt];
          expect(isWithin(minuteOf(trip.loadBeginsAt), night.shift), shown(trip.loadBeginsAt)).toBe(true);
          expect(isWithin(minuteOf(trip.returnsAt), night.shift), shown(trip.returnsAt)).toBe(true);
          expect(isWithin(minuteOf(trip.loadBeginsAt), night.depot)).toBe(true);
          let left = trip.departsAt;
          trip.stops.forEach((stop, at) => {
            const { hours } = night.stations.find(({ id }) => id === stop.stationId)!;
            expect(isWithin(minuteOf(stop.beginsAt), hours), `${stop.stationId} ${shown(stop.beginsAt)}`).toBe(true);
            // Nothing is driven faster or slower for the clocks; a break may come between.
            const breaks = (trip.breaks ?? []).filter(({ beforeStop }) => beforeStop === at);
            const paused = breaks.reduce((sum, { beginsAt, endsAt }) => sum + seconds(beginsAt, endsAt), 0);
            const driven = seconds(left, stop.arrivesAt) - paused;
            if (paused === 0) expect(driven).toBe(planned.stops[at].legSeconds);
            else expect(driven).toBeGreaterThanOrEqual(planned.stops[at].legSeconds);
            // Five minutes, and two for 100 kg: five loaves of a kilogram take six seconds.
            expect(seconds(stop.beginsAt, stop.leavesAt)).toBe(306);
            left = stop.leavesAt;
          });
        });
      });
      const { rows } = await record.database.knex.raw(
        `select stops.station_id, stops.planned_begin_at from stops join runs on runs.depot_id = stops.depot_id
           and runs.run_id = stops.run_id where runs.wave_id = ? order by runs.route_no, stops.sequence`,
        [plan.waveId],
      );
      const stops = runs.flatMap(({ trips }) => trips.flatMap((trip) => trip.stops));
      expect(rows.map((row: { planned_begin_at: Date }) => row.planned_begin_at.getTime())).toEqual(
        stops.map(({ beginsAt }) => Date.parse(beginsAt)),
      );
      const context = await readPlanningContext(record.planning, plan, { signal, provenance: plan.provenance });
      expect(checkPlan(plan, checkContextOf(context))).toEqual([]);
    };
    const beginsOf = async (plan: Plan) => {
      const { runs } = await exportPlan(record.planning, plan.deliveryDate);
      const stops = runs.flatMap(({ trips }) => trips.flatMap((trip) => trip.stops));
      return Object.fromEntries(stops.map(({ stationId, beginsAt }) => [stationId, shown(beginsAt)]));
    };
    return { record, planOf, beginsOf, shown };
  };

  const berlin: NightFiles = {
    timeZone: 'Europe/Berlin',
    dates: ['2026-03-28', '2026-03-29', '2026-10-25'],
    depot: ['00:00', '12:00'],
    shift: ['00:30', '09:00'],
    stations: ['N1', 'N2', 'N3'].map((id) => ({ id, hours: ['01:00', '04:30'] })),
    minutesApart: 25,
  };

  it('in which clocks are changed takes as long as it takes', async () => {
    const { planOf } = await planNight(berlin);
    const plans = [];
    for (const date of berlin.dates) plans.push(await planOf(date));
    for (const { unassigned } of plans) expect(unassigned).toEqual([]);
    expect(plans.map(({ routes }) => routes.length)).toEqual([1, 1, 1]);
  });

  it('in which an hour is lost leaves out what the shift has no time for then', async () => {
    // 55 minutes there and back, 10 of loading and 5 of service are more than two hours. From 00:30 to 03:10 are 160
    // minutes, and on 29 March 100.
    const files: NightFiles = {
      ...berlin,
      dates: ['2026-03-28', '2026-03-29'],
      shift: ['00:30', '03:10'],
      stations: [{ id: 'N1', hours: ['01:00', '03:00'] }],
      minutesApart: 55,
    };
    const { planOf } = await planNight(files);
    expect((await planOf('2026-03-28')).unassigned).toEqual([]);
    expect((await planOf('2026-03-29')).unassigned).toHaveLength(1);
  });

  it.each([
    ['Australia/Lord_Howe', '2026-04-05'],
    ['Australia/Lord_Howe', '2026-10-04'],
    ['America/Havana', '2026-03-08'],
    ['America/Havana', '2026-11-01'],
    ['America/Sao_Paulo', '2018-11-04'],
    ['Africa/Cairo', '2026-04-24'],
    ['America/New_York', '2026-11-01'],
  ])('in %s on %s is planned by its clocks', async (timeZone, date) => {
    const { planOf } = await planNight({ ...berlin, timeZone, dates: [date] });
    expect((await planOf(date)).unassigned).toEqual([]);
  });

  const late: NightFiles = {
    timeZone: 'Asia/Shanghai',
    dates: ['2026-06-02'],
    depot: ['17:00', '04:00'],
    shift: ['18:00', '03:00'],
    stations: [
      { id: 'N1', hours: ['23:00', '01:00'] },
      { id: 'N2', hours: ['00:30', '02:00'] },
      { id: 'N3', hours: ['19:00', '22:00'] },
    ],
  };

  it('that goes past midnight serves windows behind it', async () => {
    const { planOf, beginsOf } = await planNight(late);
    const plan = await planOf('2026-06-02');
    expect(plan.unassigned).toEqual([]);
    const begins = await beginsOf(plan);
    expect(begins.N2 >= '2026-06-03 00:30' && begins.N2 <= '2026-06-03 02:00').toBe(true);
    expect(begins.N3 >= '2026-06-02 19:00' && begins.N3 <= '2026-06-02 22:00').toBe(true);
  });

  it('from 22:00 to 06:00 serves stations in the morning, and none that opens behind the shift', async () => {
    const { planOf, beginsOf } = await planNight({
      ...late,
      depot: ['00:00', '24:00'],
      shift: ['22:00', '06:00'],
      stations: [
        { id: 'N1', hours: ['05:00', '08:00'] },
        { id: 'N2', hours: ['00:00', '24:00'] },
        { id: 'N3', hours: ['06:30', '09:00'] },
      ],
    });
    const plan = await planOf('2026-06-02');
    expect(plan.unassigned.map(({ stationId }) => stationId)).toEqual(['N3']);
    const begins = await beginsOf(plan);
    expect(begins.N1 >= '2026-06-03 05:00').toBe(true);
    expect(begins.N2 >= '2026-06-02 22:00').toBe(true);
  });

  it('that begins at midnight serves what is still open from the evening before', async () => {
    const { planOf, beginsOf } = await planNight({
      ...late,
      depot: ['22:00', '06:00'],
      shift: ['00:00', '05:00'],
      stations: [{ id: 'N1', hours: ['22:00', '02:00'] }],
    });
    const plan = await planOf('2026-06-02');
    expect(plan.unassigned).toEqual([]);
    expect((await beginsOf(plan)).N1 <= '2026-06-02 02:00').toBe(true);
  });

  it('past midnight in which clocks are changed has both', async () => {
    // On the evening of 28 March and of 24 October; clocks are changed at 02:00 and at 03:00 of the next day.
    const dates = ['2026-03-28', '2026-10-24'];
    const stations: NightFiles['stations'] = [
      { id: 'N1', hours: ['23:00', '01:00'] },
      { id: 'N2', hours: ['03:00', '04:30'] },
      { id: 'N3', hours: ['19:00', '22:00'] },
    ];
    const { planOf, beginsOf } = await planNight({
      ...late,
      timeZone: 'Europe/Berlin',
      dates,
      shift: ['18:00', '05:30'],
      depot: ['17:00', '06:00'],
      stations,
    });
    for (const date of dates) {
      const plan = await planOf(date);
      expect(plan.unassigned).toEqual([]);
      expect((await beginsOf(plan)).N2.slice(0, 10) > date).toBe(true);
    }
  });

  it('keeps breaks, soft times and release times in the hours in which they are said', async () => {
    const { planOf, beginsOf, shown, record } = await planNight({
      ...late,
      depotRules: { release_time: 'ambient:18:40' },
      vehicleRules: { break_min: '30', break_from: '00:45', break_to: '01:30' },
      stations: [
        { id: 'N1', hours: ['23:00', '01:00'] },
        { id: 'N2', hours: ['00:30', '02:30'], rules: { soft_from: '01:45', early_cost_per_hour: '500' } },
        { id: 'N3', hours: ['19:00', '22:00'] },
      ],
    });
    const plan = await planOf('2026-06-02');
    expect(plan.unassigned).toEqual([]);
    expect((await beginsOf(plan)).N2 >= '2026-06-03 01:45').toBe(true);
    const { runs } = await exportPlan(record.planning, '2026-06-02');
    const [run] = runs;
    expect(shown(run.trips[0].loadBeginsAt) >= '2026-06-02 18:40').toBe(true);
    const breaks = run.trips.flatMap((trip) => trip.breaks ?? []).map(({ beginsAt }) => shown(beginsAt));
    expect(breaks).toHaveLength(1);
    expect(breaks[0] >= '2026-06-03 00:45' && breaks[0] <= '2026-06-03 01:30').toBe(true);
  });

  it('expects its stops behind midnight in time once it has left', async () => {
    const { planOf, record } = await planNight(late);
    const plan = await planOf('2026-06-02');
    await record.plans.release(plan.planId, new Date('2026-06-02T08:00:00Z'), 'test');
    const [{ runId }] = await record.replans.listSeenRuns(plan);
    // Midnight in Shanghai is 16:00 UTC of the day before.
    const left = new Date(Date.parse('2026-06-01T16:00:00Z') + plan.routes[0].trips[0].departs * 1000);
    const by = { name: 'test', depotIds: undefined, courierId: undefined };
    const report = { deviceEventId: 'e1', kind: 'departed' as const, deviceAt: left };
    const [{ effect }] = await makeFieldStore(record.database).report(runId, [report], by, left);
    expect(effect).toBe('taken');
    const { rows } = await record.database.knex.raw(
      'select trip_no, eta_at, planned_arrival_at, late_seconds from stops where run_id = ? order by sequence',
      [runId],
    );
    expect(rows).toHaveLength(3);
    for (const { eta_at, planned_arrival_at, late_seconds } of rows) {
      expect([eta_at, late_seconds]).toEqual([planned_arrival_at, 0]);
    }
  });

  it('goes by the zone that its wave was made in, though its depot has moved since', async () => {
    const { planOf, record } = await planNight(late);
    await record.database.knex.raw(`update depots set time_zone = 'Europe/Berlin'`);
    expect((await planOf('2026-06-02')).unassigned).toEqual([]);
  });

  it('can be planned anew after midnight, and not after its last shift', async () => {
    const { planOf, record } = await planNight(late);
    const plan = await planOf('2026-06-02');
    // 01:00 and 03:01 of the next day in Shanghai.
    const look = (from: string) =>
      record.replan.preview(plan, { event: { kind: 'reports' }, from: new Date(from) }, signal);
    expect((await look('2026-06-02T17:00:00Z')).from).toBe(25 * 3600);
    await expect(look('2026-06-02T19:01:00Z')).rejects.toThrow('03:00 of the next day');
  });
});
