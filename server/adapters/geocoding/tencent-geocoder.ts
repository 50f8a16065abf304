import { z } from 'zod';
import { type Geocoder, likeliest, type PlaceMatch } from '../../application/network/geocoder.js';
import { toWgs84 } from '../../application/tables/columns/datum.js';
import { isOnGlobe } from '../../domain/network/place.js';
import { ProviderClient } from './provider-client.js';

const name = 'tencent';
const publicUrl = 'https://apis.map.qq.com/ws/geocoder/v1/';
/** Keys are let through five times a second. */
const paceMilliseconds = 250;

/** From here on a place is a point, and from here on Tencent calls its own answer reliable. */
const pointLevel = 9;
const streetLevel = 7;
const reliable = 7;
/** `2号线`, `3号口` and `5号院` are no doors. */
const houseNumber = /\d+\s*(?:号(?![线口院])|弄|栋|幢|座)/;

/** Of a day, and of a second. */
const quotaCode = 121;
const rateCode = 120;
const nothingCodes = new Set([306, 347, 348, 395]);
/** A key that is unknown, not for this service, or not for this machine. */
const refusedCodes = new Set([110, 111, 112, 113, 190, 199, 311]);

const answerSchema = z.object({
  status: z.number(),
  result: z
    .object({
      title: z.string().default(''),
      location: z.object({ lng: z.number(), lat: z.number() }),
      reliability: z.number().default(0),
      level: z.number().default(0),
    })
    .optional(),
});

/** Tencent 腾讯位置服务 (web service "geocoder/v1"). It answers in GCJ-02, with one place. */
export function makeTencentGeocoder({ key, url }: { readonly key: string; readonly url?: string }): Geocoder {
  const client = new ProviderClient({ title: 'Tencent', url: url ?? publicUrl, paceMilliseconds });
  return {
    name,
    paceMilliseconds,
    async find(address, _near, signal) {
      const read = answerSchema.safeParse(await client.get({ key, address }, signal));
      if (!read.success) throw client.unavailable('odd');
      const { status, result } = read.data;
      if (status === quotaCode) throw client.quotaExceeded();
      if (status === rateCode) throw client.askedTooFast();
      if (refusedCodes.has(status)) throw client.refused(`status ${status}`);
      if (nothingCodes.has(status)) return [];
      if (status !== 0 || result === undefined) throw client.unavailable('odd');
      const found = matchOf(address, result.level, result.reliability);
      const at = { lon: result.location.lng, lat: result.location.lat };
      if (found === undefined || !isOnGlobe(at)) return [];
      const [match, confidence] = found;
      return likeliest([{ ...toWgs84(at, 'gcj02'), match, confidence, label: result.title || address, source: name }]);
    },
  };
}

function matchOf(address: string, level: number, reliability: number): [PlaceMatch, number] | undefined {
  if (level >= pointLevel) {
    if (!houseNumber.test(address)) return ['place', 0.3];
    return reliability >= reliable ? ['house', 0.9] : ['interpolated', 0.6];
  }
  return level >= streetLevel ? ['street', reliability >= reliable ? 0.4 : 0.35] : undefined;
}
