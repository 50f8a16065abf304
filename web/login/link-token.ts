/** What is used of an address. */
type Place = Pick<Location, 'pathname' | 'search' | 'hash'>;

/** The token of a link that was opened; null where it was none. */
export function linkTokenOf({ search, hash }: Place): string | null {
  return new URLSearchParams(hash.slice(1)).get('token') ?? new URLSearchParams(search).get('token');
}

/**
 * Where a link leads whose token stands behind the `?`, as on cards that were printed earlier: behind the `#`, which no further
 * request and no bookmark tells anybody. Undefined where there is nothing to move.
 */
export function withTokenInFragment({ pathname, search, hash }: Place): string | undefined {
  const query = new URLSearchParams(search);
  const token = query.get('token');
  if (token === null) return undefined;
  query.delete('token');
  const rest = query.size === 0 ? '' : `?${query}`;
  return `${pathname}${rest}${linkTokenOf({ pathname, search: '', hash }) === null ? `#token=${token}` : hash}`;
}
