import { isKeyedHash, keyedHash } from '../../../../application/accounts/secrets.js';
import { type SecretBox, SecretUnreadableError } from '../../../../application/secret-box.js';
import type { Database } from '../../engine/database.js';

/**
 * Seals anew what an earlier key sealed, so that that key can go, and puts hashes of recovery codes that an earlier release
 * made under a key; the codes themselves go on working. What no key opens stays: its owner hears of it.
 *
 * @param purposeOf what a secret is sealed for.
 */
export async function renewSecondFactors(
  { knex }: Database,
  box: SecretBox,
  purposeOf: (userId: string) => string,
): Promise<void> {
  const { rows } = await knex.raw(
    `select user_id, secret, array(select code_hash from recovery_codes
       where recovery_codes.user_id = second_factors.user_id and used_at is null) as hashes
     from second_factors where secret is not null`,
  );
  for (const { user_id: userId, secret, hashes } of rows as { user_id: string; secret: string; hashes: string[] }[]) {
    const plain = hashes.filter((hash) => !isKeyedHash(hash));
    if (box.isCurrent(secret) && plain.length === 0) continue;
    const opened = open(box, secret, purposeOf(userId));
    if (opened === undefined) continue;
    for (const hash of plain) {
      await knex.raw('update recovery_codes set code_hash = ? where user_id = ? and code_hash = ?', [
        keyedHash(hash, opened),
        userId,
        hash,
      ]);
    }
    if (box.isCurrent(secret)) continue;
    await knex.raw('update second_factors set secret = ? where user_id = ? and secret = ?', [
      box.seal(opened, purposeOf(userId)),
      userId,
      secret,
    ]);
  }
}

function open(box: SecretBox, sealed: string, purpose: string): string | undefined {
  try {
    return box.open(sealed, purpose);
  } catch (error) {
    if (error instanceof SecretUnreadableError) return undefined;
    throw error;
  }
}
