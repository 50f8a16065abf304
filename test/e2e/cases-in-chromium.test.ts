import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, desk, hasBrowserFor, Installation, phone } from '../support/installation.js';
import { smallDay } from '../support/small-day.js';

const hasBrowser = hasBrowserFor('cases in Chromium');
const at = new Installation('cases');
const password = 'a-long-password-of-words';
/** A day that is long over, so that nothing goes wrong by the clock. */
const date = '2024-06-14';
const waveId = 'D1-20240614-1';
/** The small day without its frozen goods: one run with one stop, S1, which gets O1 and O2. */
const files = {
  ...smallDay,
  'orders.csv': smallDay['orders.csv'].replace(/^O3.*\n/m, ''),
  'order_lines.csv': smallDay['order_lines.csv'].replace(/^O3.*\n/m, ''),
};
let page: Page;
let laterId: string;
let courier: Page;

const rows = () => page.locator('.case__open');
const dialog = () => page.getByRole('dialog');
const openCases = async () => (await at.ask('GET', '/cases?current=yes')).data as { kind: string; status: string }[];

describe.skipIf(!hasBrowser)('cases in Chromium', () => {
  beforeAll(async () => {
    await at.beginEmpty();
    await at.importFiles(files);
    await at.planWave(waveId, 0.5);
    await at.releasePlan(waveId);
    const later = { deliveryDate: '2099-06-15', cutoffAt: '2099-06-14T23:00:00+08:00' };
    ({ waveId: laterId } = await at.ask('POST', '/depots/D1/waves', later));
    const user = { login: 'desk', name: '调度', role: 'dispatcher', password };
    page = await at.pageOf(user, desk, `/?date=${date}&tab=cases`);
    const driver = { login: 'zhang', name: '张', role: 'courier', depotId: 'D1', courierId: 'C1', password };
    courier = await at.pageOf(driver, phone, '/courier');
  }, 320_000);
  afterAll(() => at.end());

  it('appear while one looks, when a courier measures 9 °C in chilled goods and reports a refusal', async () => {
    await page.getByText('没有待处理的异常').waitFor();
    await button(courier, '出发').click();
    await button(courier, '已到达').click();
    await button(courier, '测温').click();
    await courier.getByRole('dialog').getByRole('radio', { name: '冷藏 · 2 号厢' }).check();
    await at.photograph(courier, 'measuring');
    await courier.getByRole('dialog').getByRole('spinbutton').fill('9');
    await courier.getByRole('dialog').locator('button[type=submit]').click();
    // Told without a reload, the most urgent first.
    await page.getByText('9 °C，应为 0 至 4 °C').waitFor({ timeout: 10_000 });
    await button(courier, '拒收').click();
    await courier.getByRole('dialog').locator('button[type=submit]').click();
    await expect.poll(() => rows().count(), { timeout: 10_000 }).toBe(2);
    expect(await rows().locator('strong').allInnerTexts()).toEqual(['温度超限', '拒收']);
    expect(await page.locator('.tabs__count').last().textContent()).toBe('2');
    await expect.poll(() => page.title()).toBe('(2) 团达 Tuanda');
    await at.photograph(page, 'list');
    expect(at.faults).toEqual([]);
  }, 90_000);

  it('are taken and closed by keyboard, with a refund', async () => {
    await page.locator('body').press('j');
    await page.locator('.case.is-chosen').getByText('温度超限').waitFor();
    await page.keyboard.press('j');
    await page.locator('.case.is-chosen').getByText('拒收').waitFor();
    await page.keyboard.press('k');
    await page.keyboard.press('t');
    await page.locator('.case.is-chosen').getByText('处理中 · desk').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '处理步骤' }).waitFor();
    await at.photograph(page, 'detail');
    // To whose goods they are, and back to the case.
    await button(page, 'O1').first().click();
    await page.locator('.chain h2', { hasText: 'O1' }).waitFor();
    await page.getByRole('tab', { name: '异常' }).click();
    await page.getByRole('heading', { name: '处理步骤' }).waitFor();
    await page.keyboard.press('c');
    await dialog().getByRole('radio', { name: '退款' }).check();
    await dialog().getByLabel('退款金额（元）').fill('19.9');
    await at.photograph(page, 'closing');
    await dialog().getByLabel('备注').press('Enter');
    await page.locator('.case-detail__facts').getByText('¥19.90').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => rows().count()).toBe(1);
    expect(await openCases()).toMatchObject([{ kind: 'refused', status: 'open' }]);
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('bring goods again with a later wave, also on a phone and in English', async () => {
    await page.setViewportSize(phone);
    await page.getByRole('button', { name: 'EN' }).click();
    await rows().getByText('Refused').waitFor();
    await at.photograph(page, 'phone-list');
    await rows().click();
    await page.getByText('Nobody yet').waitFor();
    await page.getByLabel('To whom (login)').fill('DESK');
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.locator('.case-detail__history').getByText('Assigned').waitFor();
    await at.photograph(page, 'phone-detail');
    await page.getByRole('button', { name: 'Close (C)' }).click();
    await dialog().getByLabel('Which wave').selectOption(laterId);
    await at.photograph(page, 'phone-closing');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(phone.width);
    await dialog().getByRole('button', { name: 'Close' }).click();
    await page.getByText('Added to the wave as new orders: O1-R1, O2-R1').waitFor();
    const { data } = await at.ask('GET', `/orders?wave=${laterId}`);
    expect(data.map(({ orderId }: { orderId: string }) => orderId)).toEqual(['O1-R1', 'O2-R1']);
    await page.getByRole('button', { name: 'All cases' }).click();
    await page.getByText('No open cases').waitFor();
    await page.getByLabel('Show', { exact: true }).selectOption('closed');
    await expect.poll(() => rows().count()).toBe(2);
    expect(await openCases()).toEqual([]);
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('ask for what was sent to be undone, where the courier corrects the report', async () => {
    const [run] = (await at.ask('GET', `/runs?wave=${waveId}`)).data;
    const { stops } = await at.ask('GET', `/runs/${run.runId}`);
    const { stopId } = stops[0];
    const event = { stopId, deviceEventId: 'corrected', kind: 'delivered', deviceAt: new Date().toISOString() };
    const effect = await courier.evaluate(
      async ([url, body]) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(url, { method: 'POST', headers, body });
        return (await answer.json()).data[0].effect as string;
      },
      [`/api/v1/runs/${run.runId}/events`, JSON.stringify(event)],
    );
    expect(effect).toBe('taken');
    await page.getByLabel('Show', { exact: true }).selectOption('open');
    await rows().getByText('No longer so, after “Deliver again”: undo that').waitFor({ timeout: 10_000 });
    await at.photograph(page, 'phone-to-undo-list');
    await rows().click();
    const history = page.locator('.case-detail__history');
    await history.getByText('No longer so: undo what was done').waitFor();
    expect(await history.locator('li').last().textContent()).toContain('O1-R1, O2-R1');
    await at.photograph(page, 'phone-to-undo');
    await page.setViewportSize(desk);
    await page.getByRole('button', { name: '中', exact: true }).click();
    await page.getByText('情况已不成立，原已「重送」，请撤回').waitFor();
    await at.photograph(page, 'to-undo');
    await page.getByRole('button', { name: '关闭 (C)' }).click();
    // It is not sent once more by the first key.
    expect(await dialog().getByRole('radio', { name: '不处理' }).isChecked()).toBe(true);
    await dialog().getByRole('button', { name: '取消' }).click();
    await page.getByRole('button', { name: '全部异常' }).click();
    await page.getByLabel('显示', { exact: true }).selectOption('closed');
    await rows().filter({ hasText: '温度超限' }).click();
    await history.getByText(/^9 °C · S1 · \d\d:\d\d/).waitFor();
    await page.getByRole('button', { name: 'EN' }).click();
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('go by what is set for their kind', async () => {
    await page.setViewportSize(desk);
    await page.goto(`${at.address}/manage/case-kinds`);
    await page.getByText('Refused', { exact: true }).click();
    const form = page.locator('.case-kinds__kind[open] form');
    await form.getByLabel('Limit (minutes)').fill('25');
    await form.getByLabel('Severity').selectOption('urgent');
    await form.getByLabel('Steps in English').fill('Call the station.\n\nAsk for a photo.');
    await at.photograph(page, 'kinds');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Urgent · within 25 min').waitFor();
    const { data } = await at.ask('GET', '/depots/D1/case-kinds');
    expect(data.find(({ kind }: { kind: string }) => kind === 'refused')).toMatchObject({
      limitMinutes: 25,
      severity: 'urgent',
      steps: { en: ['Call the station.', 'Ask for a photo.'] },
    });
    expect(at.faults).toEqual([]);
  }, 60_000);
});
