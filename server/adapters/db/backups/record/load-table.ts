import type { Knex } from 'knex';
import type { TableForm } from '../../../../application/backups/archive-port.js';
import { DispatchError } from '../../../../domain/dispatch-error.js';
import { told } from '../../../../domain/told.js';
import { expectRows } from '../../expect-rows.js';

/** One statement takes about so much. */
const mostBytes = 1_000_000;
const mostRows = 2_000;

/**
 * Takes in a table's rows.
 *
 * @param table as it is in the database: its types count, not those that a file names.
 * @param held as the backup has it.
 * @throws DispatchError backup-damaged when the backup's columns are other ones.
 */
export async function loadTable(
  transaction: Knex.Transaction,
  table: TableForm,
  held: TableForm,
  content: AsyncIterable<Buffer>,
  onRows: (rows: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const columns = held.columns.map(({ name }) => table.columns.find((column) => column.name === name));
  if (columns.length !== table.columns.length || columns.includes(undefined)) {
    throw new DispatchError(
      'backup-damaged',
      told`The backup cannot be taken in: its table ${table.name} has other columns than its release had. Nothing was changed.`,
    );
  }
  const names = columns.map(() => '??').join(', ');
  const values = columns.map((column, at) => `(line->>${at})::${column?.type}`).join(', ');
  const sql = `insert into ?? (${names}) overriding system value
    select ${values} from jsonb_array_elements(?::jsonb) as lines(line)`;
  const take = async (lines: readonly Buffer[]) => {
    signal.throwIfAborted();
    const result = await transaction.raw(sql, [
      table.name,
      ...held.columns.map(({ name }) => name),
      `[${lines.map((line) => line.toString()).join(',')}]`,
    ]);
    expectRows(result, lines.length, table.name);
    onRows(lines.length);
  };
  let lines: Buffer[] = [];
  let bytes = 0;
  for await (const line of linesOf(content)) {
    lines.push(line);
    bytes += line.length;
    if (bytes < mostBytes && lines.length < mostRows) continue;
    await take(lines);
    lines = [];
    bytes = 0;
  }
  if (lines.length > 0) await take(lines);
}

const newline = 0x0a;

/** The lines of a text in UTF-8 that comes in any pieces. */
async function* linesOf(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of content) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, end)]);
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}
