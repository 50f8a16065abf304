import type { RequestListener, Server, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** When what is still under way at the end of a server is broken off. */
export interface StopTimes {
  /** From the beginning of the end on: connections that nothing was asked over are closed. */
  readonly idleMilliseconds: number;
  /** From the beginning of the end on: who has not got an answer yet is refused. */
  readonly answerMilliseconds: number;
}

export const usualStopTimes: StopTimes = { idleMilliseconds: 1_000, answerMilliseconds: 5_000 };

/** For a refusal to be on its way. */
const farewellMilliseconds = 200;
const lookMilliseconds = 25;
/** For a moment in which nobody comes. */
const longestComingMilliseconds = 2_000;

/**
 * Serves by a handler until it is stopped, without cutting off anybody who was heard.
 *
 * @param refuse answers that this server stops; only called while nothing of the answer was sent.
 * @returns ends the server: nobody new is let in, who has asked is answered and told to close the connection, and what
 *   lies idle is closed a moment later, because a request may be on its way over it. Who has no answer when the time is
 *   up is refused; who does not read is cut off then.
 */
export function serveUntilStopped(
  server: Server,
  handler: RequestListener,
  refuse: (response: ServerResponse) => void,
): (times?: StopTimes) => Promise<void> {
  const open = new Set<ServerResponse>();
  const held: (() => void)[] = [];
  let answered = 0;
  let phase: 'serving' | 'closing' | 'closed' = 'serving';
  server.on('request', (request, response) => {
    open.add(response);
    response.once('close', () => {
      answered += 1;
      open.delete(response);
    });
    if (phase !== 'serving') response.shouldKeepAlive = false;
    if (phase === 'closing') held.push(() => handler(request, response));
    else handler(request, response);
  });
  return async ({ idleMilliseconds, answerMilliseconds } = usualStopTimes) => {
    phase = 'closing';
    for (const response of open) response.shouldKeepAlive = false;
    // Who is answered now comes again at once. So answers wait until nobody else is at the door.
    await untilAllAreIn(server, () => answered);
    // The close of http.Server would close idle connections at once and stop watching over slow ones.
    const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
    phase = 'closed';
    for (const handle of held.splice(0)) handle();
    const begunAt = performance.now();
    const isOver = closed.then(() => true);
    while (performance.now() - begunAt < answerMilliseconds) {
      if (await Promise.race([isOver, wait(lookMilliseconds).then(() => false)])) break;
      if (performance.now() - begunAt >= idleMilliseconds) server.closeIdleConnections();
    }
    const unanswered = [...open].filter((response) => !response.headersSent);
    for (const response of unanswered) refuse(response);
    if (open.size > 0) await Promise.race([isOver, wait(farewellMilliseconds)]);
    server.closeAllConnections();
    // Ends what http.Server keeps for itself; that it is closed already is what was wanted.
    server.close(() => undefined);
    await closed;
  };
}

/**
 * Waits for a turn of the event loop in which nobody came and nobody was answered, who could come again: one connection
 * is taken in a turn, and whom the system has let in, but nobody here has heard, would be cut off with the listening
 * socket. The caller has to close it at once.
 */
async function untilAllAreIn(server: Server, countAnswered: () => number): Promise<void> {
  let came = 0;
  const onConnection = () => {
    came += 1;
  };
  server.on('connection', onConnection);
  const until = performance.now() + longestComingMilliseconds;
  // The first turn may have been over half already.
  for (let quietTurns = 0; quietTurns < 2 && performance.now() < until; ) {
    const before = came + countAnswered();
    await new Promise((resolve) => setImmediate(resolve));
    quietTurns = came + countAnswered() === before ? quietTurns + 1 : 0;
  }
  server.off('connection', onConnection);
}
