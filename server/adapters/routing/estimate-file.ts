import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { compiledModule } from '../../compiled.js';
import { greatCircleMeters, type LonLat } from '../../domain/network/place.js';
import { type Profile, profiles, type TravelMatrix } from '../../domain/travel/travel.js';
import { openRoadEngine, type RoadGraph } from '../../roads/index.js';
import { type StraightLineCalibration, usualCalibration } from './straight-line-engine.js';

/** Lies beside a map's tiles. */
const fileName = 'estimate.json';
const samplePlaces = 80;
/** Nearer places say more about one crossing than about the city. */
const nearestMeters = 500;
/** So many pairs at least, or the city has too few roads to learn from. */
const fewestPairs = 50;

const calibrationSchema = z.object({
  detourFactor: z.number().min(1).max(5),
  kilometersPerHour: z.object({ auto: z.number().min(5).max(140), truck: z.number().min(5).max(140) }),
});

/** How straight lines become travel times on a map: as it was fitted, or as is usual where nothing was. */
export function readCalibration(mapFolder: string): StraightLineCalibration {
  try {
    const read = calibrationSchema.safeParse(JSON.parse(readFileSync(path.join(mapFolder, fileName), 'utf8')));
    return read.success ? read.data : usualCalibration;
  } catch {
    // A map built before there was such a file, or one damaged: the usual one will do.
    return usualCalibration;
  }
}

/**
 * Fits the estimate on a map's own travel times between places all over the city, and makes matrices of the map ready
 * on the way: what takes longest is kept beside the tiles.
 *
 * @throws RoadTileError when the tiles cannot be read.
 */
export async function writeCalibration(mapFolder: string, tileFolder: string): Promise<void> {
  const engine = await openRoadEngine(tileFolder, { workerUrl: compiledModule('server/roads/worker.js') });
  try {
    const places = placesAllOver(engine.graph);
    const fits = new Map<Profile, { detourFactor: number; kph: number }>();
    for (const profile of profiles) {
      const fit = fitEstimate(places, await engine.matrix(places, places, profile));
      if (fit !== undefined) fits.set(profile, fit);
    }
    const [auto, truck] = [fits.get('auto'), fits.get('truck')];
    const calibration = calibrationSchema.safeParse({
      detourFactor: auto?.detourFactor ?? usualCalibration.detourFactor,
      kilometersPerHour: {
        auto: auto?.kph ?? usualCalibration.kilometersPerHour.auto,
        truck: truck?.kph ?? Math.min(auto?.kph ?? Infinity, usualCalibration.kilometersPerHour.truck),
      },
    });
    if (calibration.success) writeFileSync(path.join(mapFolder, fileName), `${JSON.stringify(calibration.data)}\n`);
  } finally {
    await engine.close();
  }
}

/** The middle detour and the middle speed over all pairs that are not too near. @returns undefined for too few pairs. */
export function fitEstimate(
  places: readonly LonLat[],
  { columns, seconds, meters }: TravelMatrix,
): { detourFactor: number; kph: number } | undefined {
  const detours: number[] = [];
  const speeds: number[] = [];
  places.forEach((from, row) => {
    places.forEach((to, column) => {
      const direct = greatCircleMeters(from, to);
      const at = row * columns + column;
      if (direct < nearestMeters || seconds[at] <= 0) return;
      detours.push(meters[at] / direct);
      speeds.push((meters[at] / seconds[at]) * 3.6);
    });
  });
  if (detours.length < fewestPairs) return undefined;
  return { detourFactor: middle(detours, 100), kph: middle(speeds, 10) };
}

function middle(values: number[], steps: number): number {
  values.sort((a, b) => a - b);
  return Math.round(values[values.length >> 1] * steps) / steps;
}

function placesAllOver(graph: RoadGraph): LonLat[] {
  const count = Math.min(samplePlaces, graph.nodeCount);
  return Array.from({ length: count }, (_, at) => {
    const node = Math.floor(((at + 0.5) * graph.nodeCount) / count);
    return { lon: graph.nodeLon[node] / 1e7, lat: graph.nodeLat[node] / 1e7 };
  });
}
