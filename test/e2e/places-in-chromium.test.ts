import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../server/compiled.js';

const browserFile = process.env.TUANDA_TEST_CHROMIUM ?? '/usr/bin/chromium';
const hasBrowser = existsSync(browserFile);
if (!hasBrowser) console.warn(`Left out: placing stations in Chromium, because there is no ${browserFile}.`);

const folder = mkdtempSync(path.join(tmpdir(), 'tuanda-places-e2e-'));
const port = 3910 + (process.pid % 40);
const address = `http://127.0.0.1:${port}`;
const adminKey = 'chromium-test-admin-key-0123456789';
const script = path.join(projectRoot, 'scripts', 'tuanda.js');
const env = {
  PATH: process.env.PATH,
  TUANDA_DATA: path.join(folder, 'var'),
  TUANDA_ADMIN_KEY: adminKey,
  LOG_LEVEL: 'error',
};
let server: ChildProcess;
let browser: Browser;

const asAdmin = (url: string, init: RequestInit = {}) =>
  fetch(`${address}/api/v1${url}`, { ...init, headers: { authorization: `Bearer ${adminKey}`, ...init.headers } });

function write(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

const depots =
  '仓库编号,仓库名称,经度,纬度,开门时间,关门时间,月台数,固定装车时间,每百公斤装车时间\nD1,东仓,120.01,30.01,04:00,20:00,4,10,2\n';
/** A street that the town has, one that it has not, and one to leave out. */
const stations = `自提点,自提点名称,地址,收货开始,收货结束,服务时间,每百公斤分钟
S1,一号站,3路,07:00,09:30,4,2
S2,二号站,无名路1号,07:00,09:30,4,2
S3,三号站,无名路2号,07:00,09:30,4,2
`;

describe.skipIf(!hasBrowser)('stations with an address only in Chromium', () => {
  beforeAll(async () => {
    execFileSync(process.execPath, [script, 'map', 'build', 'test/contract/routing-town.osm.pbf', '--name', 'Town'], {
      cwd: projectRoot,
      env,
      stdio: 'ignore',
    });
    server = spawn(process.execPath, [script, 'start', '--empty', '--port', String(port)], { env, stdio: 'ignore' });
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

  it('are found on the own map, pinned and left out by keyboard on a phone, and taken', async () => {
    const headers = { 'content-type': 'application/json' };
    const user = { login: 'placer', name: '定位', role: 'dispatcher', password: 'a-long-password-of-words' };
    expect((await asAdmin('/users', { method: 'POST', headers, body: JSON.stringify(user) })).status).toBe(201);
    const page = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })).newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${address}/login?next=/manage/import`);
    await page.fill('input[autocomplete=username]', user.login);
    await page.fill('input[type=password]', user.password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.wizard__drop', { timeout: 30_000 });
    await page.setInputFiles('input[type=file]', [write('仓库.csv', depots), write('自提点.csv', stations)]);
    await page.getByRole('button', { name: '下一步：核对' }).click({ timeout: 30_000 });

    // What has to be placed comes before the check.
    const cards = page.locator('.places__card');
    await cards.nth(2).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: '查找地址' }).click();
    await page.waitForFunction(() => document.body.textContent?.includes('没有查到'), undefined, { timeout: 60_000 });
    // The first that is open is opened. The town has one such street, and the island another.
    const first = cards.filter({ hasText: '3路' });
    expect(await first.locator('.places__head').textContent()).toContain('只有街道 20 %');
    expect(await first.locator('input[type=radio]').count()).toBe(2);
    await first.getByRole('button', { name: '确认这个位置' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.places__card.is-placed');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);

    // The next one is opened, and the keyboard is on it.
    const second = cards.filter({ hasText: '无名路1号' });
    await second.locator('.places__map').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-place')?.includes('无名路1号'));
    await second.getByRole('button', { name: '在地图中央放图钉' }).press('Enter');
    await page.keyboard.press('Shift+ArrowUp');
    await second.getByRole('button', { name: '用图钉的位置' }).press('Enter');
    const third = cards.filter({ hasText: '无名路2号' });
    await third.getByRole('button', { name: '不导入' }).press('Enter');
    await page.waitForSelector('.places__card.is-left-out');

    await page.getByRole('button', { name: '下一步：核对' }).click();
    await page.waitForSelector('.wizard__figures', { timeout: 60_000 });
    const row = page.locator('.wizard__figures tr', { hasText: '自提点.csv' });
    expect(await row.locator('td').allTextContents()).toEqual(['3', '2', '0', '0', '2', '1']);
    await page.getByRole('button', { name: '导入其余的行' }).click();
    await page.waitForSelector('.banner--good', { timeout: 60_000 });
    const taken = await (await asAdmin('/stations')).json();
    const places = taken.data.map(({ stationId, lat }: { stationId: string; lat: number }) => [stationId, lat]);
    expect(places).toHaveLength(2);
    // The fourth street of the town from the south, 222 m apart.
    expect(places[0]).toEqual(['S1', 30.006]);
    const remembered = await (await asAdmin('/remembered-places')).json();
    expect(remembered.data.map(({ how }: { how: string }) => how)).toEqual(['geocoder', 'hand']);
    expect(faults).toEqual([]);
  }, 240_000);
});
