import type { Response } from 'express';
import { mayDo, permissionsOf, type Role } from '../../../domain/accounts/role.js';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { onlyDepot } from '../../../domain/own-depots.js';
import { told } from '../../../domain/told.js';
import { depotsFor } from '../depots-for.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { addressOf } from '../requests/address-of.js';
import { readCookie, sessionCookie } from '../requests/find-actor.js';
import type { HttpServices } from '../services.js';
import {
  addedApiKey,
  addedUser,
  credentials,
  loginLink,
  me,
  newApiKey,
  newPassword,
  newUser,
  signedIn,
} from './accounts-contract.js';
import { assertLasting, assertWithin } from './what-may-be-given.js';

/** Signing in and out, users and keys. */
export function accountEndpoints({ accounts, item }: HttpServices): Endpoint[] {
  const start = (response: Response, secure: boolean, session: { secret: string; expiresAt: Date }) => {
    response.cookie(sessionCookie, session.secret, {
      httpOnly: true,
      sameSite: 'lax',
      secure,
      path: '/',
      expires: session.expiresAt,
    });
  };
  return [
    endpoint({
      method: 'post',
      path: '/session',
      permission: 'public',
      transaction: 'own',
      summary: 'Sign in with login and password, or with a one-time link.',
      body: credentials,
      answer: signedIn,
      async handle({ body, request, response }) {
        const session =
          'token' in body
            ? await accounts.logInByLink(body.token, addressOf(request))
            : await accounts.logIn(body.login, body.password, addressOf(request));
        start(response, request.secure || request.app.get('https only') === true, session);
        const { login, name, role } = session.user;
        return { login, name, role };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/session',
      permission: 'public',
      summary: 'Sign out.',
      async handle({ request, response }) {
        const secret = readCookie(request, sessionCookie);
        if (secret !== undefined) await accounts.logOut(secret);
        response.clearCookie(sessionCookie, { path: '/' });
        return undefined;
      },
    }),
    endpoint({
      method: 'get',
      path: '/me',
      permission: 'self:read',
      summary: 'Who is asking.',
      answer: me,
      async handle({ actor }) {
        const { name, role, depotIds, courierId, stationId, scopes } = actor;
        const permissions = permissionsOf(role).filter((permission) => mayDo(role, permission, scopes));
        const depots = { depotIds: depotIds ?? null, depotId: onlyDepot(depotIds) };
        return { name, role, ...depots, courierId, stationId, permissions };
      },
    }),
    endpoint({
      method: 'put',
      path: '/me/password',
      permission: 'self:read',
      // A refused attempt stays counted.
      transaction: 'own',
      summary: 'Set an own password; the one that holds now is asked for. Ends all other sessions of the user.',
      body: newPassword,
      async handle({ actor, body, request }) {
        const session = readCookie(request, sessionCookie) ?? '';
        const own = { actor, session, address: addressOf(request) };
        await accounts.changePassword(own, body.currentPassword, body.password);
        return undefined;
      },
    }),
    endpoint({
      method: 'post',
      path: '/users',
      permission: 'users:manage',
      summary: 'Add a user. Without a password the answer holds a one-time link.',
      status: 201,
      creates: true,
      secrets: ['password', 'link'],
      body: newUser,
      answer: addedUser,
      async handle({ actor, body }) {
        assertLasting(actor);
        assertWithin(actor, permissionsOf(body.role));
        const { linkDays, ...given } = body;
        const user = await accounts.addUser({ ...given, depotIds: depotsFor(actor, body) }, actor.name);
        const link =
          body.password === undefined
            ? `/login?token=${await accounts.makeLoginLink(user.userId, undefined, linkDays)}`
            : undefined;
        return { ...(await item('users', user.userId, undefined)), link };
      },
    }),
    endpoint({
      method: 'post',
      path: '/users/:userId/link',
      permission: 'users:manage',
      summary: 'Make a one-time link for a user who cannot sign in, in place of earlier ones. It is told once, here.',
      status: 201,
      creates: true,
      secrets: ['link'],
      answer: loginLink,
      async handle({ actor, params }) {
        assertLasting(actor);
        const { userId, login, state, role } = await item('users', params.userId, actor.depotIds);
        assertWithin(actor, permissionsOf(role as Role));
        if (state === 'suspended') {
          throw new DispatchError('wrong-state', told`${String(login)} is suspended. Take them up again first.`);
        }
        return { link: `/login?token=${await accounts.makeLoginLink(userId as string, actor.name)}` };
      },
    }),
    endpoint({
      method: 'post',
      path: '/api-keys',
      permission: 'keys:manage',
      summary: 'Add an API key. The key is told once, here; a repeated request is answered without it.',
      status: 201,
      creates: true,
      secrets: ['key'],
      body: newApiKey,
      answer: addedApiKey,
      async handle({ actor, body }) {
        const { name, role, scopes } = body;
        assertWithin(actor, scopes ?? permissionsOf(role));
        const depotIds = depotsFor(actor, body);
        for (const depotId of depotIds ?? []) await item('depots', depotId, undefined);
        const limits = { scopes, expiresAt: earlier(actor.expiresAt, body.expiresAt) };
        const { keyId, key } = await accounts.addKey(name, role, depotIds, actor.name, limits);
        return { ...(await item('api-keys', keyId, undefined)), key };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/api-keys/:keyId',
      permission: 'keys:manage',
      summary: 'Revoke an API key.',
      async handle({ actor, params }) {
        await accounts.revokeKey(params.keyId, actor.depotIds, actor.name);
        return undefined;
      },
    }),
  ];
}

/** A key that another one makes does not outlive it. */
function earlier(own: Date | undefined, wanted: string | undefined): Date | undefined {
  if (wanted === undefined) return own;
  const at = new Date(wanted);
  return own !== undefined && own < at ? own : at;
}
