import { z } from 'zod';
import { type Geocoder, likeliest, type PlaceMatch } from '../../application/network/geocoder.js';
import { toWgs84 } from '../../application/tables/columns/datum.js';
import { isOnGlobe } from '../../domain/network/place.js';
import { ProviderClient } from './provider-client.js';

const name = 'amap';
const publicUrl = 'https://restapi.amap.com/v3/geocode/geo';
/** Keys of individuals are let through three times a second. */
const paceMilliseconds = 400;

/** How sure it is, by what AMap says that it has found; what is not here is too large to hold a door. */
const byLevel: Readonly<Record<string, readonly [PlaceMatch, number]>> = {
  门牌号: ['house', 0.9],
  单元号: ['house', 0.9],
  道路交叉路口: ['interpolated', 0.6],
  道路: ['street', 0.4],
  兴趣点: ['place', 0.3],
  公交站台: ['place', 0.3],
  地铁站: ['place', 0.3],
  村庄: ['place', 0.2],
  热点商圈: ['place', 0.2],
};

/** Of a day. */
const quotaCodes = new Set(['10003', '10010', '10029', '10044', '10045']);
/** Of a second or a minute: of the key, the service, or the address that asks. */
const rateCodes = new Set(['10004', '10014', '10019', '10020', '10021']);
/** Of the provider's own trouble, or of an address that it can make nothing of. */
const nothingCodes = new Set(['20000', '20003', '30001']);

// What is empty comes as a list.
const text = z.union([z.string(), z.array(z.unknown()).transform(() => '')]);
const answerSchema = z.object({
  status: z.string(),
  info: text.default(''),
  infocode: text.default(''),
  geocodes: z.array(z.object({ formatted_address: text, level: text, location: text })).default([]),
});

/** AMap 高德 (web service "geocode/geo"). It answers in GCJ-02. */
export function makeAmapGeocoder({ key, url }: { readonly key: string; readonly url?: string }): Geocoder {
  const client = new ProviderClient({ title: 'AMap', url: url ?? publicUrl, paceMilliseconds });
  return {
    name,
    paceMilliseconds,
    async find(address, _near, signal) {
      const read = answerSchema.safeParse(await client.get({ key, address, output: 'JSON' }, signal));
      if (!read.success) throw client.unavailable('odd');
      const { status, infocode, info, geocodes } = read.data;
      if (status !== '1') {
        if (quotaCodes.has(infocode)) throw client.quotaExceeded();
        if (rateCodes.has(infocode)) throw client.askedTooFast();
        if (nothingCodes.has(infocode)) return [];
        // Their word for it holds capitals only; what else comes may hold what was sent.
        if (infocode.startsWith('100')) throw client.refused(/^[A-Z_]+$/.test(info) ? info : infocode);
        throw client.unavailable('odd');
      }
      return likeliest(
        geocodes.flatMap(({ formatted_address: label, level, location }) => {
          const found = byLevel[level];
          const [lon, lat] = location.split(',').map(Number);
          if (found === undefined || !isOnGlobe({ lon, lat })) return [];
          const [match, confidence] = found;
          return [{ ...toWgs84({ lon, lat }, 'gcj02'), match, confidence, label, source: name }];
        }),
      );
    },
  };
}
