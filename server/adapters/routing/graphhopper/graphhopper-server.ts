import { TimeLimit } from '../../../application/time-limit.js';
import { RoutingUnavailableError } from '../../../application/travel/routing/routing-errors.js';
import { Breaker } from '../http/breaker.js';
import { JsonClient } from '../http/json-client.js';
import { isNoWay, messageOf } from './graphhopper-answers.js';
import {
  answerTooLarge,
  type GraphHopperClient,
  type GraphHopperFailure,
  type GraphHopperQuestion,
  makeGraphHopperClient,
} from './graphhopper-client.js';

export interface GraphHopperServerOptions {
  readonly address: string;
  /** Empty for a server of one's own. */
  readonly key: string;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly limitMilliseconds: number;
  readonly maxBytes: number;
}

/** What a server tells about itself; empty while it does not answer. */
export interface GraphHopperInfo {
  /** Of program and road data. */
  readonly dataVersion: string | undefined;
  readonly profiles: readonly string[];
  /** What it knows of its roads, such as "max_height". */
  readonly encodedValues: readonly string[];
}

/** Whether an address is that of the hosted service, which has a matrix and asks for a key. */
export function isHostedGraphHopper(url: string | undefined): boolean {
  const hostname = URL.canParse(url ?? '') ? new URL(url ?? '').hostname : '';
  return hostname === 'graphhopper.com' || hostname.endsWith('.graphhopper.com');
}

/** A GraphHopper server, asked with a breaker; every failure becomes a sentence that does not hold the key. */
export class GraphHopperServer {
  private readonly breaker: Breaker;
  private readonly client: GraphHopperClient;
  private readonly closing = new AbortController();

  constructor(private readonly options: GraphHopperServerOptions) {
    this.breaker = new Breaker({ engineTitle: 'GraphHopper', now: options.now });
    this.client = makeGraphHopperClient(options);
  }

  /** The client has a call for this too, which writes failures, key included, to the console. */
  async askInfo(signal: AbortSignal): Promise<GraphHopperInfo> {
    const client = new JsonClient({ engineTitle: 'GraphHopper', breaker: this.breaker, ...this.options });
    try {
      const { body } = await client.get(`/info?key=${encodeURIComponent(this.options.key)}`, signal);
      const { version, data_date, import_date, profiles, encoded_values } = (body ?? {}) as Record<string, unknown>;
      const names = Array.isArray(profiles) ? profiles.map((profile: { name?: unknown } | null) => profile?.name) : [];
      return {
        dataVersion: [version, data_date, import_date].map(String).join(' '),
        profiles: names.filter((name) => typeof name === 'string'),
        encodedValues: Object.keys(encoded_values ?? {}),
      };
    } catch {
      // Not up yet: the first question will tell.
      signal.throwIfAborted();
      return { dataVersion: undefined, profiles: [], encodedValues: [] };
    }
  }

  /**
   * @param divisible whether a refusal may be due to one of many places, so that parts are worth asking.
   * @returns undefined where there is no road or no way, and for a refused question that can be divided.
   * @throws RoutingUnavailableError, or the signal's reason when aborted.
   */
  ask(
    service: 'route' | 'matrix',
    question: GraphHopperQuestion,
    divisible: boolean,
    signal: AbortSignal,
  ): Promise<unknown> {
    const ended = AbortSignal.any([signal, this.closing.signal]);
    return this.breaker.run(
      async () => {
        ended.throwIfAborted();
        const limit = new TimeLimit(ended, this.options.limitMilliseconds);
        const outcome = await this.client[service](question, limit.signal).finally(() => limit.end());
        ended.throwIfAborted();
        if ('body' in outcome) return outcome.body;
        if (outcome.failure.status !== 400) throw this.unavailable(outcome.failure, limit.isOver);
        if (divisible || isNoWay(outcome.failure.body)) return undefined;
        throw new RefusedQuestion(messageOf(outcome.failure.body));
      },
      (error) => error instanceof RoutingUnavailableError && !(error instanceof RefusedQuestion) && !ended.aborted,
    );
  }

  close(): void {
    this.closing.abort(new RoutingUnavailableError('The routing engine was closed.'));
  }

  private unavailable({ status, code }: GraphHopperFailure, late: boolean): RoutingUnavailableError {
    return new RoutingUnavailableError(`${this.reasonFor(status, code, late)}.`, { details: { status, code } });
  }

  private reasonFor(status: number | undefined, code: string | undefined, late: boolean): string {
    if (status === 401 || status === 403) return 'GraphHopper does not accept ROUTING_KEY';
    if (status === 429) return 'The requests that GraphHopper allows for ROUTING_KEY are used up for now';
    if (status === 200 && code !== answerTooLarge && !late) {
      return 'GraphHopper cannot be reached (its answer was cut short)';
    }
    if (status !== undefined && status !== 200) return `GraphHopper answered with status ${status}`;
    if (late || code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
      return `GraphHopper did not answer within ${this.options.limitMilliseconds / 1_000} s`;
    }
    if (code === answerTooLarge) return `GraphHopper answered with more than ${this.options.maxBytes} bytes`;
    return `GraphHopper cannot be reached${code === undefined ? '' : ` (${code})`}`;
  }
}

/** A question that GraphHopper understood and will not answer: our fault or a setting's, not an outage. */
class RefusedQuestion extends RoutingUnavailableError {
  constructor(message: string) {
    super(`GraphHopper refused the question: ${message.slice(0, 200)}`);
  }
}
