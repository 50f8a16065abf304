import { type Role, roles } from '../../../domain/accounts/role.js';
import { DispatchError, InvalidInputError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { plainly, told } from '../../../domain/told.js';
import { type AccountParts, noting } from '../account-parts.js';
import type { Actor, User } from '../account-store.js';
import { hashSecret, keyedHash } from '../secrets.js';
import { codeAddressOf, newCodeSecret, newRecoveryCodes, plainCode, stepOfCode } from './one-time-code.js';
import type { KeptSecondFactor, SignInRules } from './second-factor-store.js';

/** How long a secret that is being set up waits for its first code. */
const setUpMilliseconds = 15 * 60_000;

export const secondFactorPurpose = (userId: string) => `second factor ${userId}`;

/** The code of an authenticator app, or a recovery code, does not fit, or was used. */
export class CodeWrongError extends DispatchError {
  constructor() {
    super(
      'code-wrong',
      'This code does not fit, or was used already. Wait for the next one of the app, or use a recovery code.',
    );
  }
}

/** The second step of signing in: codes of an authenticator app, recovery codes, and who must have them. */
export function makeSecondFactor({ store, clock, attempts, journal, secretBox }: AccountParts) {
  /** Recovery codes are hashed under the secret of the app, which is kept sealed: who has the record alone cannot try them. */
  const hashOf = (code: string, secret: string) => keyedHash(hashSecret(plainCode(code)), secret);
  /** Also as a server of an earlier release keeps it, which may still run beside this one. */
  const formsOf = (code: string, secret: string) => [hashOf(code, secret), hashSecret(plainCode(code))];
  const open = (userId: string, sealed: string) => secretBox.open(sealed, secondFactorPurpose(userId));

  /** Takes a code, once. @throws CodeWrongError, TooManyAttemptsError */
  const takeCode = async (user: User, factor: KeptSecondFactor, typed: string, address: string | undefined) => {
    const attempt = await attempts.beginCode(user.userId, address);
    const code = plainCode(typed);
    if (factor.secret === undefined) throw new CodeWrongError();
    const secret = open(user.userId, factor.secret);
    const step = stepOfCode(secret, code, clock.now());
    const isTaken =
      step === undefined
        ? (await store.takeRecoveryCode(user.userId, formsOf(code, secret), `user ${user.login}`, clock.now())) !==
          undefined
        : await store.takeStep(user.userId, factor.secret, step);
    if (!isTaken) throw new CodeWrongError();
    await attempt.succeeded();
  };

  /** @throws DispatchError not-allowed, second-factor-off */
  const getOn = async ({ userId }: Actor): Promise<{ userId: string; factor: KeptSecondFactor }> => {
    if (userId === undefined) throw new DispatchError('not-allowed', 'A key has no second factor.');
    const factor = await store.findSecondFactor(userId);
    if (factor?.secret === undefined) {
      throw new DispatchError('second-factor-off', 'There is no second factor here. Set one up first.');
    }
    return { userId, factor };
  };

  const trying = (user: User, address: string | undefined) => ({
    key: `code ${user.userId} ${address}`,
    user,
    address,
  });

  return {
    takeCode,

    /** What the account has of it, and whether it must have it. */
    async readSecondFactor(actor: Actor) {
      const factor = actor.userId === undefined ? undefined : await store.findSecondFactor(actor.userId);
      const { secondFactorRoles } = await store.readSignInRules();
      return {
        isOn: factor?.secret !== undefined,
        isRequired: secondFactorRoles.includes(actor.role),
        confirmedAt: factor?.confirmedAt,
        recoveryCodesLeft: factor?.codesLeft ?? 0,
      };
    },

    /**
     * Puts a new secret aside; it counts once a code of it was typed. In place of one that is on, a code of that is asked.
     *
     * @throws CodeWrongError, TooManyAttemptsError
     */
    async beginSecondFactor(user: User, code: string | undefined, address: string | undefined) {
      const factor = await store.findSecondFactor(user.userId);
      if (factor?.secret !== undefined) {
        await noting(journal, trying(user, address), async () => {
          if (code === undefined) throw new CodeWrongError();
          await takeCode(user, factor, code, address);
        });
      }
      const secret = newCodeSecret();
      await store.beginSecondFactor(user.userId, secretBox.seal(secret, secondFactorPurpose(user.userId)), clock.now());
      return { secret, address: codeAddressOf(secret, user.login) };
    },

    /**
     * Makes the secret that was put aside count. Ends the other sessions of the user.
     *
     * @returns recovery codes, which are told here only.
     * @throws CodeWrongError; DispatchError second-factor-off when none is being set up, or too long ago.
     */
    async confirmSecondFactor(user: User, code: string, sessionHash: string, address: string | undefined) {
      return noting(journal, trying(user, address), async () => {
        const { pending, pendingAt } = (await store.findSecondFactor(user.userId)) ?? {};
        const now = clock.now();
        if (pending === undefined || now.getTime() - pendingAt!.getTime() > setUpMilliseconds) {
          throw new DispatchError('second-factor-off', 'Begin anew: the secret was made more than 15 minutes ago.');
        }
        const attempt = await attempts.beginCode(user.userId, address);
        const secret = open(user.userId, pending);
        const step = stepOfCode(secret, plainCode(code), now);
        if (step === undefined) throw new CodeWrongError();
        const codes = newRecoveryCodes();
        const confirmed = {
          pending,
          step,
          codeHashes: codes.map((each) => hashOf(each, secret)),
          keptSessionHash: sessionHash,
        };
        if (!(await store.confirmSecondFactor(user.userId, confirmed, `user ${user.login}`, now))) {
          throw new CodeWrongError();
        }
        await attempt.succeeded();
        return codes;
      });
    },

    /**
     * Makes new recovery codes, in place of all earlier ones.
     *
     * @throws CodeWrongError, TooManyAttemptsError, DispatchError second-factor-off
     */
    async renewRecoveryCodes(actor: Actor, user: User, code: string, address: string | undefined) {
      const { userId, factor } = await getOn(actor);
      await noting(journal, trying(user, address), () => takeCode(user, factor, code, address));
      const codes = newRecoveryCodes();
      const secret = open(userId, factor.secret!);
      const hashes = codes.map((each) => hashOf(each, secret));
      await store.replaceRecoveryCodes(userId, hashes, actor.name, clock.now());
      return codes;
    },

    /**
     * Takes the own second factor away.
     *
     * @throws CodeWrongError, TooManyAttemptsError; DispatchError second-factor-off, second-factor-required
     */
    async endSecondFactor(actor: Actor, user: User, code: string, address: string | undefined) {
      const { userId, factor } = await getOn(actor);
      if ((await store.readSignInRules()).secondFactorRoles.includes(actor.role)) {
        throw new DispatchError(
          'second-factor-required',
          told`The role ${plainly(actor.role)} must have a second factor here. You can move it to another phone, or ask an admin to change the rule.`,
        );
      }
      await noting(journal, trying(user, address), () => takeCode(user, factor, code, address));
      await store.removeSecondFactor(userId, { action: 'user.second-factor-off' }, actor.name, clock.now());
    },

    /** For who lost phone and codes. @throws NotFoundError, also for users of other depots */
    resetSecondFactor: (userId: string, depotIds: OwnDepots, by: string) =>
      store.removeSecondFactor(userId, { action: 'user.second-factor-reset', depotIds }, by, clock.now()),

    readSignInRules: () => store.readSignInRules(),

    /**
     * Says which roles must have a second factor. Who asks for it of their own role has one.
     *
     * @throws DispatchError second-factor-off
     */
    async changeSignInRules(rules: SignInRules, actor: Actor): Promise<SignInRules> {
      const secondFactorRoles = roles.filter((role: Role) => rules.secondFactorRoles.includes(role));
      if (secondFactorRoles.includes('integration')) {
        throw new InvalidInputError('secondFactorRoles: Programs come with keys, which have no second factor.');
      }
      if (actor.userId !== undefined && secondFactorRoles.includes(actor.role)) await getOn(actor);
      await store.changeSignInRules({ secondFactorRoles }, actor.name, clock.now());
      return { secondFactorRoles };
    },
  };
}
