import { ask, askFile, once, part, upload } from '../../api/ask.js';
import type { Invitations, Invitee, ReadList, RenewedLinks, User, UserChange, UserOutcome } from '../../api/types.js';
import { language } from '../../i18n/language.js';

/** Whom to invite: people of a list, or every station or courier without an account. */
export type Whom =
  | { readonly people: readonly Invitee[] }
  | { readonly every: 'stations' | 'couriers'; readonly depotIds?: readonly string[] };

type Outcomes = { readonly data: readonly UserOutcome[] };

/** What the pages about people ask of the server. */
export const peopleApi = {
  user: (userId: string) => ask<User>('GET', `/users/${part(userId)}`),
  change: (userId: string, change: UserChange) => ask<User>('PATCH', `/users/${part(userId)}`, change),
  remove: (userId: string) => ask<void>('DELETE', `/users/${part(userId)}`),
  suspend: (userIds: readonly string[]) => ask<Outcomes>('POST', '/users/suspend', { userIds }),
  resume: (userIds: readonly string[]) => ask<Outcomes>('POST', '/users/resume', { userIds }),
  renewLinks: (userIds: readonly string[], days: number) =>
    ask<RenewedLinks>('POST', '/users/links', { userIds, days }, once()),
  tryInvite: (whom: Whom) => ask<Invitations>('POST', '/users/invitations', { ...whom, dryRun: true }),
  invite: (whom: Whom, days: number, signInBy: User['signInBy']) =>
    ask<Invitations>('POST', '/users/invitations', { ...whom, days, signInBy }, once()),
  resetSecondFactor: (userId: string) => ask<void>('DELETE', `/users/${part(userId)}/second-factor`),
  endSessions: (userId: string) => ask<void>('DELETE', `/users/${part(userId)}/sessions`),
  /** A PDF file in the page's language. Links go in the body, so that no log of addresses holds them. */
  cards: (links: readonly string[]) => askFile('POST', '/users/cards', { links, language: language.value }),
  readList(file: Blob, name: string): Promise<ReadList> {
    const form = new FormData();
    form.append('files', file, name);
    return upload('/users/invitations/list', form);
  },
};
