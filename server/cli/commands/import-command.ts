import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { csvLine } from '../../adapters/files/csv/csv-line.js';
import { openTables } from '../../adapters/files/open-tables.js';
import { mapping as mappingSchema } from '../../adapters/http/exchange/import-drafts-contract.js';
import { type Mapping, readingOf } from '../../application/exchange/imports/drafts/import-mapping.js';
import type { ImportOutcome } from '../../application/exchange/imports/import-files.js';
import type { TableChoice } from '../../application/exchange/imports/read-header.js';
import { type IncompleteOrders, incompleteOrders } from '../../application/orders/order-intake.js';
import type { Table } from '../../application/tables/finding.js';
import { reasonIn } from '../../application/tables/finding.js';
import type { Config } from '../../config.js';
import type { Language } from '../../domain/told.js';
import { readArguments } from '../arguments.js';
import { type Command, makeSay, printJson, showProgress } from '../command.js';
import { UsageError } from '../usage-error.js';
import { removeDemoIfThere } from './demo-command.js';

/** `tuanda import`: takes a day's files in. */
export const importCommand: Command = {
  usage: `Usage: tuanda import DIR|FILE… [--remove-demo] [--mapping FILE.json] [--incomplete-orders take|refuse]
  [--lang zh|en] [--json]
Takes in depots, stations, skus, vehicles, couriers and orders from CSV or XLSX files; docs/import-format.md has the columns.
Of an order with a line that is refused the rest is taken, or nothing with --incomplete-orders refuse.
Your own data are never mixed with the demo city: --remove-demo takes it away first.`,

  async run(given, context) {
    const { config, signal, workingFolder } = context;
    const args = readArguments(given, ['lang', 'mapping', 'incomplete-orders'], ['remove-demo']);
    if (args.names.length === 0) throw new UsageError('Name a folder or one or more files.');
    const language = languageFor(args.text('lang'));
    const say = makeSay(context, args.flag('json'));
    const opened = await openTables(args.names.map((name) => path.resolve(workingFolder, name)));
    const incomplete = incompleteOrdersOf(args.text('incomplete-orders'));
    const mapping = args.text('mapping');
    const reading = mapping === undefined ? undefined : readMapping(path.resolve(workingFolder, mapping));
    if (args.flag('remove-demo') && (await removeDemoIfThere(context))) say('The demo is removed.');
    const outcome = await context.withServices(async (services) => {
      // Without a server nobody else would.
      await services.endInterruptedImports();
      return services.importFiles({
        tables: opened.tables,
        unreadable: opened.unreadable,
        choices: choicesBy(reading, opened.tables),
        timeZone: opened.timeZone ?? config.timeZone,
        begunBy: 'command line',
        incompleteOrders: incomplete,
        signal,
        onProgress: (rows) => showProgress(context, `${rows} rows read`),
      });
    });
    for (const file of opened.passedOver) say(`Passed over ${file}: not a file of a day's format.`);
    const { files } = outcome.summary;
    for (const file of files) {
      say(
        `${file.file} (${file.kind}${file.mapping === undefined ? '' : `, read by the mapping ${file.mapping}`}): ${file.rows} rows, ${file.taken} taken, ${file.unchanged} unchanged, ` +
          `${file.warned} warned, ${file.refused} refused`,
      );
    }
    const refusals = outcome.findings.filter((finding) => finding.level === 'refused');
    for (const finding of outcome.findings.slice(0, 20)) {
      say(`${finding.level}: ${finding.file} line ${finding.line} ${finding.column}: ${reasonIn(finding, language)}`);
    }
    const reportFile = outcome.findings.length === 0 ? null : writeReport(config, outcome, language);
    if (reportFile !== null) say(`All ${outcome.findings.length} findings are in ${reportFile}.`);
    if (args.flag('json')) {
      printJson(context, { importId: outcome.importId, files, refusals: refusals.slice(0, 100), reportFile });
    }
    if (files.some((file) => file.taken + file.unchanged > 0)) return 0;
    context.stderr.write('No row was taken.\n');
    return 2;
  },
};

/** A mapping as `GET /import-mappings/NAME` gives it, or its `mapping` alone. @throws UsageError */
function readMapping(file: string): Mapping {
  let given: { mapping?: unknown };
  try {
    given = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--mapping must name a JSON file: ${(error as Error).message}`);
  }
  const parsed = mappingSchema.safeParse(given?.mapping ?? given);
  if (parsed.success) return parsed.data;
  const { path: at, message } = parsed.error.issues[0];
  throw new UsageError(`The mapping cannot be used: ${at.join('.')}: ${message}.`);
}

/** The tables that have every header which the mapping reads. */
function choicesBy(mapping: Mapping | undefined, tables: readonly Table[]): Map<string, TableChoice> {
  if (mapping === undefined) return new Map();
  const reading = readingOf(mapping);
  const fitting = tables.filter(({ columns }) => reading.columns.every(({ header }) => columns.includes(header)));
  if (fitting.length === 0) throw new UsageError('No file has the headers that the mapping names.');
  return new Map(fitting.map(({ file }) => [file, { reading }]));
}

/** @throws UsageError */
function incompleteOrdersOf(given = 'take'): IncompleteOrders {
  const found = incompleteOrders.find((each) => each === given);
  if (found === undefined) throw new UsageError(`--incomplete-orders must be refuse or take, not ${given}.`);
  return found;
}

/** @throws UsageError for a language that there are no sentences in. */
function languageFor(given = 'en'): Language {
  if (given === 'zh' || given === 'en') return given;
  throw new UsageError(`--lang must be zh or en, not ${given}.`);
}

function writeReport(config: Config, outcome: ImportOutcome, language: Language): string {
  const folder = path.join(config.dataFolder, 'import-reports');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${outcome.importId}.csv`);
  const header = csvLine(['level', 'file', 'line', 'column', 'value', 'code', 'reason']);
  const lines = outcome.findings.map((each) =>
    csvLine([each.level, each.file, each.line, each.column, each.value, each.code, reasonIn(each, language)]),
  );
  writeFileSync(file, `\ufeff${header}${lines.join('')}`);
  return file;
}
