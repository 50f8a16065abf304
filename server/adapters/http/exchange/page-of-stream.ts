import { InvalidInputError } from '../../../domain/dispatch-error.js';

/**
 * A page of what is read one by one, of those that are wanted; the cursor is how many were read before it.
 *
 * @throws InvalidInputError for a cursor that was not given out.
 */
export async function pageOfStream<Row>(
  rows: AsyncIterable<Row>,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
  isWanted: (row: Row) => boolean,
): Promise<{ data: Row[]; nextCursor: string | null }> {
  const from = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(from) || from < 0) {
    throw new InvalidInputError('The cursor is not one that this list has given out, or its row is gone.');
  }
  const data: Row[] = [];
  let read = 0;
  for await (const row of rows) {
    read++;
    if (read <= from || !isWanted(row)) continue;
    // One more than asked for says that there is another page, which begins with it.
    if (data.length === limit) return { data, nextCursor: String(read - 1) };
    data.push(row);
  }
  return { data, nextCursor: null };
}
