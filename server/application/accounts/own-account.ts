import { DispatchError } from '../../domain/dispatch-error.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import { type AccountParts, noting } from './account-parts.js';
import type { Actor, User } from './account-store.js';
import { assertStrongPassword } from './password-strength.js';
import { hashPassword, hashSecret, isPassword } from './secrets.js';

/** Somebody who changes what is theirs: the session's secret tells which of their sessions asks. */
export interface Own {
  readonly actor: Actor;
  readonly session: string;
  readonly address: string;
}

/** What everybody may do with the own account. */
export function makeOwnAccount({ store, clock, attempts, journal, passwordCost }: AccountParts) {
  /** @throws DispatchError not-allowed, not-signed-in */
  const getOwn = async ({ actor, session }: Own) => {
    if (actor.userId === undefined) throw new DispatchError('not-allowed', 'A key has no account of its own.');
    const sessionHash = hashSecret(session);
    const found = await store.findSession(sessionHash, clock.now());
    const secrets = await store.findOwnSecrets(sessionHash);
    if (found === undefined || secrets === undefined || found.user.userId !== actor.userId) {
      throw new DispatchError('not-signed-in', 'Sign in first.');
    }
    return { sessionHash, user: found.user, secrets, userId: actor.userId };
  };

  /** Asks for the password that holds now, but of who has none and of who came by a link. */
  const assertPassword = async (own: Own, current: string | undefined) => {
    const { user, secrets, sessionHash } = await getOwn(own);
    const { passwordHash, openedBy } = secrets;
    const asks = passwordHash !== undefined && openedBy !== 'link';
    if (asks) {
      if (current === undefined) refusePassword(current);
      const attempt = await attempts.beginPassword(user.login, own.address);
      if (!(await isPassword(current, passwordHash))) refusePassword(current);
      await attempt.succeeded();
    }
    return { user, sessionHash, expected: asks ? passwordHash : ('any' as const) };
  };

  const trying = (user: User, address: string) => ({ key: `password ${user.userId} ${address}`, user, address });

  return {
    /** The user behind a session. @throws DispatchError not-allowed, not-signed-in */
    async getSessionUser(own: Own): Promise<{ user: User; sessionHash: string }> {
      const { user, sessionHash } = await getOwn(own);
      return { user, sessionHash };
    },

    /**
     * The user behind a session, where the password was given that holds now.
     *
     * @throws DispatchError not-allowed, not-signed-in, password-wrong; TooManyAttemptsError
     */
    async getOwnUser(own: Own, current: string | undefined): Promise<{ user: User; sessionHash: string }> {
      const { user } = await getOwn(own);
      return noting(journal, trying(user, own.address), () => assertPassword(own, current));
    },

    /**
     * Sets the own password. The old one is asked for, but of who has none and of who came by a one-time link. Ends every
     * other session of the user: who knew the old password is out.
     *
     * @throws InvalidInputError for a weak one; DispatchError password-wrong, wrong-state for who signs in by a link;
     * TooManyAttemptsError.
     */
    async changePassword(own: Own, current: string | undefined, next: string): Promise<void> {
      const { user, secrets } = await getOwn(own);
      if (secrets.signInBy === 'link') {
        throw new DispatchError('wrong-state', 'This account signs in by its link. Ask your admin to change that.');
      }
      assertStrongPassword(next, [user.login, user.name]);
      await noting(journal, trying(user, own.address), async () => {
        const { sessionHash, expected } = await assertPassword(own, current);
        const hash = await hashPassword(next, passwordCost);
        const { userId } = user;
        if (!(await store.setPassword(userId, hash, expected, sessionHash, own.actor.name, clock.now()))) {
          refusePassword(current);
        }
      });
    },

    /** @throws DispatchError not-allowed, not-signed-in */
    async readOwnAccount(own: Own) {
      const { user, secrets } = await getOwn(own);
      const { passwordHash, openedBy } = secrets;
      const asksPassword = passwordHash !== undefined && openedBy !== 'link';
      return { user, hasPassword: passwordHash !== undefined, openedBy, asksPassword };
    },

    /** Sessions of the user, the one last used first. @throws DispatchError not-allowed, not-signed-in */
    async listOwnSessions(own: Own) {
      const { userId, sessionHash } = await getOwn(own);
      return store.listSessions(userId, sessionHash, clock.now());
    },

    /** @throws NotFoundError also for somebody else's; DispatchError not-allowed, not-signed-in */
    async endOwnSession(own: Own, sessionId: string): Promise<void> {
      const { userId } = await getOwn(own);
      await store.endOwnSession(userId, sessionId, own.actor.name, clock.now());
    },

    /** Signs out everywhere; with `keepsThis` everywhere else. Links that still open are withdrawn as well. */
    async endOwnSessions(own: Own, keepsThis: boolean) {
      const { userId, sessionHash } = await getOwn(own);
      const kept = keepsThis ? { sessionHash } : {};
      return store.endSessionsOf(userId, kept, own.actor.name, clock.now());
    },

    /** Signs a user out everywhere and withdraws their links. @throws NotFoundError, also for users of other depots */
    endSessionsOf: (userId: string, depotIds: OwnDepots, by: string) =>
      store.endSessionsOf(userId, { depotIds }, by, clock.now()),
  };
}

function refusePassword(current: string | undefined): never {
  throw new DispatchError(
    'password-wrong',
    current === undefined
      ? 'Send the password that holds now as well: currentPassword.'
      : 'The password that holds now is another one.',
  );
}
