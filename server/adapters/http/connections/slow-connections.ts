import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How much time those at the other end of a connection get. Milliseconds, and bytes a second. */
export interface Patience {
  /** For a request's headers, from its first byte or from the connection's beginning on. */
  readonly headerMilliseconds: number;
  /** For any body, beside the time that its bytes take at the slowest rate. */
  readonly bodyMilliseconds: number;
  /** A body that comes more slowly than this is not waited for. */
  readonly slowestBodyBytes: number;
  /** For those who do not read what they are sent: without a byte taken, and beside the time at the slowest rate. */
  readonly readMilliseconds: number;
  /** An answer that is read more slowly than this is broken off. */
  readonly slowestReadBytes: number;
  /** How often is looked. */
  readonly lookMilliseconds: number;
}

export const usualPatience: Patience = {
  headerMilliseconds: 15_000,
  bodyMilliseconds: 30_000,
  slowestBodyBytes: 8_000,
  readMilliseconds: 30_000,
  slowestReadBytes: 16_000,
  lookMilliseconds: 1_000,
};

/** Longer than the largest upload takes at the slowest rate that is waited for. */
const longestRequestMilliseconds = 24 * 3_600_000;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Later than it was by as long as nobody here read on. */
  begunAt: number;
  /** What the connection had brought when the request began. */
  readonly readBefore: number;
}

interface Backlog {
  readonly since: number;
  most: number;
}

/**
 * Ends connections whose other end is too slow, so that nobody holds a server's sockets by a byte a second: headers and
 * bodies that trickle in are answered 408, and who does not read what was asked for is cut off. What takes long here,
 * in the server, is not counted.
 *
 * @param answerTooSlow says 408 and closes; only called while nothing of the answer was sent.
 */
export function endSlowConnections(
  server: Server,
  patience: Patience,
  answerTooSlow: (response: ServerResponse) => void,
): void {
  const exchanges = new Map<Socket, Exchange>();
  const backlogs = new Map<Socket, Backlog>();
  const sockets = new Set<Socket>();
  server.headersTimeout = patience.headerMilliseconds;
  server.requestTimeout = longestRequestMilliseconds;
  // Node counts a connection as idle when no byte could be written and none came.
  server.timeout = patience.readMilliseconds;
  server.on('timeout', (socket) => {
    const works = exchanges.has(socket) && socket.writableLength === 0;
    if (works) socket.setTimeout(patience.readMilliseconds);
    else socket.destroy();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      backlogs.delete(socket);
      exchanges.delete(socket);
    });
  });
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const exchange: Exchange = { request, response, begunAt: performance.now(), readBefore: socket.bytesRead };
    exchanges.set(socket, exchange);
    response.once('close', () => {
      if (exchanges.get(socket) === exchange) exchanges.delete(socket);
    });
  });
  const look = () => {
    const now = performance.now();
    for (const [socket, exchange] of exchanges) {
      if (exchange.request.readableLength > 0) exchange.begunAt += patience.lookMilliseconds;
      if (exchange.request.complete || !isBodyTooSlow(exchange, now, patience)) continue;
      exchanges.delete(socket);
      if (exchange.response.headersSent) socket.destroy();
      else answerTooSlow(exchange.response);
    }
    for (const socket of sockets) {
      if (isReadTooSlowly(socket, backlogs, now, patience)) socket.destroy();
    }
  };
  const timer = setInterval(look, patience.lookMilliseconds).unref();
  server.once('close', () => clearInterval(timer));
}

function isBodyTooSlow({ request, begunAt, readBefore }: Exchange, now: number, patience: Patience): boolean {
  const bytes = request.socket.bytesRead - readBefore;
  return now - begunAt > patience.bodyMilliseconds + (bytes / patience.slowestBodyBytes) * 1000;
}

/** Whether what waits to be sent has been waiting, without ever being gone, for longer than its bytes may take. */
function isReadTooSlowly(
  socket: Socket,
  backlogs: Map<Socket, Backlog>,
  now: number,
  { readMilliseconds, slowestReadBytes }: Patience,
): boolean {
  const { writableLength } = socket;
  const known = backlogs.get(socket);
  if (writableLength === 0) {
    backlogs.delete(socket);
    return false;
  }
  if (known === undefined) {
    backlogs.set(socket, { since: now, most: writableLength });
    return false;
  }
  known.most = Math.max(known.most, writableLength);
  return now - known.since > readMilliseconds + (known.most / slowestReadBytes) * 1000;
}
