import type { Geocoder } from '../../application/network/geocoder.js';
import { makeAmapGeocoder } from './amap-geocoder.js';
import { makeNominatimGeocoder } from './nominatim-geocoder.js';
import { makeTencentGeocoder } from './tencent-geocoder.js';

/** Whom to ask beside the own map; undefined: nobody, and nothing leaves the machine. */
export type GeocoderSettings =
  | { readonly provider: 'amap' | 'tencent'; readonly key: string; readonly url?: string }
  | { readonly provider: 'nominatim'; readonly url: string };

/** The provider of the settings. @param agent what we call ourselves to it. */
export function openProvider(settings: GeocoderSettings, agent: string): Geocoder {
  if (settings.provider === 'nominatim') return makeNominatimGeocoder({ url: settings.url, agent });
  return settings.provider === 'amap' ? makeAmapGeocoder(settings) : makeTencentGeocoder(settings);
}
