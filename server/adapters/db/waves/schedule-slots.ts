import type { ScheduleSlots } from '../../../application/waves/close-due-waves.js';
import type { Database } from '../engine/database.js';

/** A slot whose work was not done a minute after it was claimed may be claimed again: the process may have died. */
export function makeScheduleSlots({ knex }: Database): ScheduleSlots {
  return {
    async claim(schedule, slotAt, by) {
      const { rowCount } = await knex.raw(
        `insert into schedule_slots (schedule, slot_at, fired_at, fired_by) values (?, ?, now(), ?)
         on conflict (schedule, slot_at) do update set fired_at = now(), fired_by = excluded.fired_by
           where schedule_slots.fired_at < now() - interval '1 minute'`,
        [schedule, slotAt, by],
      );
      return rowCount === 1;
    },
  };
}
