import type { Model } from '../model/model.js';
import type { Random } from '../random.js';

/** A part of a plan that one thread may change: everything else stays as it is. */
export interface District {
  /** 1 for vehicles that are another's. */
  readonly lockedVehicles: Uint8Array;
  /** The stations that are this district's, served or not. */
  readonly stations: Int32Array;
}

/**
 * Cuts a plan into districts of about as many stops each, by whole days of vehicles.
 *
 * Vehicles are ordered by whether their stops lie towards one or the other of two far stations, drawn anew each time, so
 * that the seams lie elsewhere in every round (after POPMUSIC, Taillard and Voss 2002). Needs no coordinates.
 *
 * @param routes in the form of `BestPlan.routes`.
 */
export function decomposeByRoutes(model: Model, routes: Int32Array, count: number, random: Random): District[] {
  const vehicles = model.problem.vehicles.length;
  const apart = (one: number, other: number) =>
    model.travel.metersBetween(0, model.problem.stations[one].place, model.problem.stations[other].place);
  const pole = random.below(model.stationCount);
  let opposite = pole;
  for (let station = 0; station < model.stationCount; station++) {
    if (apart(pole, station) > apart(pole, opposite)) opposite = station;
  }

  const stops = new Int32Array(vehicles);
  const lean = new Float64Array(vehicles);
  const ownerOf = new Int32Array(model.stationCount).fill(-1);
  for (let at = 0; at < routes.length; ) {
    const vehicle = Math.floor(routes[at++] / model.maxTripsPerVehicle);
    for (let left = routes[at++]; left > 0; left--) {
      const station = model.nodeStation[routes[at++]];
      stops[vehicle]++;
      lean[vehicle] += apart(pole, station) - apart(opposite, station);
      if (ownerOf[station] < 0) ownerOf[station] = vehicle;
    }
  }
  const used = Array.from({ length: vehicles }, (_, vehicle) => vehicle).filter((vehicle) => stops[vehicle] > 0);
  used.sort((one, other) => lean[one] / stops[one] - lean[other] / stops[other] || one - other);
  const all = used.reduce((sum, vehicle) => sum + stops[vehicle], 0);
  const districtOf = new Int32Array(vehicles);
  let before = 0;
  for (const vehicle of used) {
    districtOf[vehicle] = Math.min(count - 1, Math.floor((before * count) / all));
    before += stops[vehicle];
  }
  // Unused vehicles are dealt out in turn within each kind, what is not served station by station.
  const dealt = new Int32Array(model.classCount);
  for (let vehicle = 0; vehicle < vehicles; vehicle++) {
    if (stops[vehicle] === 0) districtOf[vehicle] = dealt[model.vehicleClass[vehicle]]++ % count;
  }
  const stationsOf: number[][] = Array.from({ length: count }, () => []);
  for (let station = 0; station < model.stationCount; station++) {
    const first = Math.max(station, model.partnerOf[station]);
    stationsOf[ownerOf[station] < 0 ? first % count : districtOf[ownerOf[station]]].push(station);
  }
  return stationsOf.map((stations, district) => ({
    stations: Int32Array.from(stations),
    lockedVehicles: Uint8Array.from(districtOf, (owner) => (owner === district ? 0 : 1)),
  }));
}
