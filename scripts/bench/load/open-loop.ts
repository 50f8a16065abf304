import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { adminKey } from '../servers/tuanda-server.js';

/** One request of a load: when it is meant to begin and what is sent. */
export interface Shot {
  /** Milliseconds after the begin of the load. */
  readonly at: number;
  /** Which of the servers gets it. */
  readonly server: number;
  readonly method: 'GET' | 'POST';
  /** Below /api/v1. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

export interface GeneratorInput {
  readonly ports: readonly number[];
  readonly texts: readonly { readonly at: number; readonly server: number; readonly text: string }[];
  readonly mark: string | undefined;
  readonly connections: number;
  readonly patienceMilliseconds: number;
}

/** By the number of the request. Status 0: no answer came. */
export interface Shots {
  /** From the intended begin until the whole answer was there; NaN where none came. */
  readonly milliseconds: Float64Array;
  /** When the answer was there, after the begin of the load. */
  readonly endedAt: Float64Array;
  readonly status: Uint16Array;
  /** 1 where the body holds what a success holds. */
  readonly marked: Uint8Array;
  readonly retryAfter: Uint8Array;
  /** How late the generator itself was, in milliseconds: what it could not do is no fault of the server's. */
  readonly sentLate: Float64Array;
}

export interface LoadOptions {
  /** What the body of a success holds. */
  readonly mark?: string;
  /** Most connections to each server; below its own limit for one address. */
  readonly connections?: number;
  /** How long answers are waited for after the last request. */
  readonly patienceMilliseconds?: number;
}

/**
 * Sends requests at their times from a thread of its own, an open loop: a slow answer holds no later request back, and
 * latency counts from the intended begin (Tene, "How NOT to Measure Latency"; the fault it avoids is coordinated omission).
 */
export async function sendLoad(
  ports: readonly number[],
  shots: readonly Shot[],
  { mark, connections = 900, patienceMilliseconds = 30_000 }: LoadOptions = {},
): Promise<Shots> {
  const texts = shots.map((shot) => ({ at: shot.at, server: shot.server, text: asText(shot, ports[shot.server]) }));
  const workerData: GeneratorInput = { ports, texts, mark, connections, patienceMilliseconds };
  const worker = new Worker(new URL('./generator.js', import.meta.url), { workerData });
  const [sent] = await once(worker, 'message');
  return sent as Shots;
}

function asText({ method, path, headers, json }: Shot, port: number): string {
  const body = json === undefined ? '' : JSON.stringify(json);
  const signIn = headers?.authorization === undefined && headers?.cookie === undefined;
  const all: Readonly<Record<string, string>> = {
    host: `127.0.0.1:${port}`,
    ...(signIn ? { authorization: `Bearer ${adminKey}` } : {}),
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${method} /api/v1${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Times at a steady rate, in milliseconds. */
export function steadyTimes(ratePerSecond: number, seconds: number): number[] {
  return Array.from({ length: Math.round(ratePerSecond * seconds) }, (_, at) => (at * 1000) / ratePerSecond);
}
