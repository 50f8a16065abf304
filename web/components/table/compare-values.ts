const order = new Intl.Collator('zh', { numeric: true });

/** Names as people look for them: with the numbers in them as numbers. */
export const compareTexts = (one: string, other: string): number => order.compare(one, other);

/** Numbers by size, all else as text; what is not said stands last. */
export function compareValues(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [first, second] = [one, other].map(sortable);
  if (first === '' || second === '') return first === second ? 0 : first === '' ? 1 : -1;
  return order.compare(first, second);
}

function sortable(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
