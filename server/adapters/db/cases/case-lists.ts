import type { ListDefinition } from '../list-definition.js';
import { runCodeSql } from '../run-code-sql.js';

/** What went wrong, the most urgent and the soonest due first; what is closed, the latest first. */
export const caseLists = {
  cases: {
    select: `select cases.depot_id as "depotId", cases.case_id as "caseId", cases.kind, cases.severity, cases.status, cases.owner,
      cases.wave_id as "waveId", cases.run_id as "runId", cases.stop_id as "stopId", cases.station_id as "stationId",
      cases.claim_id as "claimId",
      (select ${runCodeSql} from runs join waves on waves.depot_id = runs.depot_id and waves.wave_id = runs.wave_id
        where runs.depot_id = cases.depot_id and runs.run_id = cases.run_id) as "runCode",
      (select runs.route_no from runs where runs.depot_id = cases.depot_id and runs.run_id = cases.run_id) as "routeNo",
      (select waves.delivery_date from waves where waves.depot_id = cases.depot_id
        and waves.wave_id = cases.wave_id) as "deliveryDate",
      (select runs.vehicle_id from runs where runs.depot_id = cases.depot_id and runs.run_id = cases.run_id) as "vehicleId",
      (select stations.name from stations where stations.depot_id = cases.depot_id
        and stations.station_id = cases.station_id) as "stationName",
      (select skus.name from skus where skus.sku_id = cases.detail->>'skuId') as "skuName",
      cases.goods, cases.detail, cases.opened_at as "openedAt", cases.due_at as "dueAt",
      cases.escalated_at as "escalatedAt", cases.closed_at as "closedAt", cases.closed_by as "closedBy", cases.outcome,
      cases.outcome_detail as "outcomeDetail", cases.received_at as "receivedAt", cases.received_by as "receivedBy"
      from cases`,
    key: { 'cases.severity_rank': 'integer', 'cases.due_at': 'timestamptz', 'cases.case_id': 'bigint' },
    except: {
      filter: 'current',
      value: 'no',
      key: { 'cases.closed_at': 'timestamptz', 'cases.case_id': 'bigint' },
      descending: true,
    },
    filters: {
      current: `(case when cases.status = 'closed' then 'no' else 'yes' end)`,
      status: 'cases.status',
      kind: 'cases.kind',
      severity: 'cases.severity',
      outcome: 'cases.outcome',
      returns: `(case when cases.outcome is distinct from 'return' then null when cases.received_at is null then 'expected' else 'received' end)`,
      owner: 'cases.owner',
      depot: 'cases.depot_id',
      wave: 'cases.wave_id',
      run: 'cases.run_id',
      station: 'cases.station_id',
    },
    span: 'cases.opened_at',
    depot: 'cases.depot_id',
    // A single one is told with its history.
    id: 'cases.case_id',
    one: 'case',
  },
} satisfies Record<string, ListDefinition>;
