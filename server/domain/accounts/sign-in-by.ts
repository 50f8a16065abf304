import type { Role } from './role.js';

/** How somebody signs in: by a password of their own, or by the link of a phone that several people use. */
export const signInWays = ['password', 'link'] as const;
export type SignInBy = (typeof signInWays)[number];

/** A link that opens again and again is kept on a phone or a wall: only for those who see little. */
const linkRoles: readonly Role[] = ['picker', 'courier', 'station'];

export function maySignInByLink(role: Role): boolean {
  return linkRoles.includes(role);
}
