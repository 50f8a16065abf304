import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from '../../../server/compiled.js';
import type { Scratch } from './scratch.js';

/** Of an admin, for setting up and counting; long enough to be taken. */
export const adminKey = 'bench-admin-key-0123456789abcdef';

export interface TuandaPlace {
  readonly dataFolder: string;
  /** Undefined: the embedded database in the data folder. */
  readonly databaseUrl: string | undefined;
  readonly settings?: Readonly<Record<string, string>>;
}

export interface TuandaServer {
  readonly port: number;
  readonly address: string;
  readonly pid: number;
  /** From the start of the process until /readyz answered 200. */
  readonly readyMilliseconds: number;
  /** What it wrote to stdout and stderr, at most the last 20,000 characters. */
  log(): string;
  isRunning(): boolean;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

function begin({ dataFolder, databaseUrl, settings }: TuandaPlace, args: readonly string[]): ChildProcess {
  const env = {
    PATH: process.env.PATH,
    TUANDA_DATA: dataFolder,
    ROUTING_ENGINE: 'straight-line',
    TUANDA_ADMIN_KEY: adminKey,
    LOG_LEVEL: 'warn',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...settings,
  };
  const program = path.join(projectRoot, 'scripts', 'tuanda.js');
  return spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs a command to its end. @throws Error with what it printed unless it ended with 0. */
export async function runTuanda(place: TuandaPlace, args: readonly string[]): Promise<string> {
  const child = begin(place, args);
  const log = keepLog(child);
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`tuanda ${args[0]} ended with ${status}: ${log()}`);
  return log();
}

/** Starts a server of its own process and waits until it is ready. @throws Error when it is not within two minutes. */
export async function startTuanda(scratch: Scratch, place: TuandaPlace, port: number): Promise<TuandaServer> {
  const began = performance.now();
  const child = begin(place, ['start', '--port', String(port)]);
  const log = keepLog(child);
  const ended = once(child, 'exit');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (isRunning()) child.kill(signal);
    await ended;
  };
  scratch.onEnd(() => end('SIGKILL'));
  const address = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined))?.ok) {
    if (!isRunning()) throw new Error(`The server ended before it was ready: ${log()}`);
    if (performance.now() - began > 120_000) throw new Error(`The server was not ready within 120 s: ${log()}`);
    await wait(20);
  }
  return { port, address, pid: child.pid!, readyMilliseconds: performance.now() - began, log, isRunning, end };
}

const keptCharacters = 20_000;

function keepLog(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (more: string) => {
      text = (text + more).slice(-keptCharacters);
    });
  }
  return () => text;
}
