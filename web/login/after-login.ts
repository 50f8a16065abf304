import type { Role } from '../api/types.js';

const homes: Readonly<Record<Role, string>> = {
  admin: '/',
  dispatcher: '/',
  picker: '/floor',
  courier: '/courier',
  station: '/station',
  integration: '/',
};

/** The page where the work of a role is. */
export const homeOf = (role: Role) => homes[role];

const storageKey = 'tuanda.next';

/** Remembers where somebody wanted to go, while they are at the provider. */
export function rememberNext(): void {
  const next = new URLSearchParams(window.location.search).get('next');
  if (next === null) window.sessionStorage.removeItem(storageKey);
  else window.sessionStorage.setItem(storageKey, next);
}

/** Goes on to where somebody wanted to go, or to the page of their role. */
export function goOn(role: Role): void {
  const next = new URLSearchParams(window.location.search).get('next') ?? window.sessionStorage.getItem(storageKey);
  window.sessionStorage.removeItem(storageKey);
  window.location.replace(next !== null && isOwn(next) ? next : homes[role]);
}

/** Only a place of our own: an address of somebody else's would be a trap. Browsers read "/\t/other" as "//other". */
function isOwn(next: string): boolean {
  return (
    URL.canParse(next, window.location.origin) &&
    new URL(next, window.location.origin).origin === window.location.origin
  );
}
