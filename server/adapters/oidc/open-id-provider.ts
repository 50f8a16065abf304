import * as client from 'openid-client';
import {
  type IdentityProvider,
  ProviderRefusedError,
  ProviderUnreachableError,
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
      if (error instanceof client.AuthorizationResponseError) {
        throw new ProviderRefusedError(
          told`${name} did not let you in: ${error.error}. Try again, or ask your admin.`,
          error,
        );
      }
      if (isNetworkFault(error)) throw new ProviderUnreachableError(name, error);
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
        throw new ProviderRefusedError(told`${name} did not say who you are (${claim}). Ask your admin.`);
      }
      if (claim === 'email' && claims.email_verified !== true) {
        throw new ProviderRefusedError(told`${name} has not checked that ${login} is yours. Confirm it there first.`);
      }
      return {
        subject: `${claims.iss} ${claims.sub}`,
        login,
        name: typeof claims.name === 'string' && claims.name !== '' ? claims.name : undefined,
      };
    },
  };
}

function isNetworkFault(error: unknown): boolean {
  const { code, name } = error as { code?: string; name?: string };
  return error instanceof TypeError || code === 'OAUTH_TIMEOUT' || name === 'TimeoutError';
}
