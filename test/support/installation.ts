import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { writeDemo } from '../../server/adapters/map/write-demo.js';
import { projectRoot } from '../../server/compiled.js';
import { freePort, programArguments } from './program.js';

const browserFile = process.env.TUANDA_TEST_CHROMIUM ?? '/usr/bin/chromium';
const adminKey = 'chromium-test-admin-key-0123456789';
/** Where pictures of each step go, for whoever wants to look at them. */
const pictures = process.env.TUANDA_TEST_PICTURES;

export const desk = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** Whether there is a browser for the tests named so; says what is left out otherwise. */
export function hasBrowserFor(tests: string): boolean {
  const hasBrowser = existsSync(browserFile);
  if (!hasBrowser)
    console.warn(`Left out: ${tests}, because there is no ${browserFile}. Name one in TUANDA_TEST_CHROMIUM.`);
  return hasBrowser;
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly password: string;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many forms
type Body = any;

/** An installation of its own, from an empty folder, and whoever looks at it in a browser. */
export class Installation {
  /** What its pages complained of. */
  readonly faults: string[] = [];
  clicks = 0;
  address = '';
  private server: ChildProcess | undefined;
  private browser: Browser | undefined;
  private picture = 0;
  private made: string | undefined;

  constructor(private readonly name: string) {}

  /** Made when it is asked for: tests that are left out need none. */
  get folder(): string {
    this.made ??= mkdtempSync(path.join(tmpdir(), `tuanda-${this.name}-`));
    return this.made;
  }

  /** Chooses its address, for who has to know it before it begins. */
  async settle(): Promise<string> {
    if (this.address === '') this.address = `http://127.0.0.1:${await freePort()}`;
    return this.address;
  }

  /** Starts the program on a free port, and a browser; does not wait for it. @param given options of `start`. */
  async begin(given: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const { port } = new URL(await this.settle());
    const env = { ...this.env(), ...settings };
    this.server = spawn(process.execPath, [...programArguments, 'start', ...given, '--port', port], {
      env,
      stdio: 'ignore',
    });
    this.browser = await chromium.launch({
      executablePath: browserFile,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    });
  }

  /** The same without the demo, once it answers. */
  async beginEmpty(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.begin(['--empty'], settings);
    await this.until(() => this.ask('GET', '/depots'), 300);
  }

  /** Runs a command on the same data. */
  run(given: readonly string[]): void {
    execFileSync(process.execPath, [...programArguments, ...given], {
      cwd: projectRoot,
      env: this.env(),
      stdio: 'ignore',
    });
  }

  /** The one-time link of a role, as the first start writes it. */
  async linkOf(role: string): Promise<string> {
    const links = path.join(this.folder, 'var', 'first-links.txt');
    const line = new RegExp(`^${role}\\s+(\\S+)`, 'm');
    const found = await this.until(() => line.exec(readFileSync(links, 'utf8')) ?? undefined, 120);
    return found[1];
  }

  /** Asks the API as the admin of the settings; throws what was refused. */
  async ask(method: string, url: string, json?: object, headers: Readonly<Record<string, string>> = {}): Promise<Body> {
    const isForm = json instanceof FormData;
    const answer = await fetch(`${this.address}/api/v1${url}`, {
      method,
      headers: {
        authorization: `Bearer ${adminKey}`,
        ...(isForm ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: isForm ? json : json && JSON.stringify(json),
    });
    const body = (await answer.json()) as Body;
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(body)}`);
    return { ...body, etag: answer.headers.get('etag') };
  }

  /** Imports files by their names. */
  async importFiles(files: Readonly<Record<string, string>>): Promise<void> {
    const form = new FormData();
    for (const [name, content] of Object.entries(files)) form.append('files', new Blob([content]), name);
    await this.ask('POST', '/imports', form);
  }

  /** Begins with the day of a made city, planned. @returns its wave. */
  async beginCity(date: string): Promise<string> {
    const files = path.join(this.folder, 'files');
    await writeDemo({ folder: files, date, stations: 40, orders: 600 });
    await this.beginEmpty();
    this.run(['import', files]);
    const [{ waveId }] = (await this.ask('GET', `/waves?date=${date}`)).data;
    await this.planWave(waveId, 1);
    return waveId;
  }

  /** Plans a wave, and closes it for that. */
  async planWave(waveId: string, seconds: number): Promise<void> {
    const { jobId } = await this.ask('POST', `/waves/${waveId}/plans`, { seconds });
    await this.until(async () => ((await this.ask('GET', `/jobs/${jobId}`)).status === 'done' ? true : undefined), 60);
  }

  /** A wave's plan as it is now, with its `etag`. */
  async currentPlan(waveId: string): Promise<Body> {
    const { currentPlanId } = await this.ask('GET', `/waves/${waveId}`);
    return this.ask('GET', `/plans/${currentPlanId}`);
  }

  async releasePlan(waveId: string): Promise<void> {
    const { planId, etag } = await this.currentPlan(waveId);
    await this.ask('POST', `/plans/${planId}/release`, {}, { 'if-match': etag });
  }

  write(name: string, content: string): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, content);
    return file;
  }

  /** A browser of somebody's own; in Chinese where nothing else is said. */
  async page(viewport: { width: number; height: number }, options: BrowserContextOptions = {}): Promise<Page> {
    const seenFrom = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai', viewport, ...options };
    const context = await this.browser!.newContext(seenFrom);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => this.faults.push(error.message));
    return page;
  }

  /** Adds an account, signs in with it on a page of its own, and goes to an address there. */
  async pageOf(user: NewUser, viewport: { width: number; height: number }, next: string): Promise<Page> {
    await this.ask('POST', '/users', user);
    const page = await this.page(viewport);
    await this.signIn(page, user, next);
    return page;
  }

  async signIn(page: Page, { login, password }: NewUser, next: string): Promise<void> {
    await page.goto(`${this.address}/login?next=${encodeURIComponent(next)}`);
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  }

  async click(what: Locator): Promise<void> {
    this.clicks += 1;
    await what.click();
  }

  /** Choosing files is a click, whatever the operating system asks then. */
  async choose(page: Page, files: string | readonly string[]): Promise<void> {
    this.clicks += 1;
    await page.locator('input[type=file]').first().setInputFiles(files);
  }

  async photograph(page: Page, step: string): Promise<void> {
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    const number = String(++this.picture).padStart(2, '0');
    await page.screenshot({ path: path.join(pictures, `${this.name}-${number}-${step}.png`) });
  }

  async end(): Promise<void> {
    await this.browser?.close();
    if (this.server !== undefined && this.server.exitCode === null) {
      this.server.kill('SIGTERM');
      await new Promise((resolve) => this.server!.once('exit', resolve));
    }
    if (this.made !== undefined) rmSync(this.made, { recursive: true, force: true });
  }

  /** Tries again and again until there is an answer; a server that ended will give none. */
  async until<Value>(look: () => Value | Promise<Value>, seconds: number): Promise<NonNullable<Awaited<Value>>> {
    let last: unknown;
    for (let tries = 0; tries < seconds * 10; tries++) {
      if (this.server?.exitCode != null) throw new Error(`The server ended with ${this.server.exitCode}.`);
      try {
        const found = await look();
        if (found !== undefined && found !== null) return found;
      } catch (error) {
        last = error;
      }
      await wait(100);
    }
    throw new Error(`Nothing in ${seconds} s.`, { cause: last });
  }

  private env(): Record<string, string | undefined> {
    const data = path.join(this.folder, 'var');
    return { PATH: process.env.PATH, TUANDA_DATA: data, TUANDA_ADMIN_KEY: adminKey, LOG_LEVEL: 'error' };
  }
}
