import { timingSafeEqual } from 'node:crypto';
import { assertAccount } from '../../domain/accounts/account-rules.js';
import { keyNameOf, settingsKeyName } from '../../domain/accounts/key-name.js';
import { type Permission, permissionsOf, type Role } from '../../domain/accounts/role.js';
import type { SignInBy } from '../../domain/accounts/sign-in-by.js';
import { DispatchError, InvalidInputError } from '../../domain/dispatch-error.js';
import { depotSet, type OwnDepots, onlyDepot } from '../../domain/own-depots.js';
import { type Told, told } from '../../domain/told.js';
import { plain } from '../tables/row-reader.js';
import type { AccountParts } from './account-parts.js';
import type { Actor, ApiKey, KeyStop, User } from './account-store.js';
import { makeAttempts } from './attempts.js';
import { makeOwnAccount } from './own-account.js';
import { assertStrongPassword } from './password-strength.js';
import { makeRefusalJournal } from './refusal-journal.js';
import { hashPassword, hashSecret, newSecret, usualPasswordCost } from './secrets.js';
import type { IdentityProvider } from './sign-in/identity-provider.js';
import { makeProviderSignIn } from './sign-in/provider-sign-in.js';
import { makeSecondFactor } from './sign-in/second-factor.js';
import { makeSignIn } from './sign-in/sign-in.js';

export type Accounts = ReturnType<typeof makeAccounts>;

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly password?: string;
  readonly depotIds?: readonly string[];
  readonly courierId?: string;
  readonly stationId?: string;
  /** By a password, where nothing is said. */
  readonly signInBy?: SignInBy;
}

export interface AccountOptions extends Pick<AccountParts, 'store' | 'clock' | 'newId' | 'secretBox'> {
  /** The admin's key of the settings. */
  readonly adminKey?: string;
  /** Undefined: people sign in by passwords and links only. */
  readonly provider?: IdentityProvider;
  /** What each guess at a password costs. */
  readonly passwordCost?: AccountParts['passwordCost'];
}

