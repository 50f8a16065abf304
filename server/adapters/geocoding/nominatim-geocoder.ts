import { z } from 'zod';
import { type Geocoder, likeliest, mostCandidates, type PlaceMatch } from '../../application/network/geocoder.js';
import { isOnGlobe } from '../../domain/network/place.js';
import { ProviderClient } from './provider-client.js';

const name = 'nominatim';
/** Once a second is what the public server allows, and who has their own is not held up by it for long. */
const paceMilliseconds = 1_000;
/** Degrees around the depot in which places are told first. */
const aroundDegrees = 1;
/** Ranks of Nominatim: 30 is a house or a shop, 26 and 27 are streets, below 20 are towns and more. */
const doorRank = 28;
const streetRank = 26;
const quarterRank = 20;

const answerSchema = z.array(
  z.object({
    lon: z.string(),
    lat: z.string(),
    display_name: z.string(),
    place_rank: z.number(),
    address: z.object({ house_number: z.string().optional() }).optional(),
  }),
);

/** Nominatim, one's own or a public one ("search" as jsonv2). It answers in WGS-84. */
export function makeNominatimGeocoder({ url, agent }: { readonly url: string; readonly agent: string }): Geocoder {
  const client = new ProviderClient({
    title: 'Nominatim',
    url: `${url.replace(/\/+$/, '')}/search`,
    paceMilliseconds,
    // The public server answers nobody who does not say what they are.
    headers: { 'user-agent': agent },
  });
  return {
    name,
    paceMilliseconds,
    async find(address, near, signal) {
      const query: Record<string, string> = {
        q: address,
        format: 'jsonv2',
        addressdetails: '1',
        limit: String(mostCandidates),
      };
      if (near !== undefined) {
        const { lon, lat } = near;
        const box = [lon - aroundDegrees, lat + aroundDegrees, lon + aroundDegrees, lat - aroundDegrees];
        query.viewbox = box.map((degrees) => degrees.toFixed(2)).join(',');
      }
      const read = answerSchema.safeParse(await client.get(query, signal));
      if (!read.success) throw client.unavailable('odd');
      return likeliest(
        read.data.flatMap(({ lon, lat, display_name: label, place_rank: rank, address: parts }) => {
          const at = { lon: Number(lon), lat: Number(lat) };
          const found = matchOf(rank, parts?.house_number !== undefined);
          if (found === undefined || !isOnGlobe(at)) return [];
          const [match, confidence] = found;
          return [{ ...at, match, confidence, label, source: name }];
        }),
      );
    },
  };
}

function matchOf(rank: number, hasNumber: boolean): [PlaceMatch, number] | undefined {
  if (rank >= doorRank) return hasNumber ? ['house', 0.9] : ['place', 0.3];
  if (rank >= streetRank) return ['street', 0.4];
  return rank >= quarterRank ? ['place', 0.2] : undefined;
}
