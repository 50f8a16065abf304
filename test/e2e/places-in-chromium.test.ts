import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowserFor, Installation, phone } from '../support/installation.js';

const hasBrowser = hasBrowserFor('placing stations in Chromium');
const at = new Installation('places');

const depots =
  '仓库编号,仓库名称,经度,纬度,开门时间,关门时间,月台数,固定装车时间,每百公斤装车时间\nD1,东仓,120.01,30.01,04:00,20:00,4,10,2\n';
/** A street that the town has, one that it has not, and one to leave out. */
const stations = `自提点,自提点名称,地址,收货开始,收货结束,服务时间,每百公斤分钟
S1,一号站,3路,07:00,09:30,4,2
S2,二号站,无名路1号,07:00,09:30,4,2
S3,三号站,无名路2号,07:00,09:30,4,2
`;

describe.skipIf(!hasBrowser)('stations with an address only in Chromium', () => {
  beforeAll(async () => {
    at.run(['map', 'build', 'test/contract/routing-town.osm.pbf', '--name', 'Town']);
    await at.beginEmpty();
  }, 320_000);
  afterAll(() => at.end());

  it('are found on the own map, pinned and left out by keyboard on a phone, and taken', async () => {
    const user = { login: 'placer', name: '定位', role: 'dispatcher', password: 'a-long-password-of-words' };
    const page = await at.pageOf(user, phone, '/manage/import');
    await page.waitForSelector('.wizard__drop', { timeout: 30_000 });
    await page.setInputFiles('input[type=file]', [at.write('仓库.csv', depots), at.write('自提点.csv', stations)]);
    await page.getByRole('button', { name: '下一步：核对' }).click({ timeout: 30_000 });

    // What has to be placed comes before the check.
    const cards = page.locator('.places__card');
    await cards.nth(2).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: '查找地址' }).click();
    await page.waitForFunction(() => document.body.textContent?.includes('没有查到'), undefined, { timeout: 60_000 });
    // The first that is open is opened. The town has one such street, and the island another.
    const first = cards.filter({ hasText: '3路' });
    expect(await first.locator('.places__head').textContent()).toContain('只有街道 20 %');
    expect(await first.locator('input[type=radio]').count()).toBe(2);
    await first.getByRole('button', { name: '确认这个位置' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.places__card.is-placed');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

    // The next one is opened, and the keyboard is on it.
    const second = cards.filter({ hasText: '无名路1号' });
    await second.locator('.places__map').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-place')?.includes('无名路1号'));
    await second.getByRole('button', { name: '在地图中央放图钉' }).press('Enter');
    await page.keyboard.press('Shift+ArrowUp');
    await second.getByRole('button', { name: '用图钉的位置' }).press('Enter');
    const third = cards.filter({ hasText: '无名路2号' });
    await third.getByRole('button', { name: '不导入' }).press('Enter');
    await page.waitForSelector('.places__card.is-left-out');

    await page.getByRole('button', { name: '下一步：核对' }).click();
    await page.waitForSelector('.wizard__figures', { timeout: 60_000 });
    const row = page.locator('.wizard__figures tr', { hasText: '自提点.csv' });
    expect(await row.locator('td').allTextContents()).toEqual(['3', '2', '0', '0', '2', '1']);
    await page.getByRole('button', { name: '导入其余的行' }).click();
    await page.waitForSelector('.banner--good', { timeout: 60_000 });
    const taken = await at.ask('GET', '/stations');
    const places = taken.data.map(({ stationId, lat }: { stationId: string; lat: number }) => [stationId, lat]);
    expect(places).toHaveLength(2);
    // The fourth street of the town from the south, 222 m apart.
    expect(places[0]).toEqual(['S1', 30.006]);
    const remembered = await at.ask('GET', '/remembered-places');
    expect(remembered.data.map(({ how }: { how: string }) => how)).toEqual(['geocoder', 'hand']);
    expect(at.faults).toEqual([]);
  }, 240_000);
});
