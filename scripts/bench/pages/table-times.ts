import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { withScratch } from '../servers/scratch.js';
import { signIn } from '../servers/sign-in.js';
import { stationIdOf, writeNetwork } from '../servers/small-network.js';
import { runTuanda, startTuanda } from '../servers/tuanda-server.js';
import { openBrowser, openPage } from './browser.js';

const port = 3391;
const repeats = 5;
const size = { stations: 10_000, skus: 100, vehicles: 60 };
const invited = 600;

export interface MeasuredTime {
  readonly what: string;
  readonly seconds: number;
  /** Undefined where none was. */
  readonly asked: number | undefined;
}

/** How soon the tables of a large network, and hundreds of invitations, are there; on a desk, with the embedded database. */
export async function measureTables(): Promise<MeasuredTime[]> {
  return withScratch('tables', async (scratch) => {
    const place = { dataFolder: path.join(scratch.folder, 'var'), databaseUrl: undefined };
    const files = path.join(scratch.folder, 'files');
    writeNetwork(files, size, 1);
    await runTuanda(place, ['import', files]);
    const server = await startTuanda(scratch, place, port);
    const cookie = await signIn(server.address, { login: 'bench', name: 'Bench', role: 'admin' });
    const browser = await openBrowser();
    scratch.onEnd(() => browser.close());
    const page = await openPage(browser, server.address, cookie, { viewport: { width: 1440, height: 900 } });
    const table = `${server.address}/manage/stations`;
    const first = await medianOf(async () => {
      await page.goto('about:blank');
      return secondsOf(async () => {
        await page.goto(table, { waitUntil: 'commit' });
        await page.locator('td.things__stationId').first().waitFor();
      });
    });
    const typed = await longestKeystroke(page, 'station 77');
    return [
      { what: `table of ${size.stations} stations, first row`, seconds: first, asked: 1 },
      { what: 'its search, the slowest key', seconds: typed, asked: 0.15 },
      ...(await measureInvitations(page, server.address)),
    ];
  });
}

/** In the page: types a text key by key; gives the seconds of the slowest. */
const keystrokes = `async (text) => {
  const field = document.querySelector('input[type=search]');
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  let longest = 0;
  for (let length = 0; length <= text.length; length++) {
    const began = performance.now();
    field.value = text.slice(0, length);
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await drawn();
    longest = Math.max(longest, performance.now() - began);
  }
  return longest / 1000;
}`;

/** From a key until the rows that it leaves are drawn: the slowest of a query, and the median of those. */
function longestKeystroke(page: Page, query: string): Promise<number> {
  return medianOf(() => page.evaluate<number>(`(${keystrokes})(${JSON.stringify(query)})`));
}

async function measureInvitations(page: Page, address: string): Promise<MeasuredTime[]> {
  const rows = Array.from({ length: invited }, (_, at) => `${at + 1}号站长,${stationIdOf(at)}`);
  await page.goto(`${address}/manage/invite`);
  await page.getByLabel('名单').check();
  await page.locator('textarea').fill(`姓名,自提点编号\n${rows.join('\n')}\n`);
  const looked = await secondsOf(async () => {
    await page.getByRole('button', { name: '先看一看' }).click();
    await page.getByRole('button', { name: `邀请 ${invited} 人` }).waitFor({ timeout: 120_000 });
  });
  const invitedIn = await secondsOf(async () => {
    await page.getByRole('button', { name: `邀请 ${invited} 人` }).click();
    await page.locator('.made-links').waitFor({ timeout: 120_000 });
  });
  let file = '';
  const printed = await secondsOf(async () => {
    const [sheet] = await Promise.all([
      page.waitForEvent('download', { timeout: 120_000 }),
      page.locator('.made-links .button--primary').click(),
    ]);
    file = await sheet.path();
  });
  if (readFileSync(file).subarray(0, 5).toString() !== '%PDF-') throw new Error('The sheet of cards is no PDF.');
  return [
    { what: `preview of ${invited} invitations`, seconds: looked, asked: undefined },
    { what: `${invited} station accounts invited`, seconds: invitedIn, asked: 10 },
    { what: 'their sheet of codes, a PDF', seconds: printed, asked: undefined },
  ];
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function medianOf(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < repeats; at++) times.push(await measure());
  return times.sort((one, other) => one - other)[Math.floor(repeats / 2)];
}
