import type { Migration } from './index.js';

/** Which states may follow each: the tables of docs/model.md. What is not here is refused, whoever writes it. */
const next: Readonly<Record<string, { readonly column: string; readonly next: Readonly<Record<string, string>> }>> = {
  waves: {
    column: 'status',
    next: {
      collecting: 'closed',
      closed: 'planned picking',
      planned: 'picking dispatched finished',
      picking: 'dispatched finished',
      dispatched: 'finished',
    },
  },
  runs: {
    column: 'status',
    next: {
      draft: 'released',
      released: 'draft departed finished cancelled',
      departed: 'finished',
      finished: 'departed',
    },
  },
  stops: {
    column: 'status',
    next: {
      planned: 'arrived delivered partial refused failed',
      arrived: 'delivered partial refused failed',
      delivered: 'partial refused failed',
      partial: 'delivered refused failed',
      refused: 'delivered partial failed',
      failed: 'delivered partial refused',
    },
  },
  stop_consignments: {
    column: 'outcome',
    next: {
      planned: 'delivered partial refused failed returned',
      delivered: 'partial refused failed returned',
      partial: 'delivered refused failed returned',
      refused: 'delivered partial failed returned',
      failed: 'delivered partial refused returned',
      returned: 'delivered partial refused',
    },
  },
  consignments: {
    column: 'status',
    next: {
      allocated: 'loaded delivered partial refused failed returned',
      loaded: 'delivered partial refused failed returned',
      delivered: 'partial refused failed returned',
      partial: 'loaded delivered refused failed returned',
      refused: 'delivered partial failed returned',
      failed: 'delivered partial refused returned',
      returned: 'delivered partial refused failed',
    },
  },
};

const triggers = Object.entries(next).map(([table, { column, next: states }]) => {
  const pairs = Object.entries(states).flatMap(([from, to]) => to.split(' ').map((each) => `('${from}', '${each}')`));
  return `create trigger ${table}_next_state before update of ${column} on ${table} for each row
    when (old.${column} <> new.${column} and (old.${column}, new.${column}) not in (${pairs.join(', ')}))
    execute function refuse_state('${column}')`;
});

/** Changes of state that no table allows are impossible. */
export const states: Migration = {
  name: '0013-states',
  statements: [
    `create function refuse_state() returns trigger language plpgsql as $$
    begin
      raise exception 'A row of % that is % cannot become %.', tg_table_name, to_jsonb(old)->>tg_argv[0],
        to_jsonb(new)->>tg_argv[0] using errcode = 'check_violation', constraint = tg_name, table = tg_table_name;
    end $$`,
    ...triggers,
  ],
};
