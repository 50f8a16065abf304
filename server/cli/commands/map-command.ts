import path from 'node:path';
import { readArguments } from '../arguments.js';
import { type Command, makeSay, printJson } from '../command.js';
import { UsageError } from '../usage-error.js';

/** `tuanda map build`: makes a city's map and puts it to use. Opens no database. */
export const mapCommand: Command = {
  usage: `Usage: tuanda map build FILE.osm.pbf [--name CITY] [--json]
Builds roads and the offline base map from an OpenStreetMap extract and makes it the map in use.`,

  async run(given, context) {
    const { config, signal, workingFolder } = context;
    const args = readArguments(given, ['name']);
    const [action, file, ...more] = args.names;
    if (action !== 'build' || file === undefined || more.length > 0)
      throw new UsageError('Name one extract to build from.');
    const say = makeSay(context, args.flag('json'));
    const began = performance.now();
    let shown: string | undefined;
    const { buildCityMap } = await import('./build-city-map.js');
    const map = await buildCityMap({
      pbfFile: path.resolve(workingFolder, file),
      dataFolder: config.dataFolder,
      name: args.text('name') ?? path.basename(file).replace(/\.osm\.pbf$/, ''),
      demo: false,
      signal,
      onProgress: (phase) => {
        if (phase !== shown) say(`  ${phase}`);
        shown = phase;
      },
    });
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    say(`The map of ${map.name} is in use (${map.mapId}, ${seconds} s).`);
    if (args.flag('json')) printJson(context, { mapId: map.mapId, name: map.name, seconds });
    return 0;
  },
};
