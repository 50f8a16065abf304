import { rulesOf, type VehicleRules } from '../../../domain/network/dispatch-rules.js';
import type { Vehicle } from '../../../domain/network/network.js';
import type { Trip } from '../../../domain/planning/plan.js';

/** A vehicle as its day is still open after the trips that it has begun. */
export function openVehicle(vehicle: Vehicle, trips: readonly Trip[], from: number): Vehicle {
  const opens = Math.max(from, vehicle.shift.opens, trips.at(-1)?.returns ?? 0);
  const stops = trips.reduce((count, trip) => count + trip.stops.length, 0);
  const meters = trips.reduce((total, trip) => total + trip.meters, 0);
  const driven = trips.reduce((total, trip) => total + trip.seconds, 0);
  const taken = trips.reduce((count, trip) => count + (trip.breaks?.length ?? 0), 0);
  const { maxStops, rangeMeters, price } = vehicle;
  return {
    ...vehicle,
    shift: { ...vehicle.shift, opens },
    maxTrips: vehicle.maxTrips - trips.length,
    maxStops: maxStops === undefined ? undefined : Math.max(0, maxStops - stops),
    ...rulesLeft(vehicle, driven, taken, opens),
    rangeMeters: rangeMeters === undefined ? undefined : Math.max(0, rangeMeters - meters),
    // What drives already has cost its fixed part.
    price: trips.length === 0 ? price : { ...price, fixedMicros: 0 },
  };
}

/** What is left of a vehicle's driving, and the breaks that it can still take. */
function rulesLeft({ rules }: Vehicle, driven: number, taken: number, from: number): Pick<Vehicle, 'rules'> {
  if (rules === undefined) return {};
  const { maxDrivingSeconds, breaks, ...others } = rules;
  return rulesOf<VehicleRules>({
    ...others,
    maxDrivingSeconds: maxDrivingSeconds === undefined ? undefined : Math.max(0, maxDrivingSeconds - driven),
    breaks: breaks?.slice(taken).filter(({ begins }) => begins.closes >= from),
  });
}
