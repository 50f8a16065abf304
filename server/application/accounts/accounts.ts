import { timingSafeEqual } from 'node:crypto';
import { ConflictError, DispatchError, InvalidInputError } from '../../domain/dispatch-error.js';
import { type Role, roles } from '../../domain/role.js';
import type { Clock, NewId } from '../clock.js';
import type { AccountStore, Actor, ApiKey, User } from './account-store.js';
import { hashPassword, hashSecret, isPassword, newSecret } from './secrets.js';

const sessionMilliseconds = 14 * 86_400_000;
const linkMilliseconds = 2 * 86_400_000;
const shortestPassword = 10;

/** Login and password do not belong together. The same words whether the login exists or not. */
export class LoginRefusedError extends DispatchError {
  constructor(message = 'Login or password is wrong.') {
    super('login-refused', message);
  }
}

export type Accounts = ReturnType<typeof makeAccounts>;

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly password?: string;
  readonly depotId?: string;
  readonly courierId?: string;
  readonly stationId?: string;
}

/** Who may come in: users, sessions, one-time links and API keys. */
export function makeAccounts(store: AccountStore, clock: Clock, newId: NewId, adminKey: string | undefined) {
  const openSession = async (user: User) => {
    const secret = newSecret();
    const expiresAt = new Date(clock.now().getTime() + sessionMilliseconds);
    await store.addSession(hashSecret(secret), user.userId, clock.now(), expiresAt);
    return { secret, expiresAt, user };
  };
  return {
    /** @throws LoginRefusedError */
    async logIn(login: string, password: string) {
      const user = await store.findByLogin(login);
      // An unknown login costs as much time as a wrong password.
      const fits = await isPassword(password, user?.passwordHash ?? (await unusableHash()));
      if (user === undefined || user.disabled || user.passwordHash === undefined || !fits)
        throw new LoginRefusedError();
      return openSession(user);
    },

    /** @throws LoginRefusedError when the link was used, has run out, or never was. */
    async logInByLink(token: string) {
      const user = await store.useLoginLink(hashSecret(token), clock.now());
      if (user === undefined)
        throw new LoginRefusedError('This link was used already or has run out. Ask for a new one.');
      return openSession(user);
    },

    logOut: (sessionSecret: string) => store.endSession(hashSecret(sessionSecret)),

    async findBySession(sessionSecret: string): Promise<Actor | undefined> {
      const user = await store.findSession(hashSecret(sessionSecret), clock.now());
      return user && { ...user, accountId: user.userId, name: `user ${user.login}` };
    },

    async findByKey(key: string): Promise<Actor | undefined> {
      if (adminKey !== undefined && isSame(key, adminKey))
        return actorOf({ keyId: 'TUANDA_ADMIN_KEY', name: 'TUANDA_ADMIN_KEY', role: 'admin' });
      const found = await store.findKey(hashSecret(key));
      return found === undefined || found.revoked ? undefined : actorOf(found);
    },

    /** @throws InvalidInputError, ConflictError when the login is taken. */
    async addUser(user: NewUser, by: string): Promise<User> {
      if (!/^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u.test(user.login)) {
        throw new InvalidInputError('A login has 2 to 64 letters, digits and . _ @ -');
      }
      if (!roles.includes(user.role)) throw new InvalidInputError(`There is no role ${user.role}.`);
      if (user.role === 'courier' && user.courierId === undefined) {
        throw new InvalidInputError('Say which courier this is: courierId.');
      }
      if (user.role === 'station' && user.stationId === undefined) {
        throw new InvalidInputError('Say which station this is for: stationId.');
      }
      if ((user.role === 'courier' || user.role === 'station') && user.depotId === undefined) {
        // Couriers' and stations' ids are only unique within a depot.
        throw new InvalidInputError('Say which depot they belong to: depotId.');
      }
      if ((await store.findByLogin(user.login)) !== undefined) {
        throw new ConflictError('login-taken', `The login ${user.login} is taken.`);
      }
      const { depotId, courierId, stationId, login, name, role } = user;
      const kept = { userId: newId('user'), login, name, role, depotId, courierId, stationId };
      const hash = user.password === undefined ? undefined : await hashPassword(checked(user.password));
      await store.addUser(kept, hash, by, clock.now());
      return { ...kept, disabled: false };
    },

    /** Ends every other session of the user: who knew the old password is out. */
    async setPassword(userId: string, password: string, currentSession: string | undefined, by: string): Promise<void> {
      const kept = currentSession === undefined ? undefined : hashSecret(currentSession);
      await store.setPassword(userId, await hashPassword(checked(password)), kept, by, clock.now());
    },

    /** The key itself is only told here. */
    async addKey(name: string, role: Role, depotId: string | undefined, by: string): Promise<{ key: string } & ApiKey> {
      const secret = `tuanda_${newSecret()}`;
      const kept = { keyId: newId('key'), name, role, depotId };
      await store.addKey(kept, hashSecret(secret), by, clock.now());
      return { ...kept, revoked: false, key: secret };
    },

    /** A link that lets the user in once, within two days; `by` where somebody asked for it, which the audit then tells. */
    async makeLoginLink(userId: string, by?: string): Promise<string> {
      const token = newSecret();
      await store.addLoginLink(hashSecret(token), userId, new Date(clock.now().getTime() + linkMilliseconds));
      if (by !== undefined) await store.audit(by, 'user.link-made', { kind: 'user', id: userId }, clock.now());
      return token;
    },

    /** With a depot, here and below: its own only. */
    listUsers: (depotId?: string) => store.listUsers(depotId),
    disableUser: (userId: string, depotId: string | undefined, by: string) =>
      store.disableUser(userId, depotId, by, clock.now()),
    revokeKey: (keyId: string, depotId: string | undefined, by: string) =>
      store.revokeKey(keyId, depotId, by, clock.now()),
  };
}

function actorOf({
  keyId,
  name,
  role,
  depotId,
}: Pick<ApiKey, 'keyId' | 'name' | 'role'> & { depotId?: string }): Actor {
  const none = { courierId: undefined, stationId: undefined, userId: undefined };
  return { accountId: keyId, name: `key ${name}`, role, depotId, ...none };
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(one)), Buffer.from(hashSecret(other)));
}

function checked(password: string): string {
  if ([...password].length >= shortestPassword) return password;
  throw new InvalidInputError(`A password has at least ${shortestPassword} characters.`);
}

let unusable: Promise<string> | undefined;
function unusableHash(): Promise<string> {
  unusable ??= hashPassword(newSecret());
  return unusable;
}
