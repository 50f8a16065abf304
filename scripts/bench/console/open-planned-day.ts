import path from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser, openPage } from '../pages/browser.js';
import type { Scratch } from '../servers/scratch.js';
import { signIn } from '../servers/sign-in.js';
import { runTuanda, startTuanda } from '../servers/tuanda-server.js';

export interface PlannedDay {
  readonly page: Page;
  /** Of the server. */
  readonly address: string;
}

/** A browser's page on a server of its own, whose day is planned for a second. @param write puts the files of the day into a folder. */
export async function openPlannedDay(
  scratch: Scratch,
  { date, port }: { readonly date: string; readonly port: number },
  write: (folder: string) => Promise<unknown> | void,
): Promise<PlannedDay> {
  const place = { dataFolder: path.join(scratch.folder, 'var'), databaseUrl: undefined };
  const files = path.join(scratch.folder, 'files');
  await write(files);
  await runTuanda(place, ['import', files]);
  await runTuanda(place, ['plan', '--date', date, '--seconds', '1']);
  const { address } = await startTuanda(scratch, place, port);
  const cookie = await signIn(address, { login: 'bench', name: 'Bench', role: 'admin' });
  const browser = await openBrowser();
  scratch.onEnd(() => browser.close());
  return { address, page: await openPage(browser, address, cookie, { viewport: { width: 1440, height: 900 } }) };
}
