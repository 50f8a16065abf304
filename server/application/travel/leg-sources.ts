import { NotFoundError } from '../../domain/dispatch-error.js';
import type { Depot, Station, Vehicle } from '../../domain/network/network.js';
import type { LonLat } from '../../domain/network/place.js';
import { type Plan, type Route, type Trip, transferPlaceOf } from '../../domain/planning/plan.js';
import { type TravelClass, withoutRestrictions } from '../../domain/travel/travel-class.js';
import { restrictedDrive } from './restrictions/restricted-drives.js';
import { engineOf } from './routing/routing-failover.js';
import type { RoadMatching, RoutingEngine, SourceShares } from './routing/routing-port.js';
import { speedsAgain } from './time-slices/wave-time-slices.js';
import type { TravelSpeeds } from './travel-speeds.js';
import type { TravelStore } from './travel-times.js';

/** A drive of a plan, and what its time is made of. */
export interface LegSource {
  /** Undefined for the depot. */
  readonly fromStationId: string | undefined;
  readonly toStationId: string | undefined;
  readonly seconds: number;
  readonly meters: number;
  /**
   * Parts of the time by where the speed comes from. Undefined where that is not known: for estimates, for engines that
   * tell nothing of single roads, and for a map or speeds that are no longer there.
   */
  readonly shares: SourceShares | undefined;
}

export interface RunLegSources {
  readonly engine: string;
  readonly estimated: boolean;
  readonly legs: readonly LegSource[];
}

/** Tells where the times of a vehicle's drives come from. */
export type ReadLegSources = (plan: Plan, vehicleId: string, signal: AbortSignal) => Promise<RunLegSources>;

/** @throws NotFoundError (the returned function) when the plan has no route of this vehicle. */
export function makeReadLegSources(deps: {
  readonly network: {
    listDepots(): Promise<Depot[]>;
    listStations(depotId: string): Promise<Station[]>;
    listVehicles(depotId: string): Promise<Vehicle[]>;
  };
  readonly travel: TravelStore;
  readonly routing: RoutingEngine;
}): ReadLegSources {
  return async (plan, vehicleId, signal) => {
    const route = plan.routes.find((each) => each.vehicleId === vehicleId);
    const vehicle = (await deps.network.listVehicles(plan.depotId)).find((each) => each.vehicleId === vehicleId);
    if (route === undefined || vehicle === undefined) throw new NotFoundError('run', vehicleId);
    const depot = (await deps.network.listDepots()).find(({ depotId }) => depotId === plan.depotId)!;
    const positions = new Map<string | undefined, LonLat>([[undefined, depot.position]]);
    for (const { stationId, position } of await deps.network.listStations(plan.depotId)) {
      positions.set(stationId, position);
    }
    for (const { transfer } of route.trips) {
      if (transfer !== undefined) positions.set(transferPlaceOf(transfer.fromVehicleId), transfer.position);
    }
    const speedsAt = await speedsOf(deps, plan);
    const { engine, estimated } = plan.provenance;
    const travelClass = plan.provenance.travelClasses?.[vehicleId] ?? vehicle.profile;
    const legs: LegSource[] = [];
    for (const { leaves, ...leg } of drivesOf(route)) {
      signal.throwIfAborted();
      const [from, to] = [positions.get(leg.fromStationId), positions.get(leg.toStationId)];
      const speeds = speedsAt?.speeds(leaves);
      const shares =
        speeds === undefined || from === undefined || to === undefined
          ? undefined
          : await sharesOf(speedsAt!.roads, from, to, travelClass, speeds);
      legs.push({ ...leg, shares });
    }
    return { engine, estimated, legs };
  };
}

function sharesOf(roads: RoadMatching, from: LonLat, to: LonLat, travelClass: TravelClass, given: TravelSpeeds) {
  const { speeds = given } = restrictedDrive(given, travelClass, from, to);
  return roads.sharesOfDrive(from, to, withoutRestrictions(travelClass), speeds);
}

type Drive = Omit<LegSource, 'shares'> & { readonly leaves: number };

function drivesOf({ trips }: Route): Drive[] {
  return trips.flatMap((trip) => {
    const drives: Drive[] = [];
    let from: string | undefined;
    let leaves = trip.departs;
    if (trip.transfer !== undefined) {
      const { fromVehicleId, legSeconds, legMeters } = trip.transfer;
      const toStationId = transferPlaceOf(fromVehicleId);
      drives.push({ fromStationId: from, toStationId, seconds: legSeconds, meters: legMeters, leaves });
      from = toStationId;
      leaves = trip.transfer.leaves;
    }
    for (const stop of trip.stops) {
      const { stationId: toStationId, legSeconds: seconds, legMeters: meters } = stop;
      drives.push({ fromStationId: from, toStationId, seconds, meters, leaves });
      from = toStationId;
      leaves = stop.leaves;
    }
    return [...drives, ...wayHome(trip, drives, from, leaves)];
  });
}

/** None for a vehicle that broke down on its way. */
function wayHome(trip: Trip, drives: readonly Drive[], from: string | undefined, leaves: number): Drive[] {
  const sum = (key: 'seconds' | 'meters') => drives.reduce((total, drive) => total + drive[key], 0);
  const [seconds, meters] = [trip.seconds - sum('seconds'), trip.meters - sum('meters')];
  return seconds <= 0 ? [] : [{ fromStationId: from, toStationId: undefined, seconds, meters, leaves }];
}

/** The speeds of the plan at a second of its day, by an engine that still knows them; undefined where none does. */
async function speedsOf(
  { travel, routing }: { readonly travel: TravelStore; readonly routing: RoutingEngine },
  { provenance }: Plan,
) {
  const engine = engineOf(routing, provenance);
  const roads = engine?.roads;
  if (engine === undefined || roads === undefined || provenance.speeds === undefined) return undefined;
  const again = await speedsAgain(travel, engine, provenance).catch(() => undefined);
  if (again === undefined) return undefined;
  const speeds = (second: number): TravelSpeeds | undefined => {
    const slice = again.timeSlices?.findLast(({ begins }) => begins <= second) ?? again.timeSlices?.[0];
    return (slice?.speedsKey === undefined ? undefined : again.byKey.get(slice.speedsKey)) ?? again.speeds;
  };
  return { roads, speeds };
}
