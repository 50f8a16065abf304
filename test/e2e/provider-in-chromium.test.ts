import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIdentityProvider } from '../support/identity-provider.js';
import { button, desk, hasBrowserFor, Installation, phone } from '../support/installation.js';

const hasBrowser = hasBrowserFor('signing in by a provider in Chromium');
const at = new Installation('provider');

describe.skipIf(!hasBrowser)('signing in by a provider in Chromium', () => {
  let provider: Awaited<ReturnType<typeof openIdentityProvider>>;
  beforeAll(async () => {
    const address = await at.settle();
    provider = await openIdentityProvider(`${address}/login/provider`);
    provider.people.set('wang', { preferred_username: 'wang.li', name: '王丽' });
    await at.beginEmpty({
      PUBLIC_URL: address,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'tuanda',
      OIDC_CLIENT_SECRET: 'a secret of tests',
      OIDC_NAME: '公司账号',
    });
    await at.ask('POST', '/users', { login: 'wang.li', name: '王丽', role: 'dispatcher' });
  }, 320_000);
  afterAll(async () => {
    await at.end();
    await provider?.close();
  });

  /** Says at the provider who one is, and agrees. */
  const sayWho = async (page: Page, person: string) => {
    // Both pages have these fields.
    await page.waitForURL(`${provider.issuer}/**`);
    await page.locator('input[name=login]').fill(person);
    await page.locator('input[name=password]').fill('x');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Continue' }).click();
  };

  it('says that the provider does not answer, before anything is known of it', async () => {
    provider.fails = 503;
    const page = await at.page(phone);
    await page.goto(`${at.address}/login`);
    await button(page, '用 公司账号 登录').click();
    await page.getByRole('alert').getByText('公司账号').waitFor();
    await at.photograph(page, 'away');
    expect(page.url()).toBe(`${at.address}/login`);
    provider.fails = undefined;
    await page.context().close();
  }, 60_000);

  it('leads to the page that was asked for, and keeps nothing of the answer in the address', async () => {
    const page = await at.page(phone);
    await page.goto(`${at.address}/login?next=/manage/stations`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width);
    await at.photograph(page, 'ways');
    await button(page, '用 公司账号 登录').click();
    await sayWho(page, 'wang');
    await page.waitForURL(`${at.address}/manage/stations`);
    await page.getByRole('heading', { name: '自提点' }).waitFor();
    expect(at.faults).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('says whom it has no account for, and lets begin again', async () => {
    const page = await at.page(desk);
    await page.goto(`${at.address}/login`);
    await button(page, '用 公司账号 登录').click();
    await sayWho(page, 'stranger');
    await page.getByRole('alert').waitFor();
    expect(new URL(page.url()).search).toBe('');
    await at.photograph(page, 'no-account');
    await button(page, '重新登录').click();
    await page.locator('input[name=password]').waitFor();
    await page.context().close();
  }, 60_000);

  it('says that the provider fails in the middle, and the password still serves', async () => {
    const user = { login: 'zhao', name: '赵', role: 'dispatcher', password: '五匹白马-跑过大片草原' };
    await at.ask('POST', '/users', user);
    const page = await at.page(desk, { locale: 'en-GB' });
    await page.goto(`${at.address}/login`);
    await button(page, 'Log in with 公司账号').click();
    await page.waitForURL(`${provider.issuer}/**`);
    await page.locator('input[name=login]').fill('wang');
    await page.locator('input[name=password]').fill('x');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Continue' }).waitFor();
    // It answers the browser, and fails as soon as the server wants to know who came.
    Object.assign(provider, { fails: 500, failsAt: '/token' });
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('alert').getByText('公司账号').waitFor();
    await at.photograph(page, 'fails');
    await button(page, 'Begin again').click();
    Object.assign(provider, { fails: 503, failsAt: undefined });
    await page.locator('input[name=login]').fill(user.login);
    await page.locator('input[name=password]').fill(user.password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${at.address}/`);
    provider.fails = undefined;
    expect(at.faults).toEqual([]);
    await page.context().close();
  }, 60_000);
});
