import { z } from 'zod';
import { linkDays, mostInvited } from '../../../domain/accounts/invitation.js';
import { amount, askedDepots, depotIds, id, instant, name, type Sent } from '../shared-contract.js';
import { role, signInBy, words } from './accounts-contract.js';

const days = z
  .int()
  .min(linkDays.least)
  .max(linkDays.most)
  .describe('How long the links are good, in days; for cards that are printed and handed out, say a month.');
const userIds = z.array(id).min(1).max(mostInvited);

/** Somebody to be invited. The depot follows from station or courier; the name too; the login from their id. */
export const invitee = name(
  'Invitee',
  z.strictObject({
    login: words(64).optional(),
    name: words(100).optional(),
    role,
    ...askedDepots,
    courierId: id.optional(),
    stationId: id.optional(),
  }),
);
export type Invitee = Sent<typeof invitee>;

export const invitation = z.strictObject({
  people: z.array(invitee).min(1).max(mostInvited).optional(),
  every: z
    .enum(['stations', 'couriers'])
    .optional()
    .describe(`In place of people: every station or courier that has no account, ${mostInvited} at most.`),
  depotIds: z.array(id).min(1).max(1000).optional().describe('With every: of these depots only.'),
  days: days.default(linkDays.printed),
  signInBy: signInBy.default('password').describe('How pickers, couriers and stations sign in; others by password.'),
  dryRun: z.boolean().default(false).describe('Says what would become of each, and changes nothing.'),
});

const fault = z.object({ code: z.string(), detail: z.string() });

export const invitedOne = name(
  'InvitedOne',
  z.object({
    status: z.enum(['invited', 'ready', 'refused']).describe('Ready: dryRun, and nothing stands against it.'),
    userId: z.string().nullable(),
    login: z.string().nullable(),
    name: z.string().nullable(),
    role,
    depotIds,
    courierId: z.string().nullable(),
    stationId: z.string().nullable(),
    error: fault.nullable(),
  }),
);
export type InvitedOne = Sent<typeof invitedOne>;

/** Told once: who repeats the request with an Idempotency-Key that is easily guessed is answered without them. */
const links = z.array(z.object({ userId: z.string(), link: z.string() })).optional();

export const invitations = name(
  'Invitations',
  z.object({
    data: z.array(invitedOne).describe('In the order of the list.'),
    links: links.describe('Whole addresses that let in once.'),
    expiresAt: instant,
    more: amount.describe('With every: how many more there are. Ask again for the next.'),
  }),
);
export type Invitations = Sent<typeof invitations>;

export const renewal = z.strictObject({ userIds, days: days.default(linkDays.printed) });
export const severalUsers = z.strictObject({ userIds });

export const userOutcome = name(
  'UserOutcome',
  z.object({ userId: z.string(), status: z.enum(['done', 'unchanged', 'refused']), error: fault.nullable() }),
);
export type UserOutcome = Sent<typeof userOutcome>;
export const userOutcomes = z.object({ data: z.array(userOutcome) });
export const renewedLinks = z.object({ data: z.array(userOutcome), links, expiresAt: instant });
export type RenewedLinks = Sent<typeof renewedLinks>;

export const userChange = z.strictObject({
  login: words(64).optional(),
  name: words(100).optional(),
  role: role.optional(),
  depotIds: askedDepots.depotIds.nullable().describe('Null for all depots, by who is for all of them.'),
  depotId: askedDepots.depotId,
  courierId: id.nullable().optional(),
  stationId: id.nullable().optional(),
  signInBy: signInBy.optional(),
});
export type UserChange = Sent<typeof userChange>;

/** Links as they were told; whoever has one may print it. */
export const cardOrder = z.strictObject({
  links: z.array(z.string().max(500)).min(1).max(mostInvited),
  language: z.enum(['zh', 'en']).default('zh'),
});

export const readList = name(
  'ReadList',
  z.object({
    people: z.array(invitee).describe('Rows that can be sent as people of an invitation.'),
    faults: z.array(z.object({ file: z.string(), line: amount, column: z.string(), error: fault })),
  }),
);
export type ReadList = Sent<typeof readList>;
