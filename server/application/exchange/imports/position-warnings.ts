import { toDatum } from '../../../domain/network/datum.js';
import { greatCircleMeters, isOnGlobe, type LonLat } from '../../../domain/network/place.js';
import type { MapExtent } from '../../beginning/setup-steps.js';
import { type Datum, datums, toWgs84 } from '../../tables/columns/datum.js';
import { type Finding, makeFinding } from '../../tables/finding.js';

/** Where a row of a file of depots or stations says that its thing lies. */
export interface ReadPlace {
  readonly id: string;
  /** Degrees in WGS-84 as the row was read; off the globe where they are no position. */
  readonly given: LonLat;
  /** Where the record held it before, in WGS-84. */
  readonly known?: LonLat;
  /** A station's depot. */
  readonly depot?: LonLat;
  /** Whether the row was taken; one that was refused may still tell that its columns are swapped. */
  readonly isTaken: boolean;
}

/** Beyond this a place is not where others of its file are… */
const strangeMeters = 500_000;
/** …and it is where they are when it comes so near. */
const nearMeters = 100_000;
/** Further than anybody drives to a station and back in a day. */
const farMeters = 300_000;
/** What another datum explains: the ways between datums are exact to less, and places are rarely written down better. */
const sameMeters = 30;
/** Fewer could be moved by chance. */
const fewestCompared = 3;
/** Degrees beside the outermost roads of a map that a door may lie: a kilometer or so. */
const besideRoads = 0.01;
const mostIds = 10;
export const datumNames: Readonly<Record<Datum, string>> = { wgs84: 'WGS-84', gcj02: 'GCJ-02', bd09: 'BD-09' };

/**
 * What is odd about where the rows of one file lie, a warning for all rows of a kind: longitude and latitude swapped,
 * places at 0, 0, far from their depot or outside of the map, and coordinates of another datum than they were read in.
 *
 * @param datum what the file was read in.
 * @param map the extent of the map in use, where there is one.
 */
export function positionWarnings(
  file: string,
  places: readonly ReadPlace[],
  { datum, map }: { readonly datum: Datum; readonly map?: MapExtent },
): Finding[] {
  const warn = (sentence: string, facts: Record<string, string | number>) =>
    makeFinding('warned', { file, line: 0, column: 'lon', value: '' }, sentence, facts);
  const found: Finding[] = [];
  const tell = (sentence: string, odd: readonly ReadPlace[], facts: Record<string, string | number> = {}) => {
    if (odd.length > 0) found.push(warn(sentence, { ...facts, count: odd.length, ids: firstIds(odd) }));
  };

  const middle = middleOf(places);
  const isZero = ({ given }: ReadPlace) => given.lon === 0 && given.lat === 0;
  const isFar = ({ given, depot }: ReadPlace) => depot !== undefined && greatCircleMeters(given, depot) > farMeters;
  const swapped = new Set(places.filter((place) => !isZero(place) && isSwapped(place, place.depot ?? middle)));
  const taken = places.filter((place) => place.isTaken && !swapped.has(place));
  const placed = taken.filter((place) => !isZero(place));
  tell('swapped-positions', [...swapped]);
  tell('no-position/depots', taken.filter(isZero));
  tell('far-from-depot', placed.filter(isFar), { kilometers: farMeters / 1000 });
  if (map !== undefined) {
    tell(
      'outside-map',
      placed.filter((place) => !isFar(place) && !isWithin(map, place.given)),
    );
  }
  const other = otherDatum(placed, datum);
  if (other !== undefined) {
    const { count, compared } = other;
    found.push(warn('other-datum', { datum: datumNames[other.datum], read: datumNames[datum], count, compared }));
  }
  return found;
}

/** What lies far away as it stands, or nowhere on the globe, and near when its two numbers change places. */
function isSwapped({ given }: ReadPlace, near: LonLat | undefined): boolean {
  const turned = { lon: given.lat, lat: given.lon };
  if (!isOnGlobe(turned)) return false;
  // Nearly all places of China have a longitude that is no latitude.
  if (!isOnGlobe(given)) return near === undefined || greatCircleMeters(turned, near) <= farMeters;
  if (near === undefined || greatCircleMeters(given, near) <= strangeMeters) return false;
  return greatCircleMeters(turned, near) <= nearMeters;
}

/** The middle of a file's places, which a few odd ones do not move; none where there are too few to have one. */
function middleOf(places: readonly ReadPlace[]): LonLat | undefined {
  const given = places.map((place) => place.given).filter(isOnGlobe);
  if (given.length < fewestCompared) return undefined;
  const median = (numbers: number[]) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
  return { lon: median(given.map(({ lon }) => lon)), lat: median(given.map(({ lat }) => lat)) };
}

function isWithin({ west, south, east, north }: MapExtent, { lon, lat }: LonLat): boolean {
  const isBetween = (least: number, degrees: number, most: number) =>
    degrees >= least - besideRoads && degrees <= most + besideRoads;
  return isBetween(west, lon, east) && isBetween(south, lat, north);
}

/** The datum in which most of the places that the record knows lie where it knows them; none where they do so already. */
function otherDatum(
  places: readonly ReadPlace[],
  read: Datum,
): { datum: Datum; count: number; compared: number } | undefined {
  const known = places.flatMap((place) => (place.known === undefined ? [] : [{ ...place, known: place.known }]));
  if (known.length < fewestCompared) return undefined;
  const fitting = (datum: Datum) =>
    known.filter(({ given, known: before }) => {
      const place = datum === read ? given : toWgs84(toDatum(read, given), datum);
      return greatCircleMeters(place, before) <= sameMeters;
    }).length;
  const best = datums
    .map((datum) => ({ datum, count: fitting(datum), compared: known.length }))
    // Outside of China two datums are the same: what was said stays then.
    .reduce((one, other) =>
      other.count > one.count || (other.count === one.count && other.datum === read) ? other : one,
    );
  return best.datum !== read && best.count * 2 > best.compared ? best : undefined;
}

function firstIds(places: readonly ReadPlace[]): string {
  const ids = places.slice(0, mostIds).map(({ id }) => id);
  return places.length > mostIds ? `${ids.join(', ')} …` : ids.join(', ');
}
