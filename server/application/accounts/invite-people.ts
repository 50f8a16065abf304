import { assertAccount } from '../../domain/accounts/account-rules.js';
import { FreeLogins, linkEndsAt, loginFrom, mostInvited } from '../../domain/accounts/invitation.js';
import type { Role } from '../../domain/accounts/role.js';
import { maySignInByLink, type SignInBy } from '../../domain/accounts/sign-in-by.js';
import { DispatchError, NotFoundError, type ToldFault, toldOf } from '../../domain/dispatch-error.js';
import { foldId } from '../../domain/fold-id.js';
import { depotSet, type OwnDepots } from '../../domain/own-depots.js';
import { plainly, told } from '../../domain/told.js';
import type { Clock, NewId } from '../clock.js';
import { plain } from '../tables/row-reader.js';
import type { AccountPlace, InvitedUser, Invitee, KnownPlaces, PeopleStore, PlaceKind } from './people-store.js';
import { hashSecret, newSecret } from './secrets.js';

/** Whom to invite: people one by one, or every station or courier that has no account, of all depots unless some are named. */
export type Invited =
  | { readonly people: readonly Invitee[] }
  | { readonly every: PlaceKind; readonly depotIds?: readonly string[] };

/** What became of one of a list, in its order. */
export interface InvitedOne {
  /** `ready` where nothing was to be done but looked at. */
  readonly status: 'invited' | 'ready' | 'refused';
  readonly userId: string | null;
  readonly login: string | null;
  readonly name: string | null;
  readonly role: Role;
  readonly depotIds: readonly string[] | null;
  readonly courierId: string | null;
  readonly stationId: string | null;
  readonly error: ToldFault | null;
}

/** A secret that lets its user in once. */
export interface MadeLink {
  readonly userId: string;
  readonly token: string;
}

export interface InvitationResult {
  readonly people: readonly InvitedOne[];
  readonly links: readonly MadeLink[];
  readonly expiresAt: Date;
  /** Of every station or courier, how many did not fit into one list. */
  readonly more: number;
}

export interface InvitationRequest {
  readonly invited: Invited;
  /** How long the links are good. */
  readonly days: number;
  /** How those sign in whose role leaves the choice; the others choose a password. */
  readonly signInBy: SignInBy;
  /** Looks, and changes nothing. */
  readonly dryRun: boolean;
  readonly own: OwnDepots;
  readonly by: string;
}

export type InvitePeople = ReturnType<typeof makeInvitePeople>;

/** Makes accounts for many people at once, each with a login of its own and a link. Run it in one transaction. */
export function makeInvitePeople(store: PeopleStore, clock: Clock, newId: NewId) {
  return async ({ invited, days, signInBy, dryRun, own, by }: InvitationRequest): Promise<InvitationResult> => {
    const at = clock.now();
    const expiresAt = linkEndsAt(at, days);
    if (!dryRun) await store.holdInvitations();
    const { people, more } = await listInvited(store, invited, own);
    const known = await store.lookUp(people, own);
    const settled = people.map((person) => settle(person, known, own));
    const wanted = settled.flatMap((one) => ('error' in one ? [] : [one.login]));
    const logins = new FreeLogins(await store.takenLogins(wanted));
    const answers: InvitedOne[] = [];
    const users: InvitedUser[] = [];
    settled.forEach((one, at) => {
      const answer =
        'error' in one ? refused(people[at], one.error) : nameOne(one, logins, () => newId('user'), dryRun);
      answers.push(answer);
      if (answer.status === 'invited') users.push(userOf(answer, signInBy));
    });
    if (users.length === 0) return { people: answers, links: [], expiresAt, more };
    const links = users.map(({ userId }) => ({ userId, token: newSecret() }));
    await store.add(users, { by, at });
    const kept = links.map(({ userId, token }) => ({ userId, tokenHash: hashSecret(token) }));
    await store.addLinks(kept, expiresAt, { by, at }, false);
    return { people: answers, links, expiresAt, more };
  };
}

async function listInvited(store: PeopleStore, invited: Invited, own: OwnDepots) {
  if ('people' in invited) return { people: invited.people, more: 0 };
  if (invited.depotIds !== undefined) {
    const known = await store.lookUp([{ role: 'picker', depotIds: invited.depotIds }], own);
    const strange = invited.depotIds.find((depotId) => !known.depotIds.has(depotId));
    if (strange !== undefined) throw new NotFoundError('depot', strange);
  }
  const { places, more } = await store.listWithout(invited.every, invited.depotIds, own, mostInvited);
  const people = places.map(
    ({ id, depotId, name }): Invitee =>
      invited.every === 'stations'
        ? { role: 'station', stationId: id, depotIds: [depotId], name }
        : { role: 'courier', courierId: id, depotIds: [depotId], name },
  );
  return { people, more };
}

