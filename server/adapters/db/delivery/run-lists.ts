import type { ListDefinition } from '../list-definition.js';
import { runCodeSql } from '../run-code-sql.js';

/** Which server's disk the file of a map lies on is between servers. */
const kindOfJob = "regexp_replace(kind, '^map-build-.*', 'map-build')";

/** Plans and what is done with them on the road. */
export const runLists = {
  plans: {
    select: `select depot_id as "depotId", plan_id as "planId", wave_id as "waveId", version,
      parent_plan_id as "parentPlanId", kpis, provenance, edited, replanned->'event'->>'kind' as "eventKind", overrides,
      created_by as "createdBy", created_at as "createdAt" from plans`,
    key: { depot_id: 'text', wave_id: 'text', version: 'integer' },
    descending: true,
    filters: { wave: 'wave_id' },
    depot: 'depot_id',
    // A single one is told with its routes.
    id: undefined,
    one: 'plan',
  },
  runs: {
    select: `select runs.depot_id as "depotId", runs.run_id as "runId", runs.wave_id as "waveId",
      runs.plan_id as "planId", runs.route_no as "routeNo", ${runCodeSql} as "runCode", runs.vehicle_id as "vehicleId",
      runs.courier_id as "courierId", couriers.name as "courierName", runs.status,
      runs.planned_departure_at as "plannedDepartureAt", runs.planned_return_at as "plannedReturnAt",
      runs.distance_meters as "distanceMeters", runs.travel_seconds as "travelSeconds", runs.departed_at as "departedAt",
      runs.finished_at as "finishedAt", runs.version,
      (select count(*) from stops where stops.depot_id = runs.depot_id and stops.run_id = runs.run_id) as stops,
      (select count(*) from stops where stops.depot_id = runs.depot_id and stops.run_id = runs.run_id
        and stops.status in ('delivered', 'partial', 'refused', 'failed')) as "stopsDone",
      (select coalesce(sum(coalesce((stop_consignments.part->>'grams')::bigint, consignments.grams)), 0)::bigint from stops
        join stop_consignments on stop_consignments.depot_id = stops.depot_id
          and stop_consignments.stop_id = stops.stop_id
        join consignments on consignments.depot_id = stops.depot_id
          and consignments.consignment_id = stop_consignments.whole_id
        where stops.depot_id = runs.depot_id and stops.run_id = runs.run_id) as grams
      from runs join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
        left join couriers on couriers.depot_id = runs.depot_id and couriers.courier_id = runs.courier_id`,
    key: { 'runs.depot_id': 'text', 'runs.wave_id': 'text', 'runs.route_no': 'integer', 'runs.run_id': 'text' },
    filters: {
      wave: 'runs.wave_id',
      plan: 'runs.plan_id',
      status: 'runs.status',
      courier: 'runs.courier_id',
      vehicle: 'runs.vehicle_id',
    },
    depot: 'runs.depot_id',
    // A single one is told with its stops.
    id: undefined,
    one: 'run',
  },
  stops: {
    select: `select stops.depot_id as "depotId", stops.stop_id as "stopId", stops.run_id as "runId",
      runs.wave_id as "waveId", stops.trip_no as "tripNo", stops.sequence, stops.station_id as "stationId",
      stops.planned_arrival_at as "plannedArrivalAt", stops.planned_begin_at as "plannedBeginAt",
      stops.planned_leave_at as "plannedLeaveAt", stops.eta_at as "etaAt", stops.late_seconds as "lateSeconds", stops.arrived_at as "arrivedAt",
      stops.left_at as "leftAt", stops.status, stops.signed_by as "signedBy", stops.signed_at as "signedAt",
      stops.leg_meters as "legMeters", stops.leg_seconds as "legSeconds", stops.version
      from stops join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id`,
    key: { 'stops.depot_id': 'text', 'stops.run_id': 'text', 'stops.sequence': 'integer', 'stops.stop_id': 'text' },
    filters: {
      wave: 'runs.wave_id',
      run: 'stops.run_id',
      station: 'stops.station_id',
      status: 'stops.status',
    },
    depot: 'stops.depot_id',
    // A single one is told with what is handed over there.
    id: undefined,
    one: 'stop',
  },
  claims: {
    select: `select depot_id as "depotId", claim_id as "claimId", stop_id as "stopId", station_id as "stationId",
      consignment_id as "consignmentId", sku_id as "skuId",
      (select skus.name from skus where skus.sku_id = claims.sku_id) as "skuName", kind, quantity, note, status,
      raised_by as "raisedBy",
      raised_at as "raisedAt" from claims`,
    key: { depot_id: 'text', claim_id: 'text' },
    filters: { station: 'station_id', stop: 'stop_id', status: 'status' },
    depot: 'depot_id',
    id: 'claim_id',
    one: 'claim',
  },
  jobs: {
    select: `select job_id as "jobId", ${kindOfJob} as kind, status, subject_id as "subjectId", nullif(progress, '{}'::jsonb) as progress,
      result, error, created_by as "createdBy", created_at as "createdAt", ended_at as "endedAt", ahead,
      case when ahead > 0 then 'turn' when running > 0 then 'depot' when ahead = 0 then 'slot' end as "waitsFor"
      from jobs left join job_lines using (job_id)`,
    key: { created_at: 'timestamptz', job_id: 'text' },
    descending: true,
    filters: { kind: kindOfJob, status: 'status', subject: 'subject_id' },
    depot: 'depot_id',
    id: 'job_id',
    one: 'job',
  },
} satisfies Record<string, ListDefinition>;
