import * as client from 'openid-client';
import {
  type IdentityProvider,
  ProviderMisconfiguredError,
  ProviderRefusedError,
  ProviderUnreachableError,
  ProviderUnsureError,
  type Vouched,
} from '../../application/accounts/sign-in/identity-provider.js';
import { told } from '../../domain/told.js';
import { isOfThisMachine, type OpenIdSettings } from './open-id-settings.js';

interface Kept {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

const timeoutSeconds = 10;

/** Signs in by OpenID Connect: the code flow with PKCE, state and nonce. The provider is asked when somebody comes. */
export function makeOpenIdProvider(settings: OpenIdSettings): IdentityProvider {
  const { issuer, clientId, clientSecret, name, claim, redirectUrl } = settings;
  let known: Promise<client.Configuration> | undefined;
  const configuration = async () => {
    // Plain http is for a provider on this very machine, as in a trial.
    const execute = isOfThisMachine(issuer) ? [client.allowInsecureRequests] : [];
    known ??= client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      execute,
      timeout: timeoutSeconds,
    });
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw new ProviderUnreachableError(name, error);
    }
  };
  const grant = async (config: client.Configuration, query: string, { state, nonce, verifier }: Kept) => {
    const came = new URL(redirectUrl);
    came.search = query;
    try {
      const tokens = await client.authorizationCodeGrant(config, came, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      // Most providers tell names only where they are asked for them.
      const asked = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
      return { ...asked, ...claims };
    } catch (error) {
      if (isOfProvider(error)) throw new ProviderUnreachableError(name, error);
      const { error: code } = error as { error?: string };
      if (code !== undefined && ofSettings.has(code)) {
        throw new ProviderMisconfiguredError(
          told`${name} does not take this server for one that it knows: ${code}. Tell your admin, or sign in with a password.`,
          error,
        );
      }
      if (error instanceof client.AuthorizationResponseError) {
        throw new ProviderRefusedError(
          told`${name} did not let you in: ${error.error}. Try again, or ask your admin.`,
          error,
        );
      }
      throw new ProviderRefusedError(
        told`What came back from ${name} does not fit what was asked. Begin again.`,
        error,
      );
    }
  };
  return {
    name,
    newUsers: settings.newUsers,

    async begin() {
      const config = await configuration();
      const kept: Kept = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUrl,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
        state: kept.state,
        nonce: kept.nonce,
      });
      return { address: address.href, kept: JSON.stringify(kept) };
    },

    async finish(query, kept): Promise<Vouched> {
      const claims = await grant(await configuration(), query, JSON.parse(kept));
      const login = claims[claim];
      if (typeof login !== 'string' || login === '') {
        throw new ProviderMisconfiguredError(told`${name} did not say who you are (${claim}). Ask your admin.`);
      }
      if (claim === 'email' && claims.email_verified !== true) {
        throw new ProviderUnsureError(told`${name} has not checked that ${login} is yours. Confirm it there first.`);
      }
      return {
        subject: `${claims.iss} ${claims.sub}`,
        login,
        name: typeof claims.name === 'string' && claims.name !== '' ? claims.name : undefined,
      };
    },
  };
}

/** What a provider answers a server whose settings do not fit what it has of it (RFC 6749, 4.1.2.1 and 5.2). */
const ofSettings: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_response_type',
  'unsupported_grant_type',
  'invalid_scope',
]);

/** What it answers where it cannot serve anybody just now. */
const ofOutage: ReadonlySet<string> = new Set(['server_error', 'temporarily_unavailable']);

/** What tells faults of the library apart. */
interface ProviderFault {
  readonly code?: string;
  readonly name?: string;
  readonly cause?: unknown;
  readonly error?: string;
  readonly status?: number;
}

/** Whether the provider could not be asked, or failed by itself. */
function isOfProvider(error: unknown): boolean {
  const { code, name, cause, error: said, status } = error as ProviderFault;
  if (error instanceof TypeError || code === 'OAUTH_TIMEOUT' || name === 'TimeoutError') return true;
  if (said !== undefined && ofOutage.has(said)) return true;
  return (cause instanceof Response ? cause.status : (status ?? 0)) >= 500;
}
