import type { ListDefinition } from '../list-definition.js';

/** What is reported of the traffic; what was withdrawn is in the audit only. */
export const trafficLists = {
  traffic: {
    select: `select report_id as "trafficId", kind, value, geometry, both_ways as "bothWays",
        valid_from as "validFrom", valid_until as "validUntil", note, created_at as "createdAt",
        created_by as "createdBy", created_by_account as "createdByAccount", current
      from (select traffic_reports.*, case when valid_until > now() then 'yes' else 'no' end as current
        from traffic_reports where withdrawn_at is null) as reports`,
    key: { created_at: 'timestamptz', report_id: 'text' },
    descending: true,
    filters: { kind: 'kind', current: 'current' },
    id: 'report_id',
    one: 'traffic report',
  },
} satisfies Record<string, ListDefinition>;
