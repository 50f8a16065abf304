import { linkDays, linkEndsAt } from '../../../domain/accounts/invitation.js';
import { expiryOf } from '../../../domain/accounts/session-rule.js';
import { DispatchError, InvalidInputError } from '../../../domain/dispatch-error.js';
import { plainly } from '../../../domain/told.js';
import { type AccountParts, noting } from '../account-parts.js';
import type { Actor, User } from '../account-store.js';
import { assertStrongPassword } from '../password-strength.js';
import { hashPassword, hashSecret, isPassword, newSecret, unusableHash } from '../secrets.js';
import { newSession } from './new-session.js';
import type { makeSecondFactor } from './second-factor.js';
import type { FoundLink, FoundSession } from './session-store.js';

const hourMilliseconds = 3_600_000;
const dayMilliseconds = 86_400_000;
/** The link of a shared phone opens again this long after it was last opened, and at most so long after it was made. */
const reopensMilliseconds = 30 * dayMilliseconds;
const longestReopensMilliseconds = 180 * dayMilliseconds;

/** Login and password do not belong together. The same words whether the login exists or not. */
export class LoginRefusedError extends DispatchError {
  constructor(sentence = plainly('Login or password is wrong.'), code = 'login-refused') {
    super(code, sentence);
  }
}

/** What comes with a sign-in beside its secret. */
export interface SignInMore {
  /** Browser and system, e.g. "Chrome, Android". */
  readonly device?: string;
  /** Of an authenticator app, or a recovery code. */
  readonly code?: string;
}

const linkSentences = {
  unknown: plainly('This link is not complete, or a newer one replaced it. Ask for a new one.'),
  used: plainly('This link was used already. Sign in with your password, or ask for a new one.'),
  expired: plainly('This link has run out. Ask for a new one.'),
};

/** Who a link is for, before it is opened. */
export interface LinkGreeting {
  readonly login: string;
  readonly name: string;
  readonly role: User['role'];
  readonly signInBy: User['signInBy'];
  readonly hasPassword: boolean;
  /** Whether opening it takes a code of the second factor. */
  readonly asksCode: boolean;
}

