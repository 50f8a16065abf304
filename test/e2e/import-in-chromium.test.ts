import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowserFor, Installation, phone } from '../support/installation.js';

const hasBrowser = hasBrowserFor('an import in Chromium');
const at = new Installation('import');

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
  beforeAll(() => at.beginEmpty(), 320_000);
  afterAll(() => at.end());

  it('leads from Chinese files to what is taken, with one cell corrected on the way, by keyboard too', async () => {
    const user = { login: 'importer', name: '进口', role: 'dispatcher', password: 'a-long-password-of-words' };
    const page = await at.pageOf(user, phone, '/manage/import');
    await page.waitForSelector('.wizard__drop', { timeout: 30_000 });
    const files = { '仓库.csv': depots, '自提点.csv': stations, '商品.csv': goods, '西城订单.csv': orders };
    await page.setInputFiles(
      'input[type=file]',
      Object.entries(files).map(([name, content]) => at.write(name, content)),
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
    const order = await at.ask('GET', '/orders/W-O1');
    expect(order.lines).toMatchObject([{ quantity: 2 }]);
    expect(at.faults).toEqual([]);
  }, 240_000);
});
