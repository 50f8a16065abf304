import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan, RunRow } from '../../web/api/types.js';
import { rangeAround } from '../../web/console/timeline/time-scale.js';
import { desk, hasBrowserFor, Installation, type NewUser, phone } from '../support/installation.js';

const hasBrowser = hasBrowserFor('the timeline in Chromium');
const at = new Installation('timeline');
const date = '2024-06-14';
let page: Page;
let waveId: string;

const query = () => Object.fromEntries(new URL(page.url()).searchParams);
const rows = () => page.locator('.timeline__row');
const said = () => page.locator('.timeline [aria-live]').textContent();
const readPlan = (): Promise<Plan & { etag: string }> => at.currentPlan(waveId);
const stationsOf = (plan: Plan, vehicleId: string) =>
  plan.routes
    .find((route) => route.vehicleId === vehicleId)!
    .trips.flatMap(({ stops }) => stops.map((stop) => stop.stationId));

/** A place on the canvas: the row of a vehicle, a second of the plan, while all of the day is shown. */
async function placeOf(plan: Plan, vehicleId: string, second: number): Promise<{ x: number; y: number }> {
  const row = rows().filter({ hasText: vehicleId });
  await row.scrollIntoViewIfNeeded();
  const [canvas, head] = [await page.locator('.timeline__canvas').boundingBox(), await row.boundingBox()];
  const spans = plan.routes.flatMap(({ trips }) =>
    trips.map(({ loadBegins, returns }) => ({ begins: loadBegins, ends: returns })),
  );
  const { from, to } = rangeAround(spans.map(({ begins, ends }) => ({ begins: begins * 1000, ends: ends * 1000 })))!;
  return { x: canvas!.x + ((second * 1000 - from) / (to - from)) * canvas!.width, y: head!.y + 14 };
}

/** Goes from the first bar of the row that has the focus to its first visit; gives the station's name. */
async function goToFirstVisit(): Promise<string> {
  await page.keyboard.press('Home');
  await expect.poll(said).toContain('装车');
  for (let steps = 0; steps < 4; steps++) {
    const before = await said();
    await page.keyboard.press('ArrowRight');
    await expect.poll(said).not.toBe(before);
    const visit = /在 (.+) 交货 \d\d:\d\d–\d\d:\d\d/.exec((await said())!);
    if (visit !== null) return visit[1];
  }
  throw new Error('There is no visit among the first bars.');
}

/** A stop that another vehicle may take over without breaking a rule, and where in its day. */
async function allowedMove(plan: Plan) {
  for (const from of plan.routes) {
    for (const stop of from.trips[0].stops) {
      for (const to of plan.routes.filter(({ vehicleId }) => vehicleId !== from.vehicleId)) {
        for (const [before, next] of to.trips[0].stops.entries()) {
          const move = {
            kind: 'move',
            stationId: stop.stationId,
            fromVehicleId: from.vehicleId,
            to: { vehicleId: to.vehicleId, tripNo: 1, position: before + 1 },
          };
          const { violations } = await at.ask('POST', `/plans/${plan.planId}/edits`, { edits: [move], dryRun: true });
          const isNew = !stationsOf(plan, to.vehicleId).includes(stop.stationId);
          if (violations.length > 0 || !isNew) continue;
          const last = to.trips[0].stops[before - 1]?.leaves ?? to.trips[0].departs;
          return { stop, from: from.vehicleId, to: to.vehicleId, second: (last + next.arrives) / 2 };
        }
      }
    }
  }
  throw new Error('No stop can move.');
}

