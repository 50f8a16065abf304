import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectRoot } from '../../server/compiled.js';

/**
 * What the compiled program is started by as a child. Its embedded engine is compiled by the quick compiler alone: what the
 * thorough one makes of it, in the background, takes a third of a command's processor time and is done when the command is.
 */
export const programArguments: readonly string[] = ['--liftoff-only', path.join(projectRoot, 'scripts', 'tuanda.js')];

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The compiled program as a process of its own, on one data folder. */
export function programOn(dataFolder: string, settings: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env.PATH, TUANDA_DATA: dataFolder, ROUTING_ENGINE: 'straight-line', ...settings };
  const begin = (given: readonly string[], cwd?: string) =>
    spawn(process.execPath, [...programArguments, ...given], { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  return {
    begin,
    /** Runs a command to its end. */
    async run(given: readonly string[], { input = '', cwd }: { input?: string; cwd?: string } = {}): Promise<Ended> {
      const child = begin(given, cwd);
      child.stdin.end(input);
      const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => stream.setEncoding('utf8').toArray());
      const [status] = await once(child, 'close');
      return { status, stdout: (await stdout).join(''), stderr: (await stderr).join('') };
    },
    /** Starts the server on a free port and waits until it is ready. */
    async start(...given: readonly string[]) {
      const port = await freePort();
      const child = begin(['start', '--port', String(port), ...given]);
      let log = '';
      child.stdout.resume();
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
      const ended = once(child, 'exit');
      const address = `http://127.0.0.1:${port}`;
      while (child.exitCode === null && !(await fetch(`${address}/readyz`).catch(() => undefined))?.ok) await wait(50);
      return {
        address,
        pid: child.pid,
        /** What the server has logged so far. */
        log: () => log,
        async end(signal: 'SIGTERM' | 'SIGKILL') {
          child.kill(signal);
          await ended;
        },
      };
    },
  };
}

/** The last line of what a command printed: that of --json. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form
export function lastLine({ stdout }: Ended): any {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
}

/** One that nobody listens at now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
