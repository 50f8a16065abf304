import { z } from 'zod';
import { linkDays } from '../../../domain/accounts/invitation.js';
import { permissions, roles } from '../../../domain/accounts/role.js';
import { askedDepots, depotIds, id, instant, name, type Sent } from '../shared-contract.js';

/** A text of so many characters, without blanks around it. */
export const words = (most: number) => z.string().trim().min(1).max(most);
export const role = name('Role', z.enum(roles));
export type Role = Sent<typeof role>;
export type { Permission } from '../../../domain/accounts/role.js';

export const credentials = z.union([
  z.object({ login: words(64), password: z.string().min(1).max(500) }),
  z.object({ token: words(200) }),
]);
export const signedIn = z.object({ login: z.string(), name: z.string(), role });

export const me = name(
  'Me',
  z.object({
    name: z.string(),
    role,
    depotIds,
    depotId: z.string().optional().describe('Of an account of just one depot.'),
    courierId: z.string().optional(),
    stationId: z.string().optional(),
    permissions: z.array(z.enum(permissions)).describe('What the account may do.'),
  }),
);
export type Me = Sent<typeof me>;

/** The password that holds now is asked for, but of who has none and of who came by a one-time link. */
export const newPassword = z.object({
  currentPassword: z.string().min(1).max(500).optional(),
  password: z.string().min(1).max(500),
});

/** Invited: never came in yet. Suspended: may not come in until they are taken up again. */
export const userState = z.enum(['invited', 'active', 'suspended']);

/** What belongs to no courier or station has none of them. */
export const user = name(
  'User',
  z.object({
    userId: z.string(),
    login: z.string(),
    name: z.string(),
    role,
    depotIds,
    courierId: z.string().nullable(),
    stationId: z.string().nullable(),
    createdAt: instant,
    state: userState,
    lastSeenAt: instant.nullable().describe('When they came in last.'),
    linkExpiresAt: instant.nullable().describe('Until when the link is good that they have not used; it may be over.'),
  }),
);
export type User = Sent<typeof user>;

export const newUser = z.object({
  login: words(64),
  name: words(100),
  role,
  password: z.string().max(500).optional(),
  ...askedDepots,
  courierId: id.optional(),
  stationId: id.optional(),
  linkDays: z
    .int()
    .min(linkDays.least)
    .max(linkDays.most)
    .optional()
    .describe(`How long the link is good; ${linkDays.usual} days unless said.`),
});
/** A path with a token that lets in once. */
export const loginLink = z.object({ link: z.string().optional() });
/** The link is told once, and only where no password was given. */
export const addedUser = user.extend({ link: z.string().optional() });

export const apiKey = name(
  'ApiKey',
  z.object({
    keyId: z.string(),
    name: z.string(),
    role,
    depotIds,
    createdBy: z.string(),
    createdAt: instant,
    revoked: z.boolean(),
    expiresAt: instant.nullable(),
    /** What it may do of all that its role may; null: all of it. */
    scopes: z.array(z.enum(permissions)).nullable(),
  }),
);
export type ApiKey = Sent<typeof apiKey>;

export const newApiKey = z.object({
  name: words(100),
  role: z.enum(['admin', 'dispatcher', 'picker', 'integration']),
  ...askedDepots,
  expiresAt: instant.optional(),
  scopes: z.array(z.enum(permissions)).min(1).max(permissions.length).optional(),
});
export type NewApiKey = z.input<typeof newApiKey>;
/** The key itself is told once. */
export const addedApiKey = apiKey.extend({ key: z.string().optional() });
export type AddedApiKey = Sent<typeof addedApiKey>;

/** What this server is made of. */
export const installation = name(
  'Installation',
  z.object({ version: z.string(), storage: z.string(), routing: z.string(), estimated: z.boolean() }),
);

/** What looking through the audit found. */
export const auditVerdict = name(
  'AuditVerdict',
  z.object({
    isWhole: z.boolean(),
    rows: z.int().describe('Up to the end, or to what is wrong.'),
    headHash: z.string().optional().describe('Of the last row: to be noted elsewhere.'),
    hasNoted: z
      .boolean()
      .optional()
      .describe('Whether the hash that was noted stands in it; true where none was given.'),
    brokenAt: z.int().optional(),
    why: z.string().optional(),
  }),
);
export type AuditVerdict = Sent<typeof auditVerdict>;

export const auditRow = name(
  'AuditRow',
  z.object({
    auditId: z.int(),
    at: instant,
    actor: z.string(),
    action: z.string(),
    subjectKind: z.string(),
    subjectId: z.string(),
    depotId: z.string().nullable(),
    reason: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
  }),
);
export type AuditRow = Sent<typeof auditRow>;
