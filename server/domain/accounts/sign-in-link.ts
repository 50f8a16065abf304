/**
 * What somebody opens to sign in. The token stands behind the `#`, which browsers keep to themselves: no server's log, no
 * proxy and no `Referer` ever holds it.
 *
 * @param base where the pages are, for a whole address.
 */
export function signInLink(token: string, base = ''): string {
  return `${base.replace(/\/$/, '')}/login#token=${token}`;
}

/**
 * The token of a link, also of one that was printed when it stood behind the `?`. Whatever is no link is handed back: it is
 * none that somebody has.
 */
export function tokenOfLink(link: string): string {
  return /[?&#]token=([\w-]+)/.exec(link)?.[1] ?? link;
}
