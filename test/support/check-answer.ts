import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Endpoint } from '../../server/adapters/http/endpoint.js';
import { statusOf } from '../../server/adapters/http/openapi.js';
import { problem } from '../../server/adapters/http/shared-contract.js';
import type { Answer } from './http-api.js';

/** @throws Error when an answer is not what the description of the API says of its path. */
export function checkAnswer(endpoints: readonly Endpoint[], method: string, address: string, answer: Answer): void {
  const type = answer.headers.get('content-type')?.split(';')[0];
  const told = `${method} ${address} answered ${answer.status}`;
  if (answer.status >= 400) {
    if (type !== 'application/problem+json') throw new Error(`${told} as ${type}, not as a problem.`);
    checkForm(problem, answer.body, told);
    return;
  }
  const endpoint = findEndpoint(endpoints, method, address);
  if (endpoint === undefined) throw new Error(`${told}, but no path of the API is like that.`);
  if (statusOf(endpoint) !== answer.status) throw new Error(`${told}, not ${statusOf(endpoint)} as described.`);
  const forms: Record<string, z.ZodType | undefined> = { ...endpoint.forms, 'application/json': endpoint.answer };
  const form = type === undefined ? undefined : forms[type];
  if (answer.body === undefined) {
    if (endpoint.answer !== undefined) throw new Error(`${told} with nothing, but an answer is described.`);
  } else if (typeof answer.body === 'string' && type !== undefined && Object.hasOwn(endpoint.forms ?? {}, type)) {
    // A file: its description has a media type and no schema.
  } else if (form === undefined) throw new Error(`${told} as ${type}, which is not described.`);
  else checkForm(form, answer.body, told);
}

/** Parsing leaves out what a schema does not name: what is left must be all that was sent. */
function checkForm(form: z.ZodType, body: unknown, told: string): void {
  const parsed = form.safeParse(body);
  if (!parsed.success) throw new Error(`${told} otherwise than described: ${parsed.error.message}`);
  if (isDeepStrictEqual(parsed.data, body)) return;
  throw new Error(`${told} more than is described.\n${JSON.stringify(body)}\n${JSON.stringify(parsed.data)}`);
}

function findEndpoint(endpoints: readonly Endpoint[], method: string, address: string): Endpoint | undefined {
  const path = address.split('?')[0].split('/');
  const fits = endpoints.filter((endpoint) => {
    const steps = endpoint.path.split('/');
    return (
      endpoint.method === method.toLowerCase() &&
      steps.length === path.length &&
      steps.every((step, at) => step.startsWith(':') || step === path[at])
    );
  });
  // Of several, Express takes the first.
  return fits[0];
}
