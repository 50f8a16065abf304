import type { Migration } from './index.js';

/**
 * `route_no` is the number of the run in its wave, the same in every version of the plan: one for each vehicle, given when it first
 * has a route there. The id of that run stands beside it.
 *
 * What is numbered by its place in a plan's list gets the number that the vehicle's run has now; where it has none, the next.
 */
export const runNumbers: Migration = {
  name: '0024-run-numbers',
  statements: [
    // Out of the way first: numbers change places within a plan.
    'update routes set route_no = -route_no',
    `with vehicles as (
       select plans.depot_id, plans.wave_id, routes.vehicle_id, min(array[plans.version, -routes.route_no]) as first
       from routes join plans on plans.depot_id = routes.depot_id and plans.plan_id = routes.plan_id
       group by plans.depot_id, plans.wave_id, routes.vehicle_id),
     held as (
       select depot_id, wave_id, vehicle_id, max(route_no) as no from runs
       where status <> 'cancelled' and route_no > 0 group by depot_id, wave_id, vehicle_id),
     numbered as (
       select vehicles.depot_id, vehicles.wave_id, vehicles.vehicle_id, coalesce(held.no,
         coalesce((select max(others.no) from held as others
           where others.depot_id = vehicles.depot_id and others.wave_id = vehicles.wave_id), 0)
         + row_number() over (partition by vehicles.depot_id, vehicles.wave_id, held.no is null order by vehicles.first)) as no
       from vehicles left join held on held.depot_id = vehicles.depot_id and held.wave_id = vehicles.wave_id
         and held.vehicle_id = vehicles.vehicle_id)
     update routes set route_no = numbered.no
     from plans, numbered
     where plans.depot_id = routes.depot_id and plans.plan_id = routes.plan_id
       and numbered.depot_id = plans.depot_id and numbered.wave_id = plans.wave_id
       and numbered.vehicle_id = routes.vehicle_id`,
    // A vehicle may have several runs that were cancelled: the one that it has now bears its number, or else the first of them.
    `with known as (
       select distinct plans.depot_id, plans.wave_id, routes.vehicle_id, routes.route_no as no
       from routes join plans on plans.depot_id = routes.depot_id and plans.plan_id = routes.plan_id),
     ranked as (
       select runs.depot_id, runs.run_id, runs.wave_id, known.no, row_number() over (
         partition by runs.depot_id, runs.wave_id, runs.vehicle_id order by runs.status = 'cancelled', runs.run_id) as place
       from runs left join known on known.depot_id = runs.depot_id and known.wave_id = runs.wave_id
         and known.vehicle_id = runs.vehicle_id),
     numbered as (
       select depot_id, run_id, case when place = 1 and no is not null then no else
         coalesce((select max(known.no) from known
           where known.depot_id = ranked.depot_id and known.wave_id = ranked.wave_id), 0)
         + row_number() over (partition by depot_id, wave_id, place = 1 and no is not null order by run_id) end as no
       from ranked)
     update runs set route_no = numbered.no from numbered
     where numbered.depot_id = runs.depot_id and numbered.run_id = runs.run_id`,
    'alter table runs add constraint runs_one_a_number unique (depot_id, wave_id, route_no)',
    'alter table routes add column run_id text',
    `update routes set run_id = coalesce(
       (select runs.run_id from runs where runs.depot_id = plans.depot_id and runs.wave_id = plans.wave_id
          and runs.route_no = routes.route_no),
       'run-' || substr(md5(concat_ws(' ', plans.depot_id, plans.wave_id, routes.vehicle_id)), 1, 13))
     from plans where plans.depot_id = routes.depot_id and plans.plan_id = routes.plan_id`,
    'alter table routes alter column run_id set not null',
    // A run that was withdrawn is that vehicle's run again when a plan gives it a route.
    'drop trigger runs_next_state on runs',
    `create trigger runs_next_state before update of status on runs for each row
       when (old.status <> new.status and (old.status, new.status) not in (('draft', 'released'), ('released', 'draft'),
         ('released', 'departed'), ('released', 'finished'), ('released', 'cancelled'), ('departed', 'finished'),
         ('finished', 'departed'), ('cancelled', 'released')))
       execute function refuse_state('status')`,
  ],
};
