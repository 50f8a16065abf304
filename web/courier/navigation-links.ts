import { type LonLat, toDatum } from '../map/datum.js';

export type Navigator = 'amap' | 'baidu' | 'tencent' | 'phone';

export interface NavigationLink {
  readonly navigator: Navigator;
  readonly href: string;
}

/** Names the program to the maps that ask for it. */
const source = 'tuanda';

/**
 * Where a phone's maps are told to lead to, each in the datum that it reads: AMap, Tencent and Apple GCJ-02, Baidu its own
 * BD-09, `geo:` WGS-84. The web addresses open the app where it is installed, and a page where it is not.
 *
 * @param isApple phones that know no `geo:` addresses and have Apple's map.
 */
export function navigationLinks(place: LonLat, name: string, isApple: boolean): NavigationLink[] {
  const gcj = toDatum('gcj02', place);
  const bd = toDatum('bd09', place);
  return [
    {
      navigator: 'amap',
      href: `https://uri.amap.com/navigation?${new URLSearchParams({
        to: `${lonLat(gcj)},${withoutCommas(name)}`,
        mode: 'car',
        coordinate: 'gaode',
        callnative: '1',
        src: source,
      })}`,
    },
    {
      navigator: 'baidu',
      href: `https://api.map.baidu.com/marker?${new URLSearchParams({
        location: latLon(bd),
        title: name,
        content: name,
        coord_type: 'bd09ll',
        output: 'html',
        src: source,
      })}`,
    },
    {
      navigator: 'tencent',
      href: `https://apis.map.qq.com/uri/v1/routeplan?${new URLSearchParams({
        type: 'drive',
        to: name,
        tocoord: latLon(gcj),
        referer: source,
      })}`,
    },
    {
      navigator: 'phone',
      href: isApple
        ? `https://maps.apple.com/?${new URLSearchParams({ daddr: latLon(gcj), dirflg: 'd', q: name })}`
        : `geo:${latLon(place)}?q=${latLon(place)}(${encodeURIComponent(name)})`,
    },
  ];
}

/** Six digits are a tenth of a meter. */
const degrees = (value: number) => value.toFixed(6);
const lonLat = ({ lon, lat }: LonLat) => `${degrees(lon)},${degrees(lat)}`;
const latLon = ({ lon, lat }: LonLat) => `${degrees(lat)},${degrees(lon)}`;
/** A comma would end the name. */
const withoutCommas = (name: string) => name.replaceAll(',', ' ');

/** Whether this phone is one of Apple's; iPads say that they are Macs with touch. */
export function isApplePhone({
  userAgent,
  maxTouchPoints,
}: {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
}): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
}
