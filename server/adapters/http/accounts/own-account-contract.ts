import { z } from 'zod';
import { permissions } from '../../../domain/accounts/role.js';
import { signInWays } from '../../../domain/accounts/sign-in-by.js';
import { depotIds, instant, name, type Sent } from '../shared-contract.js';
import { role } from './accounts-contract.js';

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

const openedBy = z.enum(['password', 'link', 'provider']);
const currentPassword = z.string().min(1).max(500).optional();
const code = z.string().min(1).max(50);

/** The password that holds now is asked for, but of who has none and of who came by a one-time link. */
export const newPassword = z.object({ currentPassword, password: z.string().min(1).max(500) });

export const ownAccount = name(
  'OwnAccount',
  z.object({
    login: z.string(),
    name: z.string(),
    role,
    signInBy: z.enum(signInWays),
    hasPassword: z.boolean(),
    asksPassword: z.boolean().describe('Whether changes of the account ask for the password that holds now.'),
    openedBy,
    secondFactor: z.object({
      isOn: z.boolean(),
      isRequired: z.boolean(),
      confirmedAt: instant.nullable(),
      recoveryCodesLeft: z.int(),
    }),
  }),
);
export type OwnAccount = Sent<typeof ownAccount>;

export const ownSession = name(
  'OwnSession',
  z.object({
    sessionId: z.string(),
    device: z.string().describe('Browser and system, e.g. "Chrome, Android"; empty where it said neither.'),
    address: z.string(),
    openedBy,
    openedAt: instant,
    lastUsedAt: instant.describe('To the hour.'),
    expiresAt: instant.describe('Unless it is used.'),
    isThis: z.boolean(),
  }),
);
export type OwnSession = Sent<typeof ownSession>;

export const endSessions = z.object({ keepsThis: z.boolean().default(false) });
export const endedSessions = name('EndedSessions', z.object({ sessions: z.int(), links: z.int() }));
export type EndedSessions = Sent<typeof endedSessions>;

/** A code of the present one is asked for where another one takes its place. */
export const newSecondFactor = z.object({ currentPassword, code: code.optional() });
/** What the authenticator app takes. It counts once a code of it was sent. */
export const secondFactorSecret = z.object({
  secret: z.string().optional().describe('Base32'),
  address: z.string().optional().describe('otpauth://, for a QR code'),
});
export const secondFactorCode = z.object({ code });
/** Each lets in once, in place of a code. Told once, here. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) });
