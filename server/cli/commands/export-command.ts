import { once } from 'node:events';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { csvLine } from '../../adapters/files/csv/csv-line.js';
import { asWriteFault, type OutputFile, openOutputFile } from '../../adapters/files/output-file.js';
import { exportMatrix } from '../../application/exchange/exports/export-plan.js';
import {
  exportFormats,
  exportSubjects,
  mediaTypes,
  placedFormats,
} from '../../application/exchange/exports/export-request.js';
import { exportLanguages } from '../../application/exchange/exports/export-words.js';
import { labelPaperNames } from '../../application/exchange/exports/tote-labels.js';
import type { Services } from '../../compose.js';
import { datums } from '../../domain/network/datum.js';
import { readArguments } from '../arguments.js';
import { type Command, type CommandContext, printJson } from '../command.js';
import { UsageError } from '../usage-error.js';

/** What holds places, where the format does. */
const placedSubjects: ReadonlySet<string> = new Set(['plan', 'runs']);

/** `tuanda export`: hands a day on to people and other programs. */
export const exportCommand: Command = {
  usage: `Usage: tuanda export plan|runs|pick-lists|packing-lists --date D [--format json|csv|xlsx|geojson|gpx|pdf] [--language zh|en] [--datum wgs84|gcj02|bd09] [--out FILE] [--matrix FILE] [--json]
       tuanda export labels --date D --paper P [--format pdf|zpl] [--language zh|en] [--out FILE] [--json]
Writes the current plan, its runs or the pick lists to FILE, or to stdout. --language is that of workbooks and PDF files.
--datum is that of the places in json, geojson and gpx, wgs84 unless said; maps of China read gcj02, Baidu bd09.
--wave names one wave of the date; all of them where it is left out.
--paper of labels: ${labelPaperNames.join(', ')}. --zone, --station and --run name which totes of packing lists and labels;
--customers says in packing lists whose goods each product is. Labels are counted each time.
--matrix FILE adds the travel times that the plan was made with. Programs use --out: with --json the line of figures
comes last on stdout, behind the data where there is no --out.`,

  async run(given, context) {
    const request = readRequest(given, context);
    const { subject, format, date, out, matrix } = request;
    const files: OutputFile[] = [];
    const openFile = async (file: string): Promise<Writable> => {
      const opened = await openOutputFile(path.resolve(context.workingFolder, file));
      files.push(opened);
      return opened.stream;
    };
    try {
      // Where a file cannot be written, that is known before the work.
      const stream = out === undefined ? context.stdout : await openFile(out);
      const matrixStream = matrix === undefined ? undefined : await openFile(matrix);
      // What goes to a terminal takes the place of the line of progress.
      if (out === undefined && context.isOutTerminal) context.progress.end();
      await context.withServices(async (services) => {
        await services.exports.write(request, stream, context.signal);
        if (matrixStream !== undefined) await writeMatrix(services, date, matrixStream, context.signal);
      });
      for (const file of files) await file.keep();
    } catch (error) {
      for (const file of files) await file.discard();
      context.signal.throwIfAborted();
      // Whoever read stdout has seen enough, as `head` does.
      if (out === undefined && (error as { code?: string }).code === 'EPIPE') return 0;
      throw asWriteFault(error, out ?? 'stdout');
    }
    if (request.isJson) printJson(context, { subject, date, format, out: out ?? null, matrix: matrix ?? null });
    return 0;
  },
};

function readRequest(given: readonly string[], context: CommandContext) {
  const args = readArguments(
    given,
    ['date', 'format', 'language', 'datum', 'out', 'matrix', 'paper', 'wave', 'zone', 'station', 'run'],
    ['customers'],
  );
  const subject = exportSubjects.find((known) => known === args.names[0]);
  if (subject === undefined || args.names.length > 1) {
    throw new UsageError(`Name what to export: ${exportSubjects.join(', ')}.`);
  }
  const date = args.date();
  const format = exportFormats[subject].find(
    (known) => known === (args.text('format') ?? (subject === 'labels' ? 'pdf' : 'json')),
  );
  if (format === undefined) {
    throw new UsageError(`--format of ${subject} must be one of ${exportFormats[subject].join(', ')}.`);
  }
  const language = exportLanguages.find((known) => known === (args.text('language') ?? 'zh'));
  if (language === undefined) throw new UsageError(`--language must be one of ${exportLanguages.join(', ')}.`);
  const asked = args.text('datum');
  const datum = datums.find((known) => known === asked);
  if (asked !== undefined && datum === undefined) {
    throw new UsageError(`--datum must be one of ${datums.join(', ')}.`);
  }
  if (datum !== undefined && (!placedSubjects.has(subject) || !placedFormats.has(format))) {
    throw new UsageError(`--datum is of places, and ${subject} as ${format} holds none. Ask for json, geojson or gpx.`);
  }
  const out = args.text('out');
  const matrix = args.text('matrix');
  const resolved = (file: string) => path.resolve(context.workingFolder, file);
  if (out !== undefined && matrix !== undefined && resolved(out) === resolved(matrix)) {
    throw new UsageError('--out and --matrix must be two files.');
  }
  if (out === undefined && mediaTypes[format].isBinary && context.isOutTerminal) {
    throw new UsageError(`A terminal cannot show ${format}. Name a file with --out, or redirect stdout.`);
  }
  const paper = labelPaperNames.find((known) => known === args.text('paper'));
  if (subject === 'labels' && paper === undefined) {
    throw new UsageError(`--paper of labels must be one of ${labelPaperNames.join(', ')}.`);
  }
  if (subject !== 'labels' && args.text('paper') !== undefined) throw new UsageError('--paper is of labels.');
  const totes = { zoneId: args.text('zone'), stationId: args.text('station'), runId: args.text('run') };
  const isNarrowed = Object.values(totes).some((each) => each !== undefined);
  if (isNarrowed && subject !== 'labels' && subject !== 'packing-lists') {
    throw new UsageError('--zone, --station and --run are of packing-lists and labels.');
  }
  if (args.flag('customers') && subject !== 'packing-lists') throw new UsageError('--customers is of packing-lists.');
  const what = { waveId: args.text('wave'), totes, paper, byCustomer: args.flag('customers') };
  return { subject, format, date, language, datum, out, matrix, ...what, isJson: args.flag('json') };
}

async function writeMatrix(services: Services, date: string, stream: Writable, signal: AbortSignal): Promise<void> {
  stream.write(csvLine(['from_id', 'to_id', 'seconds', 'meters', 'profile']));
  for await (const row of exportMatrix(services, date)) {
    if (!stream.write(csvLine([row.fromId, row.toId, row.seconds, row.meters, row.profile]))) {
      await once(stream, 'drain', { signal });
    }
  }
}
