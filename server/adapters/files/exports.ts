import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../application/clock.js';
import { currentPlansOf, type ExportDeps, exportPlan } from '../../application/exchange/exports/export-plan.js';
import type { ExportRequest, Exports } from '../../application/exchange/exports/export-request.js';
import { type ExportWord, makeSay } from '../../application/exchange/exports/export-words.js';
import {
  type ExportedWave,
  type ExportedWaveDeps,
  type PackedWave,
  readPackedWaves,
  readPickedWaves,
  readPlannedWaves,
} from '../../application/exchange/exports/exported-wave.js';
import { pickListTables } from '../../application/exchange/exports/pick-list-tables.js';
import { planTables, runTables } from '../../application/exchange/exports/plan-tables.js';
import { printPackingLists } from '../../application/exchange/exports/print-packing-lists.js';
import { printPickLists } from '../../application/exchange/exports/print-pick-lists.js';
import { printPlan } from '../../application/exchange/exports/print-plan.js';
import { printRuns } from '../../application/exchange/exports/print-runs.js';
import type { PrintedBook } from '../../application/exchange/exports/printed-book.js';
import { isSheet, makeToteLabels } from '../../application/exchange/exports/tote-labels.js';
import type { PickList } from '../../application/warehouse/pick-list-store.js';
import type { PackedTote } from '../../application/waves/tote-store.js';
import { InvalidInputError } from '../../domain/dispatch-error.js';
import { type BusinessDate, formatInstant } from '../../domain/local-time.js';
import { type Datum, drawnIn, placedIn } from '../../domain/network/datum.js';
import type { Plan } from '../../domain/planning/plan.js';
import { packingListsCsv, pickListsCsv, planCsv, runsCsv } from './csv/export-csv.js';
import { gpxLines } from './gpx.js';
import { writeLabelsDocument, writePdfDocument, writeXlsxDocument } from './write-document.js';

export type ExportsDeps = ExportDeps &
  ExportedWaveDeps & {
    readonly clock: Clock;
    /** A plan as it is drawn on the map. */
    planGeoJson(plan: Plan, language: 'en'): Promise<object>;
  };

/** Writes a day's plan, runs or pick lists as a file in one of the formats. */
export function makeExports(deps: ExportsDeps): Exports {
  const textOf = async (request: ExportRequest): Promise<Iterable<string>> => {
    const { subject, format, date, waveId, datum } = request;
    if (subject === 'pick-lists') {
      const lists = (await readPickedWaves(deps, date, waveId)).flatMap((wave) => wave.lists);
      return format === 'csv' ? pickListsCsv(lists) : pickListsJson(date, lists);
    }
    if (subject === 'packing-lists') {
      const totes = (await readPackedWaves(deps, date, waveId, request.totes)).flatMap((wave) => wave.totes);
      return format === 'csv' ? packingListsCsv(totes) : packingListsJson(date, totes);
    }
    if (format === 'geojson') return geoJsonLines(await drawnFeatures(deps, date, datum, waveId), datum);
    if (format === 'gpx') return gpxOf(await drawnFeatures(deps, date, datum, waveId), datum);
    const written = await exportPlan(deps, date, waveId);
    const plan =
      datum === undefined
        ? written
        : { ...written, datum, depots: written.depots.map((each) => placedIn(datum, each)) };
    if (format === 'csv') return subject === 'plan' ? planCsv(plan) : runsCsv(plan);
    return [`${JSON.stringify(subject === 'plan' ? plan : { date, runs: plan.runs }, undefined, 1)}\n`];
  };

  const writeXlsx = async (request: ExportRequest, out: Writable, signal?: AbortSignal): Promise<void> => {
    const { subject, date, waveId, language } = request;
    if (subject === 'pick-lists') {
      return writeXlsxDocument(pickListTables(await readPickedWaves(deps, date, waveId), language), out, signal);
    }
    const tables = subject === 'plan' ? planTables : runTables;
    return writeXlsxDocument(tables(await readPlannedWaves(deps, date, waveId), language), out, signal);
  };

  const writePdf = async (request: ExportRequest, out: Writable, signal?: AbortSignal): Promise<void> => {
    const { subject, date, waveId, language } = request;
    const bookOf = (title: ExportWord, [{ wave }]: readonly ExportedWave[]): PrintedBook => {
      const say = makeSay(language);
      const now = formatInstant(deps.clock.now(), wave.timeZone).slice(0, 16).replace('T', ' ');
      const pagePattern = say('page', { n: '{n}', of: '{of}' });
      return { title: `${say(title)} ${date}`, language, pagePattern, printedAt: say('printedAt', { time: now }) };
    };
    if (subject === 'pick-lists') {
      const waves = await readPickedWaves(deps, date, waveId);
      return writePdfDocument(bookOf('pickList', waves), printPickLists(waves, language), out, signal);
    }
    if (subject === 'packing-lists') {
      const waves = await readPackedWaves(deps, date, waveId, request.totes);
      const sheets = printPackingLists(waves, language, request.byCustomer === true);
      return writePdfDocument(bookOf('packingList', waves), sheets, out, signal);
    }
    const waves = await readPlannedWaves(deps, date, waveId);
    return subject === 'plan'
      ? writePdfDocument(bookOf('plan', waves), printPlan(waves, language), out, signal)
      : writePdfDocument(bookOf('runSheet', waves), printRuns(waves, language), out, signal);
  };

  const writeLabels = async (request: ExportRequest, out: Writable, signal?: AbortSignal): Promise<void> => {
    const { date, waveId, format, language, paper } = request;
    if (paper === undefined) throw new InvalidInputError('paper: Say which paper the labels are printed on.');
    if (format === 'zpl' && isSheet(paper)) {
      throw new InvalidInputError('paper: A label printer has single labels. Choose one of these, or pdf for a sheet.');
    }
    const waves: PackedWave[] = [];
    for (const packed of await readPackedWaves(deps, date, waveId, request.totes)) {
      waves.push({ ...packed, totes: await deps.totes.countPrinted(packed.totes, deps.clock.now()) });
    }
    const labels = makeToteLabels(waves, paper, language);
    await writeLabelsDocument(labels, format === 'zpl' ? 'zpl' : 'pdf', out, signal);
  };

  return {
    async write(request, out, signal) {
      if (request.subject === 'labels') return writeLabels(request, out, signal);
      if (request.format === 'xlsx') return writeXlsx(request, out, signal);
      if (request.format === 'pdf') return writePdf(request, out, signal);
      await pipeline(Readable.from(inChunks(await textOf(request))), out, { end: false, signal });
    },
  };
}

