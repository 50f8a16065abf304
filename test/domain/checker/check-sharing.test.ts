import { describe, expect, it } from 'vitest';
import { vehicleBeside } from '../../../server/application/planning/vehicle-beside.js';
import type { Depot, Vehicle } from '../../../server/domain/network/network.js';
import { checkSharing } from '../../../server/domain/planning/check-sharing.js';
import { checkDocks } from '../../../server/domain/planning/checker/check-docks.js';
import type { Route, Trip } from '../../../server/domain/planning/plan.js';

const vehicle = {
  vehicleId: 'V1',
  shift: { opens: 0, closes: 100 },
  maxTrips: 3,
  maxStops: 5,
  rangeMeters: 1000,
  rules: { maxDrivingSeconds: 60, breaks: [{ seconds: 5, begins: { opens: 20, closes: 25 } }] },
} as unknown as Vehicle;
const trip = (loadBegins: number, returns: number, more: Partial<Trip> = {}) =>
  ({ loadBegins, departs: loadBegins, returns, meters: 100, seconds: 10, stops: [{}], ...more }) as unknown as Trip;
const route = (...trips: Trip[]): Route => ({ vehicleId: 'V1', trips });
const faultsOf = (own: Route, ...others: Route[]) => {
  const faults: string[] = [];
  const beside = [{ waveId: 'W2', routes: others }];
  checkSharing({ routes: [own] }, { vehicles: new Map([['V1', vehicle]]), beside }, (rule) => faults.push(rule));
  return faults;
};

it('finds a vehicle that is out for two waves at once', () => {
  expect(faultsOf(route(trip(10, 30)), route(trip(29, 40)))).toEqual(['shared-vehicle']);
  expect(faultsOf(route(trip(10, 30)), route(trip(15, 20)))).toEqual(['shared-vehicle']);
  expect(faultsOf(route(trip(10, 30)), route(trip(30, 40)))).toEqual([]);
  expect(faultsOf(route(trip(10, 30)), { ...route(trip(15, 20)), vehicleId: 'V2' })).toEqual([]);
});

it('finds what all waves together ask of a vehicle too much', () => {
  expect(faultsOf(route(trip(0, 10), trip(10, 20)), route(trip(20, 30), trip(30, 40)))).toEqual(['max-trips']);
  const stops = Array.from({ length: 3 }, () => ({})) as unknown as Trip['stops'];
  expect(faultsOf(route(trip(0, 10, { stops })), route(trip(20, 30, { stops })))).toEqual(['max-stops']);
  expect(faultsOf(route(trip(0, 10, { meters: 600 })), route(trip(20, 30, { meters: 401 })))).toEqual(['range']);
  expect(faultsOf(route(trip(0, 10, { seconds: 30 })), route(trip(20, 30, { seconds: 31 })))).toEqual(['driving']);
});

it('leaves a vehicle the longer part of its shift and what is left of its day', () => {
  const left = vehicleBeside(vehicle, [{ waveId: 'W2', routes: [route(trip(5, 40))] }], undefined);
  expect(left).toMatchObject({ shift: { opens: 40, closes: 100 }, maxTrips: 2, maxStops: 4, rangeMeters: 900 });
  // The break is over by then, and the driving is counted.
  expect(left.rules).toMatchObject({ maxDrivingSeconds: 50, breaks: [] });
  const early = vehicleBeside(vehicle, [{ waveId: 'W2', routes: [route(trip(70, 90))] }], undefined);
  expect(early).toMatchObject({ shift: { opens: 0, closes: 70 }, rules: { breaks: [{ seconds: 5 }] } });
});

it('keeps the part of the shift that the own route is in', () => {
  const own = route(trip(0, 4));
  expect(vehicleBeside(vehicle, [{ waveId: 'W2', routes: [route(trip(5, 40))] }], own).shift).toEqual({
    opens: 0,
    closes: 5,
  });
});

it('keeps a route that leaves later in the part of the shift that it was in', () => {
  const own = route(trip(5, 15));
  const late = { ...vehicle, shift: { opens: 10, closes: 100 } };
  const shiftBeside = (...others: Trip[]) =>
    vehicleBeside(late, [{ waveId: 'W2', routes: others.map((each) => route(each)) }], own).shift;
  expect(shiftBeside(trip(30, 40))).toEqual({ opens: 10, closes: 30 });
  // So late that the other wave has the vehicle by then: behind it.
  expect(shiftBeside(trip(8, 40), trip(60, 70))).toEqual({ opens: 40, closes: 60 });
});

