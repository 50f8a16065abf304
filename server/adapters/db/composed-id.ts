/** SQL that makes the id which `composedId` of the domain makes, of the given SQL expressions. */
export function composedIdSql(...parts: readonly string[]): string {
  return parts.map((part) => `regexp_replace(${part}, '([.~!])', '!\\1', 'g')`).join(" || '.' || ");
}