/** A stream is slow with many small writes. */
function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < 65_536) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function* packingListsJson(date: BusinessDate, totes: readonly PackedTote[]): Generator<string> {
  yield `{\n "date": ${JSON.stringify(date)},\n "totes": [`;
  for (const [at, tote] of totes.entries()) yield `${at === 0 ? '' : ','}\n${JSON.stringify(tote, undefined, 1)}`;
  yield '\n ]\n}\n';
}

function* pickListsJson(date: BusinessDate, lists: readonly PickList[]): Generator<string> {
  yield `{\n "date": ${JSON.stringify(date)},\n "pickLists": [`;
  for (const [at, list] of lists.entries()) yield `${at === 0 ? '' : ','}\n${JSON.stringify(list, undefined, 1)}`;
  yield '\n ]\n}\n';
}

interface DrawnFeature {
  readonly geometry: { readonly coordinates: number[] & number[][] };
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The plans as they are drawn on the map. */
async function drawnFeatures(
  deps: ExportsDeps,
  date: BusinessDate,
  datum: Datum = 'wgs84',
  waveId?: string,
): Promise<DrawnFeature[]> {
  const features: DrawnFeature[] = [];
  for (const plan of await currentPlansOf(deps, date, waveId)) {
    const drawn = drawnIn(datum, await deps.planGeoJson(plan, 'en'));
    features.push(...(drawn as unknown as { features: DrawnFeature[] }).features);
  }
  return features;
}

function* geoJsonLines(features: readonly DrawnFeature[], datum?: Datum): Generator<string> {
  const said = datum === undefined ? '' : `"datum":"${datum}",`;
  yield `{"type":"FeatureCollection",${said}"features":[`;
  for (const [at, feature] of features.entries()) yield `${at === 0 ? '' : ','}\n${JSON.stringify(feature)}`;
  yield '\n]}\n';
}

function gpxOf(features: readonly DrawnFeature[], datum?: Datum): Iterable<string> {
  const of = (kind: string) => features.filter(({ properties }) => properties.kind === kind);
  const tracks = of('trip').map(({ geometry, properties: { vehicleId, tripNo } }) => ({
    name: `${vehicleId} ${tripNo}`,
    line: geometry.coordinates,
  }));
  const places = of('stop').map(({ geometry, properties: { vehicleId, sequence, name } }) => ({
    name: `${vehicleId} ${sequence} ${name}`,
    position: geometry.coordinates,
  }));
  return gpxLines(tracks, places, datum);
}
