import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, desk, hasBrowserFor, Installation, phone } from '../support/installation.js';
import { smallDay } from '../support/small-day.js';

const hasBrowser = hasBrowserFor('the network in Chromium');
const at = new Installation('network');
const user = { login: 'net', name: '调度', role: 'dispatcher', password: 'a-long-password-of-words' };

describe.skipIf(!hasBrowser)('the network in Chromium', () => {
  let page: Page;
  beforeAll(async () => {
    // A map of a small town, with roads that places are near to.
    at.run(['map', 'build', 'test/contract/routing-town.osm.pbf', '--name', 'Town']);
    await at.beginEmpty();
    const { 'orders.csv': _orders, 'order_lines.csv': _lines, ...network } = smallDay;
    const inTown = { ...network, 'depots.csv': network['depots.csv'].replace('120.10,30.25', '120.001,30.001') };
    await at.importFiles({ ...inTown, 'stations.csv': stations(30) });
    page = await at.pageOf(user, desk, '/manage/stations');
  }, 320_000);
  afterAll(() => at.end());

  const open = async (to: string) => {
    await page.goto(`${at.address}/manage/${to}`);
    await page.locator('.network').waitFor();
  };
  const ids = () => page.locator('tbody td.things__stationId').allTextContents();

  it('is searched by several words, and walked through by keyboard', async () => {
    await page.locator('td.things__stationId').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('1号 WEST');
    // Odd numbers are in the west: 1, 11, 21 have a 1 before 号.
    await expect.poll(ids).toEqual(['S01', 'S11', 'S21']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '11号自提点' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/manage/stations/S11');
    await page.keyboard.press('Alt+ArrowDown');
    await page.waitForURL('**/manage/stations/S21');
    await page.goBack();
    await page.goBack();
    await expect.poll(ids).toEqual(['S01', 'S11', 'S21']);
  }, 60_000);

  it('tells what is wrong at its field, what was typed and what the server refused', async () => {
    await open('stations/S01');
    const minutes = page.getByLabel('每次交货固定分钟', { exact: true });
    await minutes.fill('五');
    await page.getByText('请填数字，例如 12 或 1.5。').waitFor();
    expect(await button(page, '保存').isDisabled()).toBe(true);
    await minutes.fill('6');
    await page.getByLabel('最好不晚于', { exact: true }).fill('8:30');
    await page.keyboard.press('Control+s');
    const price = page.locator('.form__field').filter({ hasText: '每晚一小时' });
    await price.getByRole('alert').getByText('“最好不晚于”和“每晚一小时”是一起的').waitFor();
    await at.photograph(page, 'refused');
    await price.getByRole('textbox').fill('60');
    await page.keyboard.press('Control+s');
    await page.getByText('已改 1号自提点').waitFor();
    expect(await at.ask('GET', '/stations/S01')).toMatchObject({
      serviceFixedMilliminutes: 6000,
      rules: { softToSecond: 30_600, lateMicrosPerHour: 60_000_000 },
    });
  }, 60_000);

  it('is changed many at once, and all of it taken back', async () => {
    await open('stations');
    await page.getByRole('searchbox').fill('west');
    await page.getByRole('checkbox', { name: '选中显示的全部' }).check();
    await page.getByText('已选 15').waitFor();
    await button(page, '批量修改').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('改哪一项').selectOption({ label: '等级' });
    await dialog.getByLabel('等级', { exact: true }).fill('A');
    await dialog.getByRole('button', { name: '修改 15 项' }).click();
    await page.getByText('已改 15 项').first().waitFor();
    const tiers = async () => {
      const { data } = await at.ask('GET', '/stations?limit=200');
      return data.filter(({ tier }: { tier: string }) => tier === 'A').length;
    };
    expect(await tiers()).toBe(15);
    await button(page, '撤销').first().click();
    await expect.poll(tiers).toBe(0);
  }, 60_000);

  it('has places that are moved by arrow keys, seen with the road, and kept off where there is none', async () => {
    await open('stations/S02');
    const before = await at.ask('GET', '/stations/S02');
    await page.getByText(/离送货经过的路/).waitFor();
    const pin = page.getByRole('button', { name: '2号自提点 的位置' });
    await pin.focus();
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+s');
    await page.getByText('已改 2号自提点').waitFor();
    const moved = await at.ask('GET', '/stations/S02');
    // 22 m north.
    expect((moved.lat - before.lat) * 111_195).toBeCloseTo(22, 1);
    expect(moved.lon).toBe(before.lon);
    // The form is there anew, with what was saved.
    await page.getByText('有未保存的改动').waitFor({ state: 'detached' });
    await page.getByLabel('纬度', { exact: true }).fill('30.2');
    await page.locator('.form__fault', { hasText: '1,000 米内没有车能走的路' }).waitFor();
    expect(await button(page, '保存').isDisabled()).toBe(true);
  }, 60_000);

  it('says what an end would touch before it is saved, and brings back what was deleted', async () => {
    await at.ask('POST', '/orders', {
      orderId: 'N1',
      customerId: 'K',
      stationId: 'S03',
      placedAt: '2099-06-11T20:00:00+08:00',
      deliveryDate: '2099-06-12',
      lines: [{ skuId: 'MILK', quantity: 1 }],
    });
    await open('stations/S03');
    await page.getByLabel('状态', { exact: true }).selectOption('suspended');
    await page.getByText('1 张订单还没送出').waitFor();
    await at.photograph(page, 'impact');
    await button(page, '删除').click();
    await page.getByText('还有记录提到它，不能删除').waitFor();
    await page.keyboard.press('Control+s');
    await expect.poll(async () => (await at.ask('GET', '/stations/S03')).status).toBe('suspended');

    await open('stations/S04');
    await button(page, '删除').click();
    await page.waitForURL('**/manage/stations');
    await page.getByText('已删除 4号自提点').waitFor();
    await button(page, '撤销').click();
    await expect.poll(async () => (await at.ask('GET', '/stations/S04')).name).toBe('4号自提点');
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('fits on a phone, and says so when the server is away', async () => {
    const small = await at.page(phone);
    await at.signIn(small, user, '/manage/stations');
    await small.locator('td.things__stationId').first().waitFor();
    expect(await small.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
    // The menu is wider than a phone: it shows where one is. Rows are of the height that those out of view are reckoned with.
    await small.goto(`${at.address}/manage/wave-rules`);
    await small.locator('.things').waitFor();
    await expect
      .poll(() =>
        small.locator('[aria-current=page]').evaluate((link) => {
          const { left, right } = link.getBoundingClientRect();
          return left >= 0 && right <= window.innerWidth;
        }),
      )
      .toBe(true);
    await small.goto(`${at.address}/manage/vehicles`);
    const rows = small.getByRole('row').filter({ has: small.locator('td a') });
    await rows.first().waitFor();
    const heights = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
    expect(new Set(heights)).toEqual(new Set([44]));

    await small.goto(`${at.address}/manage/stations`);
    await small.locator('td.things__name a').first().waitFor();
    await small.context().setOffline(true);
    await small.locator('td.things__name a').first().click();
    await small.getByRole('alert').getByRole('button', { name: '重试' }).waitFor();
    await small.context().setOffline(false);
    await small.getByRole('button', { name: '重试' }).click();
    await small.getByLabel('名称', { exact: true }).waitFor();
    expect(await small.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
    expect(at.faults).toEqual([]);
  }, 60_000);
});

/** Stations along a street of the town: the odd ones in the west, the others in the east. */
function stations(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => {
    const number = at + 1;
    const id = `S${String(number).padStart(2, '0')}`;
    const lon = (120.001 + 0.0001 * at).toFixed(4);
    return `${id},${number}号自提点,${lon},30.002,07:00,12:00,5,2,open,${number % 2 === 1 ? 'west' : 'east'}`;
  });
  const header = 'station_id,name,lon,lat,receive_from,receive_to,fixed_service_min,min_per_100kg,status,area';
  return `${[header, ...rows].join('\n')}\n`;
}
