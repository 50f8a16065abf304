import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, hasBrowserFor, Installation } from '../support/installation.js';

const hasBrowser = hasBrowserFor('runs in Chromium');
const at = new Installation('runs');
/** A day that is over: whatever the clock says, nothing of it was reported. */
const date = '2024-06-14';
let page: Page;
let waveId: string;

/** How each run is shown in the table: name, colour, vehicle and state. */
const shownRuns = () =>
  page.locator('.runs tbody tr').evaluateAll((rows) =>
    rows.map((row) => ({
      name: row.querySelector('svg')!.getAttribute('aria-label'),
      colour: row.querySelector('rect')!.getAttribute('fill'),
      vehicle: row.querySelector('strong')!.textContent,
      status: row.querySelector('.pill')!.textContent,
    })),
  );

const query = () => Object.fromEntries(new URL(page.url()).searchParams);

describe.skipIf(!hasBrowser)('runs in Chromium', () => {
  beforeAll(async () => {
    waveId = await at.beginCity(date);
    const user = { login: 'desk', name: '调度', role: 'dispatcher', password: 'a-long-password-of-words' };
    page = await at.pageOf(user, desk, `/?date=${date}`);
    await page.locator('.runs tbody tr').first().waitFor();
  }, 320_000);
  afterAll(() => at.end());

  it('have columns to choose from that lie over the table, within the page, and close by Escape', async () => {
    const choice = page.locator('.table-tools__columns summary');
    const boxes = page.locator('.table-tools__columns input');
    for (const language of ['EN', '中']) {
      await page.getByRole('button', { name: language, exact: true }).click();
      const header = page.locator('.top');
      expect((await header.boundingBox())!.height).toBeLessThan(70);
      await choice.click();
      const isOnTop = await boxes.first().evaluate((box) => {
        const { left, top, width, height } = box.getBoundingClientRect();
        return left > 0 && document.elementFromPoint(left + width / 2, top + height / 2) === box;
      });
      expect(isOnTop).toBe(true);
      await page.keyboard.press('Escape');
      await boxes.first().waitFor({ state: 'hidden' });
      expect(await choice.evaluate((each) => each === document.activeElement)).toBe(true);
    }
  });

  it('say that a part of the page did not load, and ask for it again', async () => {
    const code = '**/timeline-panel*.js';
    await page.route(code, (request) => request.abort());
    await page.keyboard.press('t');
    await page.getByRole('alert').getByText('连不上服务器').waitFor();
    await page.unroute(code);
    await page.getByRole('button', { name: '重试' }).click();
    await page.locator('.timeline__row').first().waitFor();
    await page.keyboard.press('t');
    await page.locator('.timeline__row').first().waitFor({ state: 'detached' });
    expect(at.faults).toEqual([]);
  });

  it('keep number, colour and code when one breaks down, and the broken one is shown under its own', async () => {
    const planned = await shownRuns();
    expect(planned.length).toBeGreaterThan(2);
    await page.getByRole('button', { name: '下发' }).click();
    await expect
      .poll(async () => (await shownRuns()).map(({ status }) => status), { timeout: 30_000 })
      .toEqual(planned.map(() => '已下发'));
    const before = await shownRuns();
    const { data: runs } = await at.ask('GET', `/runs?wave=${waveId}`);
    const broken = runs[0];
    // The run that is looked at stays the one that is looked at.
    await page.locator('.runs tbody tr').last().click();
    await page.locator('.run-head h2').waitFor();
    const chosen = { vehicle: await page.locator('.run-head h2').textContent(), run: query().run };

    const { planId, etag } = await at.currentPlan(waveId);
    const event = { kind: 'vehicle-out', vehicleId: broken.vehicleId, goods: 'transfer' };
    const from = `${date}T00:30:00+08:00`;
    const { previewId } = await at.ask('POST', `/plans/${planId}/replan`, { event, from, dryRun: true });
    await at.ask('POST', `/plans/${planId}/replan`, { event, from, previewId }, { 'if-match': etag });
    await page.getByText('方案 2').waitFor({ timeout: 30_000 });
    expect({ vehicle: await page.locator('.run-head h2').textContent(), run: query().run }).toEqual(chosen);
    await page.getByRole('button', { name: '全部车次' }).click();
    const after = await shownRuns();
    const [gone, ...others] = before;
    expect(gone.vehicle).toBe(broken.vehicleId);
    expect(after.slice(0, before.length)).toEqual([{ ...gone, status: '已取消' }, ...others]);
    // What came to help has a number of its own, behind all others.
    const numbers = after.map(({ name }) => Number(name!.replace('车次 ', '')));
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    expect(new Set(numbers).size).toBe(numbers.length);
    // The same on the next page, the same run behind the printed code.
    const { data: kept } = await at.ask('GET', `/runs?wave=${waveId}`);
    expect(
      kept.slice(0, runs.length).map(({ runId, runCode }: { runId: string; runCode: string }) => [runId, runCode]),
    ).toEqual(runs.map(({ runId, runCode }: { runId: string; runCode: string }) => [runId, runCode]));
    await page.reload();
    await page.locator('.runs tbody tr').first().waitFor();
    expect(await shownRuns()).toEqual(after);
    expect(at.faults).toEqual([]);
  }, 120_000);

  it('stand in the address: reload, back, forward and a pasted link lead to them, and what is gone is said', async () => {
    await page.goto(`${at.address}/?date=${date}`);
    await page.locator('.runs tbody tr').nth(1).click();
    await page.locator('.run-head h2').waitFor();
    const vehicle = await page.locator('.run-head h2').textContent();
    await expect.poll(query).toMatchObject({ date, run: `${waveId}.2` });
    await page.locator('.stops tbody .row-button--text').first().click();
    await expect.poll(() => query().stop).toBeDefined();
    const link = page.url();
    await page.reload();
    await expect.poll(() => page.locator('.run-head h2').textContent(), { timeout: 20_000 }).toBe(vehicle);
    await page.locator('.leaflet-popup').waitFor();
    expect(page.url()).toBe(link);
    await page.goBack();
    await page.locator('.runs tbody tr').first().waitFor();
    expect(query().run).toBeUndefined();
    await page.goForward();
    await expect.poll(() => page.locator('.run-head h2').textContent()).toBe(vehicle);

    await page.goto(`${at.address}/?date=${date}&run=${waveId}.99&stop=NOWHERE`);
    await page.getByText('没有车次 99 了').waitFor();
    await page.getByText('没有自提点 NOWHERE 了').waitFor();
    await page.locator('.runs tbody tr').first().waitFor();
    await expect.poll(query).toEqual({ date });
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('of a day that nothing was reported of are late, and each figure opens its list', async () => {
    const { figures } = await at.ask('GET', `/waves/${waveId}/progress`);
    expect(figures.overdue).toBe(figures.stops.open);
    const overdue = page.getByRole('button', { name: `逾时未报 ${figures.overdue}` });
    await overdue.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.figure-list tbody tr').count()).toBe(figures.overdue);
    expect(query()).toEqual({ date, figure: 'overdue' });
    await page.getByRole('button', { name: `未按时出发 ${figures.lateDepartures}` }).click();
    await expect.poll(() => page.locator('.runs tbody tr').count()).toBe(figures.lateDepartures);
    await page.goBack();
    await page.locator('.figure-list').waitFor();
    await page.getByRole('button', { name: '全部车次' }).click();
    await page
      .getByText(/晚出发 \d/)
      .first()
      .waitFor();
    expect(at.faults).toEqual([]);
  }, 60_000);
});
