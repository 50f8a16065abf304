import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { csvLine } from '../adapters/files/csv-line.js';
import { toGpx } from '../adapters/files/gpx.js';
import { currentPlansOf, exportMatrix, exportPlan } from '../application/export/export-plan.js';
import { makePlanGeoJson } from '../application/planning/plan-geojson.js';
import type { Services } from '../compose.js';
import { readArguments } from './arguments.js';
import { type Command, printJson } from './command.js';
import { UsageError } from './usage-error.js';

const subjects = ['plan', 'runs', 'pick-lists'] as const;
type Subject = (typeof subjects)[number];

/** Writes one subject in one format. */
type Writer = (services: Services, date: string, stream: Writable) => Promise<void>;

const writers: Readonly<Record<Subject, Readonly<Record<string, Writer>>>> = {
  plan: {
    json: async (services, date, stream) => {
      stream.write(`${JSON.stringify(await exportPlan(services, date), undefined, 1)}\n`);
    },
    csv: writeStops,
    geojson: writeGeoJson,
  },
  runs: {
    json: async (services, date, stream) => {
      const { runs } = await exportPlan(services, date);
      stream.write(`${JSON.stringify({ date, runs }, undefined, 1)}\n`);
    },
    csv: writeStops,
    geojson: writeGeoJson,
    gpx: writeGpx,
  },
  'pick-lists': {
    json: async (services, date, stream) => {
      stream.write(`${JSON.stringify({ date, pickLists: await services.pickLists.listByDate(date) }, undefined, 1)}\n`);
    },
    csv: async (services, date, stream) => {
      stream.write(
        `\ufeff${csvLine(['pick_list_id', 'wave_id', 'zone', 'line_no', 'sku_id', 'name', 'location', 'quantity', 'picked_quantity', 'stations'])}`,
      );
      for (const list of await services.pickLists.listByDate(date)) {
        for (const line of list.lines) {
          const stations = line.stations.map((share) => `${share.stationId}×${share.quantity}`).join(' ');
          stream.write(
            csvLine([
              list.pickListId,
              list.waveId,
              list.zoneId,
              line.lineNo,
              line.skuId,
              line.name,
              line.location,
              line.quantity,
              line.pickedQuantity,
              stations,
            ]),
          );
        }
      }
    },
  },
};

/** `tuanda export`: hands a day on to people and other programs. */
export const exportCommand: Command = {
  usage: `Usage: tuanda export plan|runs|pick-lists --date D [--format json|csv|geojson|gpx] [--out FILE] [--matrix FILE]
Writes the current plan, its runs or the pick lists; --matrix FILE adds the travel times that the plan was made with.`,

  async run(given, context) {
    const { stdout, workingFolder } = context;
    const args = readArguments(given, ['date', 'format', 'out', 'matrix']);
    const subject = subjects.find((known) => known === args.names[0]);
    if (subject === undefined || args.names.length > 1)
      throw new UsageError(`Name what to export: ${subjects.join(', ')}.`);
    const date = args.date();
    const format = args.text('format') ?? 'json';
    const write = Object.hasOwn(writers[subject], format) ? writers[subject][format] : undefined;
    if (write === undefined) {
      throw new UsageError(`--format of ${subject} must be one of ${Object.keys(writers[subject]).join(', ')}.`);
    }
    return context.withServices(async (services) => {
      const out = args.text('out');
      const stream = out === undefined ? stdout : createWriteStream(path.resolve(workingFolder, out));
      await write(services, date, stream);
      if (out !== undefined) await finished(stream.end());
      const matrixFile = args.text('matrix');
      if (matrixFile !== undefined) await writeMatrix(services, date, path.resolve(workingFolder, matrixFile));
      if (args.flag('json'))
        printJson(context, { subject, date, format, out: out ?? null, matrix: matrixFile ?? null });
      return 0;
    });
  },
};

interface DrawnFeature {
  readonly geometry: { readonly coordinates: number[] & number[][] };
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The date's plans as they are drawn on the map. */
async function drawnFeatures(services: Services, date: string): Promise<DrawnFeature[]> {
  const draw = makePlanGeoJson(services.routing, services.travel, services.network);
  const features: DrawnFeature[] = [];
  for (const plan of await currentPlansOf(services, date)) {
    features.push(...((await draw(plan)) as { features: DrawnFeature[] }).features);
  }
  return features;
}

async function writeGeoJson(services: Services, date: string, stream: Writable): Promise<void> {
  stream.write(`${JSON.stringify({ type: 'FeatureCollection', features: await drawnFeatures(services, date) })}\n`);
}

async function writeGpx(services: Services, date: string, stream: Writable): Promise<void> {
  const features = await drawnFeatures(services, date);
  const of = (kind: string) => features.filter(({ properties }) => properties.kind === kind);
  const tracks = of('trip').map(({ geometry, properties: { vehicleId, tripNo } }) => ({
    name: `${vehicleId} ${tripNo}`,
    line: geometry.coordinates,
  }));
  const places = of('stop').map(({ geometry, properties: { vehicleId, sequence, name } }) => ({
    name: `${vehicleId} ${sequence} ${name}`,
    position: geometry.coordinates,
  }));
  stream.write(toGpx(tracks, places));
}

async function writeStops(services: Services, date: string, stream: Writable): Promise<void> {
  const { runs } = await exportPlan(services, date);
  stream.write(
    `\ufeff${csvLine(['vehicle_id', 'trip', 'sequence', 'station_id', 'arrives_at', 'begins_at', 'leaves_at', 'consignment_id', 'zone', 'grams', 'milliliters', 'compartment'])}`,
  );
  for (const run of runs) {
    run.trips.forEach((trip, tripAt) => {
      trip.stops.forEach((stop, stopAt) => {
        for (const goods of stop.consignments) {
          stream.write(
            csvLine([
              run.vehicleId,
              tripAt + 1,
              stopAt + 1,
              stop.stationId,
              stop.arrivesAt,
              stop.beginsAt,
              stop.leavesAt,
              goods.id,
              goods.zone,
              goods.grams,
              goods.milliliters,
              goods.compartment,
            ]),
          );
        }
      });
    });
  }
}

async function writeMatrix(services: Services, date: string, file: string): Promise<void> {
  const stream = createWriteStream(file);
  stream.write(csvLine(['from_id', 'to_id', 'seconds', 'meters', 'profile']));
  for await (const row of exportMatrix(services, date)) {
    if (!stream.write(csvLine([row.fromId, row.toId, row.seconds, row.meters, row.profile]))) {
      await once(stream, 'drain');
    }
  }
  await finished(stream.end());
}
