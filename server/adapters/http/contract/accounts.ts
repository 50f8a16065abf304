import { z } from 'zod';
import { roles } from '../../../domain/role.js';
import { instant, name, type Sent } from './shared.js';

const words = (most: number) => z.string().trim().min(1).max(most);
export const role = name('Role', z.enum(roles));
export type Role = Sent<typeof role>;

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
    depotId: z.string().optional(),
    courierId: z.string().optional(),
    stationId: z.string().optional(),
  }),
);
export type Me = Sent<typeof me>;

export const newPassword = z.object({ password: z.string().min(1).max(500) });

/** What belongs to no depot, courier or station has none of them. */
export const user = name(
  'User',
  z.object({
    userId: z.string(),
    login: z.string(),
    name: z.string(),
    role,
    depotId: z.string().nullable(),
    courierId: z.string().nullable(),
    stationId: z.string().nullable(),
    createdAt: instant,
    disabled: z.boolean(),
  }),
);
export type User = Sent<typeof user>;

export const newUser = z.object({
  login: words(64),
  name: words(100),
  role,
  password: z.string().max(500).optional(),
  depotId: words(100).optional(),
  courierId: words(100).optional(),
  stationId: words(100).optional(),
});
/** A path with a token that lets in once, within two days. */
export const loginLink = z.object({ link: z.string().optional() });
/** The link is told once, and only where no password was given. */
export const addedUser = user.extend({ link: z.string().optional() });

export const apiKey = name(
  'ApiKey',
  z.object({
    keyId: z.string(),
    name: z.string(),
    role,
    depotId: z.string().nullable(),
    createdBy: z.string(),
    createdAt: instant,
    revoked: z.boolean(),
  }),
);
export type ApiKey = Sent<typeof apiKey>;

export const newApiKey = z.object({
  name: words(100),
  role: z.enum(['admin', 'dispatcher', 'picker', 'integration']),
  depotId: words(100).optional(),
});
/** The key itself is told once. */
export const addedApiKey = apiKey.extend({ key: z.string().optional() });

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
    detail: z.record(z.string(), z.unknown()),
  }),
);
export type AuditRow = Sent<typeof auditRow>;
