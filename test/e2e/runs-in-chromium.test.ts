import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { projectRoot } from '../../server/compiled.js';

const browserFile = process.env.TUANDA_TEST_CHROMIUM ?? '/usr/bin/chromium';
const hasBrowser = existsSync(browserFile);
if (!hasBrowser) console.warn(`Left out: runs in Chromium, because there is no ${browserFile}.`);

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-runs-e2e-'));
const port = 4000 + (process.pid % 40);
const address = `http://127.0.0.1:${port}`;
const adminKey = 'chromium-test-admin-key-0123456789';
const env = {
  PATH: process.env.PATH,
  TUANDA_DATA: path.join(folder, 'var'),
  TUANDA_ADMIN_KEY: adminKey,
  LOG_LEVEL: 'error',
};
const script = path.join(projectRoot, 'scripts', 'tuanda.js');
/** A day that is over: whatever the clock says, nothing of it was reported. */
const date = '2024-06-14';
let server: ChildProcess;
let browser: Browser;
let page: Page;
let waveId: string;
const faults: string[] = [];

// biome-ignore lint/suspicious/noExplicitAny: answers of many forms
type Body = any;

async function ask(method: string, url: string, json?: object, headers: Record<string, string> = {}): Promise<Body> {
  const answer = await fetch(`${address}/api/v1${url}`, {
    method,
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json', ...headers },
    body: json === undefined ? undefined : JSON.stringify(json),
  });
  const body = (await answer.json()) as Body;
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(body)}`);
  return { ...body, etag: answer.headers.get('etag') };
}

async function planWave(): Promise<void> {
  const { jobId } = await ask('POST', `/waves/${waveId}/plans`, { seconds: 1 });
  for (let tries = 0; tries < 240; tries++) {
    const { status } = await ask('GET', `/jobs/${jobId}`);
    if (status === 'done') return;
    await wait(250);
  }
  throw new Error('The wave was not planned in a minute.');
}

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
    const files = path.join(folder, 'files');
    await writeDemo({ folder: files, date, stations: 40, orders: 600 });
    server = spawn(process.execPath, [script, 'start', '--empty', '--port', String(port)], { env, stdio: 'ignore' });
    for (let tries = 0; tries < 300; tries++) {
      if ((await ask('GET', '/depots').catch(() => undefined)) !== undefined) break;
      await wait(500);
    }
    execFileSync(process.execPath, [script, 'import', files], { env });
    ({ waveId } = (await ask('GET', `/waves?date=${date}`)).data[0]);
    await planWave();
    await ask('POST', '/users', {
      login: 'desk',
      name: '调度',
      role: 'dispatcher',
      password: 'a-long-password-of-words',
    });
    browser = await chromium.launch({ executablePath: browserFile, args: ['--no-sandbox', '--disable-gpu'] });
    const context = await browser.newContext({
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 1440, height: 900 },
    });
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${address}/?date=${date}`);
    await page.locator('input[name=login]').fill('desk');
    await page.locator('input[name=password]').fill('a-long-password-of-words');
    await page.keyboard.press('Enter');
    await page.locator('.runs tbody tr').first().waitFor();
  }, 320_000);

  afterAll(async () => {
    await browser?.close();
    server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keep number, colour and code when one breaks down, and the broken one is shown under its own', async () => {
    const planned = await shownRuns();
    expect(planned.length).toBeGreaterThan(2);
    await page.getByRole('button', { name: '下发' }).click();
    await expect
      .poll(async () => (await shownRuns()).map(({ status }) => status), { timeout: 30_000 })
      .toEqual(planned.map(() => '已下发'));
    const before = await shownRuns();
    const { data: runs } = await ask('GET', `/runs?wave=${waveId}`);
    const broken = runs[0];
    // The run that is looked at stays the one that is looked at.
    await page.locator('.runs tbody tr').last().click();
    await page.locator('.run-head h2').waitFor();
    const chosen = { vehicle: await page.locator('.run-head h2').textContent(), run: query().run };

    const { currentPlanId } = await ask('GET', `/waves/${waveId}`);
    const { etag } = await ask('GET', `/plans/${currentPlanId}`);
    const event = { kind: 'vehicle-out', vehicleId: broken.vehicleId, goods: 'transfer' };
    const from = `${date}T00:30:00+08:00`;
    const { previewId } = await ask('POST', `/plans/${currentPlanId}/replan`, { event, from, dryRun: true });
    await ask('POST', `/plans/${currentPlanId}/replan`, { event, from, previewId }, { 'if-match': etag });
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
    const { data: kept } = await ask('GET', `/runs?wave=${waveId}`);
    expect(kept.slice(0, runs.length).map(({ runId, runCode }: Body) => [runId, runCode])).toEqual(
      runs.map(({ runId, runCode }: Body) => [runId, runCode]),
    );
    await page.reload();
    await page.locator('.runs tbody tr').first().waitFor();
    expect(await shownRuns()).toEqual(after);
    expect(faults).toEqual([]);
  }, 120_000);

  it('stand in the address: reload, back, forward and a pasted link lead to them, and what is gone is said', async () => {
    await page.goto(`${address}/?date=${date}`);
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

    await page.goto(`${address}/?date=${date}&run=${waveId}.99&stop=NOWHERE`);
    await page.getByText('没有车次 99 了').waitFor();
    await page.getByText('没有自提点 NOWHERE 了').waitFor();
    await page.locator('.runs tbody tr').first().waitFor();
    await expect.poll(query).toEqual({ date });
    expect(faults).toEqual([]);
  }, 60_000);

  it('of a day that nothing was reported of are late, and each figure opens its list', async () => {
    const { figures } = await ask('GET', `/waves/${waveId}/progress`);
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
    expect(faults).toEqual([]);
  }, 60_000);
});
