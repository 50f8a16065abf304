import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** What a map's folder says about itself in `map.json`. */
const builtMapSchema = z.object({
  /** The same file built by the same program gives the same id; kept travel times are valid for one id. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  name: z.string(),
  /** Degrees, around all drivable roads. */
  bbox: z.object({ west: z.number(), south: z.number(), east: z.number(), north: z.number() }),
  sourceFile: z.string(),
  sourceSha256: z.string(),
  builtAt: z.iso.datetime(),
  valhallaVersion: z.string(),
  /** Has to be shown wherever the roads are shown. */
  credit: z.string(),
});

export type MapDescription = z.infer<typeof builtMapSchema>;

export interface BuiltMap extends MapDescription {
  /** Absolute path of the map's folder: `tiles`, `map.json` and what other steps of the build put there. */
  readonly folder: string;
}

/** Name of the file in the maps folder that names the folder of the map in use. */
const pointerName = 'current';

export function tileFolderOf(mapFolder: string): string {
  return path.join(mapFolder, 'tiles');
}

/** @throws Error when the folder holds no map that can be read. */
export async function getBuiltMap(folder: string): Promise<BuiltMap> {
  const text = await readFile(path.join(folder, 'map.json'), 'utf8');
  return { ...builtMapSchema.parse(JSON.parse(text)), folder: path.resolve(folder) };
}

/** The map in use, or undefined when none was built yet. @throws Error when the map that is pointed to is damaged. */
export async function findCurrentMap(mapsFolder: string): Promise<BuiltMap | undefined> {
  let name: string;
  try {
    name = (await readFile(path.join(mapsFolder, pointerName), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (!/^[0-9a-f]{16}(-2)?$/.test(name)) throw new Error(`${path.join(mapsFolder, pointerName)} does not name a map.`);
  return getBuiltMap(path.join(mapsFolder, name));
}

export async function writeMapDescription(folder: string, description: MapDescription): Promise<void> {
  await writeWhole(path.join(folder, 'map.json'), `${JSON.stringify(builtMapSchema.parse(description), null, 2)}\n`);
}

/** Makes a map the one in use; whoever reads at the same time sees the old one or the new one. */
export async function pointToMap(mapsFolder: string, folderName: string): Promise<void> {
  await writeWhole(path.join(mapsFolder, pointerName), `${folderName}\n`);
}

async function writeWhole(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${randomUUID()}`;
  const handle = await open(unfinished, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
}
