import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, hasBrowserFor, Installation, phone } from '../support/installation.js';
import { smallDay } from '../support/small-day.js';

const hasBrowser = hasBrowserFor('dispatch rules in Chromium');
const at = new Installation('rules');
const user = { login: 'rules', name: '调度', role: 'dispatcher', password: 'a-long-password-of-words' };

/** Goes to a control as somebody without a mouse, and types there in place of what it holds. */
async function type(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

const openRules = async (page: Page) => {
  await page.getByRole('tab', { name: '车次' }).focus();
  for (let tries = 0; tries < 10 && !(await page.locator('.rules').isVisible()); tries++) {
    await page.keyboard.press('ArrowRight');
    if ((await page.locator('[role=tab][aria-selected=true]').textContent()) === '调度规则') break;
  }
  await page.locator('.rules__form').waitFor();
};

describe.skipIf(!hasBrowser)('dispatch rules in Chromium', () => {
  let page: Page;
  beforeAll(async () => {
    await at.beginEmpty();
    await at.importFiles(smallDay);
    page = await at.pageOf(user, desk, '/?date=2024-06-14');
    await openRules(page);
  }, 320_000);
  afterAll(() => at.end());

  it('of a depot, a vehicle and a station are changed by keyboard', async () => {
    await type(page, '换车价格', '12.5');
    await page.keyboard.press('Control+s');
    await page.getByText('已改 仓库').waitFor();
    expect((await at.ask('GET', '/depots/D1')).rules).toEqual({ changeMicros: 12_500_000 });

    await page.getByRole('button', { name: 'V1', exact: true }).press('Enter');
    await type(page, '每天最多驾驶（分钟）', '480');
    await type(page, '条件', '尾板，门禁卡');
    await at.photograph(page, 'vehicle');
    await page.keyboard.press('Control+Enter');
    await page.getByText('已改 V1').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await at.ask('GET', '/vehicles/V1')).rules).toEqual({
      maxDrivingSeconds: 28_800,
      skills: ['尾板', '门禁卡'],
    });
    await page.getByText('条件：尾板、门禁卡 · 每天最多驾驶（分钟）：480').waitFor();

    await page.locator('.rules').getByRole('searchbox').fill('S1');
    await page.locator('.rules table').last().getByRole('button').first().press('Enter');
    await type(page, '最好不晚于', '8:30');
    await page.keyboard.press('Control+s');
    // The time alone is refused at its price; the sentence names both as the form does.
    await page.getByText('“最好不晚于”和“每晚一小时”是一起的：都填，或都不填。').waitFor();
    await type(page, '每晚一小时', '60');
    await at.photograph(page, 'station');
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).press('Enter');
    await page.getByText('最好不晚于：08:30 · 每晚一小时：60 元').waitFor();
    expect((await at.ask('GET', '/stations/S1')).rules).toEqual({
      softToSecond: 30_600,
      lateMicrosPerHour: 60_000_000,
    });
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('are taken back, and what somebody else changed meanwhile stays', async () => {
    await page.getByRole('button', { name: '撤销' }).press('Enter');
    await expect.poll(async () => (await at.ask('GET', '/stations/S1')).rules).toEqual({});
    await page.getByText('最好不晚于：08:30').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'V1', exact: true }).press('Enter');
    await type(page, '条件', '尾板');
    await at.ask('PATCH', '/vehicles/V1', { rules: { skills: ['冷机'] } });
    await page.keyboard.press('Control+s');
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await at.photograph(page, 'changed-meanwhile');
    expect((await at.ask('GET', '/vehicles/V1')).rules).toEqual({ skills: ['冷机'] });
    await page.keyboard.press('Escape');
    // Opened again it shows theirs.
    await page.getByText('条件：冷机').waitFor();
    await page.getByRole('button', { name: 'V1', exact: true }).press('Enter');
    expect(await page.getByLabel('条件', { exact: true }).inputValue()).toBe('冷机');
    await page.keyboard.press('Escape');
    expect(at.faults).toEqual([]);
  }, 60_000);

  it('say what could not be read, and read it again', async () => {
    const away = await at.page(desk);
    const problem = JSON.stringify({ code: 'overloaded', detail: '服务器忙，请稍后再试。' });
    const refuse = (what: string) =>
      away.route(`**/api/v1/${what}*`, (route) => route.fulfill({ status: 503, body: problem }));
    await refuse('stations');
    await refuse('attributes');
    await at.signIn(away, user, '/?date=2024-06-14');
    await away.getByRole('tab', { name: '自提点', exact: true }).click();
    const failure = away.getByRole('tabpanel').getByRole('alert');
    await failure.getByText('服务器忙，请稍后再试。').waitFor();
    await at.photograph(away, 'stations-away');
    await away.getByRole('tab', { name: '调度规则' }).click();
    await failure.getByText('服务器忙，请稍后再试。').waitFor();
    await away.unroute('**/api/v1/attributes*');
    await failure.getByRole('button', { name: '重试' }).click();
    await away.locator('.rules__form').waitFor();
    await away.unroute('**/api/v1/stations*');
    await failure.getByRole('button', { name: '重试' }).click();
    await away.getByText('还没有自提点设了规则').waitFor();
    expect(at.faults).toEqual([]);
    await away.context().close();
  }, 60_000);

  it('fit on a phone, also where the server does not answer', async () => {
    const small = await at.page(phone);
    await at.signIn(small, user, '/?date=2024-06-14');
    await openRules(small);
    expect(await small.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await small.getByRole('button', { name: 'V1', exact: true }).click();
    await type(small, '条件', '尾板');
    await small.context().setOffline(true);
    await small.keyboard.press('Control+s');
    await small.getByRole('dialog').getByRole('alert').waitFor();
    // What was typed is still there, and saved when the server is.
    await small.context().setOffline(false);
    await small.keyboard.press('Control+s');
    await expect.poll(async () => (await at.ask('GET', '/vehicles/V1')).rules.skills).toEqual(['尾板']);
    expect(at.faults).toEqual([]);
  }, 60_000);
});
