import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { type HandedOver, readFrames, sendFrame, serverFrameSchema } from './frame.js';
import { socketAddress } from './socket-address.js';

/** A server that takes commands. */
export interface FoundServer {
  /** Has the command run there; its output comes out here. Returns its exit code. */
  run(
    command: HandedOver,
    here: { readonly stdout: Writable; readonly stderr: Writable; readonly signal: AbortSignal },
  ): Promise<number>;
}

/** The server that holds the data folder, if one is there and listens. */
export async function findServer(dataFolder: string): Promise<FoundServer | undefined> {
  const socket = connect(socketAddress(dataFolder));
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
  { stdout, stderr, signal }: Parameters<FoundServer['run']>[1],
): Promise<number> {
  let broken: unknown;
  socket.on('error', (error) => {
    broken = error;
  });
  const interrupt = () => sendFrame(socket, { kind: 'interrupt' });
  signal.addEventListener('abort', interrupt, { once: true });
  sendFrame(socket, command);
  try {
    for await (const line of readFrames(socket)) {
      const frame = serverFrameSchema.parse(line);
      if (frame.kind === 'exit') return frame.code;
      if (frame.kind === 'refused') {
        stderr.write(`${frame.detail}\n`);
        return 1;
      }
      const stream = frame.kind === 'stdout' ? stdout : stderr;
      if (!stream.write(Buffer.from(frame.data, 'base64'))) await once(stream, 'drain');
    }
  } catch (error) {
    broken = error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    socket.destroy();
  }
  const why = broken instanceof Error ? ` (${broken.message})` : '';
  stderr.write(`The server ended while it ran this command${why}. Start it, and run the command again.\n`);
  return 1;
}
