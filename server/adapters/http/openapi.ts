import { z } from 'zod';
import type { Route } from './route.js';

/** Describes the API as OpenAPI 3.1, from the same list that answers it. */
export function describeApi(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const each of routes) {
    const address = `/api/v1${each.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[address] = { ...paths[address], [each.method]: describe(each) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tuanda', version, description: 'Dispatch for same-city group buying.', license: { name: 'MIT' } },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'tuanda_session' },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; docs/errors.md says what helps.' },
    detail: { type: 'string' },
    errors: {},
  },
};

const filesSchema = {
  type: 'object',
  properties: { files: { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' } } },
};

function describe(each: Route): object {
  const names = [...each.path.matchAll(/:(\w+)/g)].map((match) => match[1]);
  const inPath = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const query =
    each.query === undefined
      ? undefined
      : (z.toJSONSchema(each.query, { io: 'input', unrepresentable: 'any' }) as {
          properties?: Record<string, object>;
          required?: string[];
        });
  const inQuery = Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: query?.required?.includes(name) ?? false,
    schema,
  }));
  const key = each.creates === true ? [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } }] : [];
  const body =
    each.upload === true
      ? { requestBody: { required: true, content: { 'multipart/form-data': { schema: filesSchema } } } }
      : each.body === undefined
        ? {}
        : {
            requestBody: {
              required: true,
              content: {
                'application/json': { schema: z.toJSONSchema(each.body, { io: 'input', unrepresentable: 'any' }) },
              },
            },
          };
  return {
    summary: each.summary,
    operationId: `${each.method}${each.path.replaceAll(/[^A-Za-z0-9]+(\w)/g, (_match, letter: string) => letter.toUpperCase())}`,
    'x-permission': each.permission,
    security: each.permission === 'public' ? [] : [{ key: [] }, { session: [] }],
    parameters: [...inPath, ...inQuery, ...key],
    ...body,
    responses: {
      [each.status ?? 200]: { description: 'Done.' },
      default: {
        description: 'Refused or failed.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}
