import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, desk, hasBrowserFor, Installation, phone } from '../support/installation.js';
import { smallDay } from '../support/small-day.js';

const hasBrowser = hasBrowserFor('orders in Chromium');
const at = new Installation('orders');
const password = 'a-long-password-of-words';
const waveId = 'D1-20240614-1';
/** O2 is called GB-77120: it is looked for by its end. */
const files = {
  ...smallDay,
  'orders.csv': smallDay['orders.csv'].replace('O2,', 'GB-77120,'),
  'order_lines.csv': smallDay['order_lines.csv'].replace('O2,', 'GB-77120,'),
};
let page: Page;
let floor: Page;
let courier: Page;

const dialog = () => page.getByRole('dialog');
const seek = async (asked: string) => {
  await page.getByRole('searchbox').fill(asked);
  await page.getByRole('searchbox').press('Enter');
};
const lineOf = async (skuId: string) => {
  const lists = (await at.ask('GET', `/pick-lists?wave=${waveId}`)).data;
  return lists
    .flatMap((list: { lines: { skuId: string }[] }) => list.lines)
    .find((line: { skuId: string }) => line.skuId === skuId);
};
const fits = (shown: Page) => shown.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

describe.skipIf(!hasBrowser)('orders in Chromium', () => {
  beforeAll(async () => {
    await at.beginEmpty();
    await at.importFiles(files);
    await at.planWave(waveId, 0.5);
    await at.releasePlan(waveId);
    const user = { login: 'desk', name: '调度', role: 'dispatcher', password };
    page = await at.pageOf(user, desk, '/?date=2024-06-14&tab=orders');
    const picker = { login: 'picker', name: '拣货员', role: 'picker', password };
    floor = await at.pageOf(picker, phone, `/floor?wave=${waveId}`);
    const driver = { login: 'zhang', name: '张', role: 'courier', depotId: 'D1', courierId: 'C1', password };
    courier = await at.pageOf(driver, phone, '/courier');
  }, 320_000);
  afterAll(() => at.end());

  it('are found by the end of their number, and become smaller with all that follows shown before', async () => {
    // All bottles are picked already.
    await floor.locator('.zone-tabs').getByText('冷藏').click();
    await floor.getByRole('button', { name: '拣好 鲜牛奶' }).or(floor.locator('button.tick').first()).first().click();
    await expect.poll(async () => (await lineOf('MILK')).pickedQuantity).toBe(5);
    await seek('7120');
    await page.locator('.chain h2', { hasText: 'GB-77120' }).waitFor();
    await button(page, '改订单').click();
    await dialog().getByLabel('数量 鲜牛奶').fill('1');
    await dialog().getByLabel('原因').fill('客户来电');
    await dialog().getByLabel('原因').press('Enter');
    await dialog().getByText('拣货单 鲜牛奶：5 → 3。').waitFor();
    await dialog().getByText('放回 2 件').waitFor();
    await dialog().getByText('方案 v1 → v2').waitFor();
    await at.photograph(page, 'effects');
    // Looked at, and nothing more.
    expect(await lineOf('MILK')).toMatchObject({ quantity: 5, putBackQuantity: 0 });
    await button(page, '改').click();
    await page.locator('.chain__lines').getByText('× 1').waitFor();
    await page.getByText('MILK 3 → 1 · 客户来电').waitFor();
    await at.photograph(page, 'changed');
    // The version that follows the order says so, and there is no way back to the one with the goods of before.
    expect(await page.getByRole('button', { name: '撤销改动' }).count()).toBe(0);
    await button(page, '方案 2').click();
    await dialog().getByText('订单改动').waitFor();
    await page.keyboard.press('Escape');
    expect(await lineOf('MILK')).toMatchObject({ quantity: 3, pickedQuantity: 3, putBackQuantity: 2 });
    const { lines } = await at.ask('GET', `/totes/${waveId}.S1.chilled.1`);
    expect(lines.map(({ orderId, quantity }: { orderId: string; quantity: number }) => [orderId, quantity])).toEqual([
      ['GB-77120', 1],
      ['O1', 2],
    ]);
    const [run] = (await at.ask('GET', `/waves/${waveId}/load-lists`)).data;
    const stop = run.stops.find(({ stationId }: { stationId: string }) => stationId === 'S1');
    const chilled = stop.consignments.find(({ zoneId }: { zoneId: string }) => zoneId === 'chilled');
    // Three bottles of 1 kg.
    expect(chilled.grams).toBe(3_000);
    await floor.reload();
    await floor.locator('.zone-tabs').getByText('冷藏').click();
    await floor.getByText('放回 2 件').waitFor();
    expect(await fits(floor)).toBe(true);
    await at.photograph(floor, 'put-back');
    await button(floor, '已放回').click();
    await expect.poll(async () => (await lineOf('MILK')).putBackQuantity).toBe(0);
    await page.getByRole('tab', { name: /^异常/ }).click();
    await page.getByText('订单 GB-77120 减少 2 件').waitFor();
    await at.photograph(page, 'case');
    expect(at.faults).toEqual([]);
  }, 90_000);

  it('are cancelled, several at once, and are gone everywhere', async () => {
    await page.getByRole('tab', { name: '订单' }).click();
    await seek('二号');
    await page.locator('.chain h2', { hasText: 'O3' }).waitFor();
    await page.getByRole('button', { name: '‹ 本波次订单' }).click();
    await page.getByRole('checkbox', { name: '选中订单 O3' }).check();
    await at.photograph(page, 'chosen');
    await button(page, '取消选中的 1 个').click();
    await button(page, '看影响').click();
    await dialog().getByText('不再去 二号站').waitFor();
    await at.photograph(page, 'cancelling');
    await dialog().getByRole('button', { name: '取消订单' }).click();
    await page.getByText('将改 1 个订单。').waitFor();
    await button(page, '撤销').click();
    await page.getByText('将改 1 个订单。').waitFor({ state: 'detached' });
    expect((await at.ask('GET', '/orders/O3')).status).toBe('ordered');
    await button(page, '取消选中的 1 个').click();
    await button(page, '看影响').click();
    await dialog().getByRole('button', { name: '取消订单' }).click();
    await expect.poll(async () => (await at.ask('GET', '/orders/O3')).status, { timeout: 15_000 }).toBe('cancelled');
    expect(await lineOf('ICE')).toBeUndefined();
    const [run] = (await at.ask('GET', `/waves/${waveId}/load-lists`)).data;
    expect(run.stops.map(({ stationId }: { stationId: string }) => stationId)).toEqual(['S1']);
    await courier.reload();
    await courier.getByText('一号站').first().waitFor();
    await courier.getByText('不再去：二号站').waitFor();
    await at.photograph(courier, 'courier');
    expect(at.faults).toEqual([]);
  }, 90_000);

  it('are changed on a phone in English', async () => {
    await page.setViewportSize(phone);
    await page.getByRole('button', { name: 'EN' }).click();
    await seek('O1');
    await page.locator('.chain h2', { hasText: 'O1' }).waitFor();
    await button(page, 'Change').click();
    await dialog().getByLabel('Quantity 大米').fill('2');
    await button(page, 'Show the effects').click();
    await page.getByText('may become smaller, not larger').waitFor();
    expect(await fits(page)).toBe(true);
    await at.photograph(page, 'phone');
    await button(page, 'Leave it').click();
    await seek('s1');
    await page.getByText('2 orders found').waitFor();
    await at.photograph(page, 'found');
    expect(await fits(page)).toBe(true);
    await seek('nothing like that');
    await page.getByText('No order found: nothing like that').waitFor();
  }, 60_000);
});
