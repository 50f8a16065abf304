import type { ReadSetupFigures, SetupFigures } from '../../../application/beginning/setup-steps.js';
import type { Database } from '../engine/database.js';
import { readRows } from '../statement.js';

/** Counts what the record holds of one depot, or of all. */
export function makeSetupReader({ knex }: Database): ReadSetupFigures {
  return async (ownDepots, extent) => {
    const [row] = await readRows<SetupFigures>(
      knex,
      `select
         (select count(*)::int from depots where ${own('depots')}) as depots,
         (select count(*)::int from zones) as zones,
         (select count(*)::int from skus where active) as products,
         (select count(*)::int from vehicles where status = 'available' and ${own('vehicles')}
            and exists (select 1 from compartments where compartments.depot_id = vehicles.depot_id
              and compartments.vehicle_id = vehicles.vehicle_id)) as vehicles,
         (select count(*)::int from stations where status = 'open' and ${own('stations')}) as stations,
         (select count(*)::int from couriers where ${own('couriers')}) as couriers,
         (select count(*)::int from users where disabled_at is null and not (role = 'admin' and depot_ids is null)
            and ${ofOwn}) as accounts,
         (select count(*)::int from orders where ${own('orders')}) as orders,
         (select count(*)::int from plans where ${own('plans')}) as plans,
         (select count(*)::int from unassigned where (depot_id, plan_id) = (
            select waves.depot_id, waves.current_plan_id from waves where current_plan_id is not null and ${own('waves')}
            order by delivery_date desc, sequence desc limit 1)) as unassigned,
         (select count(*)::int from (select depot_id, position from depots union all
            select depot_id, position from stations where status = 'open') as places
            where :isKnown::boolean and ${own('places')}
              and not (ST_X(position) between :west and :east and ST_Y(position) between :south and :north)) as outside`,
      { ...(extent ?? nowhere), isKnown: extent !== undefined, ownDepots },
    );
    return row;
  };
}

const nowhere = { west: 0, south: 0, east: 0, north: 0 };
const own = (table: string) => `(:ownDepots::text[] is null or ${table}.depot_id = any(:ownDepots::text[]))`;
/** Accounts of some of the depots; those of all are nobody's own. */
const ofOwn = `(:ownDepots::text[] is null or exists (
  select 1 from jsonb_array_elements_text(users.depot_ids) as own where own = any(:ownDepots::text[])))`;
