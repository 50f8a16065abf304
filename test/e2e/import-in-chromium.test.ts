import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/compiled.js';

const browserFile = process.env.TUANDA_TEST_CHROMIUM ?? '/usr/bin/chromium';
const hasBrowser = existsSync(browserFile);
if (!hasBrowser) console.warn(`Left out: an import in Chromium, because there is no ${browserFile}.`);

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-import-e2e-'));
const port = 3950 + (process.pid % 40);
const address = `http://127.0.0.1:${port}`;
const adminKey = 'chromium-test-admin-key-0123456789';
let server: ChildProcess;
let browser: Browser;

const asAdmin = (url: string, init: RequestInit = {}) =>
  fetch(`${address}/api/v1${url}`, { ...init, headers: { authorization: `Bearer ${adminKey}`, ...init.headers } });

function write(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** A depot, and Chinese files of a title, a header of two meanings, a wrong quantity and totals. */
const depots =
  '仓库编号,仓库名称,经度,纬度,开门时间,关门时间,月台数,固定装车时间,每百公斤装车时间\nW1,西仓,120.10,30.30,04:00,20:00,4,10,2\n';
const stations = `西城自提点情况,,,,,,,,
自提点编号,自提点,仓库,经度,纬度,收货开始,收货结束,服务时间,每百公斤分钟
W1001,甲站,W1,120.11,30.31,07:00:00,9点半,4,2
`;
const goods = '货号,品名,温层,重量(g),体积(L)\nWA1,牛奶,冷藏,250,0.3\n';
const orders = `订单号,客户,自提点,商品编码,数量,下单时间,配送日期
W-O1,K1,W1001,WA1,两,2026-06-01 20:00,20260602
合计,,,,2,,
`;

describe.skipIf(!hasBrowser)('an import in Chromium', () => {
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
      const ready = await asAdmin('/import-columns').catch(() => undefined);
      if (ready?.ok) break;
      await wait(1000);
    }
    browser = await chromium.launch({ executablePath: browserFile, args: ['--no-sandbox'] });
  }, 320_000);
  afterAll(async () => {
    await browser?.close();
    server?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leads from Chinese files to what is taken, with one cell corrected on the way, by keyboard too', async () => {
    const headers = { 'content-type': 'application/json' };
    const user = { login: 'importer', name: '进口', role: 'dispatcher', password: 'a-long-password-of-words' };
    const added = await asAdmin('/users', { method: 'POST', headers, body: JSON.stringify(user) });
    expect(added.status).toBe(201);
    const page = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })).newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${address}/login?next=/manage/import`);
    await page.fill('input[autocomplete=username]', user.login);
    await page.fill('input[type=password]', user.password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.wizard__drop', { timeout: 30_000 });
    const files = { '仓库.csv': depots, '自提点.csv': stations, '商品.csv': goods, '西城订单.csv': orders };
    await page.setInputFiles(
      'input[type=file]',
      Object.entries(files).map(([name, content]) => write(name, content)),
    );
    await page.waitForSelector('.wizard__card', { timeout: 30_000 });
    // The header below the title was found.
    const stationCard = page.locator('.wizard__card', { hasText: '自提点.csv' });
    expect(await stationCard.locator('.is-header').textContent()).toContain('自提点编号');
    // The first leads through the columns; where all are known, a second one goes straight to the check.
    await page.locator('.wizard__next button').first().focus();
    await page.keyboard.press('Enter');
    const name = page.locator('.wizard__card', { hasText: '自提点.csv' }).locator('tr', { hasText: '甲站' });
    expect(await name.locator('select').inputValue()).toBe('name');
    await page.locator('.wizard__next button').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.wizard__figures', { timeout: 60_000 });
    const refused = page.locator('.wizard__findings .is-refused');
    expect(await refused.textContent()).toContain('数量应为 1 到 1000000 的整数。');
    await refused.locator('input').fill('2');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: '重新核对' }).click();
    await page.waitForSelector('.wizard__figures', { timeout: 60_000 });
    await page.waitForFunction(() => document.querySelector('.wizard__findings .is-refused') === null);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await page.waitForSelector('.banner--good', { timeout: 60_000 });
    const order = await (await asAdmin('/orders/W-O1')).json();
    expect(order.lines).toMatchObject([{ quantity: 2 }]);
    expect(faults).toEqual([]);
  }, 240_000);
});
