import type { Knex } from 'knex';
import type { RunUnderWay } from '../../../application/delivery/vehicle-positions.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import type { TravelClass } from '../../../domain/travel/travel-class.js';
import { readRows } from '../statement.js';

interface LegRow {
  readonly run_id: string;
  readonly vehicle_id: string;
  readonly travel_class: TravelClass;
  readonly depot_lon: number;
  readonly depot_lat: number;
  readonly departed_at: Date | null;
  readonly station_id: string;
  readonly lon: number;
  readonly lat: number;
  readonly trip_no: number;
  readonly leg_seconds: number;
  readonly leg_meters: number;
  readonly eta_at: Date | null;
  readonly arrived_at: Date | null;
  readonly left_at: Date | null;
}

/** The runs of a wave that have left and are not over, with what is known of their stops. */
export async function listRunsUnderWay(knex: Knex, waveId: string, depotIds: OwnDepots): Promise<RunUnderWay[]> {
  const rows = await readRows<LegRow>(
    knex,
    `select runs.run_id, runs.vehicle_id, ST_X(depots.position) as depot_lon,
       coalesce(plans.provenance -> 'travelClasses' ->> runs.vehicle_id, vehicles.profile) as travel_class,
       ST_Y(depots.position) as depot_lat, runs.departed_at, stops.station_id, ST_X(stations.position) as lon,
       ST_Y(stations.position) as lat, stops.trip_no, stops.leg_seconds, stops.leg_meters, stops.eta_at,
       stops.arrived_at, stops.left_at
     from runs
       join plans on plans.depot_id = runs.depot_id and plans.plan_id = runs.plan_id
       join depots on depots.depot_id = runs.depot_id
       join vehicles on vehicles.depot_id = runs.depot_id and vehicles.vehicle_id = runs.vehicle_id
       join stops on stops.depot_id = runs.depot_id and stops.run_id = runs.run_id
       join stations on stations.depot_id = stops.depot_id and stations.station_id = stops.station_id
     where runs.wave_id = ? and runs.status = 'departed' and (?::text[] is null or runs.depot_id = any(?::text[]))
     order by runs.route_no, stops.sequence`,
    [waveId, depotIds, depotIds],
  );
  const runs = new Map<string, RunUnderWay & { stops: RunUnderWay['stops'][number][] }>();
  for (const row of rows) {
    const run = runs.get(row.run_id) ?? {
      runId: row.run_id,
      vehicleId: row.vehicle_id,
      travelClass: row.travel_class,
      depot: { lon: row.depot_lon, lat: row.depot_lat },
      departedAt: row.departed_at,
      stops: [],
    };
    runs.set(row.run_id, run);
    run.stops.push({
      stationId: row.station_id,
      position: { lon: row.lon, lat: row.lat },
      tripNo: row.trip_no,
      legSeconds: row.leg_seconds,
      legMeters: row.leg_meters,
      etaAt: row.eta_at,
      arrivedAt: row.arrived_at,
      leftAt: row.left_at,
    });
  }
  return [...runs.values()];
}
