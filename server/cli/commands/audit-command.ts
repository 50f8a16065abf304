import { once } from 'node:events';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { csvLine } from '../../adapters/files/csv/csv-line.js';
import { asWriteFault, openOutputFile } from '../../adapters/files/output-file.js';
import type { AuditReader, AuditRow } from '../../application/accounts/audit-reader.js';
import { type Arguments, readArguments } from '../arguments.js';
import { type Command, type CommandContext, makeSay, printJson } from '../command.js';
import { UsageError } from '../usage-error.js';

/** `tuanda audit`: whether the audit is as it was written, and its rows for whoever has to look through them. */
export const auditCommand: Command = {
  usage: `Usage: tuanda audit verify [--noted HASH] [--json]
       tuanda audit export [--from TIME] [--to TIME] [--format csv|json] [--out FILE]
verify works out the hash of every row again and prints the last one. Note it down elsewhere: with --noted, a chain that
was written anew since then is found out too. Exits with 1 when the audit was changed.
export writes the rows from --from (included) until --to (not included), such as 2024-06-14T00:00:00+08:00; json has a row
a line.`,

  async run(given, context) {
    const args = readArguments(given, ['noted', 'from', 'to', 'format', 'out']);
    const [action, ...more] = args.names;
    if (more.length > 0) throw new UsageError('Say: audit verify, or audit export.');
    if (action === 'verify') return verify(args, context);
    if (action === 'export') return exportRows(args, context);
    throw new UsageError('Say: audit verify, or audit export.');
  },
};

async function verify(args: Arguments, context: CommandContext): Promise<number> {
  const noted = args.text('noted');
  const verdict = await context.withServices(({ audit }) => audit.verify(noted));
  const say = makeSay(context, args.flag('json'));
  const isGood = verdict.isWhole && verdict.hasNoted;
  if (!verdict.isWhole) say(`The audit was changed: row ${verdict.brokenAt}: ${verdict.why}.`);
  else if (!verdict.hasNoted) say(`The audit was written anew: no row of it has the noted hash ${noted}.`);
  else say(`The audit is whole: ${verdict.rows} rows. Last hash: ${verdict.headHash}`);
  if (args.flag('json')) printJson(context, verdict);
  return isGood ? 0 : 1;
}

const columns = [
  'auditId',
  'at',
  'actor',
  'action',
  'subjectKind',
  'subjectId',
  'depotId',
  'reason',
  'detail',
  'previousHash',
  'hash',
] as const satisfies readonly (keyof AuditRow)[];

async function exportRows(args: Arguments, context: CommandContext): Promise<number> {
  const format = args.text('format') ?? 'csv';
  if (format !== 'csv' && format !== 'json') throw new UsageError('--format must be csv or json.');
  const span = { from: instant(args, 'from'), to: instant(args, 'to') };
  const out = args.text('out');
  const file = out === undefined ? undefined : await openOutputFile(path.resolve(context.workingFolder, out));
  try {
    const stream = file?.stream ?? context.stdout;
    const rows = await context.withServices(({ audit }) => writeRows(audit, span, format, stream, context.signal));
    await file?.keep();
    if (args.flag('json')) printJson(context, { rows, format, out: out ?? null });
    return 0;
  } catch (error) {
    await file?.discard();
    context.signal.throwIfAborted();
    throw asWriteFault(error, out ?? 'stdout');
  }
}

async function writeRows(
  audit: AuditReader,
  span: { readonly from?: Date; readonly to?: Date },
  format: 'csv' | 'json',
  stream: Writable,
  signal: AbortSignal,
): Promise<number> {
  const write = async (line: string) => {
    if (!stream.write(line)) await once(stream, 'drain', { signal });
  };
  if (format === 'csv') await write(csvLine(columns));
  let rows = 0;
  for await (const row of audit.read(span)) {
    signal.throwIfAborted();
    await write(format === 'csv' ? csvLine(columns.map((column) => cellOf(row[column]))) : `${JSON.stringify(row)}\n`);
    rows++;
  }
  return rows;
}

function cellOf(value: AuditRow[keyof AuditRow]): string | number {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

function instant(args: Arguments, option: 'from' | 'to'): Date | undefined {
  const text = args.text(option);
  if (text === undefined) return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime()) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(text)) {
    throw new UsageError(`--${option} must be a time such as 2024-06-14T00:00:00+08:00, not ${text}.`);
  }
  return at;
}
