import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Logger } from 'pino';
import { clientFrameSchema, type HandedOver, handedOverSchema, readFrames, sendFrame } from './frame.js';
import { prepareSocketFolder, socketAddress } from './socket-address.js';

/** What a handed-over command runs with. */
export interface HandedOverContext
  extends Pick<HandedOver, 'workingFolder' | 'isTerminal' | 'isOutTerminal' | 'input'> {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Aborted by the client's Ctrl-C, by its end, and by the server's. */
  readonly signal: AbortSignal;
}

export interface CommandServerOptions {
  readonly dataFolder: string;
  /** Clients of another version are refused: they may know other options. */
  readonly version: string;
  readonly log: Logger;
  /** Runs a command; returns its exit code. */
  run(command: string, given: readonly string[], context: HandedOverContext): Promise<number>;
}

export interface CommandServer {
  /** Stops what is running and waits for it. */
  close(): Promise<void>;
}

/**
 * Takes commands over a socket that only this user can open, for as long as this process holds the data folder. Where no
 * socket can be made the server goes on without, and says so.
 */
export async function serveCommands({ dataFolder, version, log, run }: CommandServerOptions): Promise<CommandServer> {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const sockets = new Set<Socket>();
  let isClosedToOthers = false;

  const serve = async (socket: Socket) => {
    const frames = readFrames(socket);
    const first = await frames.next();
    if (first.done) return;
    const parsed = handedOverSchema.safeParse(first.value);
    if (!parsed.success || parsed.data.version !== version) {
      const theirs = parsed.success ? parsed.data.version : 'another version';
      sendFrame(socket, {
        kind: 'refused',
        detail: `The running server is version ${version}, this command is ${theirs}. Start the server again.`,
      });
      return;
    }
    const { command, given, workingFolder, isTerminal, isOutTerminal, input } = parsed.data;
    const leaving = new AbortController();
    const listening = (async () => {
      for await (const frame of frames) {
        if (clientFrameSchema.safeParse(frame).success) leaving.abort(new Error('Stopped by the user.'));
      }
    })()
      .catch(() => undefined)
      .finally(() => leaving.abort(new Error('The command line went away.')));
    const stdout = outputTo(socket, 'stdout');
    const stderr = outputTo(socket, 'stderr');
    const code = await run(command, given, {
      workingFolder,
      isTerminal,
      isOutTerminal,
      input,
      stdout,
      stderr,
      signal: AbortSignal.any([leaving.signal, stopping.signal]),
    });
    // The exit code comes after the last of the output.
    await Promise.all([stdout, stderr].map((stream) => finished(stream.end())));
    await new Promise<void>((sent) => sendFrame(socket, { kind: 'exit', code }, sent));
    socket.end();
    await listening;
  };

  const server = createServer((socket) => {
    if (!isClosedToOthers || stopping.signal.aborted) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const served = serve(socket)
      .catch((error: unknown) => log.warn({ err: error }, 'A command that was handed over broke off.'))
      .finally(() => {
        socket.end();
        sockets.delete(socket);
        running.delete(served);
      });
    running.add(served);
  });

  const address = socketAddress(dataFolder);
  try {
    prepareSocketFolder(dataFolder);
    // Whoever holds the data folder may take away what a killed server left here.
    rmSync(address, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
    chmodSync(address, 0o600);
    isClosedToOthers = true;
  } catch (error) {
    log.warn({ err: error, address }, 'Commands cannot be handed to this server.');
  }
  return {
    async close() {
      stopping.abort(new Error('The server is stopping.'));
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(running);
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A stream whose chunks go to the client; full while the client is slow to read. */
function outputTo(socket: Socket, kind: 'stdout' | 'stderr'): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      // A client that left is no fault of the command: the signal tells it.
      if (socket.destroyed) done();
      else sendFrame(socket, { kind, data: chunk.toString('base64') }, () => done());
    },
  });
}
