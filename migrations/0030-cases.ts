import type { Migration } from './index.js';

/** What went wrong and what was done about it: cases with their history, and what is set for each kind of them. */
export const cases: Migration = {
  name: '0030-cases',
  statements: [
    // Only what differs from the standard table.
    `create table case_kinds (
      depot_id text not null references depots (depot_id) on delete cascade,
      kind text not null,
      is_on boolean not null,
      severity text not null constraint case_kinds_severity_known check (severity in ('urgent', 'high', 'normal')),
      limit_minutes integer not null constraint case_kinds_limit_positive check (limit_minutes > 0),
      after_minutes integer constraint case_kinds_after_not_negative check (after_minutes >= 0),
      steps jsonb not null,
      primary key (depot_id, kind)
    )`,
    `create table cases (
      depot_id text not null references depots (depot_id),
      case_id bigint generated always as identity,
      kind text not null,
      subject text not null,
      severity text not null constraint cases_severity_known check (severity in ('urgent', 'high', 'normal')),
      severity_rank integer generated always as (
        case severity when 'urgent' then 1 when 'high' then 2 else 3 end) stored,
      status text not null default 'open' constraint cases_status_known check (status in ('open', 'taken', 'closed')),
      owner text,
      wave_id text,
      run_id text,
      stop_id text,
      station_id text,
      claim_id text,
      goods jsonb not null default '[]',
      detail jsonb not null default '{}',
      opened_at timestamptz not null,
      due_at timestamptz not null,
      escalated_at timestamptz,
      closed_at timestamptz,
      closed_by text,
      outcome text constraint cases_outcome_known check (
        outcome in ('redeliver', 'return', 'substitute', 'refund', 'no-action', 'ended')),
      outcome_detail jsonb,
      received_at timestamptz,
      received_by text,
      primary key (depot_id, case_id),
      constraint cases_one_a_subject unique (depot_id, kind, subject),
      constraint cases_closed_by_something check ((status = 'closed') = (outcome is not null))
    )`,
    'create unique index cases_by_id on cases (case_id)',
    `create index cases_by_urgency on cases (
      (case when status = 'closed' then 'no' else 'yes' end), severity_rank, due_at, case_id)`,
    "create index cases_to_escalate on cases (due_at) where status <> 'closed' and escalated_at is null",
    'create index cases_by_wave on cases (depot_id, wave_id)',
    'create index cases_by_run on cases (depot_id, run_id)',
    `create table case_entries (
      depot_id text not null,
      case_id bigint not null,
      entry_no bigint generated always as identity,
      at timestamptz not null,
      actor text not null,
      kind text not null,
      note text not null default '',
      data jsonb not null default '{}',
      primary key (depot_id, case_id, entry_no),
      foreign key (depot_id, case_id) references cases (depot_id, case_id) on delete cascade
    )`,

    // Claims of before that nobody has settled are cases from now on.
    `insert into cases (depot_id, kind, subject, severity, wave_id, run_id, stop_id, station_id, claim_id, goods, detail,
       opened_at, due_at)
     select claims.depot_id, 'claim', claims.claim_id, 'normal', runs.wave_id, runs.run_id, claims.stop_id, claims.station_id,
       claims.claim_id,
       coalesce((select jsonb_agg(jsonb_build_object('consignmentId', goods.consignment_id, 'wholeId', goods.whole_id,
           'partNo', (goods.part->>'no')::integer, 'zoneId', consignments.zone_id))
         from stop_consignments as goods
           join consignments on consignments.depot_id = goods.depot_id and consignments.consignment_id = goods.whole_id
         where goods.depot_id = claims.depot_id and goods.stop_id = claims.stop_id
           and goods.consignment_id = claims.consignment_id), '[]'::jsonb),
       jsonb_build_object('claim', claims.kind, 'skuId', claims.sku_id, 'quantity', claims.quantity, 'note', claims.note),
       claims.raised_at, claims.raised_at + interval '240 minutes'
     from claims
       join stops on stops.depot_id = claims.depot_id and stops.stop_id = claims.stop_id
       join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
     where claims.status = 'open' order by claims.raised_at, claims.claim_id`,
    `insert into case_entries (depot_id, case_id, at, actor, kind)
     select depot_id, case_id, opened_at, 'cases', 'opened' from cases order by case_id`,
  ],
};
