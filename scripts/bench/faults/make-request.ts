import { randomUUID } from 'node:crypto';
import type { Seeded } from '../../../server/demo/seeded.js';
import { hostileText, hostileValue, makeValue, type Schema, type ValueSource } from './random-values.js';
import type { RawRequest } from './raw-request.js';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly 'x-permission': string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** What /api/openapi.json says, as far as it is used here. */
export interface ApiDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Who sends requests: headers that say so. */
export interface Account {
  readonly role: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface RequestMakerInput {
  readonly description: ApiDescription;
  readonly random: Seeded;
  readonly source: ValueSource;
  readonly accounts: readonly Account[];
  /** The ETag that a path answers now; undefined where there is none. */
  readEtag(path: string): Promise<string | undefined>;
}

/** Makes requests of all paths of the description: most of them nearly right, some of them wrong in every way. */
export function makeRequestMaker({ description, random, source, accounts, readEtag }: RequestMakerInput) {
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const mayAsk = (permission: string) => {
    if (/-own$/.test(permission)) return accounts.filter(({ role }) => role === 'courier' || role === 'station');
    return accounts.filter(({ role }) => role === 'admin');
  };
  return async (): Promise<RawRequest> => {
    const { path, method, operation } = random.pick(operations);
    const suitable = mayAsk(operation['x-permission']);
    const account = random.pick(random.chance(0.9) && suitable.length > 0 ? suitable : accounts);
    const plainPath = path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => pathPart(name, source));
    const query = queryOf(operation, source);
    const body = bodyOf(operation, source);
    const wantsMatch = operation.parameters?.some(({ name }) => name === 'If-Match') === true;
    const ifMatch = !wantsMatch
      ? undefined
      : random.chance(0.8)
        ? await readEtag(plainPath.replace(/\/(release|withdraw|edits|replan|make-current)$/, ''))
        : random.pick(['*', '""', 'W/"x.1"', '"plan-x.1"', '"a", "b"', `"${'x'.repeat(5000)}"`]);
    const headers: Record<string, string> = {
      accept: random.chance(0.9)
        ? 'application/json'
        : random.pick(['*/*', 'text/html', 'image/png;q=0, */*;q=0.1', 'x']),
      ...(random.chance(0.98) ? account.headers : {}),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      ...(body === undefined ? {} : { 'content-type': body.type }),
      ...idempotencyOf(method, random),
    };
    return { method: method.toUpperCase(), path: `${plainPath}${query}`, headers, body: body?.bytes };
  };
}

function pathPart(name: string, source: ValueSource): string {
  const { random } = source;
  if (random.chance(0.03))
    return random.pick(['%00', '%ff', '%', '%E4%B8', '..', '%2e%2e%2f', '%ED%A0%80', '*', '{x}']);
  const id = source.idFor(name);
  const text = id === undefined || random.chance(0.05) ? hostileText(random) : id;
  return encodeURIComponent(whole(text)).slice(0, 3000) || '-';
}

/** Halves of characters cannot be percent-encoded; Buffer replaces them. */
const whole = (text: string) => Buffer.from(text).toString();

