import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, desk, hasBrowserFor, Installation, phone } from '../support/installation.js';

const hasBrowser = hasBrowserFor('changes by hand in Chromium');
const at = new Installation('changes');
/** A day that is over: whatever the clock says, nothing of it was reported. */
const date = '2024-06-14';
const dispatcher = { login: 'desk', name: '调度', role: 'dispatcher', password: 'a-long-password-of-words' };
let page: Page;
let waveId: string;

interface PlannedRoute {
  readonly vehicleId: string;
  readonly trips: readonly { readonly stops: readonly { readonly stationId: string }[] }[];
}

const stationsOf = async (vehicleId: string): Promise<string[]> => {
  const { routes } = (await at.currentPlan(waveId)) as { routes: PlannedRoute[] };
  const route = routes.find((each) => each.vehicleId === vehicleId);
  return (route?.trips ?? []).flatMap(({ stops }) => stops.map(({ stationId }) => stationId));
};
const statusOf = async (vehicleId: string): Promise<string | undefined> => {
  const { data } = await at.ask('GET', `/runs?wave=${waveId}`);
  return data.find((run: { vehicleId: string }) => run.vehicleId === vehicleId)?.status;
};
const openRun = async (vehicleId: string) => {
  if (await page.locator('.run-head').isVisible()) await page.getByRole('button', { name: '全部车次' }).click();
  await page.locator('.runs tbody tr', { hasText: vehicleId }).click();
  await page.locator('.run-head h2', { hasText: vehicleId }).waitFor();
  await page.locator('.stops .grip').first().waitFor();
};