/** Somebody whose depot, station and courier are there, and whose login may still get a number. */
interface SettledInvitee {
  readonly login: string;
  /** Whether the list says it: then nobody gets another one. */
  readonly loginSaid: boolean;
  readonly name: string;
  readonly role: Role;
  readonly depotIds: OwnDepots;
  readonly courierId: string | undefined;
  readonly stationId: string | undefined;
}

function settle(person: Invitee, known: KnownPlaces, own: OwnDepots): SettledInvitee | { readonly error: ToldFault } {
  try {
    const station = placeOf('station', person.stationId, known.stations, foldId);
    const courier = placeOf('courier', person.courierId, known.couriers, (id) => id);
    const depotIds = depotsOf(person, [station, courier], known, own);
    const place = station ?? courier;
    if (person.login === undefined && place?.login !== undefined && isFor(person.role, station, courier)) {
      throw new DispatchError(
        'has-account',
        told`${place.id} has the account ${place.login} already. Name a login to add another one.`,
      );
    }
    const name = person.name ?? place?.name ?? person.login;
    if (name === undefined) throw new DispatchError('invalid-input', 'Say what they are called: name.');
    const { role } = person;
    const login = person.login ?? loginFrom(place?.id ?? name, role);
    const ids = { depotIds, courierId: courier?.id, stationId: station?.id };
    return { login: assertAccount({ login, role, ...ids }), loginSaid: person.login !== undefined, name, role, ...ids };
  } catch (error) {
    if (error instanceof DispatchError) return { error: toldOf(error) };
    throw error;
  }
}

const isFor = (role: Role, station: AccountPlace | undefined, courier: AccountPlace | undefined) =>
  (role === 'station' && station !== undefined) || (role === 'courier' && courier !== undefined);

function placeOf(
  kind: string,
  id: string | undefined,
  places: ReadonlyMap<string, AccountPlace>,
  keyOf: (id: string) => string,
): AccountPlace | undefined {
  if (id === undefined) return undefined;
  const place = places.get(keyOf(plain(id)));
  if (place === undefined)
    throw new DispatchError('not-found', told`There is no ${plainly(kind)} ${id}. Add it first, or correct the id.`);
  return place;
}

/** Of who has a station or is a courier, that one's depot; of others those that are said, or else all own ones. */
function depotsOf(
  { depotIds: said }: Invitee,
  places: readonly (AccountPlace | undefined)[],
  { depotIds: known }: KnownPlaces,
  own: OwnDepots,
): OwnDepots {
  const wanted = said?.map(plain);
  const strange = wanted?.find((depotId) => !known.has(depotId));
  if (strange !== undefined) {
    throw new DispatchError('not-found', told`There is no depot ${strange}. Add it first, or correct the id.`);
  }
  const ofPlaces = places.flatMap((place) => place?.depotId ?? []);
  if (ofPlaces.length === 0) return wanted === undefined ? own : depotSet(wanted);
  const depots = depotSet([...ofPlaces, ...(wanted ?? [])]);
  if (depots.length > 1) {
    throw new DispatchError('invalid-input', told`What is named belongs to several depots: ${depots.join(', ')}.`);
  }
  return depots;
}

function nameOne(one: SettledInvitee, logins: FreeLogins, newUserId: () => string, dryRun: boolean): InvitedOne {
  const { loginSaid, ...rest } = one;
  if (loginSaid && !logins.take(one.login)) {
    const sentence = told`The login ${one.login} is taken. Choose another one.`;
    return refused(rest, toldOf(new DispatchError('login-taken', sentence)));
  }
  const login = loginSaid ? one.login : logins.takeLike(one.login);
  return {
    status: dryRun ? 'ready' : 'invited',
    userId: dryRun ? null : newUserId(),
    login,
    name: one.name,
    role: one.role,
    depotIds: one.depotIds ?? null,
    courierId: one.courierId ?? null,
    stationId: one.stationId ?? null,
    error: null,
  };
}

function refused({ login, name, role, depotIds, courierId, stationId }: Invitee, error: ToldFault): InvitedOne {
  return {
    status: 'refused',
    userId: null,
    login: login ?? null,
    name: name ?? null,
    role,
    depotIds: depotIds ?? null,
    courierId: courierId ?? null,
    stationId: stationId ?? null,
    error,
  };
}

function userOf(
  { userId, login, name, role, depotIds, courierId, stationId }: InvitedOne,
  signInBy: SignInBy,
): InvitedUser {
  return {
    userId: userId!,
    login: login!,
    name: name!,
    role,
    depotIds: depotIds ?? undefined,
    courierId: courierId ?? undefined,
    stationId: stationId ?? undefined,
    signInBy: maySignInByLink(role) ? signInBy : 'password',
  };
}