it('judges no limit by what is on board, which is brought anyhow, unless it was taken over just now', () => {
  const others = [trip(20, 30), trip(30, 40), trip(40, 50)];
  const given = { at: 5, trips: 1, stops: 0 };
  expect(faultsOf({ ...route(trip(0, 10)), executedPrefix: given }, route(...others))).toEqual([]);
  // A further trip is not on board.
  const further = { ...route(trip(0, 10), trip(10, 20)), executedPrefix: given };
  expect(faultsOf(further, route(...others))).toEqual(['max-trips']);
  const transfer = { fromVehicleId: 'V2' } as Trip['transfer'];
  const stops = [{ consignments: [{ consignmentId: 'C1' }] }] as unknown as Trip['stops'];
  const fetch = { ...route(trip(0, 10, { transfer, stops })), executedPrefix: given };
  expect(faultsOf(fetch, route(...others))).toEqual(['max-trips']);
  const faults: string[] = [];
  const sharing = { vehicles: new Map([['V1', vehicle]]), beside: [{ waveId: 'W2', routes: [route(...others)] }] };
  checkSharing({ routes: [fetch] }, { ...sharing, before: { routes: [fetch] } }, (rule) => faults.push(rule));
  expect(faults).toEqual([]);
});

it('is the vehicle itself where no other wave has it', () => {
  expect(vehicleBeside(vehicle, [{ waveId: 'W2', routes: [] }], undefined)).toBe(vehicle);
});

describe('a vehicle with two trips of its wave and hours between them', () => {
  const own = route(trip(20, 30), trip(70, 80));
  const left = (...others: Route[]) => vehicleBeside(vehicle, [{ waveId: 'W2', routes: others }], own).shift;

  it('keeps room for both of them where another wave has it before or behind them', () => {
    expect(left(route(trip(5, 15)))).toEqual({ opens: 15, closes: 100 });
    expect(left(route(trip(85, 90)))).toEqual({ opens: 0, closes: 85 });
    expect(faultsOf(own, route(trip(5, 20)))).toEqual([]);
    expect(faultsOf(own, route(trip(80, 90)))).toEqual([]);
  });

  it('is not given away between them', () => {
    const other = vehicleBeside(vehicle, [{ waveId: 'W2', routes: [own] }], undefined);
    expect(other.shift).toEqual({ opens: 0, closes: 20 });
    expect(faultsOf(own, route(trip(40, 50)))).toEqual(['shared-vehicle']);
    expect(faultsOf(route(trip(40, 50)), own)).toEqual(['shared-vehicle']);
  });

  it('has nothing of a route without trips', () => {
    expect(left(route())).toEqual(vehicle.shift);
    expect(faultsOf(own, route())).toEqual([]);
  });
});

describe('docks that waves of a date share', () => {
  // Loading takes half a minute.
  const depot: Pick<Depot, 'docks' | 'loading'> = {
    docks: 1,
    loading: { fixedMilliminutes: 500, milliminutesPer100Kg: 0 },
  };
  const at = (loadBegins: number) => route(trip(loadBegins, loadBegins + 90, { departs: loadBegins + 30, stops: [] }));
  const saysOf = (own: Route, ...others: Route[]) => {
    const says: string[] = [];
    checkDocks({ routes: [own] }, depot, (_, text) => says.push(text), [{ waveId: 'W2', routes: others }]);
    return says;
  };

  it('are held against the plan whichever of the two loads first', () => {
    expect(saysOf(at(15), at(10))).toEqual(['At 15 2 vehicles load at 1 docks.']);
    expect(saysOf(at(10), at(15))).toEqual(['At 15 2 vehicles load at 1 docks.']);
    expect(saysOf(at(10), at(40))).toEqual([]);
    expect(saysOf(at(40), at(10))).toEqual([]);
  });

  it('are not held against a plan that loads while the others do not', () => {
    expect(saysOf(at(60), at(10), at(30))).toEqual([]);
    expect(saysOf(at(0), at(30), at(40))).toEqual([]);
  });
});
