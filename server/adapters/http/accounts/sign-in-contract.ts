import { z } from 'zod';
import { roles } from '../../../domain/accounts/role.js';
import { signInWays } from '../../../domain/accounts/sign-in-by.js';
import { name, type Sent } from '../shared-contract.js';
import { role, words } from './accounts-contract.js';

const code = z
  .string()
  .min(1)
  .max(50)
  .describe('Of the authenticator app, or a recovery code; asked for by second-factor-needed.');

const password = z.string().min(1).max(500);

export const credentials = z.union([
  z.object({ login: words(64), password, code: code.optional() }),
  z.object({
    token: words(200),
    password: password.optional().describe('An own password, chosen with the link.'),
    code: code.optional(),
  }),
  z.object({
    answer: z.string().max(4000).describe('The query with which the browser came back from the provider.'),
  }),
]);

export const signedIn = z.object({ login: z.string(), name: z.string(), role });

/** Ways to sign in beside login, password and link. */
export const signInWaysOffered = name(
  'SignInWays',
  z.object({
    provider: z.object({ name: z.string() }).nullable().describe('OpenID Connect; null where it is not set up.'),
  }),
);
export type SignInWays = Sent<typeof signInWaysOffered>;
/** Where the browser goes to sign in at the provider. */
export const providerAddress = z.object({ address: z.string() });

export const linkToken = z.object({ token: words(200) });

/** Who a link is for. It stays as it is. */
export const linkGreeting = name(
  'LinkGreeting',
  z.object({
    login: z.string(),
    name: z.string(),
    role,
    signInBy: z.enum(signInWays),
    hasPassword: z.boolean(),
    asksCode: z.boolean().describe('Whether opening the link takes a code of the second factor.'),
  }),
);
export type LinkGreeting = Sent<typeof linkGreeting>;

/** What the installation asks of who signs in. */
export const signInRules = name(
  'SignInRules',
  z.object({
    secondFactorRoles: z
      .array(z.enum(roles))
      .max(roles.length)
      .describe('Roles that must have a second factor; whoever lacks one may only set it up.'),
  }),
);
export type SignInRules = Sent<typeof signInRules>;

export const passwordTry = z.object({
  password: z.string().max(500),
  /** What who guesses knows: login and name. */
  own: z.array(z.string().max(100)).max(4).default([]),
});

/** What the rule of passwords says of one. Nothing of it is kept. */
export const passwordVerdict = name(
  'PasswordVerdict',
  z.object({
    verdict: z.enum(['short', 'easy', 'good', 'strong']),
    isTaken: z.boolean().describe('Whether it would be taken.'),
  }),
);
export type PasswordVerdict = Sent<typeof passwordVerdict>;
