import type { Actor } from '../../../application/accounts/account-store.js';
import { judgePassword } from '../../../application/accounts/password-strength.js';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { addressOf } from '../requests/address-of.js';
import { deviceOf } from '../requests/device-of.js';
import { readCookie } from '../requests/find-actor.js';
import { giveSession, isSecure, sessionCookie, takeSession } from '../requests/session-cookie.js';
import type { HttpServices } from '../services.js';
import {
  credentials,
  linkGreeting,
  linkToken,
  passwordTry,
  passwordVerdict,
  providerAddress,
  signedIn,
  signInRules,
  signInWaysOffered,
} from './sign-in-contract.js';

/** Holds, sealed, what has to fit when the browser comes back. */
const providerCookie = 'tuanda_provider';
const providerPath = '/api/v1/session';
const providerMilliseconds = 15 * 60_000;

/** Signing in and out. */
export function signInEndpoints({ accounts }: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/session',
      permission: 'public',
      transaction: 'own',
      summary: 'Sign in with login and password, or with a link; with a link an own password can be chosen at once.',
      body: credentials,
      answer: signedIn,
      async handle({ body, request, response }) {
        const address = addressOf(request);
        const device = deviceOf(request);
        const enter = () => {
          if ('answer' in body) {
            response.clearCookie(providerCookie, { path: providerPath });
            return accounts.logInByProvider(body.answer, readCookie(request, providerCookie), { address, device });
          }
          const { code, password } = body;
          return 'token' in body
            ? accounts.logInByLink(body.token, address, { device, code, password })
            : accounts.logIn(body.login, body.password, address, { device, code });
        };
        const session = await enter();
        giveSession(request, response, session);
        const { login, name, role } = session.user;
        return { login, name, role };
      },
    }),
    endpoint({
      method: 'get',
      path: '/sign-in-ways',
      permission: 'public',
      summary: 'How one can sign in here beside login, password and link.',
      answer: signInWaysOffered,
      async handle() {
        const { providerName: name } = accounts;
        return { provider: name === undefined ? null : { name } };
      },
    }),
    endpoint({
      method: 'post',
      path: '/session/provider',
      permission: 'public',
      transaction: 'own',
      summary: 'Begin to sign in at the provider. What the browser comes back with goes to POST /session as answer.',
      answer: providerAddress,
      async handle({ request, response }) {
        const { address, kept } = await accounts.beginProvider();
        // Strict: it comes back with a call of our own page, not with the provider's redirect.
        response.cookie(providerCookie, kept, {
          httpOnly: true,
          sameSite: 'strict',
          secure: isSecure(request),
          path: providerPath,
          maxAge: providerMilliseconds,
        });
        return { address };
      },
    }),
    endpoint({
      method: 'post',
      path: '/session/link',
      permission: 'public',
      transaction: 'own',
      summary: 'Who a link is for. It stays as it is, so that what only looks at it does not use it up.',
      body: linkToken,
      answer: linkGreeting,
      handle: ({ body, request }) => accounts.lookAtLink(body.token, addressOf(request)),
    }),
    endpoint({
      method: 'delete',
      path: '/session',
      permission: 'public',
      summary: 'Sign out.',
      async handle({ request, response }) {
        const secret = readCookie(request, sessionCookie);
        if (secret !== undefined) await accounts.logOut(secret);
        takeSession(response);
        return undefined;
      },
    }),
    endpoint({
      method: 'post',
      path: '/password-check',
      permission: 'public',
      transaction: 'own',
      summary: 'What the rule of passwords says of one while it is typed. Nothing of it is kept.',
      body: passwordTry,
      answer: passwordVerdict,
      handle: async ({ body }) => judgePassword(body.password, body.own),
    }),
    endpoint({
      method: 'get',
      path: '/sign-in-rules',
      permission: 'users:manage',
      summary: 'What the installation asks of who signs in.',
      answer: signInRules,
      handle: () => accounts.readSignInRules(),
    }),
    endpoint({
      method: 'put',
      path: '/sign-in-rules',
      permission: 'users:manage',
      summary: 'Say which roles must have a second factor. Who asks it of their own role has one.',
      body: signInRules,
      answer: signInRules,
      handle({ actor, body }) {
        assertOfAll(actor);
        return accounts.changeSignInRules(body, actor);
      },
    }),
  ];
}

/** Rules hold for all depots. @throws DispatchError `not-allowed` for who is of one, and for a key of few scopes */
function assertOfAll({ depotIds, scopes }: Actor): void {
  if (depotIds === undefined && scopes === undefined) return;
  throw new DispatchError('not-allowed', 'Rules for all depots are changed by who may manage all of them.');
}
