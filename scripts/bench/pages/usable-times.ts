import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { ask, mustAsk } from '../servers/ask.js';
import { withScratch } from '../servers/scratch.js';
import { signInByLink } from '../servers/sign-in.js';
import { adminKey, startTuanda, type TuandaServer } from '../servers/tuanda-server.js';
import { openBrowser, openPage } from './browser.js';

const port = 3390;
const repeats = 3;
/** Chromium's *Slow 3G*, on a phone that is four times slower than this machine. */
const slowNet = { latency: 400, bytesPerSecond: (400 * 1000) / 8, slowdown: 4 };

/** Pages, who opens them, and what can be seen and clicked when they are of use. */
const visits = [
  { page: 'courier', role: 'courier', path: '/courier', row: '.phone__body .button--big', asked: 2.5 },
  { page: 'station', role: 'station', path: '/station', row: 'article.delivery', asked: 4 },
  { page: 'floor', role: 'picker', path: '/floor', row: '.sheet tbody tr button, .sheet li button', asked: 4 },
  { page: 'console', role: 'dispatcher', path: '/', row: '.panel__content tbody tr', asked: 6 },
] as const;

export interface UsableTime {
  readonly page: string;
  /** Seconds from the request for the page to the first row that can be clicked: the median of all. */
  readonly seconds: number;
  readonly asked: number;
  readonly requests: number;
  /** Over the wire, with headers. */
  readonly bytes: number;
}

/** Opens the pages of the demo day over a slow net, with nothing kept by the browser. */
export async function measureUsable(): Promise<UsableTime[]> {
  return withScratch('pages', async (scratch) => {
    const place = { dataFolder: scratch.folder, databaseUrl: undefined, settings: { ROUTING_ENGINE: 'valhalla' } };
    const server = await startTuanda(scratch, place, port);
    await releaseDemoDay(server);
    const links = readFileSync(path.join(scratch.folder, 'first-links.txt'), 'utf8').split('\n');
    const browser = await openBrowser();
    scratch.onEnd(() => browser.close());
    const found: UsableTime[] = [];
    for (const visit of visits) {
      const link = links.find((line) => line.startsWith(visit.role))!.split(/\s+/)[1];
      const cookie = await signInByLink(server.address, link);
      const times: { seconds: number; requests: number; bytes: number }[] = [];
      for (let at = 0; at < repeats; at++) times.push(await open(browser, cookie, server.address, visit));
      const median = times.sort((one, other) => one.seconds - other.seconds)[Math.floor(repeats / 2)];
      found.push({ page: visit.page, asked: visit.asked, ...median });
    }
    return found;
  });
}

async function open(browser: Browser, cookie: string, address: string, visit: (typeof visits)[number]) {
  const isPhone = visit.page !== 'console';
  const viewport = isPhone ? { width: 390, height: 844 } : { width: 1280, height: 800 };
  const page = await openPage(browser, address, cookie, { viewport });
  const counted = await slowDown(page);
  const began = performance.now();
  await page.goto(address + visit.path, { waitUntil: 'commit' });
  await page.locator(visit.row).first().click({ trial: true, timeout: 60_000 });
  const seconds = (performance.now() - began) / 1000;
  const sofar = { ...counted };
  await page.context().close();
  return { seconds, ...sofar };
}

async function slowDown(page: Page): Promise<{ requests: number; bytes: number }> {
  const session = await page.context().newCDPSession(page);
  const counted = { requests: 0, bytes: 0 };
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    counted.requests++;
    counted.bytes += encodedDataLength;
  });
  const { latency, bytesPerSecond, slowdown } = slowNet;
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: bytesPerSecond,
    uploadThroughput: bytesPerSecond,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  return counted;
}

/** Waits for the demo day and hands its runs to the couriers. */
async function releaseDemoDay({ address }: TuandaServer): Promise<void> {
  for (;;) {
    const { body } = await ask(address, { method: 'GET', path: '/demo', key: adminKey });
    if (body.state === 'loaded') break;
    if (body.state === 'failed') throw new Error('The demo day is not there.');
    await wait(300);
  }
  const { data } = await mustAsk(address, { method: 'GET', path: '/waves?limit=1', key: adminKey });
  const planId: string = data[0].currentPlanId;
  const { version } = await mustAsk(address, { method: 'GET', path: `/plans/${planId}`, key: adminKey });
  const headers = { 'if-match': `"${planId}.${version}"` };
  await mustAsk(address, { method: 'POST', path: `/plans/${planId}/release`, key: adminKey, json: {}, headers });
}
