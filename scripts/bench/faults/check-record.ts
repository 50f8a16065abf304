import type { Knex } from 'knex';
import type { Ledger } from './ledger.js';

/** What is wrong with a record, in words: nothing where it is whole and says what was acknowledged. */
export async function checkRecord(
  knex: Knex,
  ledger: Ledger,
  heardFacts: ReadonlySet<number>,
  heardUpTo: number,
): Promise<string[]> {
  const wrong: string[] = [];
  await checkOrders(knex, ledger, wrong);
  for (const [name, sql] of Object.entries(mustBeEmpty)) {
    const { rows } = await knex.raw(sql);
    if (rows.length > 0) wrong.push(`${name}: ${rows.length}, e.g. ${JSON.stringify(rows[0])}`);
  }
  await checkMade(knex, ledger, wrong);
  const { rows: reports } = await knex.raw(
    `select run_id || ' ' || device_event_id as id from events where device_event_id is not null`,
  );
  const kept = new Set(reports.map(({ id }: { id: string }) => id));
  for (const id of ledger.reports) if (!kept.has(id)) wrong.push(`lost report: ${id}`);
  const { rows: facts } = await knex.raw('select event_id::integer as id from events where event_id <= ?', [heardUpTo]);
  const unheard = facts.filter(({ id }: { id: number }) => !heardFacts.has(id));
  if (unheard.length > 0) wrong.push(`facts never told: ${unheard.length}, e.g. ${unheard[0].id}`);
  return wrong;
}

/** Each acknowledged order is there once with its lines and weight, in a wave; no other order is. */
async function checkOrders(knex: Knex, ledger: Ledger, wrong: string[]): Promise<void> {
  const { rows } = await knex.raw(
    `select orders.order_id as id, orders.grams, waves.status, count(order_lines.line_no)::integer as lines,
       coalesce(sum(order_lines.grams), 0)::bigint as "lineGrams"
     from orders left join waves using (depot_id, wave_id)
       left join order_lines on order_lines.depot_id = orders.depot_id and order_lines.order_id = orders.order_id
         and order_lines.wave_id = orders.wave_id
     group by 1, 2, 3`,
  );
  const found = new Map<string, { grams: number; lineGrams: number; lines: number; status: string | null }>();
  for (const { id, ...row } of rows) found.set(id, row);
  for (const [orderId, grams] of ledger.takenGrams) {
    const row = found.get(orderId);
    if (row === undefined) wrong.push(`lost order: ${orderId}`);
    else if (Number(row.grams) !== grams || Number(row.lineGrams) !== grams || row.lines !== 3) {
      wrong.push(`half or doubled order: ${orderId} ${JSON.stringify(row)}, sent ${grams} g`);
    } else if (row.status === null) wrong.push(`order without a wave: ${orderId}`);
  }
  const isOpen = new Set([...ledger.open].flatMap(({ orders }) => orders.map(({ orderId }) => orderId)));
  for (const orderId of found.keys()) {
    if (!ledger.takenGrams.has(orderId) && !isOpen.has(orderId)) wrong.push(`strange order: ${orderId}`);
  }
}

async function checkMade(knex: Knex, ledger: Ledger, wrong: string[]): Promise<void> {
  const { rows } = await knex.raw(
    `select 'user ' || users.login as thing, users.user_id as id, 'user.added' as action from users where login like 'r%-t%'
     union all select 'webhook ' || name, webhook_id, 'webhook.added' from webhooks
     union all select 'key ' || name, key_id, 'key.added' from api_keys where name like 'r%-t%'`,
  );
  const counts = new Map<string, number>();
  for (const { thing } of rows) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  for (const thing of ledger.made) if (counts.get(thing) === undefined) wrong.push(`lost: ${thing}`);
  for (const [thing, count] of counts) if (count > 1) wrong.push(`doubled: ${thing}, ${count} times`);
  const { rows: audited } = await knex.raw(
    "select subject_id || ' ' || action as entry, count(*)::integer as times from audit group by 1",
  );
  const times = new Map(audited.map((row: { entry: string; times: number }) => [row.entry, row.times]));
  for (const { thing, id, action } of rows) {
    if (times.get(`${id} ${action}`) !== 1)
      wrong.push(`${thing} stands in the audit ${times.get(`${id} ${action}`) ?? 0} times`);
  }
}

