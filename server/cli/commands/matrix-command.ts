import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvLine } from '../../adapters/files/csv/csv-line.js';
import { openCsvTable } from '../../adapters/files/csv/csv-table.js';
import { asWriteFault, openOutputFile } from '../../adapters/files/output-file.js';
import { UnreadableFileError } from '../../adapters/files/unreadable-file-error.js';
import { sentenceOf } from '../../application/tables/finding-words/sentence.js';
import { InvalidInputError } from '../../domain/dispatch-error.js';
import { isOnGlobe, type LonLat } from '../../domain/network/place.js';
import { noWay, profiles, type TravelMatrix } from '../../domain/travel/travel.js';
import { readArguments } from '../arguments.js';
import { type Command, makeSay, printJson } from '../command.js';
import { UsageError } from '../usage-error.js';

/** `tuanda matrix`: travel times between the places of a file. Opens no database. */
export const matrixCommand: Command = {
  usage: `Usage: tuanda matrix FILE.csv [--profile auto|truck] [--out FILE] [--json]
Travel seconds and meters between places (id,lon,lat); out: from_id,to_id,seconds,meters, empty where there is no way.`,

  async run(given, context) {
    const { config, progress, signal, stdout, workingFolder } = context;
    const args = readArguments(given, ['profile', 'out']);
    const [file, ...more] = args.names;
    if (file === undefined || more.length > 0) throw new UsageError('Name one CSV file of places.');
    const profile = profiles.find((known) => known === (args.text('profile') ?? 'auto'));
    if (profile === undefined) throw new UsageError(`--profile must be one of ${profiles.join(', ')}.`);
    const places = await readPlaces(path.resolve(workingFolder, file));
    const out = args.text('out');
    const outFile = out === undefined ? undefined : await openOutputFile(path.resolve(workingFolder, out));
    const { makeLog, openRouting } = await import('../../compose.js');
    const engine = await openRouting(config, makeLog(config));
    try {
      const began = performance.now();
      const positions = places.map((place) => place.position);
      const matrix = await engine.matrix(positions, positions, profile, { signal });
      const took = Math.round(performance.now() - began) / 1000;
      // On a terminal the table takes the place of the line of progress.
      if (outFile === undefined) progress.end();
      // On stdout with --json the line of figures comes last.
      const rows = Readable.from(rowsOf(places, matrix));
      await pipeline(rows, outFile?.stream ?? stdout, { end: false, signal });
      await outFile?.keep();
      if (out !== undefined)
        makeSay(context, args.flag('json'))(`${places.length} × ${places.length} places in ${took} s, ${engine.name}.`);
      if (args.flag('json')) {
        printJson(context, {
          places: places.length,
          seconds: took,
          engine: engine.name,
          mapId: engine.mapId,
          estimated: engine.estimated,
        });
      }
      return 0;
    } catch (error) {
      await outFile?.discard();
      // Whoever read stdout has seen enough, as `head` does.
      if (out === undefined && (error as { code?: string }).code === 'EPIPE') return 0;
      throw asWriteFault(error, out ?? 'stdout');
    } finally {
      await engine.close();
    }
  },
};

/** The table's lines, one chunk for each place from which one travels. */
function* rowsOf(places: readonly { id: string }[], { seconds, meters }: TravelMatrix): Generator<string> {
  yield csvLine(['from_id', 'to_id', 'seconds', 'meters']);
  for (let from = 0; from < places.length; from++) {
    let lines = '';
    for (let to = 0; to < places.length; to++) {
      const at = from * places.length + to;
      const isWay = seconds[at] !== noWay;
      const travel = isWay ? [seconds[at], meters[at]] : [undefined, undefined];
      lines += csvLine([places[from].id, places[to].id, ...travel]);
    }
    yield lines;
  }
}

async function readPlaces(file: string): Promise<{ id: string; position: LonLat }[]> {
  const table = await openCsvTable(file).catch((error: unknown) => {
    if (error instanceof UnreadableFileError) throw new InvalidInputError(error.message);
    if ((error as { code?: string }).code === 'ENOENT') throw new InvalidInputError(`There is no file ${file}.`);
    throw error;
  });
  const missing = ['id', 'lon', 'lat'].filter((column) => !table.columns.includes(column));
  if (missing.length > 0) throw new InvalidInputError(`${table.file} has no column ${missing.join(', ')}.`);
  const places: { id: string; position: LonLat }[] = [];
  for await (const { line, cells, fault } of table.rows()) {
    if (fault !== undefined)
      throw new InvalidInputError(`${table.file} line ${line}: ${sentenceOf(fault.sentence, fault.facts, 'en')}`);
    const position = { lon: toDegrees(cells.lon), lat: toDegrees(cells.lat) };
    if (!isOnGlobe(position)) {
      throw new InvalidInputError(`${table.file} line ${line}: ${cells.lon}, ${cells.lat} is no position in degrees.`);
    }
    places.push({ id: cells.id, position });
  }
  if (places.length === 0) throw new InvalidInputError(`${table.file} holds no places.`);
  return places;
}

function toDegrees(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
