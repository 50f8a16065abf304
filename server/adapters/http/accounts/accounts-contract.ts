import { z } from 'zod';
import { linkDays } from '../../../domain/accounts/invitation.js';
import { permissions, roles } from '../../../domain/accounts/role.js';
import { signInWays } from '../../../domain/accounts/sign-in-by.js';
import { askedDepots, depotIds, id, instant, name, type Sent } from '../shared-contract.js';

/** A text of so many characters, without blanks around it. */
export const words = (most: number) => z.string().trim().min(1).max(most);
export const role = name('Role', z.enum(roles));
export type Role = Sent<typeof role>;
export type { Permission } from '../../../domain/accounts/role.js';

export const signInBy = z
  .enum(signInWays)
  .describe('link: for a phone that several use; it opens again and again, and there is no password.');

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
    lastSeenAt: instant.nullable().describe('When they were last here, to the hour.'),
    linkExpiresAt: instant.nullable().describe('Until when their link is good, where it still opens; it may be over.'),
    signInBy,
    hasPassword: z.boolean(),
    hasSecondFactor: z.boolean(),
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
  signInBy: signInBy.optional(),
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
    ownerLogin: z
      .string()
      .nullable()
      .describe(
        'Who it stands with; null for one of the command line or the key of the settings, and where that account was removed.',
      ),
    stopped: z
      .enum(['owner-removed', 'owner-suspended', 'owner-may-less'])
      .nullable()
      .describe('Why it is refused: it stands as long as its owner may make it. Another admin can take it over.'),
  }),
);
export type ApiKey = Sent<typeof apiKey>;

export const newApiKey = z.object({
  name: words(100).describe(
    'One line without control characters; TUANDA_ADMIN_KEY is the name of the key of the settings alone.',
  ),
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
