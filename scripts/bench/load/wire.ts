import { createConnection, type Socket } from 'node:net';

/** What came of one request: the status line, and what of head and body the caller wants to know. */
export interface WireAnswer {
  readonly status: number;
  readonly hasRetryAfter: boolean;
  readonly body: Buffer;
}

/** One request after the other on one connection, whose bytes are made beforehand: far cheaper than node:http. */
class Connection {
  /** When it last had nothing to do, in milliseconds of `performance.now()`. */
  idleSince = 0;
  isOpen = true;
  private readonly socket: Socket;
  private parts: Buffer[] = [];
  private settle: ((answer: WireAnswer | undefined) => void) | undefined;

  constructor(port: number) {
    this.socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (part) => this.read(part));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.isOpen = false;
      this.end(undefined);
    });
  }

  send(bytes: Buffer, settle: (answer: WireAnswer | undefined) => void): void {
    this.settle = settle;
    this.socket.write(bytes);
  }

  close(): void {
    this.socket.destroy();
  }

  private read(part: Buffer): void {
    this.parts.push(part);
    const all = this.parts.length === 1 ? part : Buffer.concat(this.parts);
    this.parts = [all];
    const headEnd = all.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = all.toString('latin1', 0, headEnd);
    const status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    const bodyBegin = headEnd + 4;
    if (length !== null) {
      if (all.length < bodyBegin + Number(length[1])) return;
    } else if (status !== 204 && status !== 304 && all.indexOf('0\r\n\r\n', bodyBegin) < 0) return;
    if (/\r\nconnection: *close/i.test(head)) this.isOpen = false;
    this.parts = [];
    this.end({ status, hasRetryAfter: /\r\nretry-after:/i.test(head), body: all.subarray(bodyBegin) });
    if (!this.isOpen) this.close();
  }

  private end(answer: WireAnswer | undefined): void {
    const settle = this.settle;
    this.settle = undefined;
    settle?.(answer);
  }
}

/** A server closes what was idle for five seconds; a request must not meet that. */
const longestIdleMilliseconds = 3000;

/** Connections to one server that are kept and used again. Requests beyond `most` wait for one in their order. */
export class WirePool {
  private readonly idle: Connection[] = [];
  private readonly waiting: { bytes: Buffer; settle: (answer: WireAnswer | undefined) => void }[] = [];
  private open = 0;

  constructor(
    private readonly port: number,
    private readonly most: number,
  ) {}

  /** @param settle gets undefined when the connection ended without an answer. */
  send(bytes: Buffer, settle: (answer: WireAnswer | undefined) => void): void {
    const connection = this.findIdle() ?? this.openOne();
    if (connection === undefined) this.waiting.push({ bytes, settle });
    else this.use(connection, bytes, settle);
  }

  close(): void {
    this.waiting.length = 0;
    for (const connection of this.idle) connection.close();
  }

  private findIdle(): Connection | undefined {
    for (let connection = this.idle.pop(); connection !== undefined; connection = this.idle.pop()) {
      if (connection.isOpen && performance.now() - connection.idleSince < longestIdleMilliseconds) return connection;
      connection.close();
      this.open--;
    }
    return undefined;
  }

  private openOne(): Connection | undefined {
    if (this.open >= this.most) return undefined;
    this.open++;
    return new Connection(this.port);
  }

  private use(connection: Connection, bytes: Buffer, settle: (answer: WireAnswer | undefined) => void): void {
    connection.send(bytes, (answer) => {
      settle(answer);
      if (connection.isOpen) {
        connection.idleSince = performance.now();
        this.idle.push(connection);
      } else this.open--;
      const next = this.waiting.shift();
      if (next !== undefined) this.send(next.bytes, next.settle);
    });
  }
}
