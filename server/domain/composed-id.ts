/** What separates the parts of a composed id, what numbers a part of a consignment, and what stands before either of them, or itself, within a part. */
const special = /[.~!]/g;

/**
 * An id made of others, with dots between them. A dot, `~` or `!` that is part of one of them gets a `!` before it, so
 * that the parts can be told again and different ones never make the same id: "A.b" and "c" give "A!.b.c", "A" and "b.c" give "A.b!.c". Ids without
 * these characters stand as they are.
 */
export function composedId(...parts: readonly string[]): string {
  return parts.map((part) => part.replace(special, '!$&')).join('.');
}