/** Queries that find what must not be, by what that is. */
const mustBeEmpty: Readonly<Record<string, string>> = {
  'lines of a closed wave without consignment': `select orders.order_id, orders.wave_id from order_lines as orders
     join waves using (depot_id, wave_id) left join consignments using (depot_id, wave_id, station_id, zone_id)
     where waves.status <> 'collecting' and consignments.consignment_id is null`,
  'consignments that do not hold what was ordered': `select consignments.consignment_id, consignments.grams, sum(lines.grams) as ordered
     from consignments left join order_lines as lines using (depot_id, wave_id, station_id, zone_id)
     group by consignments.depot_id, 1, 2 having consignments.grams <> coalesce(sum(lines.grams), 0)`,
  'consignments of a wave that collects': `select consignment_id from consignments join waves using (depot_id, wave_id)
     where waves.status = 'collecting'`,
  'consignments with other totes than counted': `select consignment_id from consignments
     left join totes using (depot_id, consignment_id)
     group by consignments.depot_id, 1, consignments.tote_count having count(totes.tote_code) <> consignments.tote_count`,
  'order lines that are not in totes as ordered': `select lines.order_id, lines.line_no, lines.quantity, packed.units
     from order_lines as lines join waves using (depot_id, wave_id)
       left join (select depot_id, line->>0 as order_id, (line->>1)::integer as line_no, sum((line->>2)::integer) as units
         from totes cross join lateral jsonb_array_elements(lines) as line group by 1, 2, 3) as packed
         using (depot_id, order_id, line_no)
     where waves.status <> 'collecting' and lines.quantity is distinct from packed.units`,
  'pick lists that do not hold what was ordered': `select wave_id, ordered.zone_id, ordered.quantity, listed.quantity as listed
     from (select depot_id, wave_id, zone_id, sum(quantity) as quantity from order_lines group by 1, 2, 3) as ordered
       join waves using (depot_id, wave_id)
       left join (select lists.depot_id, lists.wave_id, lists.zone_id, sum(quantity) as quantity from pick_lists as lists
         join pick_list_lines using (depot_id, pick_list_id) group by 1, 2, 3) as listed using (depot_id, wave_id, zone_id)
     where waves.status <> 'collecting' and ordered.quantity is distinct from listed.quantity`,
  'waves that were closed more than once, or of which no fact tells': `select wave_id, count(events.event_id) as facts from waves
     left join events using (depot_id, wave_id) where waves.status <> 'collecting' and events.kind = 'wave.closed'
     group by 1 having count(events.event_id) <> 1`,
  'current plans without their runs': `select current_plan_id from waves where current_plan_id is not null
     and (select count(*) from routes where routes.plan_id = waves.current_plan_id)
       <> (select count(*) from runs where runs.plan_id = waves.current_plan_id and runs.status <> 'cancelled')`,
  'runs without stops': `select run_id from runs left join stops using (depot_id, run_id) where stop_id is null`,
  'plans that bring other consignments than the wave has': `select waves.wave_id, consignments.consignment_id from waves
     join consignments on consignments.depot_id = waves.depot_id and consignments.wave_id = waves.wave_id
     where waves.current_plan_id is not null and not exists (
       select 1 from stop_consignments as goods join stops using (depot_id, stop_id) join runs using (depot_id, run_id)
       where runs.plan_id = waves.current_plan_id and goods.whole_id = consignments.consignment_id)
     and not exists (select 1 from unassigned where unassigned.plan_id = waves.current_plan_id
       and unassigned.whole_id = consignments.consignment_id)`,
  'plans that are released in part': `select plan_id from runs group by 1
     having bool_or(status = 'draft') and bool_or(status in ('released', 'departed', 'finished'))`,
  'released runs of which not one fact tells': `select runs.run_id from runs where status <> 'draft' and status <> 'cancelled'
     and (select count(*) from events where events.run_id = runs.run_id and events.kind = 'run.released') <> 1`,
  'plans released more than once': `select data->>'planId' as plan from events where kind = 'plan.released' group by 1 having count(*) > 1`,
  'stops that are not as reported': `select stops.stop_id, stops.status from stops where status <> 'delivered'
     and exists (select 1 from events where events.stop_id = stops.stop_id and events.kind = 'run.delivered')`,
  'staged orders of imports that ended': `select import_id from staged_orders join imports using (import_id) where status <> 'reading'`,
};
