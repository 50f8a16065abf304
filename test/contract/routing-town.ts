import { writeOsmPbf } from '../../server/adapters/map/osm-pbf/osm-pbf-writer.js';
import { greatCircleMeters, type LonLat } from '../../server/domain/network/place.js';

/** Degrees between streets: about 222 m both ways at this latitude. */
const latStep = 0.002;
const lonStep = 0.0023;

interface Ground {
  readonly west: number;
  readonly south: number;
  readonly streets: number;
}

/** A town of twelve by twelve streets, and an island of eight by eight far out at sea, without a bridge. */
const mainland: Ground = { west: 120, south: 30, streets: 12 };
const islandGround: Ground = { west: 120.1, south: 30, streets: 8 };

/** The crossing of a west-east and a south-north street of the town, counted from 0 in the south-west. */
export function crossing(east: number, north: number): LonLat {
  return at(mainland, east, north);
}

/** Six crossings of the town that lie apart. */
export const townPlaces: readonly LonLat[] = [
  crossing(1, 1),
  crossing(9, 2),
  crossing(5, 5),
  crossing(2, 10),
  crossing(10, 10),
  crossing(7, 8),
];

/** On a street of the island: no way from or to the town. */
export const islandPlace: LonLat = at(islandGround, 4, 4);
/** Kilometers from any street. */
export const seaPlace: LonLat = { lon: 120.06, lat: 30.05 };
/** No place on Earth. */
export const nowhere: LonLat = { lon: 200, lat: 95 };

/** The nearest point of either ground, where streets are taken to be everywhere. */
export function nearestGround(place: LonLat): { road: LonLat; meters: number; island: boolean } {
  const [town, island] = [mainland, islandGround].map((ground) => {
    const { west, south, streets } = ground;
    const road = {
      lon: Math.min(Math.max(place.lon, west), west + (streets - 1) * lonStep),
      lat: Math.min(Math.max(place.lat, south), south + (streets - 1) * latStep),
    };
    return { road, meters: greatCircleMeters(place, road), island: ground === islandGround };
  });
  return town.meters <= island.meters ? town : island;
}

/** Writes the town and its island as an OpenStreetMap extract: 208 crossings, 40 streets open both ways. */
export async function writeTown(file: string): Promise<void> {
  const nodes: { id: number; lon: number; lat: number; tags: Record<string, string> }[] = [];
  const ways: { id: number; refs: number[]; tags: Record<string, string> }[] = [];
  for (const ground of [mainland, islandGround]) {
    const first = nodes.length + 1;
    const { streets } = ground;
    const all = [...Array(streets).keys()];
    for (const north of all) {
      for (const east of all) nodes.push({ id: first + north * streets + east, ...at(ground, east, north), tags: {} });
    }
    const street = (refs: number[], name: string) => ways.push({ id: ways.length + 1, refs, tags: { ...tags, name } });
    for (const north of all)
      street(
        all.map((east) => first + north * streets + east),
        `${north} 路`,
      );
    for (const east of all)
      street(
        all.map((north) => first + north * streets + east),
        `${east} 街`,
      );
  }
  await writeOsmPbf(file, { nodes, ways, relations: [], source: 'test town' });
}

const tags = { highway: 'residential', maxspeed: '40' };

function at({ west, south }: Ground, east: number, north: number): LonLat {
  return { lon: Number((west + east * lonStep).toFixed(7)), lat: Number((south + north * latStep).toFixed(7)) };
}
