import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GeocoderSettings, openProvider } from '../../../server/adapters/geocoding/open-provider.js';
import { ProviderClient } from '../../../server/adapters/geocoding/provider-client.js';
import { toWgs84 } from '../../../server/application/tables/columns/datum.js';

const key = 'secret-key-of-the-provider';
const never = new AbortController().signal;
const depot = { lon: 120.1, lat: 30.3 };

/** Answers every request the same, and notes what was asked. */
let answer: { status?: number; body: string };
let asked: URL[];
let agents: (string | undefined)[];
let server: Server;
let url: string;
beforeEach(async () => {
  [asked, agents] = [[], []];
  server = createServer((request, response) => {
    asked.push(new URL(request.url!, url));
    agents.push(request.headers['user-agent']);
    if (answer.body === 'silence') return;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const open = (provider: GeocoderSettings['provider']) =>
  openProvider(provider === 'nominatim' ? { provider, url } : { provider, key, url: `${url}/geo` }, 'Tuanda/test');
const find = (provider: GeocoderSettings['provider'], address = '文三路478号') =>
  open(provider).find(address, depot, never);

/** What each says that its quota is used up, and that it does not know the key. */
const amapRefusal = (infocode: string, info: string) => ({ body: JSON.stringify({ status: '0', info, infocode }) });
const tencentRefusal = (status: number) => ({ body: JSON.stringify({ status, message: `odd ${key}` }) });

describe('AMap', () => {
  const geocode = (level: string, location = '120.125,30.28') => ({
    formatted_address: `浙江省杭州市西湖区文三路（${level}）`,
    level,
    location,
    number: [],
  });

  it('is asked for the address, and its degrees are made those of the world', async () => {
    answer = { body: JSON.stringify({ status: '1', info: 'OK', infocode: '10000', geocodes: [geocode('门牌号')] }) };
    const [found] = await find('amap');
    expect(asked[0].pathname).toBe('/geo');
    expect(Object.fromEntries(asked[0].searchParams)).toEqual({ key, address: '文三路478号', output: 'JSON' });
    expect(found).toMatchObject({
      match: 'house',
      confidence: 0.9,
      source: 'amap',
      label: expect.stringContaining('文三路'),
    });
    expect({ lon: found.lon, lat: found.lat }).toEqual(toWgs84({ lon: 120.125, lat: 30.28 }, 'gcj02'));
    // Some 500 m lie between the two in Hangzhou.
    expect(Math.abs(found.lon - 120.125)).toBeGreaterThan(0.003);
  });

  it('is as sure as what it has found, and a district is no place', async () => {
    const geocodes = ['道路', '门牌号', '兴趣点', '区县'].map((level, at) => geocode(level, `120.1${at},30.28`));
    answer = { body: JSON.stringify({ status: '1', info: 'OK', infocode: '10000', geocodes }) };
    const found = await find('amap');
    expect(found.map(({ match, confidence }) => [match, confidence])).toEqual([
      ['house', 0.9],
      ['street', 0.4],
      ['place', 0.3],
    ]);
  });

  it.each([
    ['10003', 'DAILY_QUERY_OVER_LIMIT', 'geocoder-quota', true],
    ['10021', 'CKQPS_HAS_EXCEEDED_THE_LIMIT', 'geocoder-unavailable', false],
    ['10001', 'INVALID_USER_KEY', 'geocoder-refused', true],
  ])('that answers %s %s is %s', async (infocode, info, code, isLasting) => {
    answer = amapRefusal(infocode, info);
    await expect(find('amap')).rejects.toMatchObject({ code, isLasting });
  });

  it('that can make nothing of an address has found nothing', async () => {
    answer = amapRefusal('30001', 'ENGINE_RESPONSE_DATA_ERROR');
    expect(await find('amap')).toEqual([]);
  });
});

describe('Tencent', () => {
  const result = (level: number, reliability: number) => ({
    body: JSON.stringify({
      status: 0,
      message: 'query ok',
      result: { title: '文三路478号', location: { lng: 120.125, lat: 30.28 }, similarity: 0.99, reliability, level },
    }),
  });

  it('is asked for the address, and its degrees are made those of the world', async () => {
    answer = result(11, 9);
    const [found] = await find('tencent');
    expect(Object.fromEntries(asked[0].searchParams)).toEqual({ key, address: '文三路478号' });
    expect(found).toMatchObject({ match: 'house', confidence: 0.9, source: 'tencent', label: '文三路478号' });
    expect({ lon: found.lon, lat: found.lat }).toEqual(toWgs84({ lon: 120.125, lat: 30.28 }, 'gcj02'));
  });

  it.each([
    ['文三路478号', 11, 5, 'interpolated', 0.6],
    ['阳光花园', 11, 9, 'place', 0.3],
    ['地铁2号线世纪大道站', 11, 9, 'place', 0.3],
    ['318国道旁超市', 11, 9, 'place', 0.3],
    ['文三路', 7, 9, 'street', 0.4],
  ])('of %s at level %i, reliable to %i, is a %s', async (address, level, reliability, match, confidence) => {
    answer = result(level, reliability);
    expect(await find('tencent', address)).toMatchObject([{ match, confidence }]);
  });

  it('that knows no more than the district has found nothing', async () => {
    answer = result(2, 9);
    expect(await find('tencent')).toEqual([]);
    answer = tencentRefusal(347);
    expect(await find('tencent')).toEqual([]);
  });

  it.each([
    [121, 'geocoder-quota', true],
    [120, 'geocoder-unavailable', false],
    [311, 'geocoder-refused', true],
  ])('that answers status %i is %s', async (status, code, isLasting) => {
    answer = tencentRefusal(status);
    await expect(find('tencent')).rejects.toMatchObject({ code, isLasting });
  });
});

describe('Nominatim', () => {
  const place = (place_rank: number, lon: string, address = {}) => ({
    ...{ place_id: 1, osm_type: 'way', lon, lat: '30.28', place_rank, address },
    display_name: `文三路 ${place_rank}, 杭州市`,
  });

  it('is told who asks and where to look first, and answers in degrees of the world', async () => {
    const places = [place(26, '120.12', { road: '文三路' }), place(30, '120.125', { house_number: '478' })];
    answer = { body: JSON.stringify([...places, place(30, '120.13'), place(16, '120.14')]) };
    const found = await find('nominatim');
    expect(asked[0].pathname).toBe('/search');
    expect(Object.fromEntries(asked[0].searchParams)).toEqual({
      q: '文三路478号',
      format: 'jsonv2',
      addressdetails: '1',
      limit: '5',
      viewbox: '119.10,31.30,121.10,29.30',
    });
    expect(agents).toEqual(['Tuanda/test']);
    expect(found.map(({ lon, match, confidence }) => [lon, match, confidence])).toEqual([
      [120.125, 'house', 0.9],
      [120.12, 'street', 0.4],
      [120.13, 'place', 0.3],
    ]);
  });
});

describe('any provider', () => {
  const providers = ['amap', 'tencent', 'nominatim'] as const;

  it.each(providers)('%s that is out is said to be, and may be asked again', async (provider) => {
    for (const body of ['<html>', '{"status": true}', '[{"lon": 3}]']) {
      answer = { body };
      await expect(find(provider)).rejects.toMatchObject({ code: 'geocoder-unavailable', isLasting: false });
    }
    answer = { status: 502, body: '' };
    await expect(find(provider)).rejects.toMatchObject({ code: 'geocoder-unavailable', isLasting: false });
    answer = { status: 429, body: '' };
    await expect(find(provider)).rejects.toMatchObject({ code: 'geocoder-unavailable', isLasting: false });
    answer = { status: 403, body: '' };
    await expect(find(provider)).rejects.toMatchObject({ code: 'geocoder-refused', isLasting: true });
  });

  it('keeps its key out of every error, whatever it answers', async () => {
    const failed = async () => {
      const error: unknown = await find('amap').catch((thrown: unknown) => thrown);
      const { message, details, told } = error as { message: string; details: unknown; told: unknown };
      return JSON.stringify({ message, details, told, cause: String((error as Error).cause) });
    };
    for (const body of [`${key} is no JSON`, JSON.stringify({ status: '0', info: key, infocode: '10001' })]) {
      answer = { body };
      expect(await failed()).not.toContain(key);
    }
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await failed()).not.toContain(key);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  it('has so long to answer, and gives up when the work is cancelled', async () => {
    answer = { body: 'silence' };
    const slow = new ProviderClient({ title: 'Slow', url, paceMilliseconds: 0, limitMilliseconds: 30 });
    await expect(slow.get({}, never)).rejects.toThrow('Slow did not answer in time.');
    const patient = new ProviderClient({ title: 'Slow', url, paceMilliseconds: 0, limitMilliseconds: 60_000 });
    const leaving = new AbortController();
    const waiting = patient.get({}, leaving.signal);
    const reason = new Error('cancelled');
    leaving.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });

  it('is not believed beyond a size', async () => {
    answer = { body: JSON.stringify('x'.repeat(1_100_000)) };
    await expect(new ProviderClient({ title: 'Big', url, paceMilliseconds: 0 }).get({}, never)).rejects.toMatchObject({
      code: 'geocoder-unavailable',
    });
  });

  it('is asked one request behind the other, at its pace, whether the one before failed or not', async () => {
    answer = { status: 502, body: '' };
    const client = new ProviderClient({ title: 'Paced', url, paceMilliseconds: 60 });
    const begun = performance.now();
    const ended = await Promise.allSettled([
      client.get({ n: '1' }, never),
      client.get({ n: '2' }, never),
      client.get({ n: '3' }, never),
    ]);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(asked.map(({ searchParams }) => searchParams.get('n'))).toEqual(['1', '2', '3']);
    // Timers may fire a millisecond early.
    expect(performance.now() - begun).toBeGreaterThan(117);
  });
});
