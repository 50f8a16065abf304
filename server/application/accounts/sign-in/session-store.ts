import type { SignInBy } from '../../../domain/accounts/sign-in-by.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import type { AuditEntry, User } from '../account-store.js';

/** How a session was opened. Who came by a link may not know a password. */
export type OpenedBy = 'password' | 'link' | 'provider';

/** Where a sign-in came from, and with what; stands in the audit and in the list of sessions. */
export interface CameFrom {
  /** Undefined for what does not come over the network. */
  readonly address?: string;
  /** Browser and system, e.g. "Chrome, Android". */
  readonly device?: string;
}

export interface NewSession extends CameFrom {
  readonly sessionId: string;
  readonly sessionHash: string;
  readonly at: Date;
  readonly expiresAt: Date;
  /** However much it is used; undefined where only rest ends it. */
  readonly endsAt?: Date;
}

/** A session with who has it. */
export interface FoundSession {
  readonly user: User;
  readonly lastUsedAt: Date;
  readonly endsAt: Date | undefined;
  /** The rules ask for a second factor that the user does not have yet; nothing else is open to them. */
  readonly lacksSecondFactor: boolean;
}

/** A session as its owner sees it. */
export interface OwnSession extends Required<CameFrom> {
  readonly sessionId: string;
  readonly openedBy: OpenedBy;
  readonly openedAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly isThis: boolean;
}

/** A link that was made and not replaced, whatever became of it. */
export interface FoundLink {
  readonly user: User & { readonly passwordHash: string | undefined };
  readonly usedAt: Date | undefined;
  readonly expiresAt: Date;
  readonly hasSecondFactor: boolean;
}

/** What is taken from who has a session, beside the session itself. */
export interface OwnSecrets {
  readonly passwordHash: string | undefined;
  readonly openedBy: OpenedBy;
  readonly signInBy: SignInBy;
}

/** Sessions and links as they are kept, by the hashes of their secrets. */
export interface SessionStore {
  /** False when the user was disabled or their password changed since it was looked at. */
  openSession(user: User & { readonly passwordHash: string | undefined }, session: NewSession): Promise<boolean>;
  /**
   * Opens a session by a provider's word, and keeps for whom of the provider the account is from now on.
   *
   * @returns false when the user was disabled meanwhile, or is somebody else's of the provider.
   */
  openSessionByProvider(user: User, subject: string, session: NewSession): Promise<boolean>;
  findByProvider(subject: string): Promise<User | undefined>;
  /** Whether an admin removed the account of this person of the provider, or the one of this login, and none has it now. */
  isRemoved(subject: string, login: string): Promise<boolean>;
  /** @throws NotFoundError, also for users of other depots than those named. */
  detachProvider(userId: string, depotIds: OwnDepots, by: string, at: Date): Promise<void>;
  findSession(sessionHash: string, now: Date): Promise<FoundSession | undefined>;
  /** Notes that a session is used, and lets it last; false where somebody else has done so since `unusedSince`. */
  renewSession(sessionHash: string, use: { at: Date; expiresAt: Date; unusedSince: Date } & CameFrom): Promise<boolean>;
  endSession(sessionHash: string, at: Date): Promise<void>;
  /** The newest first; ended ones are left out. */
  listSessions(userId: string, thisHash: string | undefined, now: Date): Promise<OwnSession[]>;
  /**
   * Ends one session of a user, and the link that it came by: who found the phone has that too.
   *
   * @throws NotFoundError when the user has no such session.
   */
  endOwnSession(userId: string, sessionId: string, by: string, at: Date): Promise<void>;
  /**
   * Ends all sessions of a user but the one that is kept, and their links. @returns how many ended.
   *
   * @param kept `depotIds` of who asks, where they may see some only.
   * @throws NotFoundError, also for users of other depots.
   */
  endSessionsOf(
    userId: string,
    kept: { sessionHash?: string; depotIds?: OwnDepots },
    by: string,
    at: Date,
  ): Promise<{ sessions: number; links: number }>;
  /** What only the owner of a session may hear of themselves. */
  findOwnSecrets(sessionHash: string): Promise<OwnSecrets | undefined>;
  /** Adds a link in place of the user's earlier ones. @throws NotFoundError */
  addLoginLink(
    tokenHash: string,
    userId: string,
    span: { madeAt: Date; expiresAt: Date },
    trail: AuditEntry | undefined,
  ): Promise<void>;
  findLink(tokenHash: string): Promise<FoundLink | undefined>;
  /**
   * Opens a session for the user of a link and ends those that were opened otherwise. A one-time link is used up by
   * this; one of a shared phone stays open until `reopensUntil`.
   *
   * @param passwordHash chosen together with opening it; undefined leaves what there is.
   * @returns undefined where the link is not open any more.
   */
  openSessionByLink(
    tokenHash: string,
    session: NewSession,
    more: { passwordHash: string | undefined; reopensUntil: (madeAt: Date) => Date },
  ): Promise<User | undefined>;
}
