import { loginKeyOf, normaliseLogin } from './login.js';

/** How many people are invited at once. */
export const mostInvited = 2_000;

/** For how many days a link lets in: as little and as much as may be chosen, and what holds where nothing is said. */
export const linkDays = { least: 1, most: 90, usual: 2, printed: 30 } as const;

const dayMilliseconds = 86_400_000;

/** Until when a link that is made now is good. */
export function linkEndsAt(now: Date, days: number): Date {
  return new Date(now.getTime() + days * dayMilliseconds);
}

const longest = 64;

/**
 * A login that reminds of an id or a name: `S-0012` gives `s-0012`. What no login may hold becomes a dash.
 *
 * @param otherwise stands before what would be too short, such as the id `7`.
 */
export function loginFrom(text: string, otherwise: string): string {
  const clean = normaliseLogin(text)
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}._@-]+/gu, '-')
    .replaceAll(/^[^\p{L}\p{N}]+|-+$/gu, '');
  const whole = clean.length >= 2 ? clean : clean === '' ? otherwise : `${otherwise}-${clean}`;
  return shortened(whole, longest);
}

/** The logins that a list of people gets: each one once, and none that somebody has. */
export class FreeLogins {
  readonly #taken: Set<string>;
  /** Where the numbers of a login go on, so that a thousand people of one name are no thousand tries each. */
  readonly #next = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    this.#taken = new Set([...taken].map(loginKeyOf));
  }

  /** Whether nobody has it; from now on somebody has. */
  take(login: string): boolean {
    const key = loginKeyOf(login);
    if (this.#taken.has(key)) return false;
    this.#taken.add(key);
    return true;
  }

  /** The login, or the first with a number behind it that nobody has: `wang`, `wang-2`, `wang-3`. */
  takeLike(login: string): string {
    if (this.take(login)) return login;
    const key = loginKeyOf(login);
    for (let number = this.#next.get(key) ?? 2; ; number++) {
      const numbered = `${shortened(login, longest - `-${number}`.length)}-${number}`;
      if (!this.take(numbered)) continue;
      this.#next.set(key, number + 1);
      return numbered;
    }
  }
}

/** Whole characters only. */
function shortened(text: string, most: number): string {
  const characters = [...text];
  while (characters.join('').length > most) characters.pop();
  return characters.join('');
}
