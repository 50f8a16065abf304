import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const browserFile = process.env.TUANDA_TEST_CHROMIUM ?? '/usr/bin/chromium';
export const hasBrowser = () => existsSync(browserFile);

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserFile, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A page in a browser of its own, signed in by the cookie of a session. */
export async function openPage(
  browser: Browser,
  address: string,
  cookie: string,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  const [name, value] = cookie.split('=');
  await context.addCookies([{ name, value, url: address }]);
  return context.newPage();
}
