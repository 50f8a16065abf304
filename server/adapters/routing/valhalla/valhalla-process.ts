import { type ChildProcess, fork } from 'node:child_process';
import type { Logger } from 'pino';
import { RoutingUnavailableError } from '../../../application/travel/routing/routing-errors.js';
import { compiledModule } from '../../../compiled.js';
import {
  memoryExitCode,
  unusableExitCode,
  type ValhallaAnswer,
  type ValhallaChildSetup,
  type ValhallaQuestion,
} from './valhalla-messages.js';

/** Valhalla understood the question and says no, e.g. because there is no way. */
export class ValhallaRefusal extends Error {
  override readonly name = 'ValhallaRefusal';
}

export interface ValhallaProcessOptions extends ValhallaChildSetup {
  readonly log: Logger;
  /** How long one question may take before the process is ended. */
  readonly limitMilliseconds: number;
  /** Waits before a restart; tests bring one that does not. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

interface Pending {
  readonly question: ValhallaQuestion;
  readonly signal: AbortSignal;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly onAbort: () => void;
  attempts: number;
  settled: boolean;
}

/** A question during which the process died is asked once more: it may have been the cause. */
const maxAttempts = 2;
/** After so many deaths in a row nobody is kept waiting; the next question tries again. */
const deathsUntilRefusal = 4;
const longestWaitMilliseconds = 10_000;
const keptErrorCharacters = 2_000;

/**
 * Valhalla in a child process, asked one question after the other.
 *
 * The process is started by the first question and again, each time after a longer pause, when it has died.
 */
export class ValhallaProcess {
  private child: ChildProcess | undefined;
  private readonly queue: Pending[] = [];
  private asked: Pending | undefined;
  private limit: NodeJS.Timeout | undefined;
  private nextId = 1;
  private deathsInARow = 0;
  private resting = false;
  private closed = false;
  private lastWords = '';

  constructor(private readonly options: ValhallaProcessOptions) {}

  /** Of the child that runs now; undefined while none does. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /**
   * @throws ValhallaRefusal, RoutingUnavailableError, or the signal's reason.
   */
  ask(action: ValhallaQuestion['action'], query: object, signal: AbortSignal): Promise<unknown> {
    if (this.closed) return Promise.reject(new RoutingUnavailableError('The routing engine was closed.'));
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const question: ValhallaQuestion = { id: this.nextId++, action, query: JSON.stringify(query) };
      const pending: Pending = {
        question,
        signal,
        resolve,
        reject,
        onAbort: () => this.settle(pending, () => reject(signal.reason)),
        attempts: 0,
        settled: false,
      };
      signal.addEventListener('abort', pending.onAbort, { once: true });
      this.queue.push(pending);
      this.askNext();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const child = this.child;
    child?.ref();
    const gone = child === undefined ? undefined : new Promise((resolve) => child.once('exit', resolve));
    child?.kill('SIGKILL');
    const reason = new RoutingUnavailableError('The routing engine was closed.');
    for (const pending of [this.asked, ...this.queue.splice(0)]) {
      if (pending !== undefined) this.settle(pending, () => pending.reject(reason));
    }
    await gone;
  }

  private askNext(): void {
    if (this.asked !== undefined || this.resting || this.closed) return;
    let next = this.queue.shift();
    while (next?.settled === true) next = this.queue.shift();
    if (next === undefined) {
      // An idle child keeps nobody waiting at the end of the program.
      this.child?.channel?.unref();
      this.child?.unref();
      return;
    }
    this.asked = next;
    next.attempts++;
    const child = this.child ?? this.start();
    child.ref();
    child.channel?.ref();
    this.limit = setTimeout(() => this.endSlow(next), this.options.limitMilliseconds);
    child.send(next.question, (error) => {
      // The exit that follows asks again; without it this one would wait for its limit.
      if (error !== null && this.child === child) child.kill('SIGKILL');
    });
  }

  private start(): ChildProcess {
    const { bindingFile, config, maxMemoryBytes } = this.options;
    const setup: ValhallaChildSetup = { bindingFile, config, maxMemoryBytes };
    const child = fork(compiledModule('server/adapters/routing/valhalla/valhalla-child.js'), [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // No secrets of the server's go to native code that has no use for them.
      env: { PATH: process.env.PATH, TZ: process.env.TZ },
    });
    this.child = child;
    this.lastWords = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.lastWords = (this.lastWords + text).slice(-keptErrorCharacters);
    });
    (child.stderr as { unref?: () => void } | null)?.unref?.();
    child.on('message', (answer: ValhallaAnswer) => this.take(answer));
    child.on('error', (error) => {
      this.lastWords += error.message;
      if (child.pid === undefined) void this.restart(child, 'it could not be started');
    });
    child.on('exit', (code, signal) => void this.restart(child, causeOf(code, signal)));
    child.send(setup, () => undefined);
    return child;
  }

  private take(answer: ValhallaAnswer): void {
    const pending = this.asked;
    if (pending === undefined || pending.question.id !== answer.id) return;
    this.deathsInARow = 0;
    this.release();
    this.settle(pending, () => {
      if ('refusal' in answer) pending.reject(new ValhallaRefusal(answer.refusal));
      else pending.resolve(answer.value);
    });
    this.askNext();
  }

  private endSlow(pending: Pending): void {
    const seconds = this.options.limitMilliseconds / 1_000;
    const reason = new RoutingUnavailableError(`Valhalla did not answer within ${seconds} s.`);
    this.settle(pending, () => pending.reject(reason));
    // Native code cannot be interrupted; only ending the process stops it.
    this.child?.kill('SIGKILL');
  }

  private async restart(child: ChildProcess, cause: string): Promise<void> {
    if (this.child !== child) return;
    this.child = undefined;
    const pending = this.asked;
    this.release();
    if (this.closed) return;
    this.deathsInARow++;
    const words = this.lastWords.trim();
    this.options.log.warn({ cause, words, deathsInARow: this.deathsInARow }, 'Valhalla ended and is started again.');
    if (pending !== undefined && !pending.settled) {
      if (pending.attempts < maxAttempts) this.queue.unshift(pending);
      else {
        const detail = words === '' ? '' : ` It last said: ${words}`;
        const reason = new RoutingUnavailableError(`Valhalla ended while it was asked: ${cause}.${detail}`);
        this.settle(pending, () => pending.reject(reason));
      }
    }
    if (this.deathsInARow >= deathsUntilRefusal) {
      const reason = new RoutingUnavailableError(`Valhalla ended ${this.deathsInARow} times in a row: ${cause}.`);
      for (const waiting of this.queue.splice(0)) this.settle(waiting, () => waiting.reject(reason));
    }
    // The first restart comes at once: a question waits for it.
    const pause = this.deathsInARow === 1 ? 0 : Math.min(longestWaitMilliseconds, 100 * 2 ** this.deathsInARow);
    this.resting = true;
    if (pause > 0) await (this.options.wait ?? sleep)(pause);
    this.resting = false;
    this.askNext();
  }

  private release(): void {
    clearTimeout(this.limit);
    this.asked = undefined;
  }

  /** Answers a question once; later outcomes of the same question are dropped. */
  private settle(pending: Pending, outcome: () => void): void {
    if (pending.settled) return;
    pending.settled = true;
    pending.signal.removeEventListener('abort', pending.onAbort);
    outcome();
  }
}

function causeOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `it was ended by ${signal}`;
  if (code === memoryExitCode) return 'it needed more memory than it may have';
  if (code === unusableExitCode) return 'it could not open the map';
  return `it ended with code ${code}`;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
