import type { Knex } from 'knex';
import type { Sight } from '../../../application/network/change-network.js';
import type { Affected, Impact } from '../../../application/network/impact.js';
import type { NetworkKind } from '../../../domain/network/attributes/things.js';
import { readRows } from '../statement.js';

type Look = readonly [what: Affected['what'], select: string];

const notLeft = "waves.status in ('collecting', 'closed', 'planned', 'picking')";
const notEnded = "runs.status in ('draft', 'released', 'departed')";
const ofWave =
  "join waves on waves.depot_id = orders.depot_id and waves.wave_id = orders.wave_id and orders.status <> 'cancelled'";
/** What is of a depot, by the depots of who asks; null means all. */
const seen = (table: string) => `(cast(:own as text[]) is null or ${table}.depot_id = any(cast(:own as text[])))`;
const runLabel = "runs.wave_id || ' ' || runs.vehicle_id";

/**
 * What is open now and would be touched, each as a select of its labels, by the thing's :depot and :id and the depots
 * of who asks, :own: products and zones are of all depots, what is open of them is not.
 */
const looks: Readonly<Record<NetworkKind, readonly Look[]>> = {
  depots: [
    ['stations', "select name as label from stations where depot_id = :id and status <> 'closed'"],
    ['vehicles', "select vehicle_id as label from vehicles where depot_id = :id and status <> 'retired'"],
    ['couriers', "select name as label from couriers where depot_id = :id and status = 'active'"],
    ['open-waves', `select wave_id as label from waves where depot_id = :id and ${notLeft}`],
    ['orders-waiting', `select order_id as label from orders ${ofWave} where orders.depot_id = :id and ${notLeft}`],
    ['runs-unfinished', `select ${runLabel} as label from runs where depot_id = :id and ${notEnded}`],
    [
      'accounts',
      'select login as label from users where depot_ids @> to_jsonb(array[:id::text]) and disabled_at is null',
    ],
    [
      'api-keys',
      'select name as label from api_keys where depot_ids @> to_jsonb(array[:id::text]) and revoked_at is null',
    ],
    ['webhooks', 'select name as label from webhooks where depot_ids @> to_jsonb(array[:id::text])'],
    ['import-mappings', 'select name as label from import_mappings where depot_id = :id'],
  ],
  stations: [
    [
      'orders-waiting',
      `select order_id as label from orders ${ofWave}
       where orders.depot_id = :depot and orders.station_id = :id and ${notLeft}`,
    ],
    [
      'open-waves',
      `select distinct orders.wave_id as label from orders ${ofWave}
       where orders.depot_id = :depot and orders.station_id = :id and ${notLeft}`,
    ],
    [
      'runs-unfinished',
      `select distinct ${runLabel} as label from stops
         join runs on runs.depot_id = stops.depot_id and runs.run_id = stops.run_id
       where stops.depot_id = :depot and stops.station_id = :id and stops.left_at is null and ${notEnded}`,
    ],
    ['accounts', 'select login as label from users where station_id = :id and disabled_at is null'],
  ],
  vehicles: [
    [
      'runs-unfinished',
      `select ${runLabel} as label from runs where depot_id = :depot and vehicle_id = :id and ${notEnded}`,
    ],
    ['couriers-assigned', 'select name as label from couriers where depot_id = :depot and vehicle_id = :id'],
    [
      'stations',
      `select name as label from stations where depot_id = :depot
         and rules->'allowedVehicleIds' @> to_jsonb(array[:id::text])`,
    ],
  ],
  couriers: [
    [
      'runs-unfinished',
      `select ${runLabel} as label from runs where depot_id = :depot and courier_id = :id and ${notEnded}`,
    ],
    ['accounts', 'select login as label from users where courier_id = :id and disabled_at is null'],
  ],
  cutoffs: [
    ['open-waves', `select wave_id as label from waves where depot_id = :depot and cutoff_id = :id and ${notLeft}`],
    ['rules', 'select rule_id as label from wave_rules where depot_id = :depot and cutoff_id = :id'],
  ],
  wave_rules: [],
  skus: [
    [
      'orders-waiting',
      `select distinct lines.order_id as label from order_lines as lines
         join waves on waves.depot_id = lines.depot_id and waves.wave_id = lines.wave_id
       where lines.sku_id = :id and ${seen('lines')} and ${notLeft}`,
    ],
  ],
  zones: [
    ['products', 'select name as label from skus where zone_id = :id and active'],
    [
      'compartments',
      `select vehicle_id || ' ' || compartment_no as label from compartments
       where zone_ids @> to_jsonb(array[:id::text]) and ${seen('compartments')}`,
    ],
  ],
};

