import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { clientFrameSchema, type HandedOver, handedOverSchema, readFrames, sendFrame } from './frame.js';

/** How long a client may take to say what it wants. */
const patienceMilliseconds = 10_000;
const longestChunkBytes = 48 * 1024;

/** What a handed-over command runs with. */
export interface HandedOverContext
  extends Pick<HandedOver, 'workingFolder' | 'isTerminal' | 'isOutTerminal' | 'input'> {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Aborted by the client's Ctrl-C, by its end, and by the server's. */
  readonly signal: AbortSignal;
}

/** Runs a command; returns its exit code. */
export type RunCommand = (command: string, given: readonly string[], context: HandedOverContext) => Promise<number>;

interface Serving {
  readonly version: string;
  readonly run: RunCommand;
  readonly stopping: AbortSignal;
}

/** Runs the one command of a client to its end. */
export async function serveClient(socket: Socket, { version, run, stopping }: Serving): Promise<void> {
  const frames = readFrames(socket);
  const first = await firstOf(frames, socket, stopping);
  if (first === undefined) return;
  const parsed = handedOverSchema.safeParse(first);
  if (!parsed.success || parsed.data.version !== version) {
    const theirs = parsed.success ? parsed.data.version : 'another version';
    const detail = `The running server is version ${version}, this command is ${theirs}. Start the server again.`;
    sendFrame(socket, { kind: 'refused', detail });
    socket.end();
    return;
  }
  const { command, given, workingFolder, isTerminal, isOutTerminal, input } = parsed.data;
  sendFrame(socket, { kind: 'begun' });
  const signal = AbortSignal.any([leavingOf(frames), stopping]);
  const stdout = outputTo(socket, 'stdout');
  const stderr = outputTo(socket, 'stderr');
  const code = await run(command, given, {
    workingFolder,
    isTerminal,
    isOutTerminal,
    input,
    stdout,
    stderr,
    signal,
  });
  // The exit code comes after the last of the output.
  await Promise.all([stdout, stderr].map((stream) => finished(stream.end())));
  await new Promise<void>((sent) => sendFrame(socket, { kind: 'exit', code }, sent));
  socket.end();
}

/** What a client wants; undefined when it leaves, says nothing for long, or the server stops before that. */
async function firstOf(frames: AsyncIterator<unknown>, socket: Socket, stopping: AbortSignal): Promise<unknown> {
  const dismiss = () => socket.destroy();
  const patience = setTimeout(dismiss, patienceMilliseconds);
  stopping.addEventListener('abort', dismiss, { once: true });
  if (stopping.aborted) dismiss();
  try {
    const { value } = await frames.next();
    return value;
  } catch {
    socket.destroy();
    return undefined;
  } finally {
    clearTimeout(patience);
    stopping.removeEventListener('abort', dismiss);
  }
}

/** Aborted when the client says so and when it is gone. */
function leavingOf(frames: AsyncIterable<unknown>): AbortSignal {
  const leaving = new AbortController();
  const listen = async () => {
    for await (const frame of frames) {
      if (clientFrameSchema.safeParse(frame).success) leaving.abort(new Error('Stopped by the user.'));
    }
  };
  listen()
    .catch(() => undefined)
    .finally(() => leaving.abort(new Error('The command line went away.')));
  return leaving.signal;
}

/** A stream whose chunks go to the client; full while the client is slow to read. */
function outputTo(socket: Socket, kind: 'stdout' | 'stderr'): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      // A client that left is no fault of the command: the signal tells it.
      if (socket.destroyed || chunk.length === 0) {
        done();
        return;
      }
      for (let at = 0; at < chunk.length; at += longestChunkBytes) {
        const isLast = at + longestChunkBytes >= chunk.length;
        const data = chunk.subarray(at, at + longestChunkBytes).toString('base64');
        sendFrame(socket, { kind, data }, isLast ? () => done() : undefined);
      }
    },
  });
}
