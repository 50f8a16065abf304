import type { Knex } from 'knex';
import type { AddedToDemo } from '../../../application/beginning/demo-store.js';
import { readRows } from '../statement.js';

const ofDemo = (table: string) => `${table}.depot_id in (select depot_id from depots where demo)`;
/** The loader reads files, which leave no row in the audit for each thing: one that has such a row was a person's. */
const byPerson = (kind: string, id: string) => `exists (select from audit where subject_kind = '${kind}'
  and subject_id = ${id} and action in ('${kind}.added', '${kind}.changed', '${kind}.restored'))`;

/** What is for depots of the demo and for no other. */
const onlyOfDemo = `depot_ids is not null
  and depot_ids <@ (select coalesce(jsonb_agg(depot_id), '[]') from depots where demo)`;

/** What people have put beside the demo or changed of it, each as a select of labels: it goes with the demo. */
const looks: readonly (readonly [AddedToDemo['what'], string])[] = [
  [
    'stations',
    `select name as label from stations where ${ofDemo('stations')} and ${byPerson('station', 'station_id')}`,
  ],
  [
    'vehicles',
    `select vehicle_id as label from vehicles where ${ofDemo('vehicles')} and ${byPerson('vehicle', 'vehicle_id')}`,
  ],
  [
    'couriers',
    `select name as label from couriers where ${ofDemo('couriers')} and ${byPerson('courier', 'courier_id')}`,
  ],
  [
    'orders',
    `select order_id as label from orders left join imports using (import_id)
     where ${ofDemo('orders')} and imports.begun_by is distinct from 'first start'`,
  ],
  ['cutoffs', `select name as label from cutoffs where ${ofDemo('cutoffs')} and ${byPerson('cutoff', 'cutoff_id')}`],
  [
    'wave-rules',
    `select rule_id as label from wave_rules where ${ofDemo('wave_rules')} and ${byPerson('wave-rule', 'rule_id')}`,
  ],
  ['places', `select address as label from remembered_places where ${ofDemo('remembered_places')}`],
  ['import-mappings', `select name as label from import_mappings where ${ofDemo('import_mappings')}`],
  ['accounts', `select login as label from users where not demo and ${onlyOfDemo}`],
  ['keys', `select name as label from api_keys where revoked_at is null and ${onlyOfDemo}`],
  ['webhooks', `select name as label from webhooks where ${onlyOfDemo}`],
];

const examplesShown = 3;

export async function listAddedToDemo(knex: Knex): Promise<AddedToDemo[]> {
  const added: AddedToDemo[] = [];
  for (const [what, select] of looks) {
    const [{ count, examples }] = await readRows<{ count: number; examples: string[] | null }>(
      knex,
      `select count(*)::integer as count, to_jsonb((array_agg(label order by label))[1:${examplesShown}]) as examples
       from (${select}) as found`,
      [],
    );
    if (count > 0) added.push({ what, count, examples: examples ?? [] });
  }
  return added;
}
