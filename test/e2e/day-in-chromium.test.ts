import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/compiled.js';

const browserFile = process.env.TUANDA_TEST_CHROMIUM ?? '/usr/bin/chromium';
const hasBrowser = existsSync(browserFile);
if (!hasBrowser)
  console.warn(`Left out: the day in Chromium, because there is no ${browserFile}. Set TUANDA_TEST_CHROMIUM.`);

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-e2e-'));
const port = 3400 + (process.pid % 500);
const address = `http://127.0.0.1:${port}`;
let server: ChildProcess;
let browser: Browser;

/** The one-time link of a role, as the first start wrote it. */
function linkOf(role: string): string {
  const lines = readFileSync(path.join(folder, 'first-links.txt'), 'utf8').split('\n');
  return lines.find((line) => line.startsWith(role))!.split(/\s+/)[1];
}

/** A page of somebody's own, signed in by link. What the browser complains of is collected. */
async function signIn(role: string, size = { width: 1440, height: 900 }): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(linkOf(role));
  return { page, faults };
}

describe.skipIf(!hasBrowser)('a day in Chromium', () => {
  beforeAll(async () => {
    server = spawn(
      process.execPath,
      [path.join(projectRoot, 'scripts', 'tuanda.js'), 'start', '--port', String(port)],
      {
        env: { PATH: process.env.PATH, TUANDA_DATA: folder, LOG_LEVEL: 'error' },
        stdio: 'ignore',
      },
    );
    browser = await chromium.launch({
      executablePath: browserFile,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    });
    for (let tries = 0; ; tries++) {
      const answer = await fetch(`${address}/readyz`).catch(() => undefined);
      const state = answer === undefined ? undefined : ((await answer.json()) as { ready?: boolean; demo?: string });
      if (state?.demo === 'loaded') break;
      if (state?.demo === 'failed' || tries > 900) throw new Error(`The demo is not there: ${JSON.stringify(state)}`);
      await wait(200);
    }
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    if (server?.exitCode === null) {
      server.kill('SIGTERM');
      await new Promise((resolve) => server.once('exit', resolve));
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows the planned runs on the map and releases them', async () => {
    const { page, faults } = await signIn('dispatcher');
    await page.getByText('已排线').first().waitFor();
    const rows = page.locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBeGreaterThan(5);
    // The runs' lines are drawn.
    await page.locator('.leaflet-overlay-pane path').first().waitFor({ state: 'attached' });
    await page.getByRole('button', { name: '下发' }).click();
    await expect.poll(() => page.getByText('已下发').count(), { timeout: 30_000 }).toBeGreaterThan(3);
    expect(faults).toEqual([]);
  });

  it('prints a pick list with goods and stations', async () => {
    const { page, faults } = await signIn('picker');
    await page.waitForURL('**/floor*');
    await page.getByText('冷冻').first().waitFor();
    await expect
      .poll(async () => (await page.pdf({ format: 'A4' })).length, { timeout: 30_000 })
      .toBeGreaterThan(20_000);
    expect(faults).toEqual([]);
  });

  it('gives the courier the run, takes the delivery, and shows it to the dispatcher', async () => {
    const { page, faults } = await signIn('courier', { width: 390, height: 844 });
    await page.waitForURL('**/courier*');
    await page.getByRole('button', { name: '出发', exact: true }).click();
    await page.getByRole('button', { name: '已到达' }).first().click();
    await page.getByRole('button', { name: '全部交付' }).first().click();
    const confirm = page.getByRole('button', { name: '确定', exact: true });
    if (await confirm.isVisible().catch(() => false)) await confirm.click();
    const delivered = async () => {
      const answer = await page.evaluate(async () => (await fetch('/api/v1/me/runs')).json());
      return answer.data[0].stops.filter((stop: { status: string }) => stop.status === 'delivered').length;
    };
    await expect.poll(delivered, { timeout: 30_000 }).toBe(1);
    expect(faults).toEqual([]);
  });

  it('lets the station see what comes and sign for it', async () => {
    const { page, faults } = await signIn('station', { width: 390, height: 844 });
    await page.waitForURL('**/station*');
    await page.getByRole('button', { name: /签收/ }).first().waitFor();
    expect(faults).toEqual([]);
  });
});
