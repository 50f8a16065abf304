import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFieldStore } from '../../server/adapters/db/delivery/field-store.js';
import { makeRunReader } from '../../server/adapters/db/delivery/run-reader.js';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { evaluateEdits } from '../../server/application/planning/edits/edit-plan.js';
import { checkContextOf, readPlanningContext } from '../../server/application/planning/planning-context.js';
import { instantOf } from '../../server/domain/local-time.js';
import { checkPlan } from '../../server/domain/planning/check-plan.js';
import type { Plan, PlannedStop, Trip } from '../../server/domain/planning/plan.js';
import type { PlanEdit } from '../../server/domain/planning/plan-edit.js';
import type { ReplanEvent } from '../../server/domain/planning/replan.js';
import { eachDatabase } from '../support/databases.js';
import { recordOver } from '../support/record.js';

const signal = new AbortController().signal;
const folders: string[] = [];
const date = '2024-06-14';
/** Iterations where it is asked how good a plan is; for whether it keeps a rule fewer do. */
const thorough = 2000;
let plainFiles: Record<string, string>;

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-rules-'));
  folders.push(folder);
  await writeDemo({ folder, date, stations: 40, orders: 600 });
  const names = ['depots', 'stations', 'skus', 'vehicles', 'vehicle_compartments', 'orders', 'order_lines'];
  plainFiles = Object.fromEntries(
    names.map((name) => [`${name}.csv`, readFileSync(path.join(folder, `${name}.csv`), 'utf8')]),
  );
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Further columns of a file, or others in place of its own, a row each. */
type Columns = Record<string, (cells: Record<string, string>, row: number) => string>;

/** The demo's files with further or other columns, in a folder. */
function withColumns(further: Record<string, Columns>, only?: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-rules-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(plainFiles)) {
    if (only !== undefined && !only.includes(name)) continue;
    const columns = Object.entries(further[name] ?? {});
    const [header, ...rows] = text
      .replace(/^\ufeff/, '')
      .trimEnd()
      .split(/\r?\n/);
    const names = header.split(',');
    const written = rows.map((row, at) => {
      const cells = Object.fromEntries(row.split(',').map((cell, cellAt) => [names[cellAt], cell]));
      const others = Object.fromEntries(columns.map(([column, write]) => [column, write(cells, at)]));
      return Object.values({ ...cells, ...others }).join(',');
    });
    const all = new Set([...names, ...columns.map(([column]) => column)]);
    const lines = [[...all].join(','), ...written];
    writeFileSync(path.join(folder, name), `${lines.join('\n')}\n`);
  }
  return folder;
}

const tripsOf = (plan: Pick<Plan, 'routes'>) =>
  plan.routes.flatMap(({ vehicleId, trips }) => trips.map((trip) => ({ ...trip, vehicleId })));
const stopsOf = (plan: Pick<Plan, 'routes'>) =>
  tripsOf(plan).flatMap(({ stops, vehicleId, loadBegins }) =>
    stops.map((stop) => ({ ...stop, vehicleId, loadBegins })),
  );

/** The plan with one trip changed. */
function withTrip(plan: Plan, change: (trip: Trip) => Trip): Plan {
  const [first, ...others] = plan.routes;
  return { ...plan, routes: [{ ...first, trips: [change(first.trips[0]), ...first.trips.slice(1)] }, ...others] };
}

