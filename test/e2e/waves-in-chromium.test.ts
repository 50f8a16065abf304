import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/compiled.js';
import { smallDay } from '../support/small-day.js';

const browserFile = process.env.TUANDA_TEST_CHROMIUM ?? '/usr/bin/chromium';
const hasBrowser = existsSync(browserFile);
if (!hasBrowser) console.warn(`Left out: named waves in Chromium, because there is no ${browserFile}.`);

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-waves-e2e-'));
const port = 3990 + (process.pid % 40);
const address = `http://127.0.0.1:${port}`;
const adminKey = 'chromium-test-admin-key-0123456789';
const user = { login: 'waves', name: '调度', role: 'dispatcher', password: 'a-long-password-of-words' };
let server: ChildProcess;
let browser: Browser;

async function ask(method: string, url: string, body: object | undefined): Promise<Response> {
  const headers = {
    authorization: `Bearer ${adminKey}`,
    ...(body instanceof FormData ? {} : { 'content-type': 'application/json' }),
  };
  const sent = body instanceof FormData ? body : body && JSON.stringify(body);
  return fetch(`${address}/api/v1${url}`, { method, headers, body: sent });
}

async function signIn(page: Page, next: string): Promise<void> {
  await page.goto(`${address}/login?next=${encodeURIComponent(next)}`);
  await page.fill('input[autocomplete=username]', user.login);
  await page.fill('input[type=password]', user.password);
  await page.keyboard.press('Enter');
}

describe.skipIf(!hasBrowser)('waves by name in Chromium', () => {
  beforeAll(async () => {
    const script = path.join(projectRoot, 'scripts', 'tuanda.js');
    server = spawn(process.execPath, [script, 'start', '--empty', '--port', String(port)], {
      env: {
        PATH: process.env.PATH,
        TUANDA_DATA: path.join(folder, 'var'),
        TUANDA_ADMIN_KEY: adminKey,
        LOG_LEVEL: 'error',
      },
      stdio: 'ignore',
    });
    for (let tries = 0; tries < 300; tries++) {
      const ready = await ask('GET', '/cutoffs', undefined).catch(() => undefined);
      if (ready?.ok) break;
      await wait(1000);
    }
    const { 'orders.csv': _orders, 'order_lines.csv': _lines, ...network } = smallDay;
    const form = new FormData();
    for (const [name, content] of Object.entries(network)) form.append('files', new Blob([content]), name);
    expect((await ask('POST', '/imports', form)).status).toBe(201);
    expect((await ask('POST', '/users', user)).status).toBe(201);
    browser = await chromium.launch({ executablePath: browserFile, args: ['--no-sandbox'] });
  }, 320_000);
  afterAll(async () => {
    await browser?.close();
    server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are added on their page, stand over the orders on the console, and are opened to move orders there', async () => {
    const faults: string[] = [];
    const phone = await (
      await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })
    ).newPage();
    phone.on('pageerror', (error) => faults.push(error.message));
    await signIn(phone, '/manage/cutoffs/-/new');
    await phone.waitForSelector('.thing', { timeout: 30_000 });
    await phone.getByLabel('波次代码').fill('PM');
    await phone.getByLabel('名称').fill('晚班');
    await phone.getByLabel('当天第几波').fill('2');
    await phone.getByLabel('截单时间').fill('10:30');
    await phone.getByLabel('提前几天截单').fill('0');
    await phone.getByRole('checkbox', { name: '周日' }).uncheck();
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await phone.keyboard.press('Control+s');
    await phone.waitForURL('**/manage/cutoffs/PM');
    const kept = await (await ask('GET', '/cutoffs/PM', undefined)).json();
    expect(kept).toMatchObject({ name: '晚班', sequence: 2, cutoffSecond: 37_800, daysBefore: 0 });
    expect(kept.weekdays).toEqual([1, 2, 3, 4, 5, 6]);

    const morning = { depotId: 'D1', name: '早班', sequence: 1, cutoffSecond: 79_200 };
    expect((await ask('PUT', '/cutoffs/AM', morning)).status).toBe(200);
    const order = {
      orderId: 'N1',
      customerId: 'K',
      stationId: 'S1',
      placedAt: '2099-06-11T20:00:00+08:00',
      deliveryDate: '2099-06-12',
      lines: [{ skuId: 'MILK', quantity: 1 }],
    };
    expect((await ask('POST', '/orders', order)).status).toBe(200);
    const desk = await (
      await browser.newContext({ locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
    ).newPage();
    desk.on('pageerror', (error) => faults.push(error.message));
    await signIn(desk, '/?date=2099-06-12');
    await desk.waitForSelector('.top__wave', { timeout: 30_000 });
    expect(await desk.locator('.top__wave option').allTextContents()).toEqual(['仓库 · 早班']);
    await desk.getByRole('tab', { name: '订单', exact: true }).click();
    const target = desk.locator('form select', { hasText: '晚班' });
    await target.selectOption({ label: '晚班 · 截单 10:30' });
    await desk.getByRole('combobox', { name: '片区' }).first().selectOption('east');
    await desk.getByRole('button', { name: '移入', exact: true }).click();
    await desk.waitForFunction(() => document.querySelectorAll('.top__wave option').length === 3, undefined, {
      timeout: 30_000,
    });
    expect(await (await ask('GET', '/orders/N1', undefined)).json()).toMatchObject({ waveId: 'D1-20990612-2' });
    expect(faults).toEqual([]);
  }, 120_000);
});
