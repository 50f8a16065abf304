import type { Knex } from 'knex';
import type { AccountPlace, PeopleStore } from '../../../application/accounts/people-store.js';
import { loginKeyOf } from '../../../domain/accounts/login.js';
import { foldId } from '../../../domain/fold-id.js';
import type { OwnDepots } from '../../../domain/own-depots.js';

/** Whether a column is of the own depots; two places to bind, by `ownOf`. */
export const ofOwn = (column: string) =>
  `(?::jsonb is null or ${column} in (select jsonb_array_elements_text(?::jsonb)))`;

/** The same for a column that holds a set of depots. */
export const ofOwnSet = (column: string) => `(?::jsonb is null or ${column} <@ ?::jsonb)`;

export function ownOf(own: OwnDepots): string[] {
  const bound = own === undefined ? null : JSON.stringify(own);
  return [bound, bound] as string[];
}

const within = (column: string) => `${column} in (select jsonb_array_elements_text(?::jsonb))`;

interface PlaceRow {
  readonly id: string;
  readonly depot_id: string;
  readonly name: string;
  readonly login: string | null;
}

/** By what an account of each kind is told. */
const kinds = {
  stations: {
    select: `select stations.station_id as id, stations.depot_id, stations.name,
      (select min(users.login) from users where users.station_id = stations.station_id and users.role = 'station') as login
      from stations`,
    without: `not exists (select 1 from users where users.station_id = stations.station_id and users.role = 'station')`,
    id: 'stations.station_id',
    depot: 'stations.depot_id',
  },
  couriers: {
    select: `select couriers.courier_id as id, couriers.depot_id, couriers.name,
      (select min(users.login) from users where users.courier_id = couriers.courier_id and users.role = 'courier') as login
      from couriers`,
    without: `not exists (select 1 from users where users.courier_id = couriers.courier_id and users.role = 'courier')`,
    id: 'couriers.courier_id',
    depot: 'couriers.depot_id',
  },
} as const;

/** What is asked about depots, stations, couriers and logins before people are invited. */
export function makePeopleLookup(knex: Knex): Pick<PeopleStore, 'listWithout' | 'lookUp' | 'takenLogins'> {
  const places = async (
    kind: keyof typeof kinds,
    ids: readonly string[],
    own: OwnDepots,
  ): Promise<ReadonlyMap<string, AccountPlace>> => {
    if (ids.length === 0) return new Map();
    const { select, id, depot } = kinds[kind];
    const keyOf = (text: string) => (kind === 'stations' ? foldId(text) : text);
    const { rows } = await knex.raw(
      `${select} where ${within(kind === 'stations' ? `folded_id(${id})` : id)} and ${ofOwn(depot)} for key share of ${kind}`,
      [JSON.stringify(ids.map(keyOf)), ...ownOf(own)],
    );
    return new Map((rows as PlaceRow[]).map((row) => [keyOf(row.id), placeOf(row)]));
  };
  return {
    async listWithout(kind, depotIds, own, most) {
      const { select, without, id, depot } = kinds[kind];
      const where = `where ${without} and ${ofOwn(depot)} and ${ofOwn(depot)}`;
      const bound = [...ownOf(own), ...ownOf(depotIds)];
      const { rows } = await knex.raw(`${select} ${where} order by ${depot}, ${id} limit ${most}`, bound);
      const counted = await knex.raw(`select count(*)::int as count from ${kind} ${where}`, bound);
      return { places: (rows as PlaceRow[]).map(placeOf), more: counted.rows[0].count - rows.length };
    },
    async lookUp(people, own) {
      const idsOf = (field: 'depotIds' | 'courierId' | 'stationId') => [
        ...new Set(people.flatMap((person) => person[field] ?? [])),
      ];
      const depots = await knex.raw(
        `select depot_id as id from depots where ${within('depot_id')} and ${ofOwn('depot_id')} for key share`,
        [JSON.stringify(idsOf('depotIds')), ...ownOf(own)],
      );
      return {
        depotIds: new Set((depots.rows as { id: string }[]).map(({ id }) => id)),
        couriers: await places('couriers', idsOf('courierId'), own),
        stations: await places('stations', idsOf('stationId'), own),
      };
    },
    async takenLogins(logins) {
      if (logins.length === 0) return [];
      const keys = JSON.stringify([...new Set(logins.map(loginKeyOf))]);
      const { rows } = await knex.raw(
        `select login from users where ${within('login_key')} or ${within("regexp_replace(login_key, '-[0-9]+$', '')")}`,
        [keys, keys],
      );
      return (rows as { login: string }[]).map(({ login }) => login);
    },
  };
}

const placeOf = ({ id, depot_id, name, login }: PlaceRow): AccountPlace => ({
  id,
  depotId: depot_id,
  name,
  login: login ?? undefined,
});
