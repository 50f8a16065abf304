import type { Migration } from './index.js';

/**
 * Orders are cancelled and changed: what became of each, as rows that are only added; what pickers are to put back; and
 * the ends of numbers, which orders are looked for by.
 */
export const orderChanges: Migration = {
  name: '0034-order-changes',
  statements: [
    `alter table orders add column status text not null default 'ordered'
         constraint orders_status_known check (status in ('ordered', 'cancelled')),
       add column version integer not null default 1`,
    // What is before and after is an order's content: status, station, wave, date and lines.
    `create table order_changes (
      depot_id text not null,
      order_id text not null,
      change_no integer not null,
      kind text not null constraint order_changes_kind_known check (kind in ('changed', 'cancelled')),
      is_late boolean not null,
      before jsonb not null,
      after jsonb not null,
      reason text not null,
      actor text not null,
      at timestamptz not null,
      primary key (depot_id, order_id, change_no),
      foreign key (depot_id, order_id) references orders (depot_id, order_id) on delete cascade
    )`,
    `alter table pick_list_lines add column put_back_quantity bigint not null default 0
       constraint pick_list_lines_put_back_not_negative check (put_back_quantity >= 0)`,
    'create index orders_by_id_end on orders (reverse(folded_id(order_id)) text_pattern_ops)',
    'create index totes_by_code on totes (upper(tote_code))',
    'create index orders_by_customer_end on orders (reverse(folded_id(customer_id)) text_pattern_ops)',
  ],
};
