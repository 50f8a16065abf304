import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { makeStraightLineEngine } from '../../server/adapters/routing/straight-line-engine.js';
import { Seeded } from '../../server/demo/seeded.js';
import { DispatchError } from '../../server/domain/dispatch-error.js';
import { instantOf } from '../../server/domain/local-time.js';
import type { Plan } from '../../server/domain/planning/plan.js';
import type { PlanEdit } from '../../server/domain/planning/plan-edit.js';
import type { ReplanEvent } from '../../server/domain/planning/replan.js';
import { eachDatabase } from '../support/databases.js';
import { serveApi } from '../support/http-api.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-changes-'));
const { signal } = new AbortController();
const date = '2024-06-14';
const night = new Date('2024-06-13T16:00:00Z');
const by = { name: 'test', depotIds: undefined, courierId: undefined };
const at = (second: number) => instantOf(date, second, 'Asia/Shanghai');

beforeAll(() => writeDemo({ folder, date, stations: 16, orders: 240 }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Patch = readonly [path: string, change: object];

/** One change of each field that the API can change, with values that hurt. */
function changesFor(
  depotId: string,
  pick: <T>(values: readonly T[]) => T,
  vehicleIds: readonly string[],
  stationIds: readonly string[],
) {
  const zone = () => pick(['ambient', 'fresh', 'chilled', 'frozen']);
  const hour = () => pick([0, 4, 6, 8, 10, 12, 16, 20]) * 3600;
  const span = () => {
    const opens = hour();
    return { opens, closes: opens + pick([0, 1, 4, 12]) * 3600 };
  };
  const depot: (() => object)[] = [
    () => ({ loadingFixedMilliminutes: pick([0, 25_000, 90_000, 600_000]) }),
    () => ({ loadingMilliminutesPer100Kg: pick([0, 5_000, 60_000]) }),
    () => ({ docks: pick([1, 2, 10]) }),
    () => ({ opensSecond: pick([0, 4, 8, 12]) * 3600, closesSecond: pick([12, 18, 23]) * 3600 }),
    () => ({ lon: 120.2 + pick([0, 1, 9]) / 100, lat: 30.25 }),
    () => ({ timeZone: pick(['Asia/Shanghai', 'Europe/Berlin']) }),
    () => ({
      rules: {
        incompatibleZones: [
          ['ambient', 'fresh'],
          ['chilled', 'frozen'],
        ],
      },
    }),
    () => ({ rules: { incompatibleOnTrip: [['ambient', zone() === 'ambient' ? 'frozen' : 'chilled']] } }),
    () => ({ rules: { releaseSeconds: { [zone()]: hour() }, limitsTimeOutOfRefrigeration: true } }),
    () => ({ rules: { emptyTotes: { chilled: { milliliters: 8_000, grams: 900 } }, changeMicros: 1_000_000 } }),
    () => ({ rules: { emptyTotes: { chilled: { milliliters: 9_000, grams: 700 } }, compactnessMicros: 50_000 } }),
    () => ({ rules: {} }),
  ];
  const station: (() => object)[] = [
    () => ({ serviceFixedMilliminutes: pick([0, 1_000, 60_000, 600_000]) }),
    () => ({ serviceMilliminutesPer100Kg: pick([0, 9_000]) }),
    () => ({ windows: [span()] }),
    () => ({ status: pick(['suspended', 'open']) }),
    () => ({ lon: 120.2 + pick([0, 5]) / 100, lat: 30.3 }),
    () => ({ maxVehicleHeightMillimeters: pick([1, 2_000, null]) }),
    () => ({ rules: { skills: ['tail-lift'] } }),
    () => ({ rules: { allowedVehicleIds: [pick(vehicleIds)] } }),
    () => ({ rules: { milliminutesPerTote: 700, milliminutesByZone: { chilled: 3_000 } } }),
    () => ({ rules: { softToSecond: hour(), lateMicrosPerHour: 5_000_000 } }),
    () => ({ rules: { softFromSecond: hour(), earlyMicrosPerHour: 90_000_000 } }),
    () => ({ rules: {} }),
  ];
  const vehicle: (() => object)[] = [
    () => {
      const { opens, closes } = span();
      return { shiftBeginsSecond: opens, shiftEndsSecond: closes };
    },
    () => ({ payloadGrams: pick([0, 50_000, 900_000]) }),
    () => ({ compartments: [] }),
    () => ({
      compartments: [{ compartmentNo: 7, zoneIds: [zone()], milliliters: 100_000, maxTimeOnBoardSeconds: 600 }],
    }),
    () => ({ maxStops: pick([0, 1, null]) }),
    () => ({ maxTrips: pick([1, 3]) }),
    () => ({ rangeMeters: pick([0, 1_000, null]) }),
    () => ({ heightMillimeters: pick([2_000, 4_000, null]) }),
    () => ({ profile: pick(['auto', 'truck']) }),
    () => ({ fixedCostMicros: 1, costPerKmMicros: 7_000_000, costPerHourMicros: 0 }),
    () => ({ status: pick(['maintenance', 'available']) }),
    () => ({ rules: { maxDrivingSeconds: pick([0, 600, 20_000]) } }),
    () => ({ rules: { breaks: [{ seconds: 1800, begins: { opens: hour(), closes: 23 * 3600 } }] } }),
    () => ({ rules: { body: { milliliters: 50_000, stepMilliliters: 7_000 } } }),
    () => ({ rules: { skills: ['tail-lift'] } }),
    () => ({ rules: {} }),
  ];
  const zones: (() => object)[] = [
    () => ({ minutesOutOfRefrigeration: pick([1, 30, null]) }),
    () => ({ toteMilliliters: 1_000, toteGrams: 1_000 }),
  ];
  const all = [
    ...depot.map((change) => (): Patch => [`/depots/${depotId}`, change()]),
    ...station.map((change) => (): Patch => [`/stations/${pick(stationIds)}`, change()]),
    ...vehicle.map((change) => (): Patch => [`/vehicles/${pick(vehicleIds)}`, change()]),
    ...zones.map((change) => (): Patch => [`/zones/${zone()}`, change()]),
  ];
  return all;
}

/** An engine whose roads can go, all at once a new map. */
function fadingEngine() {
  const engine = makeStraightLineEngine();
  const gone = new Set<string>();
  const keyOf = ({ lon, lat }: { lon: number; lat: number }) => `${lon} ${lat}`;
  return {
    ...engine,
    gone,
    keyOf,
    get mapId() {
      return `${engine.mapId}-${[...gone].join()}`;
    },
    async matrix(...asked: Parameters<typeof engine.matrix>) {
      const [sources, targets] = asked;
      const matrix = await engine.matrix(...asked);
      sources.forEach((from, row) => {
        targets.forEach((to, column) => {
          if (keyOf(from) !== keyOf(to) && (gone.has(keyOf(from)) || gone.has(keyOf(to)))) {
            matrix.seconds[row * matrix.columns + column] = -1;
          }
        });
      });
      return matrix;
    },
  };
}

eachDatabase('a plan over a network that changed since', (open, backend) => {
  const begin = async () => {
    const routing = fadingEngine();
    const api = await serveApi(await open(), { routing });
    const { record } = api;
    const admin = await api.keyOf('admin');
    await record.importFrom(folder);
    const [{ waveId }] = await record.waves.listByDate(date);
    const plan = await record.plan(waveId, 500);
    return { api, record, admin, waveId, plan, routing };
  };
  type Begun = Awaited<ReturnType<typeof begin>>;

  /** The first vehicle has reached two stops, the second has left. */
  const drive = async ({ record }: Begun, plan: Plan) => {
    await record.plans.release(plan.planId, night, 'test');
    const field = makeFieldStore(record.database);
    const runs = await record.replans.listSeenRuns(plan);
    let now = 0;
    for (const [place, stops] of [2, 0].entries()) {
      const { vehicleId, trips } = plan.routes[place];
      const { runId } = runs.find((run) => run.vehicleId === vehicleId)!;
      const { rows } = await record.database.knex.raw('select stop_id, station_id from stops where run_id = ?', [
        runId,
      ]);
      const stopOf = new Map(rows.map((row: { stop_id: string; station_id: string }) => [row.station_id, row.stop_id]));
      const left = { deviceEventId: `${place}`, kind: 'departed' as const, deviceAt: at(trips[0].departs) };
      const done = trips[0].stops.slice(0, stops).map(({ stationId, leaves }, no) => ({
        deviceEventId: `${place} ${no}`,
        kind: 'delivered' as const,
        deviceAt: at(leaves),
        stopId: stopOf.get(stationId) as string,
      }));
      await field.report(runId, [left, ...done], by, at(trips[0].returns));
      now = Math.max(now, trips[0].departs, ...trips[0].stops.slice(0, stops).map(({ leaves }) => leaves));
    }
    return now;
  };

  const eventsOf = ({ routes }: Plan): ReplanEvent[] => [
    { kind: 'reports' },
    ...routes.slice(0, 3).flatMap(({ vehicleId }): ReplanEvent[] => [
      { kind: 'vehicle-out', vehicleId, goods: 'transfer' },
      { kind: 'vehicle-out', vehicleId, goods: 'stay' },
      { kind: 'late-departure', vehicleId, minutes: 30 },
    ]),
    ...routes.slice(0, 2).flatMap(({ trips }): ReplanEvent[] => [
      { kind: 'station-closed', stationId: trips[0].stops.at(-1)!.stationId },
      {
        kind: 'station-closed',
        stationId: trips[0].stops[0].stationId,
        windows: [{ opens: 30_000, closes: 60_000 }],
      },
    ]),
  ];

  it.each([
    ['under way', true],
    ['not begun', false],
  ])(
    'is planned anew, edited and printed while %s, or refused for a reason that is told',
    { timeout: 900_000 },
    async (_, isUnderWay) => {
      const seed = Number(process.env.SEED ?? 1);
      // Planning is the same on both databases.
      const rounds = Number(process.env.ROUNDS ?? (backend === 'embedded' ? 30 : 12));
      const random = new Seeded(seed);
      const pick = <T>(values: readonly T[]): T => values[Math.floor(random.fraction() * values.length)];
      /** Every change meets one event; ALL=1 tries all of them, which takes a quarter of an hour. */
      const some = <T>(values: readonly T[]): readonly T[] => (process.env.ALL === '1' ? values : [pick(values)]);
      const day = await begin();
      const { api, record, admin, routing, waveId } = day;
      let { plan } = day;
      const now = isUnderWay ? await drive(day, plan) : 0;
      const vehicleIds = plan.routes.map(({ vehicleId }) => vehicleId);
      const stationIds = plan.routes.flatMap(({ trips }) => trips[0].stops.map(({ stationId }) => stationId));
      const changes = changesFor(plan.depotId, pick, vehicleIds, stationIds);
      const fleet = (await record.network.listVehicles(plan.depotId)).map(({ vehicleId }) => vehicleId);
      const stations = await record.network.listStations(plan.depotId);
      const bugs: string[] = [];
      let made = 0;
      let changed = 0;
      const outcome = async (what: string, work: Promise<unknown>) => {
        try {
          await work;
          made++;
        } catch (error) {
          if (error instanceof DispatchError) return;
          bugs.push(`${what}: ${error instanceof Error ? error.stack?.slice(0, 700) : error}`);
        }
      };
      for (let round = 0; round < rounds; round++) {
        const [where, change] = changes[round % changes.length]();
        const patched = await api.ask('PATCH', where, { key: admin, json: change });
        expect(patched.status, `${where} ${JSON.stringify(change)} ${JSON.stringify(patched.body)}`).toBeLessThan(500);
        if (patched.status === 200) changed++;
        if (round % 12 === 11) {
          const cut = pick(stationIds);
          routing.gone.add(routing.keyOf(stations.find(({ stationId }) => stationId === cut)!.position));
        }
        const what = `round ${round}, ${where} ${JSON.stringify(change)}`;
        for (const event of some(eventsOf(plan))) {
          const from = at(isUnderWay ? pick([now, now + 1800, now + 7200]) : 0);
          await outcome(`${what}, ${JSON.stringify(event)}`, record.replan.preview(plan, { event, from }, signal));
        }
        const [first] = plan.routes;
        const last = plan.routes[plan.routes.length - 1];
        const { stationId } = first.trips[0].stops[0];
        const edits: PlanEdit[] = [
          { kind: 'move', stationId, to: { vehicleId: last.vehicleId, tripNo: 1, position: 1 } },
          { kind: 'move', stationId, to: null },
          { kind: 'exchange-vehicles', vehicleId: first.vehicleId, otherVehicleId: pick(fleet) },
          { kind: 'lock', vehicleId: first.vehicleId },
        ];
        for (const edit of edits) {
          await outcome(`${what}, ${JSON.stringify(edit)}`, record.editPlan.evaluate(plan, [edit], signal));
        }
        await outcome(
          `${what}, locked`,
          record.editPlan.make(plan, [edits[isUnderWay ? 1 : 3]], 'test', signal).then(([next]) => {
            plan = next;
          }),
        );
        // What is read goes by the plan, not by the change: a look now and then is enough.
        const reads = [
          `waves/${waveId}/load-lists`,
          `waves/${waveId}/positions`,
          `waves/${waveId}/exports/plan?format=xlsx`,
          `waves/${waveId}/exports/runs?format=pdf`,
          `plans/${plan.planId}`,
          `plans/${plan.planId}?format=geojson`,
          `plans/${plan.planId}/legs?vehicle=${encodeURIComponent(pick(vehicleIds))}`,
          `plans/${plan.planId}/travel`,
        ];
        for (const subject of round % 4 === 3 ? reads : []) {
          const { status, body } = await api.ask('GET', `/${subject}`, { key: admin });
          if (status >= 500) bugs.push(`${what}, ${subject}: Error: ${status} ${JSON.stringify(body)}`);
        }
        if (isUnderWay && round % 7 === 6) {
          const event = pick(eventsOf(plan));
          await outcome(
            `${what}, made ${JSON.stringify(event)}`,
            record.replan
              .preview(plan, { event, from: at(isUnderWay ? now + round * 60 : 0) }, signal)
              .then(async ({ previewId }) => {
                [plan] = await record.replan.apply(plan, previewId, 'test');
              }),
          );
        }
      }
      await api.close();
      const kinds = new Map(
        bugs.map((bug) => [
          bug
            .replace(/^.*?Error: /s, '')
            .replace(/[0-9]+/g, '#')
            .slice(0, 90),
          bug,
        ]),
      );
      expect([...kinds.values()]).toEqual([]);
      expect(changed).toBeGreaterThan(rounds * 0.8);
      expect(made).toBeGreaterThan(rounds);
    },
  );
});
