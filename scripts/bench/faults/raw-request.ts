import http from 'node:http';

/** A request as it goes over the wire; printed in full where its answer is a fault. */
export interface RawRequest {
  readonly method: string;
  /** The whole path with its query, percent-encoded or deliberately not. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

export interface RawAnswer {
  /** 0: no answer within the time. */
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** The first 20,000 bytes. */
  readonly text: string;
  readonly milliseconds: number;
}

const keptBytes = 20_000;
/** A stream that goes on is left once its head is there. */
const streamMilliseconds = 30;

/** Sends from one of many addresses of this machine, so that the limit of one address does not hide what is looked for. */
export class RawSender {
  private readonly agents: http.Agent[];
  private turn = 0;

  constructor(
    private readonly port: number,
    private readonly timeoutMilliseconds: number,
  ) {
    // Linux answers on all of 127.0.0.0/8; elsewhere there is one address.
    const addresses =
      process.platform === 'linux' ? Array.from({ length: 40 }, (_, at) => `127.0.7.${at + 1}`) : [undefined];
    this.agents = addresses.map(
      (localAddress) => new http.Agent({ keepAlive: true, localAddress } as http.AgentOptions),
    );
  }

  send(sent: RawRequest): Promise<RawAnswer> {
    const { method, path, headers, body } = sent;
    const agent = this.agents[this.turn++ % this.agents.length];
    const began = performance.now();
    return new Promise((resolve) => {
      const settle = (status: number, answered: http.IncomingHttpHeaders, text: string) =>
        resolve({ status, headers: answered, text, milliseconds: performance.now() - began });
      const options = { host: '127.0.0.1', port: this.port, method, path, agent, timeout: this.timeoutMilliseconds };
      const length = body === undefined ? {} : { 'content-length': body.length };
      const request = http.request({ ...options, headers: { ...headers, ...length } }, (response) => {
        let [text, size] = ['', 0];
        const { statusCode = 0, headers: answered } = response;
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size <= keptBytes) text += part.toString('utf8');
        });
        response.once('close', () => settle(statusCode, answered, text));
        if (answered['content-type']?.startsWith('text/event-stream')) {
          setTimeout(() => response.destroy(), streamMilliseconds);
        }
      });
      request.once('timeout', () => request.destroy(new Error('No answer in time.')));
      request.once('error', (error: NodeJS.ErrnoException) => {
        // The server closed the connection as idle while the request was on its way: it was not read.
        if (request.reusedSocket && error.code === 'ECONNRESET') this.send(sent).then(resolve);
        else settle(0, {}, String(error));
      });
      request.end(body);
    });
  }

  close(): void {
    for (const agent of this.agents) agent.destroy();
  }
}
