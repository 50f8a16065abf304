/** A login as it is kept and shown: without blanks around it, and one way to write each letter (NFKC). */
export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').trim();
}

/** What tells logins apart: those that differ by case or width only are the same. */
export function loginKeyOf(login: string): string {
  // Lower case can take letters apart again, e.g. that of İ.
  return normaliseLogin(login).toLowerCase().normalize('NFKC');
}
