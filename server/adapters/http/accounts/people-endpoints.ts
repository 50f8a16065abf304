import type { Request } from 'express';
import type { z } from 'zod';
import type { Actor } from '../../../application/accounts/account-store.js';
import type { Invited, MadeLink } from '../../../application/accounts/invite-people.js';
import type { Manager } from '../../../application/accounts/manage-people.js';
import { readPeople } from '../../../application/accounts/read-people.js';
import { makeSignInCards } from '../../../application/accounts/sign-in-cards.js';
import { permissionsOf, type Role } from '../../../domain/accounts/role.js';
import { signInLink, tokenOfLink } from '../../../domain/accounts/sign-in-link.js';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { depotsFor } from '../depots-for.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { languageOf } from '../requests/language-of.js';
import { sendWhole } from '../requests/send-whole.js';
import { tellFaults } from '../requests/tell-faults.js';
import type { HttpServices } from '../services.js';
import { user } from './accounts-contract.js';
import {
  cardOrder,
  invitation,
  invitations,
  readList,
  renewal,
  renewedLinks,
  severalUsers,
  userChange,
  userOutcomes,
} from './people-contract.js';
import { assertLasting, assertWithin } from './what-may-be-given.js';

const permission = 'users:manage' as const;

type Whom = Pick<z.infer<typeof invitation>, 'people' | 'every' | 'depotIds'>;

/** Inviting people, one or hundreds, and what is done with those who are there. */
export function peopleEndpoints(services: HttpServices): Endpoint[] {
  const { invitePeople, people, item } = services;
  /** Where the links lead to: the address of the settings, or the one that was asked. */
  const withAddress = (links: readonly MadeLink[], request: Request) => {
    const base = services.publicUrl ?? `${request.protocol}://${request.get('host')}`;
    return links.map(({ userId, token }) => ({ userId, link: signInLink(token, base) }));
  };
  const allows = (actor: Actor) => (who: { readonly role: Role }) => assertWithin(actor, permissionsOf(who.role));
  return [
    endpoint({
      method: 'post',
      path: '/users/invitations',
      permission,
      summary: 'Add many users at once, each with a login of their own and a link; what became of each is answered.',
      status: 201,
      creates: true,
      secrets: ['links'],
      body: invitation,
      answer: invitations,
      async handle({ actor, body: { days, signInBy, dryRun, ...whom }, request }) {
        assertLasting(actor);
        const invited = invitedOf(whom);
        for (const role of rolesOf(invited)) allows(actor)({ role });
        const result = await invitePeople({ invited, days, signInBy, dryRun, own: actor.depotIds, by: actor.name });
        const { expiresAt, more } = result;
        return { data: result.people, links: withAddress(result.links, request), expiresAt, more };
      },
    }),
    endpoint({
      method: 'post',
      path: '/users/invitations/list',
      permission,
      transaction: 'own',
      summary: 'Read a list of people from CSV or Excel files, to be looked at and sent as an invitation.',
      upload: { files: 5, bytes: 10_000_000 },
      answer: readList,
      async handle({ files, request, response }) {
        const { tables, unreadable } = await services.openTables(files);
        const { people, faults } = await readPeople(tables, unreadable);
        const language = languageOf(request, response);
        return { people, faults: faults.map((fault) => tellFaults(language, fault)) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/users/links',
      permission,
      summary: 'Make new links for users, in place of those that they have not used.',
      status: 201,
      creates: true,
      secrets: ['links'],
      body: renewal,
      answer: renewedLinks,
      async handle({ actor, body: { userIds, days }, request }) {
        assertLasting(actor);
        const { users, links, expiresAt } = await people.makeLinks(userIds, days, managerOf(actor), allows(actor));
        return { data: users, links: withAddress(links, request), expiresAt };
      },
    }),
    endpoint({
      method: 'post',
      path: '/users/cards',
      permission,
      transaction: 'own',
      summary:
        'Links as cards to print: A4, ten a page, each with its QR code. Links that are used or old are left out.',
      body: cardOrder,
      forms: { 'application/pdf': undefined },
      async handle({ actor, body: { links, language }, request, response }) {
        const holders = await people.findLinks(links.map(tokenOfLink), actor.depotIds);
        if (holders.length === 0) {
          throw new InvalidInputError('None of these links can be used any more. Make new ones.');
        }
        const printed = withAddress(holders, request).map(({ link }, at) => ({ ...holders[at], link }));
        const book = makeSignInCards(printed, { language, timeZone: services.timeZone });
        response.type('application/pdf').attachment('cards.pdf').set('Cache-Control', 'no-store');
        await sendWhole(response, () => services.writeCards(book, response));
        return undefined;
      },
    }),
    endpoint({
      method: 'post',
      path: '/users/suspend',
      permission,
      summary: 'Keep users out and end their sessions; they can be taken up again.',
      body: severalUsers,
      answer: userOutcomes,
      async handle({ actor, body: { userIds } }) {
        return { data: await people.suspend(userIds, managerOf(actor), allows(actor)) };
      },
    }),
    endpoint({
      method: 'post',
      path: '/users/resume',
      permission,
      summary: 'Take suspended users up again.',
      body: severalUsers,
      answer: userOutcomes,
      async handle({ actor, body: { userIds } }) {
        assertLasting(actor);
        return { data: await people.resume(userIds, managerOf(actor), allows(actor)) };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/users/:userId',
      permission,
      summary: 'Change what a user is called, may do and belongs to.',
      body: userChange,
      answer: user,
      async handle({ actor, params, body }) {
        // What lets somebody in, or lets them do more, would outlive a key that runs out.
        if (body.role ?? body.login ?? body.signInBy ?? body.depotIds ?? body.depotId) assertLasting(actor);
        const { depotId, depotIds, ...rest } = body;
        const isSaid = depotId !== undefined || depotIds !== undefined;
        const wanted = isSaid ? depotsFor(actor, { depotId, depotIds: depotIds ?? undefined }) : undefined;
        const change = { ...rest, ...(isSaid ? { depotIds: wanted ?? null } : {}) };
        await people.change(params.userId, change, managerOf(actor), allows(actor));
        return item('users', params.userId, actor.depotIds);
      },
    }),
    endpoint({
      method: 'delete',
      path: '/users/:userId',
      permission,
      summary: 'Remove a user with their sessions and links. What they did keeps their name.',
      async handle({ actor, params }) {
        await people.remove(params.userId, managerOf(actor), allows(actor));
        return undefined;
      },
    }),
  ];
}

const managerOf = (actor: Actor): Manager => ({ actor, own: actor.depotIds });

/** @throws InvalidInputError unless either people or every is said. */
function invitedOf({ people, every, depotIds }: Whom): Invited {
  if (people === undefined && every !== undefined) return { every, depotIds };
  if (people === undefined || every !== undefined) {
    throw new InvalidInputError('Say either people, or every: stations or couriers.');
  }
  return {
    people: people.map(({ depotId, depotIds: several, ...person }) => ({
      ...person,
      depotIds: several ?? (depotId === undefined ? undefined : [depotId]),
    })),
  };
}

function rolesOf(invited: Invited): Set<Role> {
  if ('people' in invited) return new Set(invited.people.map(({ role }) => role));
  return new Set([invited.every === 'stations' ? 'station' : 'courier']);
}
