import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findServer } from '../../../server/adapters/handover/command-client.js';
import { type CommandServer, serveCommands } from '../../../server/adapters/handover/command-server.js';
import type { RunCommand } from '../../../server/adapters/handover/serve-client.js';

const log = pino({ level: 'silent' });
let folder: string;
let server: CommandServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tuanda-commands-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function serve(run: RunCommand, dataFolder = folder): Promise<CommandServer> {
  server = await serveCommands({ dataFolder, version: '1.0.0', log, run });
  return server;
}

/** A stream that keeps what it is given. */
function kept() {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

async function ask(
  given: string[],
  { dataFolder = folder, version = '1.0.0', input = '', controller = new AbortController() } = {},
) {
  const found = await findServer(dataFolder);
  if (found === undefined) return undefined;
  const [stdout, stderr] = [kept(), kept()];
  const command = {
    version,
    command: 'plan',
    given,
    workingFolder: '/here',
    isTerminal: false,
    isOutTerminal: true,
    input,
  };
  const here = { stdout: stdout.stream, stderr: stderr.stream, signal: controller.signal };
  return { code: await found.run(command, here), stdout: stdout.text(), stderr: stderr.text() };
}

function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve((signal.reason as Error).message), { once: true });
  });
}

describe('serveCommands', () => {
  it('runs a command with what the client told and sends back all that it wrote, and its code', async () => {
    let seen: unknown;
    const long = '冷链 1234\n'.repeat(100_000);
    await serve(async (command, given, { stdout, stderr, signal: _, ...rest }) => {
      seen = { command, given, ...rest };
      stdout.write('');
      stdout.write(long);
      stderr.write('a warning\n');
      return 2;
    });
    // Some readers of lines take the first of these for the end of a line.
    const given = ['a\u2028b', 'c\nd', '订单.csv'];
    const answer = await ask(given, { input: 'se\u2029cret' });
    expect(answer).toEqual({ code: 2, stdout: long, stderr: 'a warning\n' });
    expect(seen).toEqual({
      command: 'plan',
      given,
      workingFolder: '/here',
      isTerminal: false,
      isOutTerminal: true,
      input: 'se\u2029cret',
    });
  });

  it('keeps the commands of several clients apart', async () => {
    await serve(async (_command, [name], { stdout }) => {
      await wait(Math.random() * 20);
      stdout.write(name);
      return Number(name);
    });
    const answers = await Promise.all(['1', '2', '3', '4', '5'].map((name) => ask([name])));
    expect(answers.map((answer) => [answer?.code, answer?.stdout])).toEqual(
      [1, 2, 3, 4, 5].map((code) => [code, String(code)]),
    );
  });

  it('makes a socket that only its owner can open, and takes it away at the end', async () => {
    const running = await serve(async () => 0);
    const socket = path.join(folder, 'commands.sock');
    expect(statSync(socket).isSocket()).toBe(true);
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    await running.close();
    expect(existsSync(socket)).toBe(false);
    expect(await ask([])).toBeUndefined();
  });

  it('takes the place of a socket that a killed server left', async () => {
    writeFileSync(path.join(folder, 'commands.sock'), '');
    expect(await ask([])).toBeUndefined();
    await serve(async () => 0);
    expect((await ask([]))?.code).toBe(0);
  });

  it('listens among the temporary files where the path of the folder is too long, and leaves nothing there', async () => {
    const deep = path.join(folder, '深'.repeat(40));
    mkdirSync(deep);
    const running = await serve(async () => 7, deep);
    const note = path.join(deep, 'commands.address');
    const address = readFileSync(note, 'utf8');
    expect(statSync(note).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(address)).mode & 0o777).toBe(0o700);
    expect((await ask([], { dataFolder: deep }))?.code).toBe(7);
    await running.close();
    expect(existsSync(path.dirname(address))).toBe(false);
    expect(existsSync(note)).toBe(false);
  });

  it('refuses a client of another version, naming both', async () => {
    await serve(async () => 0);
    const answer = await ask([], { version: '0.9.0' });
    expect(answer?.code).toBe(1);
    expect(answer?.stderr).toContain('The running server is version 1.0.0, this command is 0.9.0.');
  });

  it('aborts the command on Ctrl-C, and when it was pressed before', async () => {
    await serve(async (_command, _given, { stdout, signal }) => {
      stdout.write(await aborted(signal));
      return 1;
    });
    for (const isEarly of [true, false]) {
      const controller = new AbortController();
      if (isEarly) controller.abort();
      const asked = ask([], { controller });
      await wait(50);
      controller.abort();
      expect(await asked).toEqual({ code: 1, stdout: 'Stopped by the user.', stderr: '' });
    }
  });

  it('aborts the command when the client is gone, also with output that it never read', async () => {
    let isRunning = false;
    let told: string | undefined;
    await serve(async (_command, _given, { stdout, signal }) => {
      isRunning = true;
      const left = aborted(signal);
      for (let i = 0; i < 200 && !signal.aborted; i++) {
        stdout.write('x'.repeat(10_000));
        await wait(1);
      }
      told = await left;
      return 1;
    });
    const socket = connect(path.join(folder, 'commands.sock'));
    await once(socket, 'connect');
    socket.write(
      `${JSON.stringify({ version: '1.0.0', command: 'plan', given: [], workingFolder: '/', isTerminal: true, isOutTerminal: true })}\n`,
    );
    await expect.poll(() => isRunning).toBe(true);
    await wait(100);
    socket.destroy();
    await expect.poll(() => told, { timeout: 20_000 }).toBe('The command line went away.');
  });

  it('is not held up at its end by clients that say nothing or do not read', async () => {
    let isRunning = false;
    const running = await serve(async (_command, _given, { stdout, signal }) => {
      isRunning = true;
      await aborted(signal);
      stdout.write('x'.repeat(5_000_000));
      return 1;
    });
    const silent = connect(path.join(folder, 'commands.sock'));
    const deaf = connect(path.join(folder, 'commands.sock'));
    for (const socket of [silent, deaf]) socket.on('error', () => undefined).pause();
    await Promise.all([silent, deaf].map((socket) => once(socket, 'connect')));
    deaf.write(
      `${JSON.stringify({ version: '1.0.0', command: 'plan', given: [], workingFolder: '/', isTerminal: true, isOutTerminal: true })}\n`,
    );
    await expect.poll(() => isRunning).toBe(true);
    const began = performance.now();
    await running.close();
    expect(performance.now() - began).toBeLessThan(20_000);
    for (const socket of [silent, deaf]) socket.destroy();
  });

  it('tells the client what became of its command when the server ends', async () => {
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const running = await serve(async (_command, _given, { stderr, signal }) => {
      begin();
      stderr.write(`${await aborted(signal)}\n`);
      return 1;
    });
    const asked = ask([]);
    await begun;
    await running.close();
    expect(await asked).toEqual({ code: 1, stdout: '', stderr: 'The server is stopping.\n' });
  });

  it('lets a client go on elsewhere when the server ends before the command began', async () => {
    const running = await serve(async () => 0);
    const found = await findServer(folder);
    await running.close();
    const here = { stdout: kept().stream, stderr: kept().stream, signal: new AbortController().signal };
    const command = {
      version: '1.0.0',
      command: 'plan',
      given: [],
      workingFolder: '/',
      isTerminal: false,
      isOutTerminal: false,
    };
    expect(await found?.run(command, here)).toBeUndefined();
  });

  it('goes on after a client that speaks nonsense', async () => {
    await serve(async () => 0);
    for (const nonsense of ['GET / HTTP/1.1\r\n\r\n', '{"half":', '[]\n', '\0\n']) {
      const socket = connect(path.join(folder, 'commands.sock'));
      socket.on('error', () => undefined);
      socket.resume().end(nonsense);
      await once(socket, 'close');
    }
    expect((await ask([]))?.code).toBe(0);
  });
});
