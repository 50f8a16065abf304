/** The last trip of `runs` that has reached a stop; 1 where none has. Its goods, and those of the trips before, have left with it. */
export const reachedTripSql = `coalesce((
  select max(reached.trip_no) from stops as reached
  where reached.depot_id = runs.depot_id and reached.run_id = runs.run_id and reached.status <> 'planned'), 1)`;
