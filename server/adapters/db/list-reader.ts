import type { Knex } from 'knex';
import { NotFoundError } from '../../domain/dispatch-error.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import { accountLists } from './accounts/account-lists.js';
import { backupLists } from './backups/backup-lists.js';
import { caseLists } from './cases/case-lists.js';
import { runLists } from './delivery/run-lists.js';
import { webhookLists } from './exchange/webhook-lists.js';
import type { ListDefinition } from './list-definition.js';
import { networkLists } from './network/network-lists.js';
import { orderLists } from './orders/order-lists.js';
import { filters, type ListQuery, type Page, type PageQuery, readPage } from './page.js';
import { trafficLists } from './traffic/traffic-lists.js';

const lists = {
  ...networkLists,
  ...orderLists,
  ...runLists,
  ...caseLists,
  ...accountLists,
  ...webhookLists,
  ...trafficLists,
  ...backupLists,
} satisfies Record<string, ListDefinition>;

export type ListName = keyof typeof lists;
export const listNames = Object.keys(lists) as ListName[];

interface Parent extends Pick<ListDefinition, 'anyCase' | 'one'> {
  readonly table: string;
  readonly id: string;
}

/** Filters that name a thing of their own, and the table that has it. */
const parents: Readonly<Record<string, Parent>> = {
  depot: { table: 'depots', id: 'depot_id', one: 'depot' },
  station: { table: 'stations', id: 'station_id', anyCase: true, one: 'station' },
  vehicle: { table: 'vehicles', id: 'vehicle_id', one: 'vehicle' },
  wave: { table: 'waves', id: 'wave_id', one: 'wave' },
  plan: { table: 'plans', id: 'plan_id', one: 'plan' },
  run: { table: 'runs', id: 'run_id', one: 'run' },
  consignment: { table: 'consignments', id: 'consignment_id', one: 'consignment' },
};

/** The filters that a list knows. */
export function filtersOf(name: ListName): string[] {
  const { search, seek } = lists[name] as ListDefinition;
  const hasSearch = search !== undefined || seek !== undefined;
  return [...Object.keys(lists[name].filters), ...spanOf(name), ...(hasSearch ? ['q'] : [])];
}

function spanOf(name: ListName): ('from' | 'to')[] {
  return (lists[name] as ListDefinition).span === undefined ? [] : ['from', 'to'];
}

/** Reads pages and single rows of lists; with depots only their rows. What a row is, the list's `select` says. */
export function makeListReader(knex: Knex) {
  return {
    /** @throws NotFoundError when a filter names a thing that is not there, or is of another depot. */
    async list<Row>(
      name: ListName,
      given: Readonly<Record<string, unknown>>,
      page: PageQuery,
      depotIds: OwnDepots,
    ): Promise<Page<Row>> {
      const list: ListDefinition = lists[name];
      const asked: Record<string, unknown> = { ...given };
      for (const [filter, value] of Object.entries(given)) {
        const parent = Object.hasOwn(parents, filter) ? parents[filter] : undefined;
        if (parent !== undefined && value !== undefined) {
          asked[filter] = await getParent(knex, parent, String(value), depotIds);
        }
      }
      const where = filters(asked, list.filters, list.depots) as { sql: string; values: readonly unknown[] }[];
      for (const end of spanOf(name)) {
        if (given[end] === undefined) continue;
        where.push({ sql: `${list.span} ${end === 'from' ? '>=' : '<'} ?`, values: [given[end]] });
      }
      where.push(...searchFor(list, given.q), ...ownedBy(list, depotIds));
      const { select, except } = list;
      const isExcept = except !== undefined && given[except.filter] === except.value;
      const { key, descending } = isExcept ? except : list;
      // A cursor is of one order: that of the other is another list's.
      const ordered = isExcept ? `${name} ${except.filter} ${except.value}` : name;
      const query: ListQuery = { name: ordered, select, where, key, descending };
      return readPage(knex, query, page);
    },

    /** @throws NotFoundError also for a row of another depot. */
    async item<Row>(name: ListName, id: string, depotIds: OwnDepots): Promise<Row> {
      const list: ListDefinition = lists[name];
      if (list.id === undefined) throw new Error(`The list ${name} has no single rows.`);
      if (list.key[list.id] === 'bigint' && !/^\d{1,18}$/.test(id)) throw new NotFoundError(list.one, id);
      const isIt = list.anyCase ? `folded_id(${list.id}) = folded_id(?)` : `${list.id} = ?`;
      const where = [{ sql: isIt, values: [id] as readonly unknown[] }, ...ownedBy(list, depotIds)];
      const { rows } = await knex.raw(
        `${list.select} where ${where.map(({ sql }) => sql).join(' and ')}
         order by ${Object.keys(list.key).join(', ')} limit 1`,
        where.flatMap(({ values }) => values) as string[],
      );
      if (rows.length === 0) throw new NotFoundError(list.one, id);
      return rows[0];
    },
  };
}

/** Of rows that lie in depots: those of the own ones only. */
function ownedBy({ depot, depots }: ListDefinition, own: OwnDepots) {
  if (own === undefined) return [];
  if (depots !== undefined) return [{ sql: `${depots} <@ ?::jsonb`, values: [JSON.stringify(own)] }];
  return depot === undefined ? [] : [{ sql: `${depot} = any(?::text[])`, values: [own] }];
}

/** Each word of what is looked for stands in one of the columns. */
function searchFor(
  { search, seek }: ListDefinition,
  asked: unknown,
): { readonly sql: string; readonly values: readonly unknown[] }[] {
  if (typeof asked !== 'string') return [];
  if (seek !== undefined) return [seek(asked)];
  if (search === undefined) return [];
  const columns = `concat_ws(' ', ${search.join(', ')})`;
  const words = asked.split(/\s+/u).filter((word) => word !== '');
  return words.map((word) => ({
    sql: `${columns} ilike ?`,
    values: [`%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`],
  }));
}

/** Its id as it is kept. A list of what belongs to nothing is no empty list: whoever reads it has the wrong id. */
async function getParent(knex: Knex, parent: Parent, id: string, depotIds: OwnDepots): Promise<string> {
  const isIt = parent.anyCase ? `folded_id(${parent.id}) = folded_id(?)` : `${parent.id} = ?`;
  const { rows } = await knex.raw(
    `select ${parent.id} as id from ${parent.table} where ${isIt} and (?::text[] is null or depot_id = any(?::text[])) limit 1`,
    [id, depotIds ?? null, depotIds ?? null] as string[],
  );
  if (rows.length === 0) throw new NotFoundError(parent.one, id);
  return rows[0].id;
}
