import { expect, it } from 'vitest';
import { vehicleBeside } from '../../../server/application/planning/vehicle-beside.js';
import type { Vehicle } from '../../../server/domain/network/network.js';
import { checkSharing } from '../../../server/domain/planning/check-sharing.js';
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

it('is the vehicle itself where no other wave has it', () => {
  expect(vehicleBeside(vehicle, [{ waveId: 'W2', routes: [] }], undefined)).toBe(vehicle);
});
