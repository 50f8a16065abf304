import { expect, it } from 'vitest';
import { isApplePhone, navigationLinks } from '../../web/courier/navigation-links.js';

/** WGS-84 of the published reference point; GCJ-02 116.410244, 39.916404 and BD-09 116.416627, 39.922700. */
const place = { lon: 116.404, lat: 39.915 };
const linksOf = (isApple: boolean, name = '天安门, 东') =>
  Object.fromEntries(navigationLinks(place, name, isApple).map(({ navigator, href }) => [navigator, href]));
const queryOf = (href: string) => Object.fromEntries(new URL(href).searchParams);

it('tells every map the place in the degrees that it reads', () => {
  const links = linksOf(false);
  expect(queryOf(links.amap)).toMatchObject({
    to: '116.410244,39.916404,天安门  东',
    coordinate: 'gaode',
    mode: 'car',
  });
  expect(queryOf(links.baidu)).toMatchObject({ location: '39.922700,116.416627', coord_type: 'bd09ll' });
  expect(queryOf(links.tencent)).toMatchObject({ type: 'drive', tocoord: '39.916404,116.410244', to: '天安门, 东' });
  expect(links.phone).toBe(`geo:39.915000,116.404000?q=39.915000,116.404000(${encodeURIComponent('天安门, 东')})`);
});

it("leads Apple's phones to Apple's map, which draws China in GCJ-02", () => {
  const { phone } = linksOf(true);
  expect(new URL(phone).host).toBe('maps.apple.com');
  expect(queryOf(phone)).toMatchObject({ daddr: '39.916404,116.410244', dirflg: 'd' });
});

it('takes a name for words, whatever stands in it', () => {
  const { baidu } = linksOf(false, 'A&coord_type=wgs84#x');
  expect(queryOf(baidu)).toMatchObject({ title: 'A&coord_type=wgs84#x', coord_type: 'bd09ll' });
});

it('knows phones and tablets of Apple from others', () => {
  const touch = { maxTouchPoints: 5 };
  expect(isApplePhone({ userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)', ...touch })).toBe(true);
  expect(isApplePhone({ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', ...touch })).toBe(true);
  expect(isApplePhone({ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', maxTouchPoints: 0 })).toBe(false);
  expect(isApplePhone({ userAgent: 'Mozilla/5.0 (Linux; Android 14)', ...touch })).toBe(false);
});
