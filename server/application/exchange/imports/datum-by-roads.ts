import { toDatum } from '../../../domain/network/datum.js';
import { isOnGlobe, type LonLat } from '../../../domain/network/place.js';
import type { MapExtent } from '../../beginning/setup-steps.js';
import { type Datum, datums, toWgs84 } from '../../tables/columns/datum.js';
import { type Finding, makeFinding } from '../../tables/finding.js';
import { datumNames, type ReadPlace } from './position-warnings.js';

/** Meters from each place to the nearest road of the own map, in the order of the places; undefined where none is near. */
export type RoadMeters = (
  places: readonly LonLat[],
  signal: AbortSignal | undefined,
) => Promise<readonly (number | undefined)[]>;

/** The map in use: degrees around its roads, and how far places lie from these, where they can be asked. */
export interface MapBeside extends MapExtent {
  readonly roadMeters?: RoadMeters;
}

/** Undefined where no map is in use. */
export type FindExtent = () => MapBeside | undefined;

/** Fewer may lie nearer to roads by chance. */
const fewestNew = 10;
/** So many tell as much as all. */
const mostAsked = 200;
/** What counts for a place with no road near it. */
const noRoadMeters = 1_000;
/** The datums of China lie some 500 m apart: stations stand at streets in the right one, and anywhere in the others. */
const nearerTimes = 2;
const nearerShare = 0.7;

/**
 * Warns where the new stations of a file, of which nothing known tells, lie much nearer to roads when they are read in
 * another datum. It is a guess, and nothing is read differently for it.
 */
export async function datumByRoads(
  file: string,
  places: readonly ReadPlace[],
  read: Datum,
  roadMeters: RoadMeters,
  signal: AbortSignal | undefined,
): Promise<Finding | undefined> {
  const isPlace = ({ lon, lat }: LonLat) => isOnGlobe({ lon, lat }) && (lon !== 0 || lat !== 0);
  const fresh = places.filter(({ isTaken, known, given }) => isTaken && known === undefined && isPlace(given));
  if (fresh.length < fewestNew) return undefined;
  const asked = fresh.slice(0, mostAsked).map(({ given }) => given);
  const metersAs = async (datum: Datum) => {
    const moved = datum === read ? asked : asked.map((given) => toWgs84(toDatum(read, given), datum));
    return (await roadMeters(moved, signal)).map((meters) => meters ?? noRoadMeters);
  };
  const asRead = await metersAs(read);
  const others = [];
  for (const datum of datums.filter((each) => each !== read)) others.push({ datum, meters: await metersAs(datum) });
  const best = others.reduce((one, other) => (medianOf(other.meters) < medianOf(one.meters) ? other : one));
  const nearer = best.meters.filter((meters, at) => meters < asRead[at]).length;
  const [there, here] = [medianOf(best.meters), medianOf(asRead)];
  if (there * nearerTimes > here || nearer < nearerShare * asked.length) return undefined;
  const facts = {
    datum: datumNames[best.datum],
    read: datumNames[read],
    there: Math.round(there),
    here: Math.round(here),
    count: nearer,
    compared: asked.length,
  };
  return makeFinding('warned', { file, line: 0, column: 'lon', value: '' }, 'other-datum/roads', facts);
}

function medianOf(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}
