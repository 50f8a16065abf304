import type { Knex } from 'knex';
import type { User } from '../../../application/accounts/account-store.js';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { inEnglish, plainly, type Told, told } from '../../../domain/told.js';
import { readRows } from '../statement.js';

export type Belongings = Pick<User, 'depotIds' | 'courierId' | 'stationId'>;

/**
 * Keeps depots from being deleted until the transaction ends, so that nothing is added for one that is gone: a later depot of
 * the same id would have it.
 *
 * @throws InvalidInputError for one that is not there.
 */
export async function holdDepots(transaction: Knex.Transaction, depotIds: OwnDepots): Promise<void> {
  await getBelongings(transaction, { depotIds, courierId: undefined, stationId: undefined });
}

/**
 * The depots, courier and station of an account by their ids as they are kept.
 *
 * @throws InvalidInputError for one that is not there, or not of the depots.
 */
export async function getBelongings(
  transaction: Knex.Transaction,
  { depotIds, courierId, stationId }: Belongings,
): Promise<Belongings> {
  const read = (sql: string, asked: string | readonly string[]) =>
    readRows<{ id: string }>(transaction, sql, { asked, depotIds });
  const refuse = (field: keyof Belongings, sentence: Told): never => {
    throw new InvalidInputError(sentence, [{ field, reason: inEnglish(sentence), told: sentence }]);
  };
  const find = async (field: 'courierId' | 'stationId', sql: string, asked: string | undefined, sentence: Told) => {
    if (asked === undefined) return undefined;
    const [found] = await read(sql, asked);
    return found === undefined ? refuse(field, sentence) : found.id;
  };
  if (depotIds !== undefined) {
    const known = await read('select depot_id as id from depots where depot_id = any(:asked) for key share', depotIds);
    const strange = depotIds.find((depotId) => !known.some(({ id }) => id === depotId));
    if (strange !== undefined) refuse('depotIds', told`There is no depot ${strange}. Add it first, or correct the id.`);
  }
  const where =
    depotIds === undefined
      ? plainly('There is')
      : depotIds.length === 1
        ? told`Depot ${depotIds[0]} has`
        : told`Depots ${depotIds.join(', ')} have`;
  return {
    depotIds,
    courierId: await find(
      'courierId',
      `select courier_id as id from couriers where courier_id = :asked
         and (:depotIds::text[] is null or depot_id = any(:depotIds::text[])) for key share`,
      courierId,
      told`${where} no courier ${courierId}. Add them first, or correct the id.`,
    ),
    stationId: await find(
      'stationId',
      `select station_id as id from stations where folded_id(station_id) = folded_id(:asked)
         and (:depotIds::text[] is null or depot_id = any(:depotIds::text[])) for key share`,
      stationId,
      told`${where} no station ${stationId}. Add it first, or correct the id.`,
    ),
  };
}
