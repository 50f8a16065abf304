import type { DriveAhead, RemainingLegs } from '../../../application/delivery/follow-traffic.js';
import type { TravelClass } from '../../../domain/travel/travel-class.js';
import { column } from '../column.js';
import type { Database } from '../engine/database.js';
import { readRows, writeRows } from '../statement.js';
import { predictStopEtas } from './predict-etas.js';

interface LegRow {
  readonly depot_id: string;
  readonly run_id: string;
  readonly stop_id: string;
  readonly plan_id: string;
  readonly delivery_date: string;
  readonly time_zone: string;
  readonly travel_class: TravelClass;
  readonly from_lon: number;
  readonly from_lat: number;
  readonly to_lon: number;
  readonly to_lat: number;
  readonly arrives: Date;
  readonly leg_seconds: number;
  readonly live_leg_seconds: number | null;
}

/** The drives that runs under way have still to make. */
export function makeRemainingLegs({ knex, inTransaction }: Database): RemainingLegs {
  return {
    async list() {
      // A trip begins at the depot; its other drives at the stop before.
      const rows = await readRows<LegRow>(
        knex,
        `select * from (
           select stops.depot_id, stops.run_id, stops.stop_id, stops.status, runs.plan_id, waves.delivery_date,
             waves.time_zone, coalesce(stops.eta_at, stops.planned_arrival_at) as arrives,
             coalesce(plans.provenance -> 'travelClasses' ->> runs.vehicle_id, vehicles.profile) as travel_class,
             stops.leg_seconds, stops.live_leg_seconds, ST_X(stations.position) as to_lon, ST_Y(stations.position) as to_lat,
             coalesce(lag(ST_X(stations.position)) over trip, ST_X(depots.position)) as from_lon,
             coalesce(lag(ST_Y(stations.position)) over trip, ST_Y(depots.position)) as from_lat
           from runs
             join plans on plans.depot_id = runs.depot_id and plans.plan_id = runs.plan_id
             join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
             join depots on depots.depot_id = runs.depot_id
             join vehicles on vehicles.depot_id = runs.depot_id and vehicles.vehicle_id = runs.vehicle_id
             join stops on stops.depot_id = runs.depot_id and stops.run_id = runs.run_id
             join stations on stations.depot_id = stops.depot_id and stations.station_id = stops.station_id
           where runs.status = 'departed'
           window trip as (partition by stops.depot_id, stops.run_id, stops.trip_no order by stops.sequence)) as drives
         where status = 'planned'
         order by depot_id, run_id, arrives`,
      );
      return rows.map(
        (row): DriveAhead => ({
          depotId: row.depot_id,
          runId: row.run_id,
          stopId: row.stop_id,
          planId: row.plan_id,
          deliveryDate: row.delivery_date,
          timeZone: row.time_zone,
          travelClass: row.travel_class,
          from: { lon: row.from_lon, lat: row.from_lat },
          to: { lon: row.to_lon, lat: row.to_lat },
          arrives: row.arrives,
          plannedSeconds: row.leg_seconds,
          liveSeconds: row.live_leg_seconds ?? undefined,
        }),
      );
    },

    keep: ({ depotId, runId }, live, at) =>
      inTransaction(async (transaction) => {
        // Reports and this change the same stops: one after the other.
        await transaction.raw('select run_id from runs where depot_id = ? and run_id = ? for update', [depotId, runId]);
        await writeRows(
          transaction,
          `update stops set live_leg_seconds = given.seconds
           from unnest(?::text[], ?::integer[]) as given(stop_id, seconds)
           where stops.depot_id = ? and stops.run_id = ? and stops.stop_id = given.stop_id`,
          [column(live, ({ stopId }) => stopId), column(live, ({ seconds }) => seconds), depotId, runId],
        );
        await predictStopEtas(transaction, [{ depotId, runId, seenAt: at }]);
      }),
  };
}
