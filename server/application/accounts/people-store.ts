import type { Role } from '../../domain/accounts/role.js';
import type { SignInBy } from '../../domain/accounts/sign-in-by.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import type { User } from './account-store.js';

/** Somebody who is to be invited, as far as it is known. */
export interface Invitee {
  readonly login?: string;
  readonly name?: string;
  readonly role: Role;
  readonly depotIds?: readonly string[];
  readonly courierId?: string;
  readonly stationId?: string;
}

/** A station or courier that an account may be for. */
export interface AccountPlace {
  readonly id: string;
  readonly depotId: string;
  readonly name: string;
  /** Of an account that is for it already. */
  readonly login: string | undefined;
}

/** What the record knows of the things and logins that a list of people names. */
export interface KnownPlaces {
  readonly depotIds: ReadonlySet<string>;
  /** By id, in capitals for stations. */
  readonly couriers: ReadonlyMap<string, AccountPlace>;
  readonly stations: ReadonlyMap<string, AccountPlace>;
}

/** Stations or couriers. */
export type PlaceKind = 'stations' | 'couriers';

export type InvitedUser = Omit<User, 'disabled'>;

/** A link as it is kept. */
export interface KeptLink {
  readonly userId: string;
  readonly tokenHash: string;
}

/** Whose link somebody holds, for the card that is printed of it. */
export interface LinkHolder {
  readonly tokenHash: string;
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly stationId: string | null;
  readonly stationName: string | null;
  /** Empty for all depots. */
  readonly depotNames: readonly string[];
  readonly expiresAt: Date;
}

/** What can be changed of a user; null takes away what there was. */
export interface UserChange {
  readonly login?: string;
  readonly name?: string;
  readonly role?: Role;
  readonly depotIds?: readonly string[] | null;
  readonly courierId?: string | null;
  readonly stationId?: string | null;
  /** To a link: their password goes. To a password: the link that they used opens no more. */
  readonly signInBy?: SignInBy;
}

/** Who does what, and when. */
export interface Act {
  readonly by: string;
  readonly at: Date;
}

/** People in numbers. Whoever is not of the own depots is not there. */
export interface PeopleStore {
  /** Keeps others from inviting until the transaction ends: no station gets two accounts by two lists. */
  holdInvitations(): Promise<void>;
  /** Stations or couriers that no account is for, at most so many, and how many more there are. */
  listWithout(
    kind: PlaceKind,
    depotIds: readonly string[] | undefined,
    own: OwnDepots,
    most: number,
  ): Promise<{ readonly places: readonly AccountPlace[]; readonly more: number }>;
  lookUp(people: readonly Invitee[], own: OwnDepots): Promise<KnownPlaces>;
  /** Of these logins, those that somebody has, and those with a number behind them. */
  takenLogins(logins: readonly string[]): Promise<string[]>;
  add(users: readonly InvitedUser[], act: Act): Promise<void>;
  /** In place of the unused links that the users have. `trailed` puts each into the audit. */
  addLinks(links: readonly KeptLink[], expiresAt: Date, act: Act, trailed: boolean): Promise<void>;
  find(userIds: readonly string[], own: OwnDepots): Promise<User[]>;
  /** Unused links that are still good. */
  findLinks(tokenHashes: readonly string[], own: OwnDepots, now: Date): Promise<LinkHolder[]>;
  /**
   * @param settle makes the user as they are to be of the user as they are.
   * @throws NotFoundError; ConflictError login-taken; InvalidInputError for a depot, courier or station that is not there.
   */
  change(userId: string, own: OwnDepots, settle: (user: User) => User, act: Act): Promise<void>;
  /** Ends their sessions too. @returns those who were not suspended before. */
  suspend(userIds: readonly string[], own: OwnDepots, act: Act): Promise<string[]>;
  resume(userIds: readonly string[], own: OwnDepots, act: Act): Promise<string[]>;
  /** With sessions and links. What they did keeps their name. @throws NotFoundError */
  remove(userId: string, own: OwnDepots, act: Act): Promise<void>;
}
