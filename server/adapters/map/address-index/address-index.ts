import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { foldName, houseNumberOf } from '../../../domain/network/address.js';
import type { LonLat } from '../../../domain/network/place.js';

/** A street of one name, or a piece of it: `line` holds longitude and latitude in turn, degrees. */
export interface NamedStreet {
  readonly names: readonly string[];
  readonly line: readonly number[];
}

/** A house by its number, of a street or of a place without streets. */
export interface NumberedHouse extends LonLat {
  readonly street: string;
  readonly number: string;
}

/** A shop, a building, a housing estate, a village: what people name in place of a street. */
export interface NamedPlace extends LonLat {
  readonly names: readonly string[];
}

/** What a map knows addresses by. */
export interface AddressIndex {
  /** Pieces of streets, houses and places by each of their folded names. */
  readonly streets: ReadonlyMap<string, readonly NamedStreet[]>;
  readonly houses: ReadonlyMap<string, readonly NumberedHouse[]>;
  readonly places: ReadonlyMap<string, readonly NamedPlace[]>;
}

/** Beside the tiles of a map. */
export const addressIndexFileName = 'addresses.jsonl.gz';
const version = 1;

/** Lines of the file: first the version, then a thing each. Degrees are counted in millionths, a decimeter. */
type Line =
  | { readonly version: number }
  | readonly ['street', readonly string[], readonly number[]]
  | readonly ['house', string, string, number, number]
  | readonly ['place', readonly string[], number, number];

const millionths = (degrees: number) => Math.round(degrees * 1e6);

export interface MapNames {
  readonly streets: Iterable<NamedStreet>;
  readonly houses: Iterable<NumberedHouse>;
  readonly places: Iterable<NamedPlace>;
}

/** Writes what a map knows addresses by into its folder. */
export async function writeAddressIndex(folder: string, { streets, houses, places }: MapNames): Promise<void> {
  const pack = createGzip({ level: 6 });
  const written = pipeline(pack, createWriteStream(path.join(folder, addressIndexFileName)));
  // Told by the await at the end.
  written.catch(() => undefined);
  const write = async (line: Line) => {
    if (!pack.write(`${JSON.stringify(line)}\n`)) await Promise.race([once(pack, 'drain'), written]);
  };
  await write({ version });
  for (const { names, line } of streets) await write(['street', names, steps(line)]);
  for (const { street, number, lon, lat } of houses) {
    await write(['house', street, number, millionths(lon), millionths(lat)]);
  }
  for (const { names, lon, lat } of places) await write(['place', names, millionths(lon), millionths(lat)]);
  pack.end();
  await written;
}

/** Reads the index in a map's folder; undefined where the map was built without one, or by another layout. */
export async function readAddressIndex(folder: string): Promise<AddressIndex | undefined> {
  const file = path.join(folder, addressIndexFileName);
  if (!existsSync(file)) return undefined;
  const streets = new Map<string, NamedStreet[]>();
  const houses = new Map<string, NumberedHouse[]>();
  const places = new Map<string, NamedPlace[]>();
  let isKnown = false;
  for await (const line of linesOf(file)) {
    if ('version' in line) {
      isKnown = line.version === version;
      if (!isKnown) return undefined;
    } else if (line[0] === 'street') {
      const street = { names: line[1], line: positions(line[2]) };
      for (const name of new Set(street.names.map(foldName))) add(streets, name, street);
    } else if (line[0] === 'house') {
      const [, street, number, lon, lat] = line;
      const house = { street, number: houseNumberOf(number), lon: lon / 1e6, lat: lat / 1e6 };
      add(houses, foldName(street), house);
    } else {
      const place = { names: line[1], lon: line[2] / 1e6, lat: line[3] / 1e6 };
      for (const name of new Set(place.names.map(foldName))) add(places, name, place);
    }
  }
  return isKnown ? { streets, houses, places } : undefined;
}

/** The lines of a file one by one; what is wrong with it is thrown. */
async function* linesOf(file: string): AsyncGenerator<Line> {
  const packed = createReadStream(file);
  const unpacked = packed.pipe(createGunzip());
  packed.once('error', (error) => unpacked.destroy(error));
  unpacked.setEncoding('utf8');
  let rest = '';
  for await (const chunk of unpacked as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line);
  }
}

function add<T>(into: Map<string, T[]>, name: string, thing: T): void {
  if (name === '') return;
  const known = into.get(name);
  if (known === undefined) into.set(name, [thing]);
  else known.push(thing);
}

/** The first position, then how far each next one is from the one before. */
function steps(line: readonly number[]): number[] {
  const whole = line.map(millionths);
  return whole.map((value, at) => (at < 2 ? value : value - whole[at - 2]));
}

function positions(stepped: readonly number[]): number[] {
  const whole = [...stepped];
  for (let at = 2; at < whole.length; at++) whole[at] += whole[at - 2];
  return whole.map((value) => value / 1e6);
}
