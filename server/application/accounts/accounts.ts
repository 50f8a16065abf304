import { timingSafeEqual } from 'node:crypto';
import { assertAccount } from '../../domain/accounts/account-rules.js';
import { linkDays, linkEndsAt } from '../../domain/accounts/invitation.js';
import { type Permission, permissionsOf, type Role } from '../../domain/accounts/role.js';
import { DispatchError, InvalidInputError } from '../../domain/dispatch-error.js';
import { depotSet, type OwnDepots, onlyDepot } from '../../domain/own-depots.js';
import { plainly, told } from '../../domain/told.js';
import type { Clock, NewId } from '../clock.js';
import { plain } from '../tables/row-reader.js';
import type { AccountStore, Actor, ApiKey, NewSession, User } from './account-store.js';
import { makeAttempts } from './attempts.js';
import { assertStrongPassword } from './password-strength.js';
import { makeRefusalJournal } from './refusal-journal.js';
import { hashPassword, hashSecret, isPassword, newSecret, unusableHash, usualPasswordCost } from './secrets.js';

const sessionMilliseconds = 14 * 86_400_000;

/** Login and password do not belong together. The same words whether the login exists or not. */
export class LoginRefusedError extends DispatchError {
  constructor(sentence = 'Login or password is wrong.') {
    super('login-refused', plainly(sentence));
  }
}

export type Accounts = ReturnType<typeof makeAccounts>;

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly password?: string;
  readonly depotIds?: readonly string[];
  readonly courierId?: string;
  readonly stationId?: string;
}

/**
 * Who may come in: users, sessions, one-time links and API keys.
 *
 * @param passwordCost what each guess at a password costs.
 */
