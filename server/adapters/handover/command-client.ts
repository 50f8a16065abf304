import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { type HandedOver, readFrames, sendFrame, serverFrameSchema } from './frame.js';
import { findSocketAddress } from './socket-address.js';

/** Where a command's output goes and what stops it. */
export interface ClientSide {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly signal: AbortSignal;
}

/** A server that takes commands. */
export interface FoundServer {
  /** Has the command run there. Returns its exit code; undefined when the server left before it began. */
  run(command: HandedOver, here: ClientSide): Promise<number | undefined>;
}

/** The server that holds the data folder, if one is there and listens. */
export async function findServer(dataFolder: string): Promise<FoundServer | undefined> {
  const address = findSocketAddress(dataFolder);
  if (address === undefined) return undefined;
  const socket = connect(address);
  try {
    await once(socket, 'connect');
  } catch {
    socket.destroy();
    return undefined;
  }
  return { run: (command, here) => runThere(socket, command, here) };
}

async function runThere(
  socket: Socket,
  command: HandedOver,
  { stdout, stderr, signal }: ClientSide,
): Promise<number | undefined> {
  let hasBegun = false;
  let why = '';
  // The reader of the lines is told of it too.
  socket.on('error', () => undefined);
  const interrupt = () => sendFrame(socket, { kind: 'interrupt' });
  sendFrame(socket, command);
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    for await (const line of readFrames(socket)) {
      const frame = serverFrameSchema.parse(line);
      if (frame.kind === 'exit') return frame.code;
      if (frame.kind === 'refused') {
        stderr.write(`${frame.detail}\n`);
        return 1;
      }
      if (frame.kind === 'begun') hasBegun = true;
      else await write(frame.kind === 'stdout' ? stdout : stderr, Buffer.from(frame.data, 'base64'));
    }
  } catch (error) {
    why = ` (${(error as Error).message})`;
  } finally {
    signal.removeEventListener('abort', interrupt);
    socket.destroy();
  }
  if (!hasBegun) return undefined;
  stderr.write(
    `The server ended while it ran this command${why}. See what was done, start it, and run the command again.\n`,
  );
  return 1;
}

/** Waits while the stream is full. What nobody reads any more is let go, as the command itself would. */
async function write(stream: Writable, data: Buffer): Promise<void> {
  if (stream.writable && !stream.write(data)) await once(stream, 'drain').catch(() => undefined);
}
