import type { Request } from 'express';
import type { Actor } from '../../../application/accounts/account-store.js';
import type { Own } from '../../../application/accounts/own-account.js';
import { mayDo, permissionsOf } from '../../../domain/accounts/role.js';
import { onlyDepot } from '../../../domain/own-depots.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { addressOf } from '../requests/address-of.js';
import { readCookie } from '../requests/find-actor.js';
import { sessionCookie } from '../requests/session-cookie.js';
import type { HttpServices } from '../services.js';
import { pageOf } from '../shared-contract.js';
import {
  endedSessions,
  endSessions,
  me,
  newPassword,
  newSecondFactor,
  ownAccount,
  ownSession,
  recoveryCodes,
  secondFactorCode,
  secondFactorSecret,
} from './own-account-contract.js';

const ownOf = (actor: Actor, request: Request): Own => ({
  actor,
  session: readCookie(request, sessionCookie) ?? '',
  address: addressOf(request),
});

/** What everybody may do with the own account. */
export function ownAccountEndpoints({ accounts }: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/me',
      permission: 'self:read',
      summary: 'Who is asking.',
      answer: me,
      async handle({ actor }) {
        const { role, depotIds, courierId, stationId, scopes, name } = actor;
        const permissions = permissionsOf(role).filter((permission) => mayDo(role, permission, scopes));
        const depots = { depotIds: depotIds ?? null, depotId: onlyDepot(depotIds) };
        return { name, role, ...depots, courierId, stationId, permissions };
      },
    }),
    endpoint({
      method: 'get',
      path: '/me/account',
      permission: 'self:read',
      summary: 'How one signs in oneself, and what of it can be changed.',
      answer: ownAccount,
      async handle({ actor, request }) {
        const { user, ...rest } = await accounts.readOwnAccount(ownOf(actor, request));
        const { login, name, role, signInBy } = user;
        const { confirmedAt = null, ...factor } = await accounts.readSecondFactor(actor);
        return { login, name, role, signInBy, ...rest, secondFactor: { ...factor, confirmedAt } };
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
        await accounts.changePassword(ownOf(actor, request), body.currentPassword, body.password);
        return undefined;
      },
    }),
    endpoint({
      method: 'get',
      path: '/me/sessions',
      permission: 'self:read',
      summary: 'Where one is signed in, the one last used first.',
      answer: pageOf(ownSession),
      async handle({ actor, request }) {
        return { data: await accounts.listOwnSessions(ownOf(actor, request)), nextCursor: null };
      },
    }),
    endpoint({
      method: 'delete',
      path: '/me/sessions/:sessionId',
      permission: 'self:read',
      summary: 'Sign out on one device. The link by which it came in is withdrawn as well.',
      async handle({ actor, params, request }) {
        await accounts.endOwnSession(ownOf(actor, request), params.sessionId);
        return undefined;
      },
    }),
    endpoint({
      method: 'post',
      path: '/me/sessions/end',
      permission: 'self:read',
      summary: 'Sign out everywhere, or everywhere else. Links that still open are withdrawn as well.',
      body: endSessions,
      answer: endedSessions,
      handle: ({ actor, body, request }) => accounts.endOwnSessions(ownOf(actor, request), body.keepsThis),
    }),
    endpoint({
      method: 'post',
      path: '/me/second-factor',
      permission: 'self:read',
      transaction: 'own',
      summary: 'Begin to set up a second factor. It counts once a code of it was sent.',
      body: newSecondFactor,
      answer: secondFactorSecret,
      async handle({ actor, body, request }) {
        const own = ownOf(actor, request);
        const { user } = await accounts.getOwnUser(own, body.currentPassword);
        return accounts.beginSecondFactor(user, body.code, own.address);
      },
    }),
    endpoint({
      method: 'put',
      path: '/me/second-factor',
      permission: 'self:read',
      transaction: 'own',
      summary: 'Confirm the second factor by a code of it. Answers recovery codes, once, and ends all other sessions.',
      body: secondFactorCode,
      answer: recoveryCodes,
      async handle({ actor, body, request }) {
        const own = ownOf(actor, request);
        const { user, sessionHash } = await accounts.getSessionUser(own);
        return { codes: await accounts.confirmSecondFactor(user, body.code, sessionHash, own.address) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/me/second-factor/recovery-codes',
      permission: 'self:read',
      transaction: 'own',
      summary: 'Make new recovery codes in place of all earlier ones. They are told once, here.',
      body: secondFactorCode,
      answer: recoveryCodes,
      async handle({ actor, body, request }) {
        const own = ownOf(actor, request);
        const { user } = await accounts.getSessionUser(own);
        return { codes: await accounts.renewRecoveryCodes(actor, user, body.code, own.address) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/me/second-factor/off',
      permission: 'self:read',
      transaction: 'own',
      summary: 'Take the own second factor away, where the rules do not ask for it.',
      body: secondFactorCode,
      async handle({ actor, body, request }) {
        const own = ownOf(actor, request);
        const { user } = await accounts.getSessionUser(own);
        await accounts.endSecondFactor(actor, user, body.code, own.address);
        return undefined;
      },
    }),
  ];
}