describe.skipIf(!hasBrowser)('changes by hand in Chromium', () => {
  let idle: string;

  beforeAll(async () => {
    waveId = await at.beginCity(date);
    page = await at.pageOf(dispatcher, desk, `/?date=${date}`);
    await page.locator('.runs tbody tr').first().waitFor();
  }, 320_000);
  afterAll(() => at.end());

  it('chooses stops in a box on the map, and moves them to an idle vehicle by key', async () => {
    const map = page.locator('.map__canvas');
    await page.locator('.map canvas').first().waitFor({ state: 'attached' });
    await page.locator('.map__legend').waitFor();
    await page.getByRole('button', { name: '看全部' }).click();
    const box = (await map.boundingBox())!;
    await button(page, '框选').click();
    // A box over the whole map chooses every station that is drawn.
    await page.mouse.move(box.x + 60, box.y + 90);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 20, box.y + box.height - 20, { steps: 6 });
    await page.mouse.up();
    await page.getByRole('toolbar', { name: '所选的站' }).waitFor();
    await at.photograph(page, 'box');
    await page.keyboard.press('Escape');
    await page.getByRole('toolbar', { name: '所选的站' }).waitFor({ state: 'detached' });
    // The click that the browser makes of the drag would open the run or station under its end; the next one is meant.
    await map.evaluate((element) => {
      element.addEventListener('click', () => {
        element.dataset.clicks = String(Number(element.dataset.clicks ?? 0) + 1);
      });
    });
    const clicks = () => map.getAttribute('data-clicks');
    await button(page, '框选').click();
    await page.mouse.move(box.x + 60, box.y + 120);
    await page.mouse.down();
    await page.mouse.move(box.x + 90, box.y + 150, { steps: 6 });
    await page.mouse.up();
    await expect.poll(() => button(page, '框选').getAttribute('aria-pressed')).toBe('false');
    expect(await clicks()).toBeNull();
    await page.mouse.click(box.x + 90, box.y + 150);
    expect(await clicks()).toBe('1');
    await page.keyboard.press('Escape');

    const found = await whatCanMove();
    idle = found.idle;
    await openRun(found.vehicleId);
    // Three stops by the keyboard: the first takes the choice with Shift and Space.
    for (const place of [0, 1, 2]) await page.locator('.stops .grip').nth(place).press('Shift+Space');
    await page.getByText('已选 3 站').waitFor();
    expect(await page.locator('.stops tr[aria-selected=true]').count()).toBe(3);
    await page.keyboard.press('m');
    const dialog = page.getByRole('dialog', { name: /3 个自提点/ });
    await dialog.waitFor();
    const own = await stationsOf(found.vehicleId);
    await dialog.getByLabel('车次').selectOption(idle);
    await dialog.getByText(/成本/).waitFor();
    await dialog.getByRole('list', { name: `${idle} 的余量` }).waitFor();
    await at.photograph(page, 'move-several');
    await dialog.getByRole('button', { name: '移动', exact: true }).click();
    await expect.poll(() => stationsOf(idle), { timeout: 20_000 }).toEqual(own.slice(0, 3));
    expect(await stationsOf(found.vehicleId)).toEqual(own.slice(3));
  });

  it('turns the trip round, releases that run alone, and moves a stop of it after', async () => {
    await page.keyboard.press('Escape');
    const before = await stationsOf(idle);
    await openRun(idle);
    const reverse = page.getByRole('button', { name: '倒序' });
    await reverse.press('Enter');
    await expect.poll(() => stationsOf(idle), { timeout: 20_000 }).toEqual([...before].reverse());
    // It could not be pressed meanwhile, and has the focus again.
    await expect.poll(() => reverse.evaluate((each) => each === document.activeElement)).toBe(true);
    await at.photograph(page, 'run-menu');
    await page.getByRole('button', { name: '下发此车次' }).click();
    await expect.poll(() => statusOf(idle), { timeout: 20_000 }).toBe('released');
    const { data: runs } = await at.ask('GET', `/runs?wave=${waveId}`);
    const others = runs.filter((run: { vehicleId: string }) => run.vehicleId !== idle);
    expect(new Set(others.map((run: { status: string }) => run.status))).toEqual(new Set(['draft']));
    await page.getByRole('button', { name: '收回此车次' }).waitFor();
    await page.locator('.stops .grip').first().press('Alt+ArrowDown');
    const [first, second, third] = [...before].reverse();
    await expect.poll(() => stationsOf(idle), { timeout: 20_000 }).toEqual([second, first, third]);
    expect(await statusOf(idle)).toBe('released');
    const { data } = await at.ask('GET', `/runs?wave=${waveId}`);
    const { runId } = data.find((run: { vehicleId: string }) => run.vehicleId === idle);
    expect((await at.ask('GET', `/runs/${runId}`)).notice).toMatchObject({ kind: 'changed', isReordered: true });
  });

  it('lists versions with who and why, compares one, and goes back to it', async () => {
    const { version } = await at.currentPlan(waveId);
    await button(page, `方案 ${version}`).click();
    const dialog = page.getByRole('dialog', { name: '方案版本' });
    await dialog.getByText('自动排线').waitFor();
    await dialog.getByText('倒序').waitFor();
    expect(await dialog.locator('tbody tr').count()).toBe(version);
    await at.photograph(page, 'versions');
    await dialog.locator('tbody tr').last().getByRole('button', { name: '对比' }).click();
    await dialog.getByText(`不用车辆：${idle}`).waitFor();
    expect(await dialog.locator('tbody tr').count()).toBeGreaterThanOrEqual(3);
    await at.photograph(page, 'compared');
    // The button is gone that was pressed: the focus is at the dialog's head, and undo keeps off the plan behind it.
    expect(await dialog.getByRole('heading').evaluate((each) => each === document.activeElement)).toBe(true);
    await page.keyboard.press('Control+z');
    await page.waitForTimeout(300);
    expect((await at.currentPlan(waveId)).version).toBe(version);
    await dialog.getByRole('button', { name: '回到方案 1' }).click();
    await expect.poll(async () => (await at.currentPlan(waveId)).version, { timeout: 20_000 }).toBe(1);
    // Somebody searched for version 1: undo takes back nobody else's step, and none that was no change by hand.
    await page.keyboard.press('Control+z');
    expect((await at.currentPlan(waveId)).version).toBe(1);
  });

  it('does not take back the step of somebody else', async () => {
    const { planId, etag, routes } = await at.currentPlan(waveId);
    const [{ vehicleId }] = routes;
    const edits = [{ kind: 'reverse', vehicleId, tripNo: 1 }];
    const overrides = [{ rule: 'shift', vehicleId, reason: '司机同意' }];
    const priced = await at.ask('POST', `/plans/${planId}/edits`, { edits, dryRun: true });
    const hard = priced.violations.filter((each: { isSoft: boolean }) => !each.isSoft);
    const made = hard.length === 0 && priced.violations.length === 0 ? edits : [{ kind: 'lock', vehicleId }];
    await at.ask(
      'POST',
      `/plans/${planId}/edits`,
      { edits: made, ...(hard.length === 0 && { overrides }) },
      { 'if-match': etag },
    );
    const { version } = await at.currentPlan(waveId);
    await button(page, `方案 ${version}`).waitFor({ timeout: 20_000 });
    await page.keyboard.press('Control+z');
    await page.getByText(/不能用撤销收回/).waitFor();
    expect((await at.currentPlan(waveId)).version).toBe(version);
  });

  it('fits a phone, in English too', async () => {
    await page.setViewportSize(phone);
    await page.getByRole('button', { name: 'EN' }).click();
    const { routes } = await at.currentPlan(waveId);
    await page.goto(`${at.address}/?date=${date}`);
    await page.locator('.runs tbody tr', { hasText: routes[0].vehicleId }).click();
    await page.getByRole('toolbar', { name: 'Run' }).waitFor();
    await at.photograph(page, 'phone');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(phone.width);
  });
});

/** A vehicle without a route that can take the first three stops of a run, also the other way round, and which run. */
async function whatCanMove(): Promise<{ vehicleId: string; idle: string }> {
  const { planId, routes } = (await at.currentPlan(waveId)) as { planId: string; routes: PlannedRoute[] };
  const driven = new Set(routes.map(({ vehicleId }) => vehicleId));
  const { data } = await at.ask('GET', '/vehicles?limit=200');
  const free = data.filter(
    (each: { vehicleId: string; status: string }) => each.status === 'available' && !driven.has(each.vehicleId),
  );
  for (const { vehicleId, trips } of routes) {
    const stationIds = trips[0].stops.slice(0, 3).map(({ stationId }) => stationId);
    if (trips[0].stops.length < 4) continue;
    for (const { vehicleId: idle } of free) {
      const [first] = [...stationIds].reverse();
      const edits = [
        { kind: 'move', stationIds, to: { vehicleId: idle, tripNo: 1, position: 1 } },
        { kind: 'reverse', vehicleId: idle, tripNo: 1 },
        { kind: 'move', stationId: first, to: { vehicleId: idle, tripNo: 1, position: 2 } },
      ];
      const steps = edits.map((_, step) =>
        at.ask('POST', `/plans/${planId}/edits`, { edits: edits.slice(0, step + 1), dryRun: true }),
      );
      if ((await Promise.all(steps)).every(({ violations }) => violations.length === 0)) return { vehicleId, idle };
    }
  }
  throw new Error('No idle vehicle can take three stops of any run.');
}
