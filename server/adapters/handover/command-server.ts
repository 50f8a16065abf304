import { createServer, type Socket } from 'node:net';
import type { Logger } from 'pino';
import { type RunCommand, serveClient } from './serve-client.js';
import { placeAmongTemporaryFiles, placeInFolder, type SocketPlace } from './socket-address.js';

/** How long clients that do not read may hold up the end of the server. */
const graceMilliseconds = 3_000;

export interface CommandServerOptions {
  readonly dataFolder: string;
  /** Clients of another version are refused: they may know other options. */
  readonly version: string;
  readonly log: Logger;
  readonly run: RunCommand;
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
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    const served = serveClient(socket, { version, run, stopping: stopping.signal })
      .catch((error: unknown) => log.warn({ err: error }, 'A command that was handed over broke off.'))
      .finally(() => running.delete(served));
    running.add(served);
  });
  const listen = async (makePlace: (dataFolder: string) => SocketPlace | undefined) => {
    let place: SocketPlace | undefined;
    try {
      place = makePlace(dataFolder);
      if (place === undefined) return undefined;
      await listenForOwner(server, place.address);
      place.announce();
      return place;
    } catch (error) {
      place?.remove();
      log.debug({ err: error, address: place?.address }, 'No socket can be made here.');
      return undefined;
    }
  };
  const place = (await listen(placeInFolder)) ?? (await listen(placeAmongTemporaryFiles));
  if (place === undefined) {
    log.warn({ dataFolder }, 'No socket can be made: commands cannot be handed to this server.');
  }
  return {
    async close() {
      stopping.abort(new Error('The server is stopping.'));
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const dismiss = () => {
        for (const socket of sockets) socket.destroy();
      };
      const grace = setTimeout(dismiss, graceMilliseconds);
      await Promise.all(running);
      clearTimeout(grace);
      dismiss();
      await closed;
      place?.remove();
    },
  };
}

/** The socket is born with the rights that it keeps: nobody else can slip in before they are set. */
function listenForOwner(server: ReturnType<typeof createServer>, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const usual = process.umask(0o177);
    try {
      server.listen(address, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(usual);
    }
  });
}