function queryOf(operation: Operation, source: ValueSource): string {
  const { random } = source;
  const parts: string[] = [];
  for (const { name, in: place, required, schema } of operation.parameters ?? []) {
    if (place !== 'query' || !(required ? random.chance(0.95) : random.chance(0.3))) continue;
    const value = makeValue(name === 'box' ? {} : schema, name, source);
    const text = name === 'box' && random.chance(0.8) ? boxOf(random) : String(value);
    parts.push(`${name}=${encodeURIComponent(whole(text)).slice(0, 4000)}`);
    if (random.chance(0.02)) parts.push(parts.at(-1)!);
  }
  if (random.chance(0.02))
    parts.push(random.pick(['x=1', 'limit[]=1', '%ff=%ff', '=', '&&', 'limit=1e3', 'cursor=%00']));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** Most of them near the demo city. */
function boxOf(random: Seeded): string {
  const [west, south] = [random.between(119, 122), random.between(29, 32)];
  const size = random.pick([0, 0.001, 0.05, 1, 400]);
  return [west, south, west + size, south + size].map((degrees) => degrees.toFixed(4)).join(',');
}

function bodyOf(operation: Operation, source: ValueSource): { type: string; bytes: Buffer } | undefined {
  const { random } = source;
  const content = operation.requestBody?.content;
  if (content === undefined)
    return random.chance(0.03) ? { type: 'application/json', bytes: Buffer.from('{}') } : undefined;
  if (content['multipart/form-data'] !== undefined) return uploadOf(source);
  const schema = content['application/json'].schema;
  if (random.chance(0.02)) return undefined;
  if (random.chance(0.02)) {
    const broken = [
      '{',
      '',
      'null',
      '[]',
      '"x"',
      '1',
      '{"a":1,}',
      '\ufeff{}',
      '['.repeat(50_000),
      '{"a":'.repeat(9000),
    ];
    return { type: 'application/json', bytes: Buffer.from(random.pick(broken)) };
  }
  if (random.chance(0.002)) {
    const large = JSON.stringify({ orders: 'x'.repeat(1_000_000 * (1 + random.below(11))) });
    return { type: 'application/json', bytes: Buffer.from(large) };
  }
  const type = random.chance(0.02)
    ? random.pick(['text/plain', 'application/json; charset=utf-16', 'multipart/form-data', 'x', 'application/xml'])
    : 'application/json';
  return { type, bytes: Buffer.from(JSON.stringify(makeValue(schema, 'body', source)) ?? 'undefined') };
}

const boundary = 'bench-boundary';

/** Files whose rows are right, wrong or no rows at all. */
function uploadOf(source: ValueSource): { type: string; bytes: Buffer } {
  const { random } = source;
  const parts = Array.from({ length: random.below(3) + (random.chance(0.05) ? 0 : 1) }, () => {
    const { name, content } = random.pick(files)(source);
    const field = random.chance(0.95) ? 'files' : random.pick(['file', '', '__proto__']);
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n')]);
  });
  const end = random.chance(0.97) ? `--${boundary}--\r\n` : '';
  const bytes = Buffer.concat([...parts, Buffer.from(end)]);
  return { type: `multipart/form-data; boundary=${boundary}`, bytes };
}

type MakeFile = (source: ValueSource) => { name: string; content: Buffer };
const files: readonly MakeFile[] = [
  (source) => {
    const { random } = source;
    const cell = (name: string, otherwise: string) => {
      const value = random.chance(0.05) ? String(hostileValue(random)) : (source.idFor(name) ?? otherwise);
      return random.chance(0.02) ? value : `"${value.replaceAll('"', '""')}"`;
    };
    const date = new Date(Date.now() + random.below(4) * 86_400_000).toISOString().slice(0, 10);
    const rows = Array.from({ length: 1 + random.below(20) }, () =>
      [
        random.chance(0.2) ? cell('orderId', 'o') : `f-${randomUUID()}`,
        cell('customerId', 'c'),
        cell('stationId', 'S1'),
        cell('skuId', 'K1'),
        random.chance(0.9) ? String(random.below(20)) : hostileText(random),
        `${date}T08:00:00+08:00`,
        random.chance(0.95) ? date : hostileText(random),
      ].join(','),
    );
    const header = 'order_id,customer_id,station_id,sku_id,qty,placed_at,delivery_date';
    return {
      name: random.pick(['orders.csv', 'x.csv', 'stations.csv']),
      content: Buffer.from([header, ...rows].join('\n')),
    };
  },
  (source) => {
    const { random } = source;
    const bytes = Buffer.from(Array.from({ length: random.below(2000) }, () => random.below(256)));
    const magic = random.pick(['', 'PK\u0003\u0004', '\u001f\u008b', '\u00ff\u00fe', '%PDF']);
    return {
      name: random.pick(['a.xlsx', 'orders.csv', 'a.zip', '../../x.csv', '']),
      content: Buffer.concat([Buffer.from(magic, 'latin1'), bytes]),
    };
  },
  ({ random }) => {
    const line = `${'a,'.repeat(random.below(3000))}"${'\n'.repeat(random.below(100))}`;
    return { name: 'orders.csv', content: Buffer.from(`order_id,customer_id\n${line.repeat(1 + random.below(20))}`) };
  },
];

function idempotencyOf(method: string, random: Seeded): Readonly<Record<string, string>> {
  if (method !== 'post' || random.chance(0.5)) return {};
  if (random.chance(0.1)) return { 'idempotency-key': random.pick(['', ' ', 'a', 'x'.repeat(200), 'x'.repeat(201)]) };
  return { 'idempotency-key': random.chance(0.1) ? `again-${random.below(50)}` : `key-${random.fraction()}` };
}
