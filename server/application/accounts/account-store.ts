import type { Permission, Role } from '../../domain/accounts/role.js';
import type { SignInBy } from '../../domain/accounts/sign-in-by.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import type { AttemptStore } from './attempts.js';
import type { SecondFactorStore } from './sign-in/second-factor-store.js';
import type { SessionStore } from './sign-in/session-store.js';

/** Who is asking: a person with a session or a program with a key. */
export interface Actor {
  /** Id of the user or key: nobody else has it, whatever they are called. */
  readonly accountId: string;
  /** Stands in events and the audit: "user wang.li" or "key oms (key-…)", with the key's id. */
  readonly name: string;
  readonly role: Role;
  /** What they see of depots' things; undefined means all. */
  readonly depotIds: OwnDepots;
  readonly courierId: string | undefined;
  readonly stationId: string | undefined;
  readonly userId: string | undefined;
  /** Of a key that may do less than its role; undefined means all that the role may. */
  readonly scopes?: readonly Permission[];
  /** When a key runs out. */
  readonly expiresAt?: Date;
  /** The user on whose account a key stands; undefined for one that stands by itself. */
  readonly ownerId?: string;
  /** The rules ask for a second factor that they do not have yet: only their own account is open to them. */
  readonly lacksSecondFactor?: boolean;
}

export interface User {
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly depotIds: OwnDepots;
  readonly courierId: string | undefined;
  readonly stationId: string | undefined;
  readonly signInBy: SignInBy;
  readonly disabled: boolean;
}

/** A user with what a sign-in is held against. */
export interface KnownUser extends User {
  readonly passwordHash: string | undefined;
  readonly hasSecondFactor: boolean;
}

/** Why a key stopped: its owner is gone, may not come in, or could not make it any more. */
export type KeyStop = 'owner-removed' | 'owner-suspended' | 'owner-may-less';

export interface ApiKey {
  readonly keyId: string;
  readonly name: string;
  readonly role: Role;
  readonly depotIds: OwnDepots;
  readonly revoked: boolean;
  /** Undefined: until it is revoked. */
  readonly expiresAt: Date | undefined;
  /** Undefined: all that the role may. */
  readonly scopes: readonly Permission[] | undefined;
  /** On whose account it stands; undefined for one of the command line or the settings' key, which stands by itself. */
  readonly ownerId: string | undefined;
  readonly stop: KeyStop | undefined;
}

/** A row of the audit: who did what to which thing. */
export interface AuditEntry {
  readonly by: string;
  readonly action: string;
  readonly kind: string;
  readonly id: string;
  readonly depotId?: string;
  /** Why, where it is asked for. */
  readonly reason?: string;
  readonly at: Date;
  readonly detail?: object;
}

/** Accounts as they are kept. Secrets come in hashed and never go out. */
export interface AccountStore extends AttemptStore, SessionStore, SecondFactorStore {
  /**
   * @returns the user with the ids of their depots, courier and station as they are kept.
   * @throws ConflictError login-taken; InvalidInputError for a depot, courier or station that is not there.
   */
  addUser(
    user: Omit<User, 'disabled'>,
    passwordHash: string | undefined,
    by: string,
    at: Date,
  ): Promise<Omit<User, 'disabled'>>;
  findByLogin(login: string): Promise<KnownUser | undefined>;
  /** Of these depots and no others, where they are named. */
  listUsers(depotIds: OwnDepots): Promise<User[]>;
  /**
   * Ends every session of the user but the one that is kept, and their unused links.
   *
   * @param expected the hash that was looked at; anything else is there meanwhile: false, and nothing is done.
   * `any` sets it all the same.
   */
  setPassword(
    userId: string,
    passwordHash: string,
    expected: string | undefined | 'any',
    keptSessionHash: string | undefined,
    by: string,
    at: Date,
  ): Promise<boolean>;
  addKey(key: Omit<ApiKey, 'revoked' | 'stop'>, keyHash: string, by: string, at: Date): Promise<void>;
  revokeKey(keyId: string, depotIds: OwnDepots, by: string, at: Date): Promise<void>;
  /** From now on it stands on the account of `ownerId`, or by itself. @throws NotFoundError, also for a revoked one. */
  takeOverKey(keyId: string, ownerId: string, depotIds: OwnDepots, by: string, at: Date): Promise<void>;
  /** Ends all sessions, unused links and keys; how many of each. */
  revokeAll(by: string, at: Date): Promise<{ sessions: number; links: number; keys: number }>;
  findKey(keyHash: string): Promise<ApiKey | undefined>;
  audit(entry: AuditEntry): Promise<void>;
}
