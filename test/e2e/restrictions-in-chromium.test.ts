import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, desk, hasBrowserFor, Installation, phone } from '../support/installation.js';
import { smallDay } from '../support/small-day.js';

const hasBrowser = hasBrowserFor('vehicle restrictions in Chromium');
const at = new Installation('restrictions');
const user = { login: 'restrictions', name: '调度', role: 'dispatcher', password: 'a-long-password-of-words' };
const path = '/depots/D1/vehicle-restrictions';
const kept = async () => (await at.ask('GET', path)).restrictions;

async function openRules(page: Page, name = '调度规则'): Promise<void> {
  await page.getByRole('tab', { name }).click();
  await page.locator('.restrictions').waitFor();
}

describe.skipIf(!hasBrowser)('vehicle restrictions in Chromium', () => {
  let page: Page;
  beforeAll(async () => {
    await at.beginEmpty();
    await at.importFiles(smallDay);
    page = await at.pageOf(user, desk, '/?date=2024-06-14');
    await openRules(page);
  }, 320_000);
  afterAll(() => at.end());

  it('are drawn with the mouse, with their vehicles and hours', async () => {
    await page.getByText('还没有限行。').waitFor();
    await page.getByText('当前的路线引擎不能让车避开这里画的地方').waitFor();
    await at.photograph(page, 'none');
    await button(page, '画限行区').click();
    await page.getByLabel('名称', { exact: true }).fill('市中心');
    const map = page.locator('.map__canvas');
    const box = (await map.boundingBox())!;
    // A triangle around the middle of the map, where nothing lies above it.
    const points: readonly (readonly [number, number])[] = [
      [0.4, 0.4],
      [0.6, 0.4],
      [0.5, 0.65],
    ];
    for (const [x, y] of points) await map.click({ position: { x: box.width * x, y: box.height * y } });
    expect(await page.locator('.drawn-point').count()).toBe(3);
    await page.getByLabel('重于（吨）').fill('4.5');
    await page.getByLabel('只限穿行：送货可以进').check();
    await button(page, '加时段').click();
    await page.getByLabel('从', { exact: true }).fill('07:00');
    await page.getByLabel('到', { exact: true }).fill('09:30');
    await at.photograph(page, 'drawing');
    await button(page, '保存限行').click();
    await page.getByText('货车，重于 4.5 吨 · 每天 07:00–09:30 · 送货可进').waitFor();
    const [restriction] = await kept();
    expect(restriction).toMatchObject({
      name: '市中心',
      vehicles: { profile: 'truck', heavierThanKilograms: 4500 },
      hours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '07:00', until: '09:30' }],
      allowsDestinations: true,
      isOn: true,
    });
    expect(restriction.geometry.coordinates[0]).toHaveLength(4);
    // Hatched, so that no colour alone tells it.
    await page.locator('path[fill="url(#restriction-hatch)"]').waitFor();
    await at.photograph(page, 'drawn');
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('are drawn by keyboard, and say what is missing', async () => {
    await button(page, '画限行区').press('Enter');
    await page.getByLabel('名称', { exact: true }).focus();
    await page.keyboard.type('滨江路');
    await page.getByLabel('一条路').press('Space');
    await button(page, '加上地图中心').press('Enter');
    await page.keyboard.press('Tab');
    await button(page, '保存限行').press('Enter');
    await page.getByText('一条路至少要 2 个点。').waitFor();
    const points = page.getByLabel('各点（每行：经度, 纬度）');
    await points.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('120.10, 30.25\n120.11 北');
    await page.getByText('第 2 行不是“经度, 纬度”。').waitFor();
    await points.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('120.10, 30.25\n120.11, 30.26');
    await page.getByLabel('高于（米）').focus();
    await page.keyboard.type('很高');
    await button(page, '保存限行').press('Enter');
    await page.getByText('高于（米）: 不是大于零的数。').waitFor();
    await at.photograph(page, 'refused');
    await page.getByLabel('高于（米）').fill('2.5');
    await button(page, '保存限行').press('Enter');
    await page.getByText('货车，高于 2.5 米 · 全天，每天').waitFor();
    const line = (await kept()).find(({ name }: { name: string }) => name === '滨江路');
    expect(line.geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [120.1, 30.25],
        [120.11, 30.26],
      ],
    });
    expect(line.bothWays).toBe(true);
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('are switched off and on, changed, removed and taken back', async () => {
    const on = page.getByLabel('启用 市中心');
    await on.uncheck();
    await expect
      .poll(async () => (await kept()).map(({ isOn }: { isOn: boolean }) => isOn).sort())
      .toEqual([false, true]);
    await page.getByText('送货可进 · 未启用').waitFor();
    await on.check();
    await page.getByText('送货可进 · 未启用').waitFor({ state: 'detached' });
    await button(page, '修改 市中心').click();
    expect(await page.locator('.drawn-point').count()).toBe(3);
    await page.getByLabel('名称', { exact: true }).fill('市中心以内');
    await button(page, '保存限行').click();
    await button(page, '移除 市中心以内').click();
    await page.getByText('已移除 市中心以内。').waitFor();
    expect(await kept()).toHaveLength(1);
    await button(page, '撤销').click();
    await button(page, '移除 市中心以内').waitFor();
    expect(await kept()).toHaveLength(2);
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('fit on a phone and in English, and say when they cannot be read', async () => {
    const small = await at.page(phone, { locale: 'en-GB' });
    await at.signIn(small, user, '/?date=2024-06-14');
    await openRules(small, 'Rules');
    await small.getByText('Lorry, heavier than 4.5 t · every day 07:00–09:30 · deliveries allowed').waitFor();
    await small.locator('.restrictions').scrollIntoViewIfNeeded();
    await at.photograph(small, 'phone');
    await button(small, 'Draw a restriction').click();
    await small.locator('.restriction-form').waitFor();
    await at.photograph(small, 'phone-form');
    const wide = await small.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(phone.width);
    await small.route('**/api/v1/depots/D1/vehicle-restrictions', (route) =>
      route.fulfill({ status: 503, body: JSON.stringify({ code: 'overloaded', detail: 'The server is busy.' }) }),
    );
    await small.reload();
    await small.getByRole('tab', { name: 'Rules' }).click();
    await small.getByText('The server is busy.').waitFor();
    await at.photograph(small, 'phone-failed');
    await small.unroute('**/api/v1/depots/D1/vehicle-restrictions');
    await button(small, 'Try again').click();
    await small.locator('.restrictions').waitFor();
    expect(at.faults).toEqual([]);
    await small.context().close();
  }, 60_000);
});
