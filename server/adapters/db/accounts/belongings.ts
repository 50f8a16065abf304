import type { Knex } from 'knex';
import type { User } from '../../../application/accounts/account-store.js';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { inEnglish, plainly, type Told, told } from '../../../domain/told.js';

export type Belongings = Pick<User, 'depotId' | 'courierId' | 'stationId'>;

/**
 * The depot, courier and station of an account by their ids as they are kept.
 *
 * @throws InvalidInputError for one that is not there, or not of the depot.
 */
export async function getBelongings(
  transaction: Knex.Transaction,
  { depotId, courierId, stationId }: Belongings,
): Promise<Belongings> {
  const find = async (field: keyof Belongings, sql: string, asked: string | undefined, sentence: Told) => {
    if (asked === undefined) return undefined;
    const { rows } = await transaction.raw(sql, { asked, depotId: depotId ?? null } as Record<string, string>);
    if (rows.length === 0) throw new InvalidInputError(sentence, [{ field, reason: inEnglish(sentence) }]);
    return rows[0].id as string;
  };
  const where = depotId === undefined ? plainly('There is') : told`Depot ${depotId} has`;
  return {
    depotId: await find(
      'depotId',
      'select depot_id as id from depots where depot_id = :asked for key share',
      depotId,
      told`There is no depot ${depotId}. Add it first, or correct the id.`,
    ),
    courierId: await find(
      'courierId',
      `select courier_id as id from couriers where courier_id = :asked
         and (:depotId::text is null or depot_id = :depotId) for key share`,
      courierId,
      told`${where} no courier ${courierId}. Add them first, or correct the id.`,
    ),
    stationId: await find(
      'stationId',
      `select station_id as id from stations where upper(station_id) = upper(:asked)
         and (:depotId::text is null or depot_id = :depotId) for key share`,
      stationId,
      told`${where} no station ${stationId}. Add it first, or correct the id.`,
    ),
  };
}
