import { readAnswer } from '../../../application/read-answer.js';
import { TimeLimit } from '../../../application/time-limit.js';
import { RoutingUnavailableError } from '../../../application/travel/routing/routing-errors.js';
import type { Breaker } from './breaker.js';

export interface JsonClientOptions {
  /** For sentences, e.g. "OSRM". */
  readonly engineTitle: string;
  readonly address: string;
  readonly breaker: Breaker;
  readonly limitMilliseconds: number;
  readonly maxBytes: number;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks an engine over HTTP: with a time limit, a size limit, an abort and a breaker, and never beyond its address. */
export class JsonClient {
  constructor(private readonly options: JsonClientOptions) {}

  /**
   * @param pathAndQuery begins with a slash.
   * @returns answers of status 200 and 400, which engines use to say that there is no way.
   * @throws RoutingUnavailableError, or the signal's reason when aborted.
   */
  get(pathAndQuery: string, signal: AbortSignal): Promise<JsonAnswer> {
    const { breaker } = this.options;
    return breaker.run(
      () => this.ask(pathAndQuery, signal),
      (error) => error instanceof RoutingUnavailableError,
    );
  }

  private async ask(pathAndQuery: string, signal: AbortSignal): Promise<JsonAnswer> {
    const { engineTitle, address, limitMilliseconds, maxBytes } = this.options;
    signal.throwIfAborted();
    const limit = new TimeLimit(signal, limitMilliseconds);
    try {
      const response = await fetch(`${address}${pathAndQuery}`, {
        signal: limit.signal,
        redirect: 'error',
        headers: { accept: 'application/json' },
      });
      const text = await readAnswer(response, maxBytes, limit.signal, () => {
        return new RoutingUnavailableError(`${engineTitle} answered with more than ${maxBytes} bytes.`);
      });
      if (response.status !== 200 && response.status !== 400) {
        throw new RoutingUnavailableError(`${engineTitle} answered with status ${response.status}.`);
      }
      return { status: response.status, body: this.parse(text) };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof RoutingUnavailableError) throw error;
      const why = limit.isOver
        ? `did not answer within ${limitMilliseconds / 1_000} s`
        : `cannot be reached${reasonOf(error)}`;
      throw new RoutingUnavailableError(`${engineTitle} ${why}.`, { cause: error });
    } finally {
      limit.end();
    }
  }

  private parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw new RoutingUnavailableError(`${this.options.engineTitle} gave an answer that is not whole JSON.`, {
        cause,
      });
    }
  }
}

/** The system's word for why a connection failed, e.g. " (ECONNREFUSED)". */
function reasonOf(error: unknown): string {
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  return typeof code === 'string' ? ` (${code})` : '';
}
