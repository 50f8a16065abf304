import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What is known of a built map; lies beside its tiles as map.json. */
export interface MapDescription {
  /** Hash of the source file and the builder's version: the same map has the same id. */
  readonly mapId: string;
  readonly name: string;
  readonly sourceFile: string;
  readonly builtAt: string;
  readonly tileVersion: string;
  /** The generated city that a new installation begins with; never built over a map of the user's own. */
  readonly demo: boolean;
}

/** A map that is in use, and where it lies. */
export interface CurrentMap extends MapDescription {
  readonly folder: string;
}

/** Where the data folder keeps its maps. */
export function mapsFolderOf(dataFolder: string): string {
  return path.join(dataFolder, 'maps');
}

/** The map in use, or undefined when none was built yet. */
export function findCurrentMap(mapsFolder: string): CurrentMap | undefined {
  const pointer = path.join(mapsFolder, 'current');
  if (!existsSync(pointer)) return undefined;
  const folder = path.join(mapsFolder, readFileSync(pointer, 'utf8').trim());
  const description = path.join(folder, 'map.json');
  if (!existsSync(description)) return undefined;
  return { ...(JSON.parse(readFileSync(description, 'utf8')) as MapDescription), folder };
}

/** Makes a built map the one in use. A kill in between leaves the one before. */
export function useMap(mapsFolder: string, mapId: string): void {
  const unfinished = path.join(mapsFolder, `current.unfinished-${process.pid}`);
  writeFileSync(unfinished, mapId);
  renameSync(unfinished, path.join(mapsFolder, 'current'));
}
