import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, hasBrowserFor, Installation, phone } from '../support/installation.js';
import { smallDay } from '../support/small-day.js';

const hasBrowser = hasBrowserFor('named waves in Chromium');
const at = new Installation('waves');
const user = { login: 'waves', name: '调度', role: 'dispatcher', password: 'a-long-password-of-words' };

describe.skipIf(!hasBrowser)('waves by name in Chromium', () => {
  beforeAll(async () => {
    await at.beginEmpty();
    const { 'orders.csv': _orders, 'order_lines.csv': _lines, ...network } = smallDay;
    await at.importFiles(network);
  }, 320_000);
  afterAll(() => at.end());

  it('are added on their page, stand over the orders on the console, and are opened to move orders there', async () => {
    const page = await at.pageOf(user, phone, '/manage/cutoffs/-/new');
    await page.waitForSelector('.thing', { timeout: 30_000 });
    await page.getByLabel('波次代码').fill('PM');
    await page.getByLabel('名称').fill('晚班');
    await page.getByLabel('当天第几波').fill('2');
    await page.getByLabel('截单时间').fill('10:30');
    await page.getByLabel('提前几天截单').fill('0');
    await page.getByRole('checkbox', { name: '周日' }).uncheck();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.keyboard.press('Control+s');
    await page.waitForURL('**/manage/cutoffs/PM');
    const kept = await at.ask('GET', '/cutoffs/PM');
    expect(kept).toMatchObject({ name: '晚班', sequence: 2, cutoffSecond: 37_800, daysBefore: 0 });
    expect(kept.weekdays).toEqual([1, 2, 3, 4, 5, 6]);

    const morning = { depotId: 'D1', name: '早班', sequence: 1, cutoffSecond: 79_200 };
    await at.ask('PUT', '/cutoffs/AM', morning);
    const order = {
      orderId: 'N1',
      customerId: 'K',
      stationId: 'S1',
      placedAt: '2099-06-11T20:00:00+08:00',
      deliveryDate: '2099-06-12',
      lines: [{ skuId: 'MILK', quantity: 1 }],
    };
    await at.ask('POST', '/orders', order);
    const deskPage = await at.page(desk);
    await at.signIn(deskPage, user, '/?date=2099-06-12');
    await deskPage.waitForSelector('.top__wave', { timeout: 30_000 });
    expect(await deskPage.locator('.top__wave option').allTextContents()).toEqual(['仓库 · 早班']);
    await deskPage.getByRole('tab', { name: '订单', exact: true }).click();
    const target = deskPage.locator('form select', { hasText: '晚班' });
    await target.selectOption({ label: '晚班 · 截单 10:30' });
    await deskPage.getByRole('combobox', { name: '片区' }).first().selectOption('east');
    await deskPage.getByRole('button', { name: '移入', exact: true }).click();
    await deskPage.waitForFunction(() => document.querySelectorAll('.top__wave option').length === 3, undefined, {
      timeout: 30_000,
    });
    expect(await at.ask('GET', '/orders/N1')).toMatchObject({ waveId: 'D1-20990612-2' });
    expect(at.faults).toEqual([]);
  }, 120_000);
});
