import { InvalidInputError } from '../../../domain/dispatch-error.js';

/**
 * A page of a list that is short and read whole: what comes after the row that the cursor names.
 *
 * @throws InvalidInputError for a cursor that this list has not given out, or whose row is gone.
 */
export function slicePage<Row>(
  rows: readonly Row[],
  name: string,
  idOf: (row: Row) => string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): { data: Row[]; nextCursor: string | null } {
  const cursorOf = (row: Row) => Buffer.from(JSON.stringify([name, idOf(row)])).toString('base64url');
  const from = cursor === undefined ? 0 : rows.findIndex((row) => cursorOf(row) === cursor) + 1;
  if (cursor !== undefined && from === 0) {
    throw new InvalidInputError('The cursor is not one that this list has given out, or its row is gone.');
  }
  const data = rows.slice(from, from + limit);
  return { data, nextCursor: from + limit < rows.length ? cursorOf(data[data.length - 1]) : null };
}
