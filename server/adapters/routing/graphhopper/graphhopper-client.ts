import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { untilAborted } from '../../../application/time-limit.js';

/** An area that conditions of a custom model name by its id. */
export interface AreaFeature {
  readonly type: 'Feature';
  readonly id: string;
  readonly properties: object;
  readonly geometry: { readonly type: 'Polygon'; readonly coordinates: readonly (readonly [number, number])[][] };
}

/** What the client `graphhopper-js-api-client` is asked; the body of a request as GraphHopper's API describes it. */
export interface GraphHopperQuestion {
  readonly points?: readonly (readonly [number, number])[];
  readonly from_points?: readonly (readonly [number, number])[];
  readonly to_points?: readonly (readonly [number, number])[];
  readonly profile: string;
  /** Rules for this question alone; a server prepared for speed alone (CH) has to be told not to use that. */
  readonly custom_model?: {
    readonly priority: readonly { readonly if: string; readonly multiply_by: string }[];
    readonly areas?: { readonly type: 'FeatureCollection'; readonly features: readonly AreaFeature[] };
  };
  readonly 'ch.disable'?: true;
  readonly calc_points?: boolean;
  readonly details?: readonly string[];
  readonly out_arrays?: readonly string[];
  readonly fail_fast?: boolean;
}

interface Endpoint {
  doRequest(question: GraphHopperQuestion): Promise<unknown>;
}

interface ClientModule {
  readonly GraphHopper: {
    readonly Routing: new (settings: object, defaults: object) => Endpoint;
    readonly Matrix: new (settings: object, defaults: object) => Endpoint;
  };
}

/** What came of one request; the client itself keeps only a text of it, with the key in it. */
export interface GraphHopperFailure {
  /** The answer's status; undefined when there was no answer. */
  readonly status: number | undefined;
  readonly body: unknown;
  /** The HTTP library's word, e.g. "ECONNREFUSED". */
  readonly code: string | undefined;
}

interface RequestGuard {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  failure: GraphHopperFailure | undefined;
  /** Set when there was an answer, which the client may still stumble over. */
  answer: { readonly body: unknown } | undefined;
}

interface AxiosError {
  readonly code?: string;
  readonly message?: string;
  readonly response?: { readonly status: number; readonly data: unknown };
}

interface Axios {
  readonly interceptors: {
    readonly request: { use(change: (config: Record<string, unknown>) => Record<string, unknown>): void };
    readonly response: {
      use<Answer extends { data: unknown }>(pass: (answer: Answer) => Answer, fail: (error: AxiosError) => never): void;
    };
  };
}

/** Stands for the library's code when an answer was larger than it may be. */
export const answerTooLarge = 'TOO_LARGE';

const guards = new AsyncLocalStorage<RequestGuard>();
let loaded: ClientModule['GraphHopper'] | undefined;

export type GraphHopperOutcome = { readonly body: unknown } | { readonly failure: GraphHopperFailure };

export interface GraphHopperClient {
  route(question: GraphHopperQuestion, signal: AbortSignal): Promise<GraphHopperOutcome>;
  matrix(question: GraphHopperQuestion, signal: AbortSignal): Promise<GraphHopperOutcome>;
}

/** The client for one server, with a time limit, a size limit and an abort for each request. */
export function makeGraphHopperClient(settings: {
  readonly address: string;
  readonly key: string;
  readonly limitMilliseconds: number;
  readonly maxBytes: number;
}): GraphHopperClient {
  const { Routing, Matrix } = (loaded ??= loadClient());
  const { address, key, limitMilliseconds, maxBytes } = settings;
  const connection = { key: encodeURIComponent(key), host: address, timeout: limitMilliseconds };
  // Only as a default is false taken for an answer, and encoded points are decoded even where none came.
  const routing = new Routing(connection, { elevation: false, points_encoded: false, instructions: false });
  const table = new Matrix(connection, {});
  const guarded = async (
    endpoint: Endpoint,
    question: GraphHopperQuestion,
    signal: AbortSignal,
  ): Promise<GraphHopperOutcome> => {
    const guard: RequestGuard = { signal, maxBytes, failure: undefined, answer: undefined };
    try {
      return {
        body: await untilAborted(
          signal,
          guards.run(guard, () => endpoint.doRequest({ ...question })),
        ),
      };
    } catch {
      // The client's error names the address with the key in it, so it goes no further.
      return guard.answer ?? { failure: guard.failure ?? { status: undefined, body: undefined, code: undefined } };
    }
  };
  return {
    route: (question, signal) => guarded(routing, question, signal),
    matrix: (question, signal) => guarded(table, question, signal),
  };
}

/**
 * The package's own entry is built for browsers and gives an empty object in Node, so its source is loaded. It asks
 * by axios and passes on neither signal nor limits; these are added to the very axios that it uses.
 */
function loadClient(): ClientModule['GraphHopper'] {
  const ours = createRequire(import.meta.url);
  const source = ours.resolve('graphhopper-js-api-client/src/main-template.js');
  const axios = createRequire(source)('axios') as Axios;
  axios.interceptors.request.use((config) => {
    const guard = guards.getStore();
    if (guard === undefined) return config;
    const limits = { signal: guard.signal, maxContentLength: guard.maxBytes, maxRedirects: 0 };
    // A proxy of the house does not know the servers of this machine.
    return isThisMachine(config.url) ? { ...config, ...limits, proxy: false } : { ...config, ...limits };
  });
  axios.interceptors.response.use(
    (answer) => {
      const guard = guards.getStore();
      if (guard !== undefined) guard.answer = { body: answer.data };
      return answer;
    },
    (error) => {
      const guard = guards.getStore();
      if (guard !== undefined) {
        // Its code is the same for too much and for half an answer.
        const tooLarge = error.message?.includes('maxContentLength') === true;
        const code = tooLarge ? answerTooLarge : error.code;
        guard.failure = { status: error.response?.status, body: error.response?.data, code };
      }
      throw error;
    },
  );
  return (ours(source) as ClientModule).GraphHopper;
}

function isThisMachine(url: unknown): boolean {
  return typeof url === 'string' && /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])[:/]/i.test(url);
}
