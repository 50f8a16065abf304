import { language } from '../i18n/language.js';
import { ApiError } from './api-error.js';
import type { Page } from './types.js';

/** Where the API begins. */
export const root = '/api/v1';

/** The one place that asks the server. Every call throws ApiError when the answer is a refusal or none comes. */
export async function ask<Answer>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answer> {
  const sent = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await send(method, path, body === undefined ? undefined : JSON.stringify(body), {
    accept: 'application/json',
    ...sent,
    ...headers,
    signal,
  });
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

/** Asks for a file, such as a PDF. */
export async function askFile(method: string, path: string, body?: unknown): Promise<Blob> {
  const sent = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await send(method, path, body === undefined ? undefined : JSON.stringify(body), sent);
  return response.blob();
}

/** Sends files. */
export async function upload<Answer>(path: string, form: FormData): Promise<Answer> {
  return (await send('POST', path, form, { accept: 'application/json' })).json();
}

async function send(
  method: string,
  path: string,
  body: BodyInit | undefined,
  { signal, ...headers }: { readonly signal?: AbortSignal } & Record<string, unknown>,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`${root}${path}`, {
      method,
      // Of the page, which may be another than the browser's.
      headers: { 'accept-language': language.value, ...(headers as Record<string, string>) },
      body,
      signal,
    });
  } catch (error) {
    throw new ApiError(0, 'offline', 'The server cannot be reached.', { cause: error });
  }
  if (!response.ok) throw await refusalOf(response);
  return response;
}

async function refusalOf(response: Response): Promise<ApiError> {
  const problem = await response.json().catch(() => undefined);
  const { pathname, search } = window.location;
  if (response.status === 401 && !pathname.startsWith('/login')) {
    window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
  }
  // Nothing else is open to them before they have set one up.
  if (problem?.code === 'second-factor-missing' && pathname !== '/account') window.location.assign('/account');
  const faults = problem?.code === 'invalid-input' && Array.isArray(problem.errors) ? problem.errors : [];
  return new ApiError(response.status, problem?.code ?? 'internal', problem?.detail ?? response.statusText, {
    faults: faults.filter((fault: { field?: unknown }) => typeof fault?.field === 'string'),
  });
}

/** Every row of a list, page by page. */
export async function all<Row>(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const at: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page<Row> = await ask('GET', `${path}${path.includes('?') ? '&' : '?'}limit=200${at}`);
    rows.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}

/** The first page of a list. */
export const list = async <Row>(path: string) => (await ask<Page<Row>>('GET', path)).data;
/** A text as a part of a path or query. */
export const part = encodeURIComponent;
/** Repeating a request that may have arrived does it once. */
export const once = () => ({ 'idempotency-key': newKey() });

/** A random key; `crypto.randomUUID` is missing on plain http from another device. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