/** Coming in and going out: passwords, links, sessions. */
export function makeSignIn(parts: AccountParts, { takeCode }: Pick<ReturnType<typeof makeSecondFactor>, 'takeCode'>) {
  const { store, clock, attempts, journal, passwordCost } = parts;
  const nobodysHash = unusableHash(passwordCost);

  /** @throws DispatchError second-factor-needed, CodeWrongError, TooManyAttemptsError */
  const assertSecondFactor = async (user: User, code: string | undefined, address: string | undefined) => {
    const factor = await store.findSecondFactor(user.userId);
    if (factor?.secret === undefined) return;
    if (code === undefined) {
      throw new DispatchError('second-factor-needed', 'Send a code of your authenticator app as well: code.');
    }
    await takeCode(user, factor, code, address);
  };

  /** @throws LoginRefusedError saying what to do */
  const assertOpen = (found: FoundLink | undefined): FoundLink => {
    if (found === undefined) {
      throw new LoginRefusedError(linkSentences.unknown);
    }
    if (found.usedAt !== undefined && found.user.signInBy === 'password') {
      throw new LoginRefusedError(linkSentences.used, 'link-used');
    }
    if (found.expiresAt <= clock.now()) {
      throw new LoginRefusedError(linkSentences.expired, 'link-expired');
    }
    return found;
  };

  return {
    /**
     * @param address where the attempt comes from; undefined for what does not come over the network.
     * @throws LoginRefusedError, TooManyAttemptsError; DispatchError second-factor-needed, code-wrong
     */
    async logIn(login: string, password: string, address?: string, { device, code }: SignInMore = {}) {
      const user = await store.findByLogin(login);
      const key = `${user?.userId ?? '*'} ${address}`;
      return noting(journal, { key, user, address }, async () => {
        const attempt = await attempts.beginPassword(login, address);
        // An unknown login costs as much time as a wrong password.
        const fits = await isPassword(password, user?.passwordHash ?? nobodysHash);
        if (user === undefined || user.disabled || user.passwordHash === undefined || !fits)
          throw new LoginRefusedError();
        // Codes are counted by themselves: who knows the password must not guess them for nothing.
        await attempt.succeeded();
        await assertSecondFactor(user, code, address);
        const { secret, session } = newSession(parts, user, { address, device });
        if (!(await store.openSession(user, session))) throw new LoginRefusedError();
        return { secret, expiresAt: session.expiresAt, user: user as User };
      });
    },

    /**
     * Who a link is for; it stays as it is.
     *
     * @throws LoginRefusedError of the codes login-refused, link-used and link-expired; TooManyAttemptsError.
     */
    async lookAtLink(token: string, address?: string): Promise<LinkGreeting> {
      return noting(journal, { key: `link ${address}`, user: undefined, address }, async () => {
        const attempt = await attempts.beginLink(address);
        const found = await store.findLink(hashSecret(token));
        // Nobody guesses one that was there.
        if (found !== undefined) await attempt.succeeded();
        const { user, hasSecondFactor } = assertOpen(found);
        const { login, name, role, signInBy, passwordHash } = user;
        return { login, name, role, signInBy, hasPassword: passwordHash !== undefined, asksCode: hasSecondFactor };
      });
    },

    /**
     * Signs in by a link. One for one time is used up by it; that of a shared phone opens again.
     *
     * @param more `password`: the one that is chosen with it; then all other sessions of the user end.
     * @throws LoginRefusedError when the link was used, has run out, or never was; TooManyAttemptsError;
     * InvalidInputError for a weak password; DispatchError second-factor-needed, code-wrong
     */
    async logInByLink(
      token: string,
      address?: string,
      { device, code, password }: SignInMore & { readonly password?: string } = {},
    ) {
      const found = await store.findLink(hashSecret(token));
      return noting(journal, { key: `link ${address}`, user: found?.user, address }, async () => {
        const attempt = await attempts.beginLink(address);
        const { user } = assertOpen(found);
        await attempt.succeeded();
        if (password !== undefined && user.signInBy === 'link') {
          throw new InvalidInputError('This account signs in by its link and has no password.');
        }
        if (password !== undefined) assertStrongPassword(password, [user.login, user.name]);
        await assertSecondFactor(user, code, address);
        const passwordHash = password === undefined ? undefined : await hashPassword(password, passwordCost);
        const { secret, session } = newSession(parts, user, { address, device });
        const opened = await store.openSessionByLink(hashSecret(token), session, {
          passwordHash,
          reopensUntil: (madeAt) =>
            new Date(
              Math.min(session.at.getTime() + reopensMilliseconds, madeAt.getTime() + longestReopensMilliseconds),
            ),
        });
        if (opened === undefined) {
          // Meanwhile it was used, or replaced, or the account was ended: what is true now is said.
          assertOpen(await store.findLink(hashSecret(token)));
          throw new LoginRefusedError(linkSentences.used, 'link-used');
        }
        return { secret, expiresAt: session.expiresAt, user: opened };
      });
    },

    logOut: (sessionSecret: string) => store.endSession(hashSecret(sessionSecret), clock.now()),

    async findBySession(sessionSecret: string): Promise<Actor | undefined> {
      const found = await store.findSession(hashSecret(sessionSecret), clock.now());
      return found && actorOfSession(found);
    },

    /**
     * Who has a session; that it is used is noted at most once an hour, and lets it last.
     *
     * @returns with `expiresAt` where it was just let last, for the browser to know.
     */
    async useSession(
      sessionSecret: string,
      { address, device }: { readonly address: string; readonly device: string },
    ): Promise<{ actor: Actor; expiresAt: Date | undefined } | undefined> {
      const sessionHash = hashSecret(sessionSecret);
      const at = clock.now();
      const found = await store.findSession(sessionHash, at);
      if (found === undefined) return undefined;
      const actor = actorOfSession(found);
      const unusedSince = new Date(at.getTime() - hourMilliseconds);
      if (found.lastUsedAt > unusedSince) return { actor, expiresAt: undefined };
      const expiresAt = expiryOf(found.user.role, at, found.endsAt);
      const isRenewed = await store.renewSession(sessionHash, { at, expiresAt, unusedSince, address, device });
      return { actor, expiresAt: isRenewed ? expiresAt : undefined };
    },

    /**
     * A link that lets the user in; earlier ones are of no use any more. It is good for some days, and for one time, but
     * where the user signs in by it: then it opens again until nobody has for 30 days, at most 180 days long.
     *
     * @param by where somebody asked for it, which the audit then tells.
     */
    async makeLoginLink(userId: string, by?: string, days: number = linkDays.usual): Promise<string> {
      const token = newSecret();
      const at = clock.now();
      const trail = by === undefined ? undefined : { by, action: 'user.link-made', kind: 'user', id: userId, at };
      const span = { madeAt: at, expiresAt: linkEndsAt(at, days) };
      await store.addLoginLink(hashSecret(token), userId, span, trail);
      return token;
    },
  };
}

function actorOfSession({ user, lacksSecondFactor }: FoundSession): Actor {
  const { userId, login, role, depotIds, courierId, stationId } = user;
  return { accountId: userId, name: `user ${login}`, role, depotIds, courierId, stationId, userId, lacksSecondFactor };
}
