import { assertAccount } from '../../domain/accounts/account-rules.js';
import { linkEndsAt } from '../../domain/accounts/invitation.js';
import { DispatchError, NotFoundError, type ToldFault, toldOf } from '../../domain/dispatch-error.js';
import type { OwnDepots } from '../../domain/own-depots.js';
import { plainly, told } from '../../domain/told.js';
import type { Clock } from '../clock.js';
import type { Actor, User } from './account-store.js';
import type { MadeLink } from './invite-people.js';
import type { LinkHolder, PeopleStore, UserChange } from './people-store.js';
import { hashSecret, newSecret } from './secrets.js';

/** What became of one of several users. */
export interface UserOutcome {
  readonly userId: string;
  /** `unchanged` where they were so already. */
  readonly status: 'done' | 'unchanged' | 'refused';
  readonly error: ToldFault | null;
}

/** Who manages, and whose people are theirs. */
export interface Manager {
  readonly actor: Actor;
  readonly own: OwnDepots;
}

export type ManagePeople = ReturnType<typeof makeManagePeople>;

/** Changes of people who are there: what they are, whether they may come in, and by which link. Each is one transaction. */
export function makeManagePeople(store: PeopleStore, clock: Clock) {
  const actOf = ({ actor }: Manager) => ({ by: actor.name, at: clock.now() });
  const outcomes = async (
    userIds: readonly string[],
    manager: Manager,
    work: (mine: readonly User[]) => Promise<readonly string[]>,
    faultOf: (user: User) => DispatchError | undefined,
  ): Promise<UserOutcome[]> => {
    const found = new Map((await store.find(userIds, manager.own)).map((user) => [user.userId, user]));
    const refusal = (userId: string): DispatchError | undefined => {
      const user = found.get(userId);
      return user === undefined ? new NotFoundError('user', userId) : faultOf(user);
    };
    const asked = [...new Set(userIds)];
    const faults = new Map(asked.map((userId) => [userId, refusal(userId)]));
    const mine = asked.flatMap((userId) => (faults.get(userId) === undefined ? [found.get(userId)!] : []));
    const done = new Set(mine.length === 0 ? [] : await work(mine));
    return asked.map((userId) => {
      const fault = faults.get(userId);
      if (fault !== undefined) return { userId, status: 'refused', error: toldOf(fault) } as const;
      return { userId, status: done.has(userId) ? 'done' : 'unchanged', error: null } as const;
    });
  };
  const idsOf = (users: readonly User[]) => users.map(({ userId }) => userId);

  return {
    /**
     * @param allows throws where the user, as they are or are to be, may do more than who asks.
     * @throws NotFoundError, ConflictError login-taken, InvalidInputError, DispatchError not-allowed.
     */
    async change(userId: string, change: UserChange, manager: Manager, allows: (user: User) => void): Promise<void> {
      if (userId === manager.actor.userId && (change.role !== undefined || change.depotIds !== undefined)) {
        throw new DispatchError(
          'not-allowed',
          'Another admin changes your own role and depot, so that nobody locks themselves out.',
        );
      }
      const settle = (user: User): User => {
        allows(user);
        const next = settled(user, change);
        allows(next);
        return { ...next, login: assertAccount(next) };
      };
      await store.change(userId, manager.own, settle, actOf(manager));
    },

    /** @param allows throws where a user may do more than who asks, here and below. */
    suspend: (userIds: readonly string[], manager: Manager, allows: (user: User) => void) =>
      outcomes(
        userIds,
        manager,
        (mine) => store.suspend(idsOf(mine), manager.own, actOf(manager)),
        (user) => (user.userId === manager.actor.userId ? refuseSelf('suspend') : faultOfAllowing(allows, user)),
      ),

    resume: (userIds: readonly string[], manager: Manager, allows: (user: User) => void) =>
      outcomes(
        userIds,
        manager,
        (mine) => store.resume(idsOf(mine), manager.own, actOf(manager)),
        (user) => faultOfAllowing(allows, user),
      ),

    /** @throws NotFoundError; DispatchError not-allowed for who asks. */
    async remove(userId: string, manager: Manager, allows: (user: User) => void): Promise<void> {
      if (userId === manager.actor.userId) throw refuseSelf('remove');
      const [user] = await store.find([userId], manager.own);
      if (user !== undefined) allows(user);
      await store.remove(userId, manager.own, actOf(manager));
    },

    /** New links in place of unused ones. @param allows throws where a user may do more than who asks. */
    async makeLinks(
      userIds: readonly string[],
      days: number,
      manager: Manager,
      allows: (user: User) => void,
    ): Promise<{ users: UserOutcome[]; links: MadeLink[]; expiresAt: Date }> {
      const act = actOf(manager);
      const expiresAt = linkEndsAt(act.at, days);
      const links: MadeLink[] = [];
      const users = await outcomes(
        userIds,
        manager,
        async (mine) => {
          links.push(...mine.map(({ userId }) => ({ userId, token: newSecret() })));
          const kept = links.map(({ userId, token }) => ({ userId, tokenHash: hashSecret(token) }));
          await store.addLinks(kept, expiresAt, act, true);
          return idsOf(mine);
        },
        (user) => {
          if (user.disabled) {
            return new DispatchError('wrong-state', told`${user.login} is suspended. Take them up again first.`);
          }
          try {
            allows(user);
            return undefined;
          } catch (error) {
            if (error instanceof DispatchError) return error;
            throw error;
          }
        },
      );
      return { users, links, expiresAt };
    },

    /** Whose links these tokens are, in their order; those that are used, old or of other depots are left out. */
    async findLinks(tokens: readonly string[], own: OwnDepots): Promise<(LinkHolder & { readonly token: string })[]> {
      const hashes = [...new Set(tokens)].map((token) => ({ token, hash: hashSecret(token) }));
      const found = await store.findLinks(
        hashes.map(({ hash }) => hash),
        own,
        clock.now(),
      );
      const byHash = new Map(found.map((holder) => [holder.tokenHash, holder]));
      return hashes.flatMap(({ token, hash }) => {
        const holder = byHash.get(hash);
        return holder === undefined ? [] : [{ ...holder, token }];
      });
    },
  };
}

function settled(user: User, { login, name, role, depotIds, courierId, stationId, signInBy }: UserChange): User {
  const idOf = (wanted: string | null | undefined, now: string | undefined) =>
    wanted === undefined ? now : (wanted ?? undefined);
  return {
    ...user,
    login: login ?? user.login,
    name: name ?? user.name,
    role: role ?? user.role,
    depotIds: depotIds === undefined ? user.depotIds : (depotIds ?? undefined),
    courierId: idOf(courierId, user.courierId),
    stationId: idOf(stationId, user.stationId),
    signInBy: signInBy ?? user.signInBy,
  };
}

/** What speaks against it, where who asks may do less than the user. */
function faultOfAllowing(allows: (user: User) => void, user: User): DispatchError | undefined {
  try {
    allows(user);
    return undefined;
  } catch (error) {
    if (error instanceof DispatchError) return error;
    throw error;
  }
}

function refuseSelf(what: 'suspend' | 'remove'): DispatchError {
  return new DispatchError('not-allowed', told`You cannot ${plainly(what)} yourself. Ask another admin to do it.`);
}