export function makeAccounts(
  store: AccountStore,
  clock: Clock,
  newId: NewId,
  adminKey: string | undefined,
  passwordCost = usualPasswordCost,
) {
  const nobodysHash = unusableHash(passwordCost);
  const attempts = makeAttempts(store, clock);
  const journal = makeRefusalJournal((entry) => store.audit(entry), clock);
  const newSession = (address: string | undefined): NewSession & { readonly secret: string } => {
    const secret = newSecret();
    const at = clock.now();
    return {
      secret,
      sessionHash: hashSecret(secret),
      at,
      expiresAt: new Date(at.getTime() + sessionMilliseconds),
      address,
    };
  };
  /** Attempts are counted before anything is looked at; what was refused is noted. */
  const noting = async <T>(what: { key: string; user: User | undefined; address?: string }, work: () => Promise<T>) => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DispatchError && refusals.has(error.code)) {
        const { user, address } = what;
        const noted = journal.note(`sign-in ${what.key}`, {
          by: user === undefined ? 'nobody' : `user ${user.login}`,
          action: 'sign-in.refused',
          kind: 'user',
          id: user?.userId ?? '*',
          depotId: onlyDepot(user?.depotIds),
          reason: error.code,
          detail: { address },
        });
        await noted.catch(() => undefined);
      }
      throw error;
    }
  };
  return {
    /**
     * @param address where the attempt comes from; undefined for what does not come over the network.
     * @throws LoginRefusedError, TooManyAttemptsError
     */
    async logIn(login: string, password: string, address?: string) {
      const user = await store.findByLogin(login);
      const key = `${user?.userId ?? '*'} ${address}`;
      return noting({ key, user, address }, async () => {
        const attempt = await attempts.beginPassword(login, address);
        // An unknown login costs as much time as a wrong password.
        const fits = await isPassword(password, user?.passwordHash ?? nobodysHash);
        if (user === undefined || user.disabled || user.passwordHash === undefined || !fits)
          throw new LoginRefusedError();
        const session = newSession(address);
        if (!(await store.openSession(user, session))) throw new LoginRefusedError();
        await attempt.succeeded();
        return { secret: session.secret, expiresAt: session.expiresAt, user: user as User };
      });
    },

    /** @throws LoginRefusedError when the link was used, has run out, or never was; TooManyAttemptsError. */
    async logInByLink(token: string, address?: string) {
      return noting({ key: `link ${address}`, user: undefined, address }, async () => {
        const attempt = await attempts.beginLink(address);
        const session = newSession(address);
        const user = await store.openSessionByLink(hashSecret(token), session);
        if (user === undefined)
          throw new LoginRefusedError('This link was used already or has run out. Ask for a new one.');
        await attempt.succeeded();
        return { secret: session.secret, expiresAt: session.expiresAt, user };
      });
    },

    /** Puts a refusal of the API into the audit; many of one kind of one account in a minute are one row. */
    noteRefusal(actor: Actor | undefined, reason: string, what: { readonly asked: string; readonly address: string }) {
      const who = actor?.accountId ?? what.address;
      return journal.note(`refused ${who} ${reason}`, {
        by: actor?.name ?? 'nobody',
        action: 'request.refused',
        kind: 'account',
        id: actor?.accountId ?? '*',
        depotId: onlyDepot(actor?.depotIds),
        reason,
        detail: what,
      });
    },

    logOut: (sessionSecret: string) => store.endSession(hashSecret(sessionSecret), clock.now()),

    async findBySession(sessionSecret: string): Promise<Actor | undefined> {
      const user = await store.findSession(hashSecret(sessionSecret), clock.now());
      return user && { ...user, accountId: user.userId, name: `user ${user.login}` };
    },

    /** Whether it is the admin's key of the settings, which is known without the database. */
    isAdminKey: (key: string) => adminKey !== undefined && isSame(key, adminKey),

    /** @throws DispatchError key-expired */
    async findByKey(key: string): Promise<Actor | undefined> {
      if (adminKey !== undefined && isSame(key, adminKey))
        return actorOf({ keyId: 'TUANDA_ADMIN_KEY', name: 'TUANDA_ADMIN_KEY', role: 'admin' });
      const found = await store.findKey(hashSecret(key));
      if (found === undefined || found.revoked) return undefined;
      if (found.expiresAt !== undefined && found.expiresAt <= clock.now()) {
        const at = found.expiresAt.toISOString();
        throw new DispatchError('key-expired', told`The key ${found.name} ran out at ${at}. Ask for a new one.`);
      }
      return actorOf(found);
    },

    /**
     * @throws InvalidInputError, also for a depot, courier or station that is not there; ConflictError when the login is
     * taken.
     */
    async addUser(given: NewUser, by: string): Promise<User> {
      const user = { ...given, login: assertAccount(given) };
      const { login, name, role } = user;
      const [courierId, stationId] = [user.courierId, user.stationId].map(plainId);
      const depotIds = user.depotIds && depotSet(user.depotIds.map(plain));
      const kept = { userId: newId('user'), login, name, role, depotIds, courierId, stationId };
      if (user.password !== undefined) assertStrongPassword(user.password, [login, name]);
      const hash = user.password === undefined ? undefined : await hashPassword(user.password, passwordCost);
      return { ...(await store.addUser(kept, hash, by, clock.now())), disabled: false };
    },

    /**
     * Sets the own password. The old one is asked for, but of who has none and of who came by a one-time link. Ends every
     * other session of the user: who knew the old password is out.
     *
     * @throws InvalidInputError for a weak one, DispatchError password-wrong, TooManyAttemptsError.
     */
    async changePassword(
      { actor, session, address }: { readonly actor: Actor; readonly session: string; readonly address: string },
      current: string | undefined,
      next: string,
    ): Promise<void> {
      const { userId, name } = actor;
      if (userId === undefined) throw new DispatchError('not-allowed', 'A key has no password.');
      const sessionHash = hashSecret(session);
      const user = (await store.findSession(sessionHash, clock.now())) as User | undefined;
      const own = await store.findOwnPassword(sessionHash);
      if (user === undefined || own === undefined) throw new DispatchError('not-signed-in', 'Sign in first.');
      assertStrongPassword(next, [user.login, user.name]);
      const asks = own.passwordHash !== undefined && own.openedBy === 'password';
      const key = `password ${userId} ${address}`;
      await noting({ key, user, address }, async () => {
        if (asks) {
          if (current === undefined) refusePassword(current);
          const attempt = await attempts.beginPassword(user.login, address);
          if (!(await isPassword(current, own.passwordHash!))) refusePassword(current);
          await attempt.succeeded();
        }
        const hash = await hashPassword(next, passwordCost);
        const expected = asks ? own.passwordHash : 'any';
        if (!(await store.setPassword(userId, hash, expected, sessionHash, name, clock.now()))) refusePassword(current);
      });
    },

    /**
     * The key itself is only told here.
     *
     * @throws InvalidInputError for scopes that the role does not have, or a time that is over.
     */
    async addKey(
      name: string,
      role: Role,
      depotIds: OwnDepots,
      by: string,
      { expiresAt, scopes }: KeyLimits = {},
    ): Promise<{ key: string } & ApiKey> {
      if (expiresAt !== undefined && !(expiresAt > clock.now())) {
        throw new InvalidInputError('expiresAt: The time at which a key runs out lies ahead.');
      }
      const strange = scopes?.find((scope) => !permissionsOf(role).includes(scope));
      if (strange !== undefined) throw new InvalidInputError(told`scopes: The role ${role} does not have ${strange}.`);
      if (scopes?.length === 0) throw new InvalidInputError('scopes: Name one at least, or leave them out.');
      const secret = `tuanda_${newSecret()}`;
      const unique = scopes === undefined ? undefined : [...new Set(scopes)].sort();
      const kept = { keyId: newId('key'), name, role, depotIds, expiresAt, scopes: unique };
      await store.addKey(kept, hashSecret(secret), by, clock.now());
      return { ...kept, revoked: false, key: secret };
    },

    /**
     * A link that lets the user in once, within some days; earlier ones are of no use any more.
     *
     * @param by where somebody asked for it, which the audit then tells.
     */
    async makeLoginLink(userId: string, by?: string, days: number = linkDays.usual): Promise<string> {
      const token = newSecret();
      const at = clock.now();
      const trail = by === undefined ? undefined : { by, action: 'user.link-made', kind: 'user', id: userId, at };
      await store.addLoginLink(hashSecret(token), userId, linkEndsAt(at, days), trail);
      return token;
    },

    /** With a depot, here and below: its own only. */
    listUsers: (depotIds?: readonly string[]) => store.listUsers(depotIds),
    revokeKey: (keyId: string, depotIds: OwnDepots, by: string) => store.revokeKey(keyId, depotIds, by, clock.now()),
    /** After a leak: ends all sessions, unused links and keys. The key of the settings stays, which nobody can revoke. */
    revokeAll: (by: string) => store.revokeAll(by, clock.now()),
  };
}

/** What a new key may do less than its role, and how long. */
export interface KeyLimits {
  readonly expiresAt?: Date;
  readonly scopes?: readonly Permission[];
}

const refusals: ReadonlySet<string> = new Set(['login-refused', 'password-wrong', 'too-many-requests']);

const plainId = (id: string | undefined) => (id === undefined ? undefined : plain(id));

function refusePassword(current: string | undefined): never {
  throw new DispatchError(
    'password-wrong',
    current === undefined
      ? 'Send the password that holds now as well: currentPassword.'
      : 'The password that holds now is another one.',
  );
}

function actorOf({
  keyId,
  name,
  role,
  depotIds,
  scopes,
  expiresAt,
}: Pick<ApiKey, 'keyId' | 'name' | 'role'> & Partial<ApiKey>): Actor {
  const none = { courierId: undefined, stationId: undefined, userId: undefined };
  return { accountId: keyId, name: `key ${name}`, role, depotIds, ...none, scopes, expiresAt };
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(one)), Buffer.from(hashSecret(other)));
}
