import { setTimeout as wait } from 'node:timers/promises';
import { GeocoderError } from '../../application/network/geocoder.js';
import { readAnswer } from '../../application/read-answer.js';
import { TimeLimit } from '../../application/time-limit.js';
import { told } from '../../domain/told.js';

export interface ProviderOptions {
  /** For sentences, e.g. "Nominatim". */
  readonly title: string;
  /** The address that is asked, without a query. */
  readonly url: string;
  /** Never shorter between the beginnings of two requests of this process. */
  readonly paceMilliseconds: number;
  readonly limitMilliseconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const usualLimitMilliseconds = 8_000;
const slowestMilliseconds = 5_000;
/** Five places with all their names are a hundredth of it. */
const mostBytes = 1_000_000;

/**
 * Asks a provider over HTTP, one request at a time and at its pace, with a limit of time and of size, and never beyond its
 * address. What is sent, the key above all, stands in no error.
 */
export class ProviderClient {
  private turn: Promise<unknown> = Promise.resolve();
  private next = 0;

  private pace: number;

  constructor(private readonly options: ProviderOptions) {
    this.pace = options.paceMilliseconds;
  }

  /** @throws GeocoderError, or the signal's reason when aborted. */
  get(query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<unknown> {
    const answer = this.turn.then(() => this.ask(query, signal));
    this.turn = answer.catch(() => undefined);
    return answer;
  }

  /** The provider does not let us in, or not any more. */
  refused(reason: string): GeocoderError {
    const { title } = this.options;
    const sentence = told`${title} refuses the request: ${reason}. Check GEOCODER_KEY, or place the stations by hand.`;
    return new GeocoderError('geocoder-refused', sentence, { isLasting: true });
  }

  /** The provider was asked faster than it allows, perhaps by another process too: from now on it is asked more slowly. */
  askedTooFast(): GeocoderError {
    this.pace = Math.min(2 * this.pace, slowestMilliseconds);
    const sentence = told`${this.options.title} was asked faster than it allows. It is asked more slowly now; search again for what is left.`;
    return new GeocoderError('geocoder-unavailable', sentence, { isLasting: false });
  }

  quotaExceeded(): GeocoderError {
    const { title } = this.options;
    const sentence = told`${title} answers no more requests for now: its quota is used up. Try again later, or place the stations by hand.`;
    return new GeocoderError('geocoder-quota', sentence, { isLasting: true });
  }

  unavailable(why: 'late' | 'away' | 'odd', cause?: unknown): GeocoderError {
    const { title } = this.options;
    const sentences = {
      late: told`${title} did not answer in time.`,
      away: told`${title} cannot be reached.`,
      odd: told`${title} gave an answer that cannot be read.`,
    };
    return new GeocoderError('geocoder-unavailable', sentences[why], { cause, isLasting: false });
  }

  private async ask(query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<unknown> {
    const { url, limitMilliseconds = usualLimitMilliseconds, headers } = this.options;
    await wait(Math.max(0, this.next - performance.now()), undefined, { signal }).catch(() => signal.throwIfAborted());
    this.next = performance.now() + this.pace;
    const limit = new TimeLimit(signal, limitMilliseconds);
    let text: string;
    try {
      const response = await fetch(`${url}?${new URLSearchParams(query)}`, {
        signal: limit.signal,
        redirect: 'error',
        headers: { accept: 'application/json', ...headers },
      });
      if (response.status === 429) throw this.askedTooFast();
      if (response.status === 401 || response.status === 403) throw this.refused(`HTTP ${response.status}`);
      if (response.status !== 200) throw this.unavailable('odd');
      text = await readAnswer(response, mostBytes, limit.signal, () => this.unavailable('odd'));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof GeocoderError) throw error;
      // What fetch throws names no address and no query.
      throw this.unavailable(limit.isOver ? 'late' : 'away', error);
    } finally {
      limit.end();
    }
    try {
      return JSON.parse(text);
    } catch {
      // The error would hold a piece of the answer.
      throw this.unavailable('odd');
    }
  }
}