/**
 * Where anything may refer to a thing, also of the past. A count that found no empty totes says nothing of it, and a key that
 * was revoked opens nothing any more and cannot be taken away itself.
 */
const references: Readonly<Record<NetworkKind, readonly string[]>> = {
  depots: [
    'stations where depot_id = :id',
    'vehicles where depot_id = :id',
    'couriers where depot_id = :id',
    'cutoffs where depot_id = :id',
    'waves where depot_id = :id',
    'orders where depot_id = :id',
    'imports where depot_ids @> to_jsonb(array[:id::text])',
    'users where depot_ids @> to_jsonb(array[:id::text])',
    'api_keys where depot_ids @> to_jsonb(array[:id::text]) and revoked_at is null',
    'webhooks where depot_ids @> to_jsonb(array[:id::text])',
    'import_mappings where depot_id = :id',
  ],
  stations: [
    'orders where depot_id = :depot and station_id = :id',
    'consignments where depot_id = :depot and station_id = :id',
    'stops where depot_id = :depot and station_id = :id',
    'claims where depot_id = :depot and station_id = :id',
    'tote_counts where depot_id = :depot and station_id = :id and totes > 0',
    'wave_rules where depot_id = :depot and station_id = :id',
    'users where station_id = :id',
    'api_keys where station_id = :id and revoked_at is null',
  ],
  vehicles: [
    'routes where depot_id = :depot and vehicle_id = :id',
    'runs where depot_id = :depot and vehicle_id = :id',
    'couriers where depot_id = :depot and vehicle_id = :id',
    "stations where depot_id = :depot and rules->'allowedVehicleIds' @> to_jsonb(array[:id::text])",
  ],
  couriers: [
    'runs where depot_id = :depot and courier_id = :id',
    'users where courier_id = :id',
    'api_keys where courier_id = :id and revoked_at is null',
    'events where depot_id = :depot and courier_id = :id',
  ],
  skus: [
    'order_lines where sku_id = :id',
    'pick_list_lines where sku_id = :id',
    'claims where sku_id = :id',
    'wave_rules where sku_id = :id',
  ],
  // Waves have the name that they were opened by.
  cutoffs: ['wave_rules where depot_id = :depot and cutoff_id = :id'],
  wave_rules: ['wave_rules where false'],
  zones: [
    'skus where zone_id = :id',
    'compartments where zone_ids @> to_jsonb(array[:id::text])',
    'order_lines where zone_id = :id',
    'consignments where zone_id = :id',
    'pick_lists where zone_id = :id',
    'tote_counts where zone_id = :id and totes > 0',
    'wave_rules where zone_id = :id',
    // By zone, or in pairs of zones.
    `depots where rules::text like '%' || to_json(:id::text)::text || '%'`,
    `stations where rules::text like '%' || to_json(:id::text)::text || '%'`,
  ],
};

/** Told by name to who manages accounts; others hear how many there are. */
const ofAdmins: ReadonlySet<Affected['what']> = new Set(['accounts', 'api-keys', 'webhooks']);

const examplesShown = 3;

/** What a thing's end would touch, as far as who asks may see it, and whether anything refers to it at all. */
export async function readImpact(
  knex: Knex,
  kind: NetworkKind,
  id: string,
  depotId: string | undefined,
  { depotIds, seesAccounts }: Sight,
): Promise<Impact> {
  const affected: Affected[] = [];
  for (const [what, select] of looks[kind]) {
    const values = { id, depot: depotId, own: depotIds };
    const [{ count, examples }] = await readRows<{ count: number; examples: string[] | null }>(
      knex,
      `select count(*)::integer as count, to_jsonb((array_agg(label order by label))[1:${examplesShown}]) as examples
       from (${select}) as found`,
      values,
    );
    const isTold = !ofAdmins.has(what) || seesAccounts;
    if (count > 0) affected.push({ what, count, examples: (isTold ? examples : null) ?? [] });
  }
  return { affected, mayDelete: !(await isReferredTo(knex, kind, id, depotId)) };
}

/** Whether anything refers to a thing, also of the past and of whatever depot. */
export async function isReferredTo(
  knex: Knex,
  kind: NetworkKind,
  id: string,
  depotId: string | undefined,
): Promise<boolean> {
  const [{ referred }] = await readRows<{ referred: boolean }>(
    knex,
    `select ${references[kind].map((where) => `exists (select from ${where})`).join(' or ')} as referred`,
    { id, depot: depotId },
  );
  return referred;
}