describe.skipIf(!hasBrowser)('the timeline in Chromium', () => {
  beforeAll(async () => {
    waveId = await at.beginCity(date);
    // Planned vehicles are full: with more payload, whatever the plan, some stop can move to another.
    for (const { vehicleId, payloadGrams } of (await at.ask('GET', '/vehicles?limit=200')).data) {
      await at.ask('PATCH', `/vehicles/${encodeURIComponent(vehicleId)}`, { payloadGrams: payloadGrams * 2 });
    }
    const user = { login: 'desk', name: '调度', role: 'dispatcher', password: 'a-long-password-of-words' };
    page = await at.pageOf(user, desk, `/?date=${date}`);
    await page.locator('.runs tbody tr').first().waitFor();
  }, 320_000);
  afterAll(() => at.end());

  it('opens and closes by a key, has a row for each vehicle, and stands in the address', async () => {
    await page.keyboard.press('t');
    await rows().first().waitFor();
    const { data: runs } = (await at.ask('GET', `/runs?wave=${waveId}`)) as { data: RunRow[] };
    expect(runs.length).toBeGreaterThan(2);
    expect(await rows().locator('strong').allTextContents()).toEqual(runs.map(({ vehicleId }) => vehicleId));
    await expect.poll(query).toMatchObject({ timeline: 'vehicles.260' });
    await page.keyboard.press('t');
    await expect.poll(() => rows().count()).toBe(0);
    await page.keyboard.press('t');
    const splitter = page.getByRole('separator', { name: '时间轴高度' });
    await splitter.focus();
    await page.keyboard.press('PageUp');
    await expect.poll(query).toMatchObject({ timeline: 'vehicles.360' });
    await page.reload();
    await rows().first().waitFor();
    expect(await page.locator('.timeline').boundingBox()).toMatchObject({ height: 360 });
    await at.photograph(page, 'vehicles');
  }, 60_000);

  it('leads by arrows along bars and rows to a stop, which Enter chooses on the map and in the table', async () => {
    const plan = await readPlan();
    const [first, second] = plan.routes;
    await rows().first().focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(said).toContain('装车');
    await page.keyboard.press('ArrowDown');
    await expect.poll(said).toContain(second.vehicleId);
    await page.keyboard.press('ArrowUp');
    await expect.poll(said).toContain(first.vehicleId);
    const name = await goToFirstVisit();
    await page.keyboard.press('Enter');
    await expect.poll(query).toMatchObject({ run: `${waveId}.1`, stop: first.trips[0].stops[0].stationId });
    await page.locator('.leaflet-popup', { hasText: name }).waitFor();
    await expect.poll(() => page.locator('.run-head h2').textContent()).toBe(first.vehicleId);
    await expect.poll(() => rows().first().getAttribute('class')).toContain('is-chosen');
    await expect.poll(() => page.locator('.stops tr[aria-current]').textContent()).toContain(name);
    // The keys are still where they were.
    expect(
      await rows()
        .first()
        .evaluate((row) => row === document.activeElement),
    ).toBe(true);
  }, 60_000);

  it('shows which run the table and the map mean, and they which one it means', async () => {
    await page.getByRole('button', { name: '全部车次' }).click();
    await page.locator('.runs tbody tr').nth(1).hover();
    await expect.poll(() => rows().nth(1).getAttribute('class')).toContain('is-hovered');
    await rows().nth(2).hover();
    await expect.poll(() => page.locator('.runs tbody tr').nth(2).getAttribute('class')).toContain('is-hovered');
    const plan = await readPlan();
    const { vehicleId, trips } = plan.routes[1];
    const { x, y } = await placeOf(plan, vehicleId, (trips[0].stops[0].begins + trips[0].stops[0].leaves) / 2);
    await page.mouse.move(x, y);
    await expect.poll(() => page.locator('.timeline__tip').textContent()).toMatch(/在 .+ 交货/);
    await expect.poll(() => page.locator('.runs tbody tr').nth(1).getAttribute('class')).toContain('is-hovered');
    await page.mouse.click(x, y);
    await expect.poll(query).toMatchObject({ run: `${waveId}.2`, stop: trips[0].stops[0].stationId });
  }, 60_000);

  it('moves a stop that is dragged to another vehicle, with its price, and lets go of it by Escape', async () => {
    const plan = await readPlan();
    const { stop, from, to, second } = await allowedMove(plan);
    const drag = async () => {
      const begin = await placeOf(plan, from, (stop.begins + stop.leaves) / 2);
      await page.mouse.move(begin.x, begin.y);
      await page.mouse.down();
      await page.mouse.move(begin.x + 8, begin.y + 2, { steps: 3 });
      const end = await placeOf(plan, to, second);
      await page.mouse.move(end.x, end.y, { steps: 5 });
      await expect.poll(() => page.locator('.timeline__tip').textContent()).toMatch(/成本 [+−±]/);
    };
    await drag();
    await at.photograph(page, 'drag');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect.poll(() => page.locator('.timeline__tip .verdict').count()).toBe(0);
    expect((await readPlan()).planId).toBe(plan.planId);
    await drag();
    await page.mouse.up();
    await page.getByText(/^已移动/).waitFor();
    const moved = await readPlan();
    expect(moved.version).toBe(plan.version + 1);
    expect(stationsOf(moved, to)).toContain(stop.stationId);
    expect(stationsOf(moved, from)).not.toContain(stop.stationId);
    // Nothing else is moved until what was moved is read again.
    await page.getByRole('button', { name: '撤销改动' }).waitFor();
    expect(at.faults).toEqual([]);
  }, 90_000);

  it('moves a stop by keys through the dialog', async () => {
    const plan = await readPlan();
    const row = rows().filter({ hasText: plan.routes[0].vehicleId });
    await row.focus();
    const name = await goToFirstVisit();
    await page.keyboard.press('m');
    const dialog = page.locator('dialog[open]');
    await dialog.waitFor();
    expect(await dialog.getAttribute('aria-label')).toBe(`移动 ${name}`);
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
  }, 60_000);

  it('has a row for each dock with its loadings, and one for each driver', async () => {
    const { docks } = await at.ask('GET', `/depots/${(await readPlan()).depotId}`);
    await page.getByRole('button', { name: '月台', exact: true }).click();
    await expect.poll(() => rows().count()).toBe(docks);
    expect(await rows().first().locator('strong').textContent()).toBe('月台 1');
    await rows().first().focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(said).toMatch(/月台 1: 车次 \d+ · 第 1 趟, 装车/);
    await expect.poll(query).toMatchObject({ timeline: 'docks.360' });
    await at.photograph(page, 'docks');
    await page.getByRole('button', { name: '司机', exact: true }).click();
    const { data: runs } = (await at.ask('GET', `/runs?wave=${waveId}`)) as { data: RunRow[] };
    const drivers = runs.map(({ courierName }) => courierName ?? '未派司机');
    await expect.poll(() => rows().locator('strong').allTextContents()).toEqual(drivers);
    await page.getByRole('button', { name: '车辆', exact: true }).click();
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('stands beside the table of runs, which sorts, narrows, and is saved and copied as it is seen', async () => {
    await page.goto(`${at.address}/?date=${date}`);
    const lines = page.locator('.runs tbody tr');
    await lines.first().waitFor();
    const kilometers = page.locator('.runs th', { hasText: '里程 km' });
    await kilometers.getByRole('button').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => kilometers.getAttribute('aria-sort')).toBe('ascending');
    await page.keyboard.press('Enter');
    await expect.poll(() => kilometers.getAttribute('aria-sort')).toBe('descending');
    const count = await lines.count();
    const driver = await page
      .getByRole('combobox', { name: '全部司机' })
      .locator('option')
      .nth(1)
      .getAttribute('value');
    await page.getByRole('combobox', { name: '全部司机' }).selectOption(driver);
    await expect.poll(() => lines.count()).toBeLessThan(count);
    await page.getByRole('combobox', { name: '全部司机' }).selectOption('');
    await page.locator('.table-tools summary').click();
    await page.getByLabel('占车辆载重的比例，取最满的一趟').check();
    await page.getByLabel('箱数').check();
    await page.getByLabel('出发–返回').uncheck();
    await page.locator('.table-tools summary').click();
    await at.photograph(page, 'runs');

    // A bar under a number says nothing more than the number.
    const seen = await page.locator('.runs').evaluate((table) =>
      [...(table as HTMLTableElement).rows].map((row) =>
        [...row.cells].map((cell) => {
          const sign = cell.querySelector('svg text')?.textContent ?? cell.textContent;
          return sign.replace(/[↓↑,]/g, '').replace(/\s+/g, ' ').trim();
        }),
      ),
    );
    expect(seen[0]).toEqual(
      expect.arrayContaining(['车次', '重量 %', '箱数', '冻 %', '里程 km', '成本 ¥', '用时 h', '状态']),
    );
    expect(seen[0]).not.toContain('出发–返回');
    const meters = seen.slice(1).map((row) => Number(row[seen[0].indexOf('里程 km')]));
    expect(meters).toEqual([...meters].sort((one, other) => other - one));
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'XLSX' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`车次 ${date}.xlsx`);
    const [{ data }] = await readWorkbook(await file.path());
    const numbers = /^-?\d+(\.\d+)?$/;
    // A whole number has no digits behind its point in a file; the pages write 41.0.
    const plain = (cell: unknown) => (cell === null ? '–' : numbers.test(String(cell)) ? Number(cell) : String(cell));
    expect(data.map((row) => row.map(plain))).toEqual(seen.map((row) => row.map(plain)));
    const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
    const lined = readFileSync(await csv.path(), 'utf8')
      .replace('\ufeff', '')
      .trimEnd()
      .split('\r\n');
    expect(lined.map((line) => line.split(',').map((cell) => plain(cell === '' ? null : cell)))).toEqual(
      seen.map((row) => row.map(plain)),
    );
    await page.reload();
    await lines.first().waitFor();
    expect(await page.locator('.runs th').allTextContents()).toContain('箱数');
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('leads to the stops of a run, which are saved in the order in which they are driven', async () => {
    await page.locator('.runs tbody tr').first().click();
    await page.locator('.stops tbody tr').first().waitFor();
    const names = await page.locator('.stops tbody .row-button--text').allTextContents();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'XLSX' }).click(),
    ]);
    const [{ data }] = await readWorkbook(await file.path());
    expect(data[0]).toEqual(['序号', '自提点', '收货时间', '温区', '载重 kg', '计划']);
    expect(data.slice(1).map((row) => row[1])).toEqual(names.map((name) => name.trim()));
    expect(data[1][0]).toBe(1);
  }, 60_000);

  it('says when reported times cannot be read, and shows the plan all the same', async () => {
    const asked = /\/progress\?stops=all$/;
    await page.route(asked, (route) => route.fulfill({ status: 503, json: { code: 'database-down', detail: '' } }));
    await page.goto(`${at.address}/?date=${date}&timeline=vehicles.260`);
    const failure = page.getByText('读不到实际时间');
    await failure.waitFor();
    expect(await rows().count()).toBeGreaterThan(2);
    await page.unroute(asked);
    await page.locator('.timeline').getByRole('button', { name: '重试' }).click();
    await expect.poll(() => failure.count()).toBe(0);
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('moves under a finger on a phone, and stands between map and table there', async () => {
    const hand = await at.page(phone, { hasTouch: true });
    await at.signIn(
      hand,
      { login: 'desk', password: 'a-long-password-of-words' } as NewUser,
      `/?date=${date}&timeline=vehicles.260`,
    );
    await hand.locator('.timeline__row').first().waitFor();
    const [map, timeline, panel] = await Promise.all(
      ['.map', '.timeline', '.panel'].map(async (part) => (await hand.locator(part).boundingBox())!.y),
    );
    expect(map < timeline && timeline < panel).toBe(true);
    expect(await hand.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
    const canvas = hand.locator('.timeline__canvas');
    await canvas.scrollIntoViewIfNeeded();
    const drawn = () => canvas.evaluate((each) => (each as HTMLCanvasElement).toDataURL());
    // Until the windows of the page have settled, and all is drawn.
    let before = '';
    await expect.poll(async () => before === (before = await drawn())).toBe(true);
    const { x, y } = (await canvas.boundingBox())!;
    const finger = await hand.context().newCDPSession(hand);
    const touch = (type: string, to?: number) =>
      finger.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart',
        touchPoints: to === undefined ? [] : [{ x: x + to, y: y + 60 }],
      });
    await touch('touchStart', 200);
    for (const to of [180, 150, 120, 90]) await touch('touchMove', to);
    await touch('touchEnd');
    await expect.poll(drawn).not.toBe(before);
    await hand.getByRole('button', { name: '全天' }).click();
    await expect.poll(drawn).toBe(before);
    await at.photograph(hand, 'phone');
    expect(at.faults).toEqual([]);
  }, 60_000);
});
