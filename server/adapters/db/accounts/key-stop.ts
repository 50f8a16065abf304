import { mayDo, roles } from '../../../domain/accounts/role.js';

const mayMakeKeys = roles.filter((role) => mayDo(role, 'keys:manage')).map((role) => `'${role}'`);

/**
 * Why a row of `api_keys` stopped with its owner's account, for the list and for whoever comes with the key; null where
 * it did not, or stands on nobody's account.
 */
export const keyStop = `(select case
    when owners.user_id is null then 'owner-removed'
    when owners.disabled_at is not null then 'owner-suspended'
    when owners.role not in (${mayMakeKeys.join(', ')})
      or (owners.depot_ids is not null and not coalesce(api_keys.depot_ids <@ owners.depot_ids, false))
      then 'owner-may-less' end
  from (values (api_keys.owner_id)) as owned (user_id) left join users as owners on owners.user_id = owned.user_id
  where owned.user_id is not null)`;
