/**
 * The little of PostgreSQL's frontend/backend protocol 3.0 that the embedded path needs: cutting a byte stream into
 * batches, answering a startup, and telling whether an answer is whole.
 *
 * Source: PostgreSQL documentation, chapter "Frontend/Backend Protocol".
 */

const frontend = {
  bind: 0x42,
  copyDone: 0x63,
  copyFail: 0x66,
  execute: 0x45,
  flush: 0x48,
  query: 0x51,
  sync: 0x53,
  terminate: 0x58,
} as const;

const backend = {
  commandComplete: 0x43,
  copyInResponse: 0x47,
  emptyQuery: 0x49,
  error: 0x45,
  notice: 0x4e,
  notification: 0x41,
  parameterStatus: 0x53,
  portalSuspended: 0x73,
  readyForQuery: 0x5a,
} as const;

/** The most values that one statement may bind: the engine is known to go silently wrong at 32,768. */
export const maxBinds = 30_000;

/** A run of frontend messages that the engine must answer as one. */
export interface Batch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly endsWith: 'sync' | 'query' | 'flush' | 'copy' | 'terminate';
  /** How many statements it executes: each must be answered. */
  readonly executes: number;
}

/** Cuts the stream of one client into batches. The startup message, which has no type byte, comes first. */
export class BatchCutter {
  private pending: Buffer = Buffer.alloc(0);
  private scanned = 0;
  private executes = 0;
  private started = false;

  /**
   * Takes the next bytes and calls `onStartup` once, then `onBatch` for every batch that became whole.
   *
   * @throws Error when a statement binds more values than the engine can be trusted with; the batch is not passed on.
   */
  push(chunk: Buffer, onStartup: () => void, onBatch: (batch: Batch) => void): void {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    if (!this.started) {
      if (this.pending.length < 4 || this.pending.length < this.pending.readInt32BE(0)) return;
      this.pending = this.pending.subarray(this.pending.readInt32BE(0));
      this.started = true;
      onStartup();
    }
    while (this.pending.length - this.scanned >= 5) {
      const type = this.pending[this.scanned];
      const end = this.scanned + 1 + this.pending.readInt32BE(this.scanned + 1);
      if (this.pending.length < end) return;
      if (type === frontend.bind) assertBinds(this.pending, this.scanned);
      if (type === frontend.execute || type === frontend.query) this.executes++;
      this.scanned = end;
      const endsWith = endOf(type);
      if (endsWith !== undefined) onBatch(this.cut(endsWith));
    }
  }

  private cut(endsWith: Batch['endsWith']): Batch {
    const batch = {
      bytes: new Uint8Array(this.pending.subarray(0, this.scanned)),
      endsWith,
      executes: this.executes,
    };
    this.pending = this.pending.subarray(this.scanned);
    this.scanned = 0;
    this.executes = 0;
    return batch;
  }
}

function endOf(type: number): Batch['endsWith'] | undefined {
  switch (type) {
    case frontend.sync:
      return 'sync';
    case frontend.query:
      return 'query';
    case frontend.flush:
      return 'flush';
    case frontend.copyDone:
    case frontend.copyFail:
      return 'copy';
    case frontend.terminate:
      return 'terminate';
    default:
      return undefined;
  }
}

function assertBinds(bytes: Buffer, at: number): void {
  // Bind: portal name, statement name, format codes, then the number of values.
  let cursor = bytes.indexOf(0, at + 5) + 1;
  cursor = bytes.indexOf(0, cursor) + 1;
  cursor += 2 + 2 * bytes.readUInt16BE(cursor);
  const binds = bytes.readUInt16BE(cursor);
  if (binds > maxBinds) {
    throw new Error(`A statement binds ${binds} values; at most ${maxBinds} are allowed. Send arrays instead.`);
  }
}

/** The state that a ready engine reports: idle, in a transaction, in a transaction that failed. */
export type TransactionState = 'idle' | 'open' | 'failed';

/** What an answer says about itself. */
export interface AnswerCheck {
  /** What is wrong with it, as words; undefined when it is whole. */
  readonly fault?: string;
  /** Undefined when the answer does not end with the engine being ready, which only a flush may. */
  readonly state?: TransactionState;
}

/**
 * Tells whether an answer is whole: it ends between messages, says that the engine is ready, and carries for every
 * statement that it was done, or an error.
 */
export function checkAnswer(batch: Batch, answer: Uint8Array): AnswerCheck {
  const view = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  let finished = 0;
  let failed = false;
  let lastType = 0;
  let state: TransactionState | undefined;
  for (let at = 0; at < view.length; ) {
    if (view.length - at < 5) return { fault: 'it ends within a message' };
    const type = view[at];
    const end = at + 1 + view.readInt32BE(at + 1);
    if (end > view.length || end <= at + 4) return { fault: 'it ends within a message' };
    if (type === backend.commandComplete || type === backend.emptyQuery || type === backend.portalSuspended) finished++;
    if (type === backend.error) failed = true;
    if (type === backend.copyInResponse)
      return { fault: 'it waits for COPY data, which the embedded database cannot take' };
    if (!isAsynchronous(type)) {
      lastType = type;
      state = type === backend.readyForQuery ? stateOf(view[at + 5]) : undefined;
    }
    at = end;
  }
  if (batch.endsWith === 'flush') return { state };
  if (lastType !== backend.readyForQuery) return { fault: 'it does not say that the engine is ready' };
  if (!failed && finished < batch.executes) return { fault: 'a statement was not answered' };
  return { state };
}

/** Messages that a backend may send at any moment, also after it said that it is ready. */
function isAsynchronous(type: number): boolean {
  return type === backend.notice || type === backend.notification || type === backend.parameterStatus;
}

function stateOf(byte: number): TransactionState {
  if (byte === 0x49) return 'idle';
  return byte === 0x54 ? 'open' : 'failed';
}

/** The answer to a startup message: authenticated, settings, ready. */
export function startupAnswer(): Buffer {
  const settings: [string, string][] = [
    ['server_version', '18.3'],
    ['server_encoding', 'UTF8'],
    ['client_encoding', 'UTF8'],
    ['DateStyle', 'ISO, MDY'],
    ['integer_datetimes', 'on'],
    ['standard_conforming_strings', 'on'],
    ['TimeZone', 'UTC'],
  ];
  const authenticated = message('R', int32(0));
  const statuses = settings.map(([name, value]) => message('S', Buffer.from(`${name}\0${value}\0`)));
  const keyData = message('K', Buffer.concat([int32(process.pid), int32(0)]));
  return Buffer.concat([authenticated, ...statuses, keyData, message('Z', Buffer.from('I'))]);
}

/** A batch of one plain query. */
export function queryBatch(sql: string): Batch {
  return { bytes: new Uint8Array(message('Q', Buffer.from(`${sql}\0`))), endsWith: 'query', executes: 1 };
}

/** A batch that only asks the engine to end whatever an earlier client left unfinished. */
export function syncBatch(): Batch {
  return { bytes: new Uint8Array(message('S', Buffer.alloc(0))), endsWith: 'sync', executes: 0 };
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