/** Who may come in: users, sessions, links, second factors and API keys. */
export function makeAccounts({ adminKey, provider, passwordCost = usualPasswordCost, ...options }: AccountOptions) {
  const { store, clock, newId } = options;
  const attempts = makeAttempts(store, clock);
  const journal = makeRefusalJournal((entry) => store.audit(entry), clock);
  const parts: AccountParts = { ...options, passwordCost, attempts, journal };
  const { takeCode, ...secondFactor } = makeSecondFactor(parts);
  /**
   * @throws InvalidInputError, also for a depot, courier or station that is not there; ConflictError when the login is
   * taken.
   */
  const addUser = async (given: NewUser, by: string): Promise<User> => {
    const user = { ...given, login: assertAccount(given) };
    const { login, name, role, signInBy = 'password' } = user;
    if (signInBy === 'link' && user.password !== undefined) {
      throw new InvalidInputError('signInBy: Who signs in by a link has no password. Leave one of the two out.');
    }
    const [courierId, stationId] = [user.courierId, user.stationId].map(plainId);
    const depotIds = user.depotIds && depotSet(user.depotIds.map(plain));
    const kept = { userId: newId('user'), login, name, role, depotIds, courierId, stationId, signInBy };
    if (user.password !== undefined) assertStrongPassword(user.password, [login, name]);
    const hash = user.password === undefined ? undefined : await hashPassword(user.password, passwordCost);
    return { ...(await store.addUser(kept, hash, by, clock.now())), disabled: false };
  };
  return {
    ...makeSignIn(parts, { takeCode }),
    ...makeProviderSignIn(parts, provider, addUser),
    ...makeOwnAccount(parts),
    ...secondFactor,

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

    /** Whether it is the admin's key of the settings, which is known without the database. */
    isAdminKey: (key: string) => adminKey !== undefined && isSame(key, adminKey),

    /** @throws DispatchError key-expired, key-stopped */
    async findByKey(key: string): Promise<Actor | undefined> {
      if (adminKey !== undefined && isSame(key, adminKey))
        return actorOf({ keyId: settingsKeyName, name: settingsKeyName, role: 'admin' });
      const found = await store.findKey(hashSecret(key));
      if (found === undefined || found.revoked) return undefined;
      if (found.expiresAt !== undefined && found.expiresAt <= clock.now()) {
        const at = found.expiresAt.toISOString();
        throw new DispatchError('key-expired', told`The key ${found.name} ran out at ${at}. Ask for a new one.`);
      }
      if (found.stop !== undefined) throw new DispatchError('key-stopped', stopSentences[found.stop](found.name));
      return actorOf(found);
    },

    addUser,

    /**
     * The key itself is only told here.
     *
     * @throws InvalidInputError for a name that cannot be, scopes that the role does not have, or a time that is over.
     */
    async addKey(
      given: string,
      role: Role,
      depotIds: OwnDepots,
      by: string,
      { expiresAt, scopes, ownerId }: KeyLimits & { readonly ownerId?: string } = {},
    ): Promise<{ key: string } & ApiKey> {
      const name = keyNameOf(given);
      if (expiresAt !== undefined && !(expiresAt > clock.now())) {
        throw new InvalidInputError('expiresAt: The time at which a key runs out lies ahead.');
      }
      const strange = scopes?.find((scope) => !permissionsOf(role).includes(scope));
      if (strange !== undefined) throw new InvalidInputError(told`scopes: The role ${role} does not have ${strange}.`);
      if (scopes?.length === 0) throw new InvalidInputError('scopes: Name one at least, or leave them out.');
      const secret = `tuanda_${newSecret()}`;
      const unique = scopes === undefined ? undefined : [...new Set(scopes)].sort();
      const kept = { keyId: newId('key'), name, role, depotIds, expiresAt, scopes: unique, ownerId };
      await store.addKey(kept, hashSecret(secret), by, clock.now());
      return { ...kept, revoked: false, stop: undefined, key: secret };
    },

    /** With a depot, here and below: its own only. */
    listUsers: (depotIds?: readonly string[]) => store.listUsers(depotIds),
    revokeKey: (keyId: string, depotIds: OwnDepots, by: string) => store.revokeKey(keyId, depotIds, by, clock.now()),
    /**
     * Lets a key stand on the account of who asks.
     *
     * @throws NotFoundError, also for keys of other depots; DispatchError not-allowed for who stands on nobody's account, which
     * would let the key go on for ever.
     */
    async takeOverKey(keyId: string, actor: Actor): Promise<void> {
      const ownerId = ownerOf(actor);
      if (ownerId === undefined) {
        throw new DispatchError(
          'not-allowed',
          'This key stands on nobody’s account, so no other key can stand on it. Sign in as an admin to take the key over, or make a new one.',
        );
      }
      await store.takeOverKey(keyId, ownerId, actor.depotIds, actor.name, clock.now());
    },
    /** After a leak: ends all sessions, unused links and keys. The key of the settings stays, which nobody can revoke. */
    revokeAll: (by: string) => store.revokeAll(by, clock.now()),
  };
}

/** What a new key may do less than its role, and how long. */
export interface KeyLimits {
  readonly expiresAt?: Date;
  readonly scopes?: readonly Permission[];
}

/** On whose account a key stands that an actor makes or takes over. */
export const ownerOf = ({ userId, ownerId }: Actor): string | undefined => userId ?? ownerId;

const stopSentences: Readonly<Record<KeyStop, (name: string) => Told>> = {
  'owner-removed': (name) =>
    told`The key ${name} stopped because the account that it stood on was removed. An admin can take it over on the page of the keys.`,
  'owner-suspended': (name) =>
    told`The key ${name} stopped because the account that it stands on is suspended. An admin can take it over on the page of the keys.`,
  'owner-may-less': (name) =>
    told`The key ${name} stopped because the account that it stands on may not give it any more. An admin can take it over on the page of the keys.`,
};

const plainId = (id: string | undefined) => (id === undefined ? undefined : plain(id));

function actorOf({
  keyId,
  name,
  role,
  depotIds,
  scopes,
  expiresAt,
  ownerId,
}: Pick<ApiKey, 'keyId' | 'name' | 'role'> & Partial<ApiKey>): Actor {
  const none = { courierId: undefined, stationId: undefined, userId: undefined };
  // Names of keys are not unique; ids are.
  const called = keyId === settingsKeyName ? name : `${name} (${keyId})`;
  return { accountId: keyId, name: `key ${called}`, role, depotIds, ...none, scopes, expiresAt, ownerId };
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(one)), Buffer.from(hashSecret(other)));
}
