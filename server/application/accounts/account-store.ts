import type { Role } from '../../domain/role.js';

/** Who is asking: a person with a session or a program with a key. */
export interface Actor {
  /** Id of the user or key: nobody else has it, whatever they are called. */
  readonly accountId: string;
  /** Stands in events and the audit: "user wang.li" or "key oms". */
  readonly name: string;
  readonly role: Role;
  /** Limits what they see to one depot; undefined means all. */
  readonly depotId: string | undefined;
  readonly courierId: string | undefined;
  readonly stationId: string | undefined;
  readonly userId: string | undefined;
}

export interface User {
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly depotId: string | undefined;
  readonly courierId: string | undefined;
  readonly stationId: string | undefined;
  readonly disabled: boolean;
}

export interface ApiKey {
  readonly keyId: string;
  readonly name: string;
  readonly role: Role;
  readonly depotId: string | undefined;
  readonly revoked: boolean;
}

/** Accounts as they are kept. Secrets come in hashed and never go out. */
export interface AccountStore {
  addUser(user: Omit<User, 'disabled'>, passwordHash: string | undefined, by: string, at: Date): Promise<void>;
  findByLogin(login: string): Promise<(User & { readonly passwordHash: string | undefined }) | undefined>;
  /** Of one depot, where it is named. */
  listUsers(depotId: string | undefined): Promise<User[]>;
  /** Ends every session of the user but the one that is kept, and their unused links. */
  setPassword(
    userId: string,
    passwordHash: string,
    keptSessionHash: string | undefined,
    by: string,
    at: Date,
  ): Promise<void>;
  /** @throws NotFoundError, also for users of other depots than the one named. */
  disableUser(userId: string, depotId: string | undefined, by: string, at: Date): Promise<void>;
  addKey(key: Omit<ApiKey, 'revoked'>, keyHash: string, by: string, at: Date): Promise<void>;
  revokeKey(keyId: string, depotId: string | undefined, by: string, at: Date): Promise<void>;
  findKey(keyHash: string): Promise<ApiKey | undefined>;
  addSession(sessionHash: string, userId: string, at: Date, expiresAt: Date): Promise<void>;
  findSession(sessionHash: string, now: Date): Promise<User | undefined>;
  endSession(sessionHash: string): Promise<void>;
  addLoginLink(tokenHash: string, userId: string, expiresAt: Date): Promise<void>;
  /** The user of an unused link, which is used up by this. */
  useLoginLink(tokenHash: string, now: Date): Promise<User | undefined>;
  audit(actor: string, action: string, subject: { kind: string; id: string }, at: Date, detail?: object): Promise<void>;
}
