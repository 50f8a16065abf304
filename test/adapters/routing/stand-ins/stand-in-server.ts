import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StandInAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface StandInServer {
  readonly url: string;
  /** Every request as it came: method, path with query, and body. */
  readonly requests: string[];
  /** What was wrong with requests; empty when every one was exactly as documented. */
  readonly faults: string[];
  close(): Promise<void>;
}

/** A small local server in an engine's place. `answer` throws for a request that the engine's documentation does not know. */
export async function startStandIn(
  answer: (method: string, url: URL, body: string) => StandInAnswer,
): Promise<StandInServer> {
  const requests: string[] = [];
  const faults: string[] = [];
  const server = createServer((request, response) => void handle(request, response));
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { method = '', url = '' } = request;
    requests.push([method, url, ...(body === '' ? [] : [body])].join(' '));
    let result: StandInAnswer;
    try {
      result = answer(method, new URL(url, 'http://stand-in'), body);
    } catch (error) {
      faults.push(`${method} ${url}: ${(error as Error).message}`);
      result = { status: 500, body: { message: 'The stand-in does not know this request.' } };
    }
    response.writeHead(result.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(result.body));
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    faults,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A server that does with each connection what a broken engine might do. */
export async function startBrokenServer(
  behave: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; count: () => number; close: () => Promise<void> }> {
  let count = 0;
  const server = createServer((request, response) => {
    count++;
    request.resume();
    behave(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    count: () => count,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
