import { ownerOf } from '../../../application/accounts/accounts.js';
import { permissionsOf } from '../../../domain/accounts/role.js';
import { signInLink } from '../../../domain/accounts/sign-in-link.js';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import { depotsFor } from '../depots-for.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';
import { addedApiKey, addedUser, apiKey, loginLink, newApiKey, newUser } from './accounts-contract.js';
import { assertLasting, assertOther, assertWithin } from './what-may-be-given.js';

/** Users and keys. */
export function accountEndpoints({ accounts, item }: HttpServices): Endpoint[] {
  return [
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
            ? signInLink(await accounts.makeLoginLink(user.userId, undefined, linkDays))
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
        assertWithin(actor, permissionsOf(role));
        assertOther(actor, params.userId);
        if (state === 'suspended') {
          throw new DispatchError('wrong-state', told`${login} is suspended. Take them up again first.`);
        }
        return { link: signInLink(await accounts.makeLoginLink(userId, actor.name)) };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/users/:userId/sessions',
      permission: 'users:manage',
      summary: 'Sign a user out everywhere, and withdraw their links.',
      async handle({ actor, params }) {
        await accounts.endSessionsOf(params.userId, actor.depotIds, actor.name);
        return undefined;
      },
    }),
    endpoint({
      method: 'delete',
      path: '/users/:userId/second-factor',
      permission: 'users:manage',
      summary: 'Take the second factor from a user who lost phone and recovery codes.',
      async handle({ actor, params }) {
        const { role } = await item('users', params.userId, actor.depotIds);
        assertWithin(actor, permissionsOf(role));
        assertLasting(actor);
        assertOther(actor, params.userId);
        await accounts.resetSecondFactor(params.userId, actor.depotIds, actor.name);
        return undefined;
      },
    }),
    endpoint({
      method: 'delete',
      path: '/users/:userId/provider',
      permission: 'users:manage',
      summary: 'Detach a user from the person of the provider who used the account; the next one who fits attaches.',
      async handle({ actor, params }) {
        const { role } = await item('users', params.userId, actor.depotIds);
        assertWithin(actor, permissionsOf(role));
        assertLasting(actor);
        assertOther(actor, params.userId);
        await accounts.detachProvider(params.userId, actor.depotIds, actor.name);
        return undefined;
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
        const limits = { scopes, expiresAt: earlier(actor.expiresAt, body.expiresAt), ownerId: ownerOf(actor) };
        const { keyId, key } = await accounts.addKey(name, role, depotIds, actor.name, limits);
        return { ...(await item('api-keys', keyId, undefined)), key };
      },
    }),
    endpoint({
      method: 'post',
      path: '/api-keys/:keyId/take-over',
      permission: 'keys:manage',
      summary: 'Let a key stand on your own account, e.g. before its owner leaves, or after.',
      answer: apiKey,
      async handle({ actor, params }) {
        const { role, scopes } = await item('api-keys', params.keyId, actor.depotIds);
        assertWithin(actor, scopes ?? permissionsOf(role));
        assertLasting(actor);
        await accounts.takeOverKey(params.keyId, actor);
        return item('api-keys', params.keyId, actor.depotIds);
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
