import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const mapIdForm = /^map-[0-9a-f]{16}$/;

const mapDescriptionSchema = z.object({
  /** The same file built by the same builder gives the same id; kept travel times are valid for one id. */
  mapId: z.string().regex(mapIdForm),
  name: z.string(),
  /** Degrees, around all drivable roads. */
  bbox: z.object({ west: z.number(), south: z.number(), east: z.number(), north: z.number() }),
  /** A place on a road, by which the map can be tried. */
  road: z.object({ lon: z.number(), lat: z.number() }),
  sourceFile: z.string(),
  sourceSha256: z.string().regex(/^[0-9a-f]{64}$/),
  builtAt: z.iso.datetime(),
  valhallaVersion: z.string(),
  /** Has to be shown wherever the roads are shown. */
  credit: z.string(),
  /** The generated city that a new installation begins with; never built over a map of the user's own. */
  demo: z.boolean(),
});

/** What is known of a built map; lies beside its tiles as map.json. */
export type MapDescription = z.infer<typeof mapDescriptionSchema>;

/** A map that is in use, and where it lies. */
export interface CurrentMap extends MapDescription {
  /** Absolute path of its folder: `tiles`, `map.json` and what else belongs to it. */
  readonly folder: string;
}

/** Where the data folder keeps its maps. */
export function mapsFolderOf(dataFolder: string): string {
  return path.join(dataFolder, 'maps');
}

/** Where a map keeps its road tiles. */
export function tileFolderOf(mapFolder: string): string {
  return path.join(mapFolder, 'tiles');
}

/** The map in use, or undefined when none was built yet or what is pointed to is no map any more. */
export function findCurrentMap(mapsFolder: string): CurrentMap | undefined {
  const pointer = path.join(mapsFolder, 'current');
  if (!existsSync(pointer)) return undefined;
  const name = readFileSync(pointer, 'utf8').trim();
  // A folder's name and no path: nothing outside the maps is ever opened.
  if (name === '' || name.startsWith('.') || path.basename(name) !== name) return undefined;
  return findMap(path.join(mapsFolder, name));
}

/** The map in a folder, or undefined where there is none that can be read. */
export function findMap(folder: string): CurrentMap | undefined {
  let description: unknown;
  try {
    description = JSON.parse(readFileSync(path.join(folder, 'map.json'), 'utf8'));
  } catch {
    // Missing, or cut short by a full disk: no map either way.
    return undefined;
  }
  const read = mapDescriptionSchema.safeParse(description);
  return read.success ? { ...read.data, folder: path.resolve(folder) } : undefined;
}

export function writeMapDescription(folder: string, description: MapDescription): void {
  writeWhole(
    path.join(folder, 'map.json'),
    `${JSON.stringify(mapDescriptionSchema.parse(description), undefined, 2)}\n`,
  );
}

/** Makes a built map the one in use. A kill in between leaves the one before. */
export function useMap(mapsFolder: string, folderName: string): void {
  writeWhole(path.join(mapsFolder, 'current'), `${folderName}\n`);
}

/** Puts the map in use out of use: there is none then. Its folder stays. */
export function leaveMap(mapsFolder: string): void {
  rmSync(path.join(mapsFolder, 'current'), { force: true });
}

/** Readers see the file as it was or as it is, never a part. */
function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.${randomUUID()}`;
  const handle = openSync(unfinished, 'wx');
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, file);
}
