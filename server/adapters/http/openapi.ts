import { z } from 'zod';
import type { Endpoint } from './endpoint.js';
import { named, problem } from './shared-contract.js';

type Schema = Record<string, unknown>;

/** Describes the API as OpenAPI 3.1, from the same list that answers it. */
export function describeApi(endpoints: readonly Endpoint[], version: string): object {
  const schemas = new Map<string, Schema>();
  const paths: Record<string, Record<string, object>> = {};
  for (const each of endpoints) {
    const address = `/api/v1${each.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[address] = { ...paths[address], [each.method]: describe(each, schemas) };
  }
  schemaOf(problem, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tuanda',
      version,
      description: 'Dispatch for same-city group buying.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'tuanda_session' },
      },
      schemas: Object.fromEntries([...schemas].sort(([one], [other]) => (one < other ? -1 : 1))),
    },
  };
}

function describe(each: Endpoint, schemas: Map<string, Schema>): object {
  return {
    summary: each.summary,
    operationId: operationIdOf(each),
    tags: [each.path.split('/')[1]],
    'x-permission': each.permission,
    security: each.permission === 'public' ? [] : [{ key: [] }, { session: [] }],
    parameters: parametersOf(each),
    ...bodyOf(each, schemas),
    responses: {
      [statusOf(each)]: answerOf(each, schemas),
      default: {
        description: 'Refused or failed.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** The status of a success. */
export function statusOf({ status, answer, forms }: Pick<Endpoint, 'status' | 'answer' | 'forms'>): number {
  return status ?? (answer === undefined && forms === undefined ? 204 : 200);
}

function operationIdOf({ method, path }: Endpoint): string {
  return `${method}${path.replaceAll(/[^A-Za-z0-9]+(\w)/g, (_match, letter: string) => letter.toUpperCase())}`;
}

function parametersOf(each: Endpoint): object[] {
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
  const header = (name: string, required: boolean) => ({ name, in: 'header', required, schema: { type: 'string' } });
  return [
    ...inPath,
    ...inQuery,
    ...(each.creates === true ? [header('Idempotency-Key', false)] : []),
    ...(each.etag === 'needed' ? [header('If-Match', true)] : []),
    ...(each.addsOnly === true ? [header('If-None-Match', false)] : []),
  ];
}

const filesSchema = {
  type: 'object',
  properties: { files: { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' } } },
};

function bodyOf(each: Endpoint, schemas: Map<string, Schema>): object {
  if (each.upload !== undefined) {
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: filesSchema } } } };
  }
  if (each.body === undefined) return {};
  const required = !each.body.safeParse(undefined).success;
  const schema = schemaOf(each.body, schemas);
  return { requestBody: { required, content: { 'application/json': { schema } } } };
}

function answerOf(each: Endpoint, schemas: Map<string, Schema>): object {
  const forms = { ...(each.answer === undefined ? {} : { 'application/json': each.answer }), ...each.forms };
  const content = Object.fromEntries(
    Object.entries(forms).map(([type, schema]) => [
      type,
      schema === undefined ? { schema: { type: 'string' } } : { schema: schemaOf(schema, schemas) },
    ]),
  );
  const headers =
    each.etag === undefined
      ? {}
      : { headers: { ETag: { description: 'The version of what is answered.', schema: { type: 'string' } } } };
  return { description: 'Done.', ...headers, ...(Object.keys(content).length === 0 ? {} : { content }) };
}

/** A schema as JSON Schema; the named ones in it are put aside once and pointed to. */
function schemaOf(schema: z.ZodType, schemas: Map<string, Schema>): Schema {
  // Inside of another one, a schema with a name of its own is put aside too. Answers are told as input, which leaves
  // them open: they may grow, and a field that is not described is no fault.
  const json = z.toJSONSchema(z.object({ it: schema }), {
    io: 'input',
    metadata: named,
    unrepresentable: 'any',
    // Our names stand in a registry of their own; what `describe` says stands in zod's.
    override: ({ zodSchema, jsonSchema }) => {
      const description = z.globalRegistry.get(zodSchema as unknown as z.ZodType)?.description;
      if (description !== undefined) jsonSchema.description = description;
    },
  });
  const text = JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { properties, $defs } = JSON.parse(text) as { properties: { it: Schema }; $defs?: Record<string, Schema> };
  for (const [id, { id: _, ...definition }] of Object.entries($defs ?? {})) {
    schemas.set(id, definition);
  }
  return properties.it;
}