eachDatabase('rules of dispatch from the files to the plan', (open) => {
  const planned = async (further: Record<string, Columns>, iterations = 400) => {
    const record = recordOver(await open());
    const { findings } = await record.importFrom(withColumns(further));
    expect(findings.filter(({ level }) => level === 'refused')).toEqual([]);
    const [{ waveId }] = await record.waves.listByDate(date);
    const plan = await record.plan(waveId, iterations);
    const context = await readPlanningContext(record.planning, plan, { signal, provenance: plan.provenance });
    const faultsOf = (other: Plan) => [...new Set(checkPlan(other, checkContextOf(context)).map(({ rule }) => rule))];
    expect(faultsOf(plan)).toEqual([]);
    return { record, waveId, plan, context, faultsOf };
  };
  const depot = (columns: Columns) => ({ 'depots.csv': columns });

  it('leaves a day without rules as it was, and takes the same file again as unchanged', async () => {
    const none = await planned({}, 500);
    const empty = await planned(
      {
        'depots.csv': {
          limit_out_of_refrigeration: () => '0',
          release_time: () => '',
          balance_cost: () => '',
          change_cost: () => '0',
        },
        'stations.csv': {
          skills: () => '',
          allowed_vehicles: () => '',
          soft_to: () => '',
          late_cost_per_hour: () => '',
        },
        'vehicles.csv': { skills: () => '', max_driving_min: () => '', break_min: () => '', break_from: () => '' },
        'vehicle_compartments.csv': { max_time_on_board_min: () => '' },
      },
      500,
    );
    // Runs are named anew in each record.
    const unnamed = ({ plan }: typeof none) => plan.routes.map((route) => ({ ...route, run: route.run?.routeNo }));
    expect(unnamed(empty)).toEqual(unnamed(none));
    expect(empty.context.stations).toEqual(none.context.stations);
    expect(empty.context.vehicles).toEqual(none.context.vehicles);
  });

  it('keeps a rule that a later file has no column for, and drops it by an empty cell', async () => {
    const record = recordOver(await open());
    const rules = async () => {
      const stations = await record.network.listStations();
      return [...new Set(stations.map((station) => JSON.stringify(station.rules)))].map(
        (text) => text && JSON.parse(text),
      );
    };
    const ruled = {
      'vehicles.csv': { skills: () => 'lift|key' },
      'stations.csv': { min_per_tote: () => '0.5', skills: () => 'Lift' },
    };
    await record.importFrom(withColumns(ruled));
    expect(await rules()).toEqual([{ milliminutesPerTote: 500, skills: ['lift'] }]);
    const { summary } = await record.importFrom(withColumns({}, ['stations.csv', 'vehicles.csv']));
    expect(summary.files.map(({ taken }) => taken)).toEqual([0, 0]);
    const [vehicle] = await record.network.listVehicles();
    expect(vehicle.rules).toEqual({ skills: ['key', 'lift'] });
    const without = { 'stations.csv': { skills: () => '' } };
    await record.importFrom(withColumns(without, ['stations.csv']));
    expect(await rules()).toEqual([{ milliminutesPerTote: 500 }]);
    await record.importFrom(withColumns({ 'stations.csv': { min_per_tote: () => '' } }, ['stations.csv']));
    expect(await rules()).toEqual([undefined]);
  });

  it('takes a break on every run, within its hours, and the checker sees where it is missing', async () => {
    const { plan, faultsOf } = await planned({
      'vehicles.csv': { break_min: () => '30', break_from: () => '07:30', break_to: () => '09:30' },
    });
    for (const { trips } of plan.routes) {
      const breaks = trips.flatMap((trip) => trip.breaks ?? []);
      expect(breaks).toHaveLength(1);
      expect(breaks[0].ends - breaks[0].begins).toBe(1800);
      expect(breaks[0].begins).toBeGreaterThanOrEqual(7.5 * 3600);
      expect(breaks[0].begins).toBeLessThanOrEqual(9.5 * 3600);
    }
    expect(faultsOf(withTrip(plan, ({ breaks: _, ...trip }) => trip))).toContain('break');
    const shifted = (trip: Trip) => ({
      ...trip,
      breaks: trip.breaks?.map((each) => ({ ...each, begins: each.begins - 14_400, ends: each.ends - 14_400 })),
    });
    expect(faultsOf(withTrip(plan, shifted))).toContain('break');
  });

  it('loads nothing before its zone is ready', async () => {
    const { plan, faultsOf } = await planned(depot({ release_time: () => 'frozen:05:40|chilled:05:20' }));
    const of = (trip: Trip) =>
      new Set(trip.stops.flatMap(({ consignments }) => consignments).map(({ zoneId }) => zoneId));
    const loads = tripsOf(plan).filter((trip) => of(trip).has('frozen'));
    expect(loads.length).toBeGreaterThan(0);
    for (const { loadBegins } of loads) expect(loadBegins).toBeGreaterThanOrEqual(5 * 3600 + 2400);
    const early = faultsOf({
      ...plan,
      routes: plan.routes.map((route) => ({
        ...route,
        trips: route.trips.map((trip) => ({ ...trip, loadBegins: 5 * 3600 })),
      })),
    });
    expect(early).toContain('release');
  });

  it('keeps zones apart in compartments and vehicles, also by hand', async () => {
    const zonesIn = ({ stops }: Pick<Trip, 'stops'>, part?: number) => {
      const goods = stops.flatMap(({ consignments }) => consignments);
      return new Set(
        goods.filter((item) => part === undefined || item.compartmentNo === part).map((item) => item.zoneId),
      );
    };
    const both = (found: ReadonlySet<string>, one: string, other: string) => found.has(one) && found.has(other);
    const parts = [1, 2, 3];
    const shared = ({ plan }: { plan: Plan }) =>
      tripsOf(plan).filter((trip) => parts.some((part) => both(zonesIn(trip, part), 'ambient', 'fresh')));
    const plain = await planned({}, 1000);
    expect(shared(plain).length).toBeGreaterThan(0);
    const rules = { incompatible_zones: () => 'Fresh+ambient', incompatible_on_trip: () => 'chilled+ambient' };
    const apart = await planned(depot(rules), 1000);
    expect(apart.context.depot.rules).toEqual({
      incompatibleZones: [['ambient', 'fresh']],
      incompatibleOnTrip: [['ambient', 'chilled']],
    });
    expect(shared(apart)).toEqual([]);
    expect(tripsOf(apart.plan).filter((trip) => both(zonesIn(trip), 'ambient', 'chilled'))).toEqual([]);
    expect(tripsOf(apart.plan).some((trip) => zonesIn(trip).has('chilled'))).toBe(true);
    expect(apart.faultsOf(plain.plan)).toContain('incompatible-zones');

    // By hand: chilled goods go to a vehicle that carries ambient ones.
    const withAmbient = apart.plan.routes.find(({ trips }) => zonesIn(trips[0]).has('ambient'))!;
    const cold = stopsOf(apart.plan).find((stop) => stop.consignments.some(({ zoneId }) => zoneId === 'chilled'))!;
    const goods = cold.consignments.filter(({ zoneId }) => zoneId === 'chilled').map((item) => item.consignmentId);
    const to = { vehicleId: withAmbient.vehicleId, tripNo: 1, position: 1 };
    const move = { kind: 'move', stationId: cold.stationId, consignmentIds: goods, to } as const;
    const { evaluation } = evaluateEdits(apart.plan, [move], apart.context);
    expect(evaluation.violations.map(({ cause }) => cause)).toContain('incompatible_zones');
  });

  it('keeps skills and stations that are meant for some vehicles', async () => {
    const record = recordOver(await open());
    await record.importFrom(withColumns({}));
    const vehicles = (await record.network.listVehicles()).filter(({ status }) => status === 'available');
    const [first, second] = vehicles.map(({ vehicleId }) => vehicleId);
    const { plan, faultsOf } = await planned({
      'vehicles.csv': { skills: ({ vehicle_id }) => (vehicle_id === first ? 'Tail-Lift|key' : '') },
      'stations.csv': {
        skills: (_, row) => (row === 3 ? 'tail-lift' : ''),
        allowed_vehicles: (_, row) => (row === 5 ? `${second}` : ''),
      },
    });
    const stations = (await record.network.listStations()).filter(({ rules }) => rules !== undefined);
    const lifted = stations.find(({ rules }) => rules?.skills !== undefined)!;
    const pinned = stations.find(({ rules }) => rules?.allowedVehicleIds !== undefined)!;
    expect(lifted.rules).toEqual({ skills: ['tail-lift'] });
    const served = (id: string) => stopsOf(plan).filter(({ stationId }) => stationId === id);
    expect(served(lifted.stationId).map(({ vehicleId }) => vehicleId)).toEqual([first]);
    expect(served(pinned.stationId).map(({ vehicleId }) => vehicleId)).toEqual([second]);
    const swapped = {
      ...plan,
      routes: plan.routes.map((route) => ({
        ...route,
        vehicleId: route.vehicleId === first ? second : route.vehicleId === second ? first : route.vehicleId,
      })),
    };
    expect(faultsOf(swapped)).toEqual(expect.arrayContaining(['skills', 'allowed-vehicles']));
  });

  it('takes longer where totes and zones take time', async () => {
    const { plan, context, faultsOf } = await planned({
      'stations.csv': { min_per_tote: () => '0.5', min_per_zone: () => 'frozen:2|chilled:1.25' },
    });
    const totes = new Map(context.consignments.map((goods) => [goods.consignmentId, goods.toteCount]));
    const stations = new Map(context.stations.map((station) => [station.stationId, station]));
    for (const { stationId, begins, leaves, consignments } of stopsOf(plan)) {
      const { service } = stations.get(stationId)!;
      const minutes =
        service.fixedMilliminutes / 1000 +
        consignments.reduce((sum, { grams, zoneId, consignmentId }) => {
          const zone = { frozen: 2, chilled: 1.25 }[zoneId] ?? 0;
          return sum + (service.milliminutesPer100Kg * grams) / 1e8 + 0.5 * totes.get(consignmentId)! + zone;
        }, 0);
      expect(leaves - begins).toBe(Math.ceil(Math.round(minutes * 60 * 1e6) / 1e6));
    }
    const hasty = withTrip(plan, (trip) => ({
      ...trip,
      stops: trip.stops.map((stop: PlannedStop) => ({ ...stop, leaves: stop.leaves - 30 })),
    }));
    expect(faultsOf(hasty)).toContain('service');
  });

  it('keeps cold by compartment, by the zones where the depot says so, and says what was too long', async () => {
    const keep = 95;
    const { plan, faultsOf } = await planned({
      'vehicle_compartments.csv': { max_time_on_board_min: () => String(keep) },
    });
    const cold = stopsOf(plan).filter(({ consignments }) => consignments.some(({ zoneId }) => zoneId !== 'ambient'));
    for (const { leaves, loadBegins } of cold) expect(leaves - loadBegins).toBeLessThanOrEqual(keep * 60);
    const early = withTrip(plan, (trip) => ({ ...trip, loadBegins: trip.loadBegins - 7200 }));
    expect(faultsOf(early)).toContain('time-on-board');
    // A quarter of an hour for frozen goods: none gets anywhere in time without a reefer.
    const strict = await planned(depot({ limit_out_of_refrigeration: () => '1' }), 500);
    const left = strict.plan.unassigned.filter(({ zoneId }) => zoneId === 'frozen');
    expect(left.length).toBeGreaterThan(0);
    expect(left[0].reason.code).toBe('time-on-board');
  });

  it('drives no longer than a vehicle may', async () => {
    const { plan, faultsOf, context } = await planned({ 'vehicles.csv': { max_driving_min: () => '55' } });
    for (const { trips } of plan.routes) {
      expect(trips.reduce((sum, { seconds }) => sum + seconds, 0)).toBeLessThanOrEqual(55 * 60);
    }
    const less = context.vehicles.map((vehicle) => ({ ...vehicle, rules: { maxDrivingSeconds: 60 } }));
    const strict = { ...checkContextOf(context), vehicles: new Map(less.map((each) => [each.vehicleId, each])) };
    expect(checkPlan(plan, strict).map(({ rule }) => rule)).toContain('driving');
    expect(faultsOf(plan)).toEqual([]);
  });

  it('brings all that it can whatever it costs, and with a price leaves out what is not worth it', async () => {
    const dearVehicles = { 'vehicles.csv': { fixed_cost: () => '100000' } };
    const all = await planned(dearVehicles, 300);
    expect(all.plan.unassigned).toEqual([]);
    expect(all.plan.kpis.penaltyMinor).toBe(0);

    const { plan, faultsOf } = await planned({ ...dearVehicles, ...depot({ omission_price: () => '20' }) }, 300);
    expect(plan.routes).toEqual([]);
    expect(plan.unassigned).toHaveLength(all.plan.kpis.consignments);
    expect(plan.kpis.penaltyMinor).toBe(2_000 * plan.unassigned.length);
    expect(faultsOf({ ...plan, kpis: { ...plan.kpis, penaltyMinor: plan.kpis.penaltyMinor + 2 } })).toEqual(['kpis']);
    const told = plan.unassigned.filter(({ reason }) => reason.prices !== undefined);
    expect(told.length).toBeGreaterThan(0);
    for (const { reason } of told) {
      expect(reason.code).toBe('not-worth-a-vehicle');
      expect(reason.prices!.omissionMinor).toBe(2_000);
      expect(reason.prices!.servingMinor).toBeGreaterThan(10_000_000);
    }

    // Of several prices the highest holds: chilled goods are worth a vehicle even so.
    const chilled = await planned(
      { ...dearVehicles, ...depot({ omission_price: () => '20', omission_price_per_zone: () => 'chilled:900000' }) },
      300,
    );
    expect(chilled.plan.unassigned.some(({ zoneId }) => zoneId === 'chilled')).toBe(false);
    expect(chilled.plan.routes.length).toBeGreaterThan(0);
  });

  it('begins what is due in time where that is worth it, and prices the rest', async () => {
    const wished = (cost: string) => ({
      'stations.csv': {
        soft_to: ({ receive_from }: Record<string, string>) => {
          const [hour, minute] = receive_from.split(':').map(Number);
          const due = hour * 60 + minute + 30;
          return `${String(Math.floor(due / 60)).padStart(2, '0')}:${String(due % 60).padStart(2, '0')}`;
        },
        late_cost_per_hour: () => cost,
      },
    });
    const lateness = ({ plan, context }: Awaited<ReturnType<typeof planned>>) => {
      const due = new Map(context.stations.map(({ stationId, rules }) => [stationId, rules!.softToSecond!]));
      return stopsOf(plan).reduce((sum, { stationId, begins }) => sum + Math.max(0, begins - due.get(stationId)!), 0);
    };
    const cheap = await planned(wished('0.01'), thorough);
    const dear = await planned(wished('500'), thorough);
    expect(lateness(dear)).toBeLessThan(lateness(cheap));
    const omitted = dear.plan.unassigned.length === 0 ? 0 : Number.NaN;
    expect(dear.plan.kpis.penaltyMinor).toBe(Math.round(omitted + (lateness(dear) * 500 * 100) / 3600));
  });

  it('waits for a wished time where that is worth it, prices the rest, and the checker counts the price', async () => {
    const wished = (cost: string) => ({
      'stations.csv': {
        soft_from: ({ receive_from }: Record<string, string>) => {
          const [hour, minute] = receive_from.split(':').map(Number);
          const from = hour * 60 + minute + 30;
          return `${String(Math.floor(from / 60)).padStart(2, '0')}:${String(from % 60).padStart(2, '0')}`;
        },
        early_cost_per_hour: () => cost,
      },
    });
    const earliness = ({ plan, context }: Awaited<ReturnType<typeof planned>>) => {
      const from = new Map(context.stations.map(({ stationId, rules }) => [stationId, rules!.softFromSecond!]));
      return stopsOf(plan).reduce((sum, { stationId, begins }) => sum + Math.max(0, from.get(stationId)! - begins), 0);
    };
    const cheap = await planned(wished('0.01'), thorough);
    const dear = await planned(wished('500'), thorough);
    expect(earliness(cheap)).toBeGreaterThan(0);
    expect(earliness(dear)).toBeLessThan(earliness(cheap) / 4);
    expect(dear.plan.unassigned).toEqual([]);
    expect(dear.plan.kpis.penaltyMinor).toBe(Math.round((earliness(dear) * 500 * 100) / 3600));
    const dearer = { ...dear.plan.kpis, penaltyMinor: dear.plan.kpis.penaltyMinor + 2 };
    expect(dear.faultsOf({ ...dear.plan, kpis: dearer })).toContain('kpis');

    // A change by hand gives its routes times that are as timely.
    const [{ stationId, vehicleId }] = stopsOf(dear.plan);
    const at = { vehicleId, tripNo: 1, position: 1 };
    const { edited, evaluation } = evaluateEdits(dear.plan, [{ kind: 'move', stationId, to: at }], dear.context);
    expect(evaluation.violations).toEqual([]);
    expect(earliness({ ...dear, plan: edited })).toBeLessThan(earliness(cheap) / 4);
  });

  it('evens days out by the balance price, keeps trips together by theirs, and keeps vehicles by the price of change', async () => {
    const spread = ({ plan }: Awaited<ReturnType<typeof planned>>) =>
      plan.routes.reduce((sum, { trips }) => sum + (trips[trips.length - 1].returns - trips[0].loadBegins) ** 2, 0);
    const plain = await planned({}, thorough);
    const even = await planned(depot({ balance_cost: () => '400' }), thorough);
    expect(spread(even)).toBeLessThan(spread(plain));

    // Squared kilometers of stops from the middle of their trip.
    const strewn = ({ plan, context }: Awaited<ReturnType<typeof planned>>) =>
      plan.routes
        .flatMap(({ trips }) => trips)
        .reduce((sum, { stops }) => {
          const places = stops.map(({ stationId }) => {
            const { lon, lat } = context.stations.find((station) => station.stationId === stationId)!.position;
            return [lon * 111 * Math.cos((lat * Math.PI) / 180), lat * 111];
          });
          const middle = [0, 1].map((axis) => places.reduce((all, place) => all + place[axis], 0) / places.length);
          return places.reduce((all, [x, y]) => all + (x - middle[0]) ** 2 + (y - middle[1]) ** 2, sum);
        }, 0);
    const compact = await planned(depot({ compactness_cost: () => '20' }), thorough);
    expect(strewn(compact)).toBeLessThan(0.9 * strewn(plain));
    expect(compact.plan.unassigned).toEqual(plain.plan.unassigned);

    const { record, waveId, plan } = await planned(depot({ change_cost: () => '1000' }), 100);
    const before = new Map(stopsOf(plan).map(({ stationId, vehicleId }) => [stationId, vehicleId]));
    const again = await record.plan(waveId, 3000);
    const changed = stopsOf(again).filter(({ stationId, vehicleId }) => before.get(stationId) !== vehicleId);
    expect(changed).toEqual([]);
  });

  it('takes empty totes back behind what was dropped, keeps count of them, and the checker sees what is too much', async () => {
    const record = recordOver(await open());
    const size = { empty_tote: () => 'ambient:12/1.8|chilled:30/4' };
    await record.importFrom(withColumns(depot(size)));
    const field = makeFieldStore(record.database);
    const [{ waveId, depotId }] = await record.waves.listByDate(date);
    const stations = await record.network.listStations();
    const counted = new Date(Date.UTC(2024, 5, 10));
    for (const [at, { stationId }] of stations.entries()) {
      // One station has more than any vehicle could take.
      const totes = [
        { zoneId: 'ambient', totes: at === 0 ? 9_000 : 3 },
        { zoneId: 'frozen', totes: 2 },
      ];
      await field.countEmptyTotes(stationId, [depotId], totes, 'test', counted);
    }
    const plan = await record.plan(waveId, 500);
    const context = await readPlanningContext(record.planning, plan, { signal, provenance: plan.provenance });
    const faultsOf = (other: Plan) => checkPlan(other, checkContextOf(context)).map(({ rule }) => rule);
    expect(faultsOf(plan)).toEqual([]);
    const stops = stopsOf(plan).filter(({ stationId }) => stationId !== stations[0].stationId);
    for (const { takesBack } of stops) {
      expect(takesBack?.reduce((sum, { totes }) => sum + totes, 0)).toBe(3);
      expect(takesBack?.every(({ zoneId }) => zoneId === 'ambient')).toBe(true);
    }
    const [full] = stopsOf(plan).filter(({ stationId }) => stationId === stations[0].stationId);
    const taken = full.takesBack!.reduce((sum, { totes }) => sum + totes, 0);
    expect(taken).toBeGreaterThan(3);
    expect(taken).toBeLessThan(9_000);
    const more = (stationId: string, further: number) => ({
      ...plan,
      routes: plan.routes.map((route) => ({
        ...route,
        trips: route.trips.map((trip) => ({
          ...trip,
          stops: trip.stops.map((stop) => {
            const [first, ...others] = stop.takesBack ?? [];
            if (stop.stationId !== stationId) return stop;
            const totes = first.totes + further;
            return {
              ...stop,
              takesBack: [{ ...first, totes, grams: totes * 1_800, milliliters: totes * 12_000 }, ...others],
            };
          }),
        })),
      })),
    });
    expect(faultsOf(more(stops[0].stationId, 1))).toContain('totes');
    const burst = faultsOf(more(full.stationId, 2_000));
    expect(burst.includes('compartment-volume') || burst.includes('payload')).toBe(true);

    // A station that is moved by hand takes its empties along with its new vehicle.
    const other = plan.routes.find(({ vehicleId }) => vehicleId !== stops[0].vehicleId)!;
    const to = { vehicleId: other.vehicleId, tripNo: 1, position: 1 };
    const { edited } = evaluateEdits(plan, [{ kind: 'move', stationId: stops[0].stationId, to }], context);
    const moved = stopsOf(edited).find(({ stationId }) => stationId === stops[0].stationId)!;
    expect(moved.vehicleId).toBe(other.vehicleId);
    expect(moved.takesBack?.[0].totes).toBe(3);

    // The courier took two of the three; they are gone, what was brought waits.
    await record.plans.release(plan.planId, new Date(Date.UTC(2024, 5, 13, 20)), 'test');
    const runs = makeRunReader(record.database.knex);
    const rows = await runs.listOfWave(waveId, [depotId]);
    const run = rows.find((each) => each.stops.some(({ stationId }) => stationId === stops[0].stationId))!;
    const stop = run.stops.find(({ stationId }) => stationId === stops[0].stationId)!;
    expect(stop.takesBack).toEqual([{ zoneId: 'ambient', totes: 3, compartmentNo: expect.any(Number) }]);
    expect(stop.takenBack).toBeNull();
    const left = new Date(Date.UTC(2024, 5, 14, 0, 30));
    const totesTakenBack = [{ zoneId: 'ambient', totes: 2 }];
    const report = {
      deviceEventId: 'a',
      kind: 'delivered' as const,
      deviceAt: left,
      stopId: stop.stopId,
      totesTakenBack,
    };
    const by = { name: 'test', depotIds: [depotId], courierId: undefined };
    const effects = await field.report(run.runId, [report], by, new Date(left.getTime() + 1000));
    expect(effects).toEqual([{ deviceEventId: 'a', effect: 'taken' }]);
    const after = (await runs.find(run.runId, {}))!;
    expect(after.stops.find(({ stopId }) => stopId === stop.stopId)!.takenBack).toEqual(totesTakenBack);
    const brought = stop.consignments
      .filter(({ zoneId }) => zoneId === 'ambient')
      .reduce((sum, { totes }) => sum + totes, 0);
    const waiting = await field.listEmptyTotes(stop.stationId, [depotId], new Date(left.getTime() + 1000));
    expect(waiting.find(({ zoneId }) => zoneId === 'ambient')).toEqual({ zoneId: 'ambient', totes: 1 + brought });
    await field.countEmptyTotes(
      stop.stationId,
      [depotId],
      [{ zoneId: 'ambient', totes: 0 }],
      'test',
      new Date(left.getTime() + 2000),
    );
    const recounted = await field.listEmptyTotes(stop.stationId, [depotId], new Date(left.getTime() + 3000));
    expect(recounted.map(({ zoneId }) => zoneId)).not.toContain('ambient');
  });

  it('loses nothing and never miscounts when a plan with every rule is edited', async () => {
    const { plan, context } = await planned({
      'depots.csv': { release_time: () => 'frozen:05:10', balance_cost: () => '5' },
      'vehicles.csv': {
        skills: (_, row) => (row % 2 === 0 ? 'a' : ''),
        max_driving_min: () => '300',
        break_min: () => '15',
        break_from: () => '06:30',
        break_to: () => '10:30',
        body_l: () => '5000',
        partition_step_l: () => '100',
      },
      'vehicle_compartments.csv': {
        max_time_on_board_min: () => '400',
        fixed_walls: (_, row) => (row % 5 === 0 ? '1' : '0'),
      },
      'stations.csv': { skills: (_, row) => (row % 9 === 0 ? 'a' : ''), min_per_tote: () => '0.2' },
    });
    const stations = [...new Set(stopsOf(plan).map(({ stationId }) => stationId))];
    const place = fc.record({
      vehicleId: fc.constantFrom(...context.vehicles.map(({ vehicleId }) => vehicleId)),
      tripNo: fc.constant(1),
      position: fc.integer({ min: 1, max: 20 }),
    });
    const edit: fc.Arbitrary<PlanEdit> = fc.record<PlanEdit & { kind: 'move' }>({
      kind: fc.constant('move'),
      stationId: fc.constantFrom(...stations),
      to: fc.option(place),
    });
    const arithmetic = new Set(['arrival', 'return', 'leg', 'service', 'kpis', 'goods-once', 'release', 'load-begin']);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const { evaluation } = evaluateEdits(plan, edits, context);
        expect(evaluation.violations.filter(({ rule }) => arithmetic.has(rule))).toEqual([]);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('keeps every rule in what is planned after an event, whenever it happens', async () => {
    const { record, plan } = await planned({
      'depots.csv': { release_time: () => 'frozen:05:10' },
      'vehicles.csv': {
        skills: (_, row) => (row % 2 === 0 ? 'a' : ''),
        max_driving_min: () => '300',
        break_min: () => '15',
        break_from: () => '06:30',
        break_to: () => '08:30',
        body_l: () => '5000',
        partition_step_l: () => '100',
      },
      'vehicle_compartments.csv': {
        max_time_on_board_min: () => '400',
        fixed_walls: (_, row) => (row % 5 === 0 ? '1' : '0'),
      },
      'stations.csv': { skills: (_, row) => (row % 9 === 0 ? 'a' : ''), min_per_tote: () => '0.2' },
    });
    await record.plans.release(plan.planId, instantOf(date, 0, 'Asia/Shanghai'), 'test');
    const [first, second] = plan.routes.map(({ vehicleId }) => vehicleId);
    const events: ReplanEvent[] = [
      { kind: 'reports' },
      { kind: 'vehicle-out', vehicleId: first, goods: 'transfer' },
      { kind: 'late-departure', vehicleId: second, minutes: 25 },
    ];
    for (const event of events) {
      for (const hour of event.kind === 'reports' ? [3, 5.25, 6.5, 9] : [5.25, 7.25]) {
        const from = instantOf(date, hour * 3600, 'Asia/Shanghai');
        // A plan that breaks a rule throws.
        const { kpis } = await record.replan.preview(plan, { event, from }, signal);
        expect(kpis).toMatchObject({ consignments: plan.kpis.consignments, checkerFaults: 0 });
      }
    }
  });

  it('plans anew after an event though vehicles became smaller on the day', async () => {
    const { record, plan } = await planned({ 'vehicles.csv': { body_l: () => '4000' } });
    await record.plans.release(plan.planId, instantOf(date, 0, 'Asia/Shanghai'), 'test');
    const smaller = {
      'vehicles.csv': { body_l: () => '700', partition_step_l: () => '70', payload_kg: () => '600' },
      'vehicle_compartments.csv': { volume_l: ({ volume_l }: Record<string, string>) => String(Number(volume_l) / 4) },
    };
    const { findings } = await record.importFrom(withColumns(smaller, Object.keys(smaller)));
    expect(findings.filter(({ level }) => level === 'refused')).toEqual([]);
    for (const hour of [3, 5.25, 6.5, 9]) {
      const from = instantOf(date, hour * 3600, 'Asia/Shanghai');
      const { kpis } = await record.replan.preview(plan, { event: { kind: 'reports' }, from }, signal);
      expect(kpis).toMatchObject({ consignments: plan.kpis.consignments, checkerFaults: 0 });
    }
  });

  it('lets movable partitions stand where each trip needs them, and says where', async () => {
    const parts = {
      'vehicles.csv': { body_l: () => '3000', partition_step_l: () => '250' },
      'vehicle_compartments.csv': { fixed_walls: (cells: Record<string, string>) => (isFrozen(cells) ? '1' : '0') },
    };
    const isFrozen = ({ temp_zones }: Record<string, string>) => temp_zones === 'frozen';
    const { record, waveId, plan, context, faultsOf } = await planned(parts);
    const trips = tripsOf(plan).map((trip) => ({ ...trip, partitions: trip.partitions ?? [] }));
    const vehicleOf = new Map(context.vehicles.map((vehicle) => [vehicle.vehicleId, vehicle]));
    for (const { vehicleId, partitions, stops } of trips) {
      const vehicle = vehicleOf.get(vehicleId)!;
      expect(vehicle.rules?.body).toEqual({ milliliters: 3_000_000, stepMilliliters: 250_000 });
      const movable = vehicle.compartments.filter(({ hasFixedWalls }) => hasFixedWalls !== true);
      expect(partitions.map(({ compartmentNo }) => compartmentNo)).toEqual(movable.map((part) => part.compartmentNo));
      expect(partitions.reduce((sum, room) => sum + room.milliliters, 0)).toBeLessThanOrEqual(3_000_000);
      for (const { compartmentNo, milliliters } of partitions) {
        const goods = stops.flatMap(({ consignments }) => consignments);
        const inside = goods.filter((item) => item.compartmentNo === compartmentNo);
        const filled = inside.reduce((sum, item) => sum + item.milliliters, 0);
        expect(milliliters).toBe(Math.ceil(filled / 250_000) * 250_000);
      }
    }
    const sizes = trips.flatMap(({ partitions }) => partitions.map(({ milliliters }) => milliliters));
    expect(new Set(sizes).size).toBeGreaterThan(2);
    const room = (trip: Trip, change: number) =>
      trip.partitions!.map((each, at) => (at === 0 ? { ...each, milliliters: each.milliliters + change } : each));
    expect(faultsOf(withTrip(plan, (trip) => ({ ...trip, partitions: room(trip, 1) })))).toEqual(['partitions']);
    expect(faultsOf(withTrip(plan, (trip) => ({ ...trip, partitions: room(trip, 9_000_000) })))).toEqual([
      'partitions',
    ]);
    const filled = plan.routes[0].trips[0].partitions![0].milliliters;
    expect(faultsOf(withTrip(plan, (trip) => ({ ...trip, partitions: room(trip, -filled) })))).toEqual([
      'compartment-volume',
    ]);
    expect(faultsOf(withTrip(plan, (trip) => ({ ...trip, partitions: undefined })))).toEqual(['compartment-volume']);
    const runs = await makeRunReader(record.database.knex).listOfWave(waveId, undefined);
    const meant = plan.routes.map(({ vehicleId, trips: own }) => ({
      vehicleId,
      partitions: own.flatMap(({ partitions = [] }, at) => partitions.map((each) => ({ tripNo: at + 1, ...each }))),
    }));
    expect(runs.map(({ vehicleId, partitions }) => ({ vehicleId, partitions }))).toEqual(meant);
  });

  it('tells of a change by hand that no place of the partitions holds', async () => {
    const { plan, context } = await planned({ 'vehicles.csv': { body_l: () => '3000' } });
    const [one, other] = plan.routes;
    const all = other.trips.flatMap(({ stops }) => stops.map(({ stationId }) => stationId));
    const edits = [...new Set(all)].map(
      (stationId): PlanEdit => ({
        kind: 'move',
        stationId,
        fromVehicleId: other.vehicleId,
        to: { vehicleId: one.vehicleId, tripNo: 1, position: 1 },
      }),
    );
    const [first] = evaluateEdits(plan, edits.slice(0, 1), context).edited.routes;
    expect(first.trips[0].partitions).not.toEqual(one.trips[0].partitions);
    const { violations } = evaluateEdits(plan, edits, context).evaluation;
    const causes = violations.filter(({ rule }) => rule === 'partitions').map(({ cause }) => cause);
    expect(new Set(causes)).toEqual(new Set(['load']));
  });

  it('refuses each rule that cannot be, with its column, and takes the row beside it', async () => {
    const record = recordOver(await open());
    const wrong: Record<string, Columns> = {
      'depots.csv': {
        release_time: () => 'frozen:25:00',
        limit_out_of_refrigeration: () => 'perhaps',
        balance_cost: () => '-1',
      },
      'vehicles.csv': {
        break_min: (_, row) => ['', '30', '30', 'x'][row] ?? '',
        break_from: (_, row) => ['', '', '23:00', '12:00'][row] ?? '',
        break_to: (_, row) => ['', '13:00', '23:30', '13:00'][row] ?? '',
        body_l: (_, row) => (row === 4 ? '100' : ''),
        partition_step_l: (_, row) => (row === 4 ? '101' : row === 5 ? '5' : ''),
      },
      'vehicle_compartments.csv': {
        max_time_on_board_min: (_, row) => (row === 0 ? '-5' : ''),
        fixed_walls: (_, row) => (row === 1 ? 'maybe' : ''),
      },
      'stations.csv': {
        soft_to: (_, row) => ['', '03:00', '08:00', ''][row] ?? '',
        late_cost_per_hour: (_, row) => ['', '5', '', ''][row] ?? '',
        allowed_vehicles: (_, row) => (row === 3 ? 'NOBODY' : ''),
        min_per_zone: (_, row) => ['', '', '', '', 'tepid:1', 'frozen', 'frozen:1|frozen:2'][row] ?? '',
      },
    };
    await record.importFrom(withColumns({}));
    const { findings } = await record.importFrom(withColumns(wrong, Object.keys(wrong)));
    const told = findings
      .filter(({ level }) => level === 'refused')
      .map(({ line, column, code }) => `${line} ${column} ${code}`);
    expect(told.sort()).toEqual(
      [
        '2 release_time not-by-zone',
        '2 limit_out_of_refrigeration unknown-word',
        '2 balance_cost not-money',
        '3 break_from not-a-time',
        '4 break_from outside-shift',
        '5 break_min not-a-decimal',
        '6 partition_step_l too-large',
        '7 body_l incomplete-rule',
        '2 max_time_on_board_min not-a-decimal',
        '3 fixed_walls unknown-word',
        '3 soft_to outside-windows',
        '4 late_cost_per_hour incomplete-rule',
        '5 allowed_vehicles unknown-vehicle',
        '6 min_per_zone unknown-zone',
        '7 min_per_zone not-by-zone',
        '8 min_per_zone not-by-zone',
      ].sort(),
    );
  });
});
