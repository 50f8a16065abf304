import { setTimeout as wait } from 'node:timers/promises';

/** An answer of the API, its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers have every form
  readonly body: any;
}

export interface Request {
  readonly method: string;
  /** Below /api/v1. */
  readonly path: string;
  /** Of an API key; `cookie` in `headers` where it is a session's. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: FormData;
}

/** Sends one request of the API. @throws Error naming the request when no answer came. */
export async function ask(address: string, { method, path, key, headers, json, form }: Request): Promise<Answer> {
  const began = performance.now();
  const send = fetch(`${address}/api/v1${path}`, {
    method,
    headers: {
      // Facts are a stream without an end for who does not say so.
      accept: 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: form ?? (json === undefined ? undefined : JSON.stringify(json)),
    signal: AbortSignal.timeout(120_000),
  });
  const response = await send.catch((cause: unknown) => {
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    throw new Error(`${method} ${path} was not answered, after ${seconds} s`, { cause });
  });
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
}

/** Sends a request that must succeed; waits where there were too many. @returns the body. @throws Error otherwise. */
// biome-ignore lint/suspicious/noExplicitAny: answers have every form
export async function mustAsk(address: string, request: Request): Promise<any> {
  for (;;) {
    const { status, headers, body } = await ask(address, request);
    if (status < 300) return body;
    if (status !== 429 && status !== 503) {
      throw new Error(`${request.method} ${request.path} answered ${status}: ${JSON.stringify(body)}`);
    }
    await wait(Number(headers.get('retry-after') ?? 1) * 1000);
  }
}

/** All rows of a list, page by page. */
// biome-ignore lint/suspicious/noExplicitAny: rows have every form
export async function* listAll(address: string, key: string, path: string): AsyncGenerator<any> {
  const joint = path.includes('?') ? '&' : '?';
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const at: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await mustAsk(address, { method: 'GET', path: `${path}${joint}limit=200${at}`, key });
    yield* page.data;
    cursor = page.nextCursor ?? undefined;
  }
}

/** Waits for a job to end. @throws Error when it did not end well. */
// biome-ignore lint/suspicious/noExplicitAny: jobs have results of every form
export async function untilDone(address: string, key: string, jobId: string): Promise<any> {
  for (;;) {
    const job = await mustAsk(address, { method: 'GET', path: `/jobs/${jobId}`, key });
    if (job.status === 'done') return job;
    if (job.status !== 'running' && job.status !== 'waiting') throw new Error(`The job ended: ${JSON.stringify(job)}`);
    await wait(200);
  }
}
