import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, desk, hasBrowserFor, Installation, phone } from '../support/installation.js';
import { smallDay } from '../support/small-day.js';

const hasBrowser = hasBrowserFor('the map in Chromium');
const at = new Installation('map');
const user = { login: 'map', name: '调度', role: 'dispatcher', password: 'a-long-password-of-words' };

/** What is drawn for people to see, one box each. */
const boxesOf = async (page: Page, selector: string) =>
  (await Promise.all((await page.locator(selector).all()).map((each) => each.boundingBox()))).filter(
    (box) => box !== null,
  );

describe.skipIf(!hasBrowser)('the map in Chromium', () => {
  let page: Page;
  beforeAll(async () => {
    await at.beginEmpty();
    await at.importFiles(smallDay);
    at.run(['plan', '--date', '2024-06-14', '--seconds', '1']);
    page = await at.pageOf(user, desk, '/?date=2024-06-14');
    await page.locator('.run-number').first().waitFor();
  }, 320_000);
  afterAll(() => at.end());

  it('keeps run numbers, depot and legend apart', async () => {
    const boxes = [
      ...(await boxesOf(page, '.run-number__tag')),
      ...(await boxesOf(page, '.map .depot-sign:not(.depot-sign--small)')),
      ...(await boxesOf(page, '.map__legend')),
    ];
    expect(boxes.length).toBeGreaterThan(2);
    for (const [n, one] of boxes.entries()) {
      for (const other of boxes.slice(n + 1)) {
        const isApart =
          one.x + one.width <= other.x + 1 ||
          other.x + other.width <= one.x + 1 ||
          one.y + one.height <= other.y + 1 ||
          other.y + other.height <= one.y + 1;
        expect(isApart, JSON.stringify([one, other])).toBe(true);
      }
    }
    await at.photograph(page, 'overview');
  });

  it('is saved as a picture of what is seen', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, '存为图片').click()]);
    expect(download.suggestedFilename()).toBe('map-2024-06-14.png');
    const picture = readFileSync(await download.path());
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    const shown = (await page.locator('.map').boundingBox())!;
    // Width and height stand at the begin of a PNG: twice those on the screen.
    expect(picture.readUInt32BE(16)).toBe(Math.round(shown.width) * 2);
    expect(picture.readUInt32BE(20)).toBe(Math.round(shown.height) * 2);
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('closes and opens its legend, on phones as well', async () => {
    const small = await at.page(phone);
    await at.signIn(small, user, '/?date=2024-06-14');
    const head = button(small, '图例');
    await head.waitFor();
    expect(await small.getByText('有车次的自提点').count()).toBe(0);
    await head.click();
    await small.getByText('有车次的自提点').waitFor();
    await at.photograph(small, 'legend');
    await small.context().close();
  }, 60_000);

  it('draws thousands of stations as signs with their number, and each by itself where one zooms in', async () => {
    const header = smallDay['stations.csv'].split('\n')[0].split(',');
    const rows = Array.from({ length: 2_000 }, (_, n) =>
      header
        .map((name) => {
          if (name === 'station_id') return `N${n}`;
          if (name === 'name') return `新站 ${n}`;
          if (name === 'lon') return (120.1 + (n % 50) / 1_000).toFixed(6);
          if (name === 'lat') return (30.2 + Math.floor(n / 50) / 1_000).toFixed(6);
          return smallDay['stations.csv'].split('\n')[1].split(',')[header.indexOf(name)];
        })
        .join(','),
    );
    await at.importFiles({ 'stations.csv': [header.join(','), ...rows, ''].join('\n') });
    await page.reload();
    await page.locator('.run-number').first().waitFor();
    for (let step = 0; step < 4; step++) {
      await page.locator('.leaflet-control-zoom-out').click();
      await page.waitForTimeout(300);
    }
    await page.locator('.station-cluster').first().waitFor();
    const counts = (await page.locator('.station-cluster').allTextContents()).map(Number);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1_500);
    await at.photograph(page, 'clusters');
    // From a list of stations one gets to its own sign and words.
    await page.getByRole('tab', { name: '自提点' }).click();
    await page.getByRole('searchbox').first().fill('新站 1234');
    await page.getByText('新站 1234').first().click();
    await page.locator('.leaflet-popup').getByText('新站 1234').waitFor();
    expect(await page.locator('.station-cluster').count()).toBe(0);
    expect(at.faults).toEqual([]);
  }, 120_000);
});
