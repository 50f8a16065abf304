import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { csvLine } from '../adapters/files/csv-line.js';
import { openCsvTable } from '../adapters/files/csv-table.js';
import { UnreadableFileError } from '../adapters/files/unreadable-file-error.js';
import { makeLog, openRouting } from '../compose.js';
import { InvalidInputError } from '../domain/dispatch-error.js';
import { isOnGlobe, type LonLat } from '../domain/place.js';
import { noWay, profiles } from '../domain/travel.js';
import { readArguments } from './arguments.js';
import { type Command, makeSay, printJson } from './command.js';
import { UsageError } from './usage-error.js';

/** `tuanda matrix`: travel times between the places of a file. Opens no database. */
export const matrixCommand: Command = {
  usage: `Usage: tuanda matrix FILE.csv [--profile auto|truck] [--out FILE] [--json]
Travel seconds and meters between places (id,lon,lat); out: from_id,to_id,seconds,meters, empty where there is no way.`,

  async run(given, context) {
    const { config, signal, stdout, workingFolder } = context;
    const args = readArguments(given, ['profile', 'out']);
    const [file, ...more] = args.names;
    if (file === undefined || more.length > 0) throw new UsageError('Name one CSV file of places.');
    const profile = profiles.find((known) => known === (args.text('profile') ?? 'auto'));
    if (profile === undefined) throw new UsageError(`--profile must be one of ${profiles.join(', ')}.`);
    const places = await readPlaces(path.resolve(workingFolder, file));
    const engine = await openRouting(config, makeLog(config));
    try {
      const began = performance.now();
      const positions = places.map((place) => place.position);
      const { seconds, meters } = await engine.matrix(positions, positions, profile, { signal });
      const took = Math.round(performance.now() - began) / 1000;
      const out = args.text('out');
      // On stdout with --json the line of figures comes last.
      const stream = out === undefined ? stdout : createWriteStream(path.resolve(workingFolder, out));
      stream.write(csvLine(['from_id', 'to_id', 'seconds', 'meters']));
      for (let from = 0; from < places.length; from++) {
        let lines = '';
        for (let to = 0; to < places.length; to++) {
          const at = from * places.length + to;
          const isWay = seconds[at] !== noWay;
          lines += csvLine([
            places[from].id,
            places[to].id,
            isWay ? seconds[at] : undefined,
            isWay ? meters[at] : undefined,
          ]);
        }
        if (!stream.write(lines)) await once(stream, 'drain');
      }
      if (out !== undefined) await finished(stream.end());
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
    } finally {
      await engine.close();
    }
  },
};

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
    if (fault !== undefined) throw new InvalidInputError(`${table.file} line ${line}: ${fault.reason}`);
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
