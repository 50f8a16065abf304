/**
 * The little of PostgreSQL's frontend/backend protocol 3.0 that the embedded path needs: cutting a byte stream into
 * messages, answering a startup, and telling whether an answer is whole.
 *
 * Source: PostgreSQL documentation, chapter "Frontend/Backend Protocol".
 */

const frontend = { query: 0x51, sync: 0x53, flush: 0x48, execute: 0x45, terminate: 0x58, bind: 0x42 } as const;
const backend = {
  commandComplete: 0x43,
  emptyQuery: 0x49,
  error: 0x45,
  portalSuspended: 0x73,
  readyForQuery: 0x5a,
} as const;

/** The most values that one statement may bind: the engine is known to go silently wrong at 32,768. */
export const maxBinds = 30_000;

/** A run of frontend messages that the engine must answer as one. */
export interface Batch {
  readonly bytes: Uint8Array;
  readonly endsWith: 'sync' | 'query' | 'flush' | 'terminate';
  /** How many statements it executes: each must be answered. */
  readonly executes: number;
}

/** Cuts the stream of one client into batches. The startup message, which has no type byte, comes first. */
export class BatchCutter {
  private pending: Buffer = Buffer.alloc(0);
  private scanned = 0;
  private executes = 0;
  private started = false;

  /** Takes the next bytes and calls `onStartup` once, then `onBatch` for every batch that became whole. */
  push(chunk: Buffer, onStartup: () => void, onBatch: (batch: Batch) => void): void {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    if (!this.started) {
      if (this.pending.length < 4) return;
      const length = this.pending.readInt32BE(0);
      if (this.pending.length < length) return;
      this.pending = this.pending.subarray(length);
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
      if (endsWith === undefined) continue;
      const bytes = Uint8Array.from(this.pending.subarray(0, end));
      const executes = this.executes;
      this.pending = this.pending.subarray(end);
      this.scanned = 0;
      this.executes = 0;
      onBatch({ bytes, endsWith, executes });
    }
  }
}

function endOf(type: number): Batch['endsWith'] | undefined {
  if (type === frontend.sync) return 'sync';
  if (type === frontend.query) return 'query';
  if (type === frontend.flush) return 'flush';
  return type === frontend.terminate ? 'terminate' : undefined;
}

/** @throws Error when a Bind message carries more values than the engine can be trusted with. */
function assertBinds(bytes: Buffer, at: number): void {
  let cursor = bytes.indexOf(0, at + 5) + 1;
  cursor = bytes.indexOf(0, cursor) + 1;
  cursor += 2 + 2 * bytes.readInt16BE(cursor);
  const binds = bytes.readUInt16BE(cursor);
  if (binds > maxBinds) throw new Error(`A statement binds ${binds} values; the limit is ${maxBinds}. Send arrays.`);
}

/** What is wrong with an answer, as words; undefined when it is whole. */
export function checkAnswer(batch: Batch, answer: Uint8Array): string | undefined {
  const view = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  let finished = 0;
  let failed = false;
  let last = 0;
  for (let at = 0; at < view.length; ) {
    if (view.length - at < 5) return 'it ends within a message';
    last = view[at];
    if (last === backend.commandComplete || last === backend.emptyQuery || last === backend.portalSuspended) finished++;
    if (last === backend.error) failed = true;
    at += 1 + view.readInt32BE(at + 1);
    if (at > view.length) return 'it ends within a message';
  }
  if (batch.endsWith === 'flush' || batch.endsWith === 'terminate') return undefined;
  if (last !== backend.readyForQuery) return 'it does not say that the engine is ready';
  if (!failed && finished < batch.executes) return 'a statement was not answered';
  return undefined;
}

/** The answer to a startup message: authenticated, settings, ready. */
export function startupAnswer(): Buffer {
  const settings: [string, string][] = [
    ['server_version', '18.0'],
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

/** An error that the client understands, followed by ready. `code` is a SQLSTATE. */
export function errorAnswer(code: string, text: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`);
  return Buffer.concat([message('E', fields), message('Z', Buffer.from('I'))]);
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
