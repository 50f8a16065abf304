import { createServer, type RequestListener, type Server } from 'node:http';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { told } from '../../../domain/told.js';
import { endWithProblem } from '../requests/problem.js';
import { limitConnections } from './limit-connections.js';
import { endSlowConnections, type Patience, usualPatience } from './slow-connections.js';
import { type StopTimes, serveUntilStopped } from './stop-serving.js';

export interface HttpServerOptions {
  readonly connectionsPerAddress: number;
  readonly patience?: Patience;
  readonly stopTimes?: StopTimes;
}

export interface HttpServer {
  readonly server: Server;
  /** @throws DispatchError `address-unusable` when the port is taken or may not be listened on. */
  listen(port: number, host: string): Promise<void>;
  /** Lets nobody new in, answers who has asked and closes all connections, within seconds. */
  stop(): Promise<void>;
}

const listenersOfAnswer = 20;

/** Node's server as this program runs it: not held up by slow clients, and without cut requests at its end. */
export function makeHttpServer(handler: RequestListener, options: HttpServerOptions): HttpServer {
  const { connectionsPerAddress, patience = usualPatience, stopTimes } = options;
  const server = createServer({ connectionsCheckingInterval: patience.lookMilliseconds });
  // Compression, a file that is streamed and those that count what is open all listen for an answer's end: above Node's ten.
  server.prependListener('request', (_request, response) => response.setMaxListeners(listenersOfAnswer));
  limitConnections(server, connectionsPerAddress);
  endSlowConnections(server, patience, (response) =>
    endWithProblem(
      response,
      'too-slow',
      'The request came too slowly and is not waited for any longer. Send it again.',
    ),
  );
  const stop = serveUntilStopped(server, handler, (response) =>
    endWithProblem(response, 'stopping', 'The server is stopping and could not end this. Send it again in a moment.'),
  );
  return {
    server,
    stop: () => stop(stopTimes),
    listen(port, host) {
      return new Promise((resolve, reject) => {
        server.once('error', (cause) => reject(unusable(port, host, cause)));
        server.listen(port, host, () => {
          server.removeAllListeners('error');
          resolve();
        });
      });
    },
  };
}

function unusable(port: number, host: string, cause: Error): DispatchError {
  const { code } = cause as NodeJS.ErrnoException;
  const reason = code === 'EADDRINUSE' ? 'another program listens there' : cause.message;
  return new DispatchError(
    'address-unusable',
    told`The server cannot listen on port ${port} of ${host}: ${reason}. Set PORT or HOST to another one, or stop that program.`,
    { cause },
  );
}
