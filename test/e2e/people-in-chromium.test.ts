import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { button, desk, hasBrowserFor, Installation, phone } from '../support/installation.js';
import { readPdf } from '../support/pdf-text.js';
import { smallDay } from '../support/small-day.js';

const hasBrowser = hasBrowserFor('people in Chromium');
const at = new Installation('people');
const boss = { login: 'boss', name: '老板', role: 'admin', password: '一只白鹤-飞过三座青山' };
const deputy = { login: 'deputy', name: '副手', role: 'admin', password: '两条小船-停在柳树底下' };

/** Lets the five seconds pass in which something can be undone. */
const letItHappen = (page: Page) => page.clock.fastForward(5500);

describe.skipIf(!hasBrowser)('people in Chromium', () => {
  let page: Page;
  beforeAll(async () => {
    await at.beginEmpty();
    await at.importFiles(smallDay);
    await at.ask('POST', '/users', deputy);
    page = await at.pageOf(boss, desk, '/manage/invite');
    await page.clock.install();
  }, 320_000);
  afterAll(() => at.end());

  const open = async (section: string) => {
    await page.goto(`${at.address}/manage/${section}`);
    await page.locator('.section').waitFor();
  };
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });

  it('are invited from a list, whose faults are told line by line, and get a sheet of codes to print', async () => {
    await page.getByLabel('名单').check();
    await page
      .getByLabel('或粘贴在这里')
      .fill('姓名,角色,自提点编号,仓库编号\n王丽,拣货员,,D1\n一号站长,,S1,\n无此站,,S9,\n谁,国王,,D1\n');
    await button(page, '先看一看').click();
    await page.getByText('可以邀请 2 人。').waitFor();
    await page.getByText(/第 5 行/).waitFor();
    expect(await row('无此站').locator('.pill--bad').textContent()).toContain('S9');
    await at.photograph(page, 'list');
    await button(page, '邀请 2 人').click();
    await page.getByText(/2 个登录链接/).waitFor();
    const [sheet] = await Promise.all([page.waitForEvent('download'), button(page, '下载登录卡（2 张，PDF）').click()]);
    expect(sheet.suggestedFilename()).toBe('登录卡.pdf');
    const pdf = readFileSync(await sheet.path());
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const printed = (await readPdf(pdf)).flat().map(({ text }) => text);
    expect(printed).toEqual(expect.arrayContaining(['王丽', '一号站长']));

    await page.getByLabel('一个人').check();
    await page.getByLabel('姓名').fill('陈调度');
    await page.getByLabel('登录名（可不填）').fill('chen');
    await page.getByLabel('角色').selectOption('dispatcher');
    await page.getByRole('checkbox', { name: '仓库' }).check();
    await button(page, '先看一看').click();
    await button(page, '邀请 1 人').click();
    await page.getByRole('img', { name: '陈调度 的登录码' }).waitFor();
    const { data } = await at.ask('GET', '/users?q=chen');
    expect(data).toMatchObject([{ login: 'chen', role: 'dispatcher', depotIds: ['D1'], state: 'invited' }]);
  }, 60_000);

  it('are changed, suspended, taken up again and removed, each with a way back', async () => {
    await open('users');
    await page.getByRole('checkbox', { name: '选择 陈调度' }).check();
    await page.getByRole('checkbox', { name: '选择 王丽' }).check();
    await button(page, '停用').click();
    await page.getByText('已停用 2 人，并已退出登录。').waitFor();
    await row('陈调度').getByText('已停用').waitFor();
    await button(page, '撤销').click();
    await expect.poll(() => row('陈调度').getByText('已停用').count()).toBe(0);

    await page.getByRole('link', { name: '陈调度' }).click();
    await page.getByLabel('角色').selectOption('picker');
    await page.getByRole('checkbox', { name: '仓库' }).uncheck();
    await button(page, '保存').click();
    await page.getByText('已保存。').waitFor();
    expect((await at.ask('GET', '/users?q=chen')).data).toMatchObject([{ role: 'picker', depotIds: null }]);
    await button(page, '撤销').click();
    await expect.poll(async () => (await at.ask('GET', '/users?q=chen')).data[0].role).toBe('dispatcher');
    await expect.poll(() => page.getByLabel('角色').inputValue()).toBe('dispatcher');
    expect(await page.getByRole('checkbox', { name: '仓库' }).isChecked()).toBe(true);

    await button(page, '移除').click();
    await button(page, '撤销').click();
    await page.getByRole('link', { name: '陈调度' }).click();
    await button(page, '移除').click();
    await page.getByText('正在移除 陈调度…').waitFor();
    expect((await at.ask('GET', '/users?q=chen')).data).toHaveLength(1);
    await letItHappen(page);
    await page.getByText('已移除 陈调度。').waitFor();
    expect((await at.ask('GET', '/users?q=chen')).data).toEqual([]);
    // The list that came up meanwhile does not go on showing who is gone.
    await expect.poll(() => row('陈调度').count()).toBe(0);
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('give other systems keys, which another admin takes over and ends', async () => {
    await open('keys');
    await button(page, '添加密钥').click();
    await page.getByLabel('名称').fill('订单系统');
    await page.locator('form').getByRole('button', { name: '添加密钥' }).click();
    const key = await page.getByLabel('密钥“订单系统”').inputValue();
    const asked = await fetch(`${at.address}/api/v1/depots`, { headers: { authorization: `Bearer ${key}` } });
    expect(asked.status).toBe(200);
    await row('订单系统').getByText('属于 boss').waitFor();
    expect(await row('订单系统').getByRole('button', { name: '接管' }).count()).toBe(0);

    const other = await at.page(phone);
    await at.signIn(other, deputy, '/manage/keys');
    await other.clock.install();
    const shown = other.getByRole('row').filter({ hasText: '订单系统' });
    await shown.getByRole('button', { name: '接管' }).click();
    await shown.getByText('属于 deputy').waitFor();
    expect(await other.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
    await shown.getByRole('button', { name: '吊销' }).click();
    await letItHappen(other);
    await shown.getByText('已吊销', { exact: true }).waitFor();
    const refused = await fetch(`${at.address}/api/v1/depots`, { headers: { authorization: `Bearer ${key}` } });
    expect(refused.status).toBe(401);
    await other.context().close();
  }, 60_000);

  it('have facts sent to a webhook, whose refused address is told at its field', async () => {
    await open('webhooks');
    await button(page, '添加 Webhook').click();
    await page.getByLabel('名称').fill('订单系统');
    await page.getByLabel('接收地址').fill('https://127.0.0.1/tuanda');
    await page.getByRole('checkbox', { name: '车次' }).check();
    await page.locator('form').getByRole('button', { name: '添加 Webhook' }).click();
    await page.locator('form').getByRole('alert').waitFor();
    await at.photograph(page, 'webhook-refused');
    await page.getByLabel('接收地址').fill('https://oms.example/tuanda');
    await page.locator('form').getByRole('button', { name: '添加 Webhook' }).click();
    await page.getByLabel('签名密钥').waitFor();
    const { data } = await at.ask('GET', '/webhooks');
    expect(data).toMatchObject([{ name: '订单系统', url: 'https://oms.example/tuanda', kinds: ['run.*'] }]);
    await button(page, '暂停').click();
    await page.getByText('已暂停；恢复后从停下的地方继续。').waitFor();
    expect((await at.ask('GET', '/webhooks')).data[0].status).toBe('paused');
  }, 60_000);

  it('stand in the audit with all that they did, narrowed by what one clicks', async () => {
    await open('audit');
    await page.getByLabel('做了什么').selectOption({ label: '移除用户' });
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    expect(await page.locator('tbody tr').textContent()).toContain('user boss');
    await page.getByRole('button', { name: '清除条件' }).click();
    await page.getByRole('button', { name: 'user deputy' }).first().click();
    await expect.poll(() => page.locator('tbody').textContent()).not.toContain('user boss');
    const did = await page.locator('tbody tr').allTextContents();
    expect(did.some((text) => text.includes('吊销密钥'))).toBe(true);
    // No field's name is left in the words of the record.
    const fields = await page.locator('.differences dt').allTextContents();
    expect(fields.filter((field) => /^[a-zA-Z]+$/.test(field))).toEqual([]);
    await at.photograph(page, 'audit');
    expect(at.faults).toEqual([]);
  }, 60_000);
});
