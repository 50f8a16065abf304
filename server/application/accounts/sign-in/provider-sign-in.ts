import { DispatchError } from '../../../domain/dispatch-error.js';
import type { OwnDepots } from '../../../domain/own-depots.js';
import { plainly, told } from '../../../domain/told.js';
import { type AccountParts, noting } from '../account-parts.js';
import type { User } from '../account-store.js';
import type { NewUser } from '../accounts.js';
import { type IdentityProvider, ProviderRefusedError, ProviderUnsureError, type Vouched } from './identity-provider.js';
import { newSession } from './new-session.js';
import type { CameFrom } from './session-store.js';

const purpose = 'provider sign-in';
/** How long somebody may take at the provider. */
const longestMilliseconds = 15 * 60_000;

/** The provider vouches for somebody whom this house does not let in. */
export class AccountRefusedError extends DispatchError {
  constructor(code: 'no-account' | 'account-suspended' | 'account-removed' | 'account-of-another', login: string) {
    super(code, sentences[code](login));
  }
}

const sentences = {
  'no-account': (login: string) => told`There is no account ${login} here. Ask your admin to add one with this login.`,
  'account-suspended': (login: string) => told`The account ${login} is suspended. Ask your admin.`,
  'account-removed': (login: string) => told`The account ${login} was removed here. Ask your admin to add it again.`,
  'account-of-another': (login: string) =>
    told`The account ${login} has a password of its own, or was used by somebody else of the provider. Sign in with the password, or ask your admin.`,
};

/**
 * Signing in by a provider's word. An account is found by its login the first time, and by the person from then on: who
 * gets somebody's name later does not get their account.
 */
export function makeProviderSignIn(
  parts: AccountParts,
  provider: IdentityProvider | undefined,
  addUser: (user: NewUser, by: string) => Promise<User>,
) {
  const { store, clock, attempts, journal, secretBox } = parts;
  const getProvider = () => {
    if (provider !== undefined) return provider;
    throw new DispatchError('wrong-state', 'No provider is set up here. Sign in with a password.');
  };

  /** @throws ProviderRefusedError for what nobody here sealed, or too long ago */
  const open = (sealed: string | undefined): string => {
    const begin = plainly('This sign-in was begun in another browser, or too long ago. Begin again.');
    if (sealed === undefined) throw new ProviderRefusedError(begin);
    let opened: { at: number; kept: string };
    try {
      opened = JSON.parse(secretBox.open(sealed, purpose));
    } catch (cause) {
      throw new ProviderRefusedError(begin, cause);
    }
    if (clock.now().getTime() - opened.at > longestMilliseconds) throw new ProviderRefusedError(begin);
    return opened.kept;
  };

  const findOrAdd = async ({ subject, login, name }: Vouched): Promise<User> => {
    const user = (await store.findByProvider(subject)) ?? (await store.findByLogin(login));
    if (user !== undefined) return user;
    const { newUsers } = getProvider();
    if (newUsers === undefined) throw new AccountRefusedError('no-account', login);
    if (await store.isRemoved(subject, login)) throw new AccountRefusedError('account-removed', login);
    const { role, depotId } = newUsers;
    return addUser({ login, name: name ?? login, role, depotIds: [depotId] }, `provider ${getProvider().name}`);
  };

  return {
    /** The provider's name, on the button; undefined where none is set up. */
    providerName: provider?.name,

    /** @returns where the browser goes, and a sealed text that has to come back with it. */
    async beginProvider(): Promise<{ address: string; kept: string }> {
      const { address, kept } = await getProvider().begin();
      const sealed = secretBox.seal(JSON.stringify({ at: clock.now().getTime(), kept }), purpose);
      return { address, kept: sealed };
    },

    /**
     * @param query of the address that the browser came back to.
     * @throws ProviderRefusedError, ProviderUnreachableError, ProviderMisconfiguredError, AccountRefusedError, TooManyAttemptsError
     */
    async logInByProvider(query: string, sealed: string | undefined, from: CameFrom) {
      const { address } = from;
      const key = `provider ${address}`;
      let user: User | undefined;
      return noting(
        journal,
        () => ({ key, user, address }),
        async () => {
          const attempt = await attempts.beginLink(address);
          const vouched = await getProvider()
            .finish(query, open(sealed))
            .catch(async (error: unknown) => {
              // Of a provider that is away, or does not know this server, nobody has guessed anything.
              if (!isGuess(error)) await attempt.succeeded();
              throw error;
            });
          // The provider knows them: that was no guess.
          await attempt.succeeded();
          user = await findOrAdd(vouched);
          if (user.disabled) throw new AccountRefusedError('account-suspended', user.login);
          const { secret, session } = newSession(parts, user, from);
          if (!(await store.openSessionByProvider(user, vouched.subject, session))) {
            throw new AccountRefusedError('account-of-another', user.login);
          }
          return { secret, expiresAt: session.expiresAt, user };
        },
      );
    },

    /** Lets somebody else of the provider use the account. @throws NotFoundError, also for users of other depots */
    detachProvider: (userId: string, depotIds: OwnDepots, by: string) =>
      store.detachProvider(userId, depotIds, by, clock.now()),
  };
}

/** Whether somebody sent what the provider never told their browser. */
function isGuess(error: unknown): boolean {
  return error instanceof ProviderRefusedError && !(error instanceof ProviderUnsureError);
}
