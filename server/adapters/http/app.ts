import path from 'node:path';
import express, { type Express, type Request, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Actor } from '../../application/accounts/account-store.js';
import type { Accounts } from '../../application/accounts/accounts.js';
import { DispatchError } from '../../domain/dispatch-error.js';
import { mayDo } from '../../domain/role.js';
import { assertCleanText } from './assert-clean-text.js';
import { findActor } from './find-actor.js';
import type { IdempotencyStore, KeptAnswer } from './idempotency.js';
import { withIdempotency } from './idempotency.js';
import { describeApi, statusOf } from './openapi.js';
import { parseBody, parseQuery } from './parse-input.js';
import { problemHandler, sendProblem } from './problem.js';
import type { Ask, Route } from './route.js';
import { fingerprintOf, withUploadedFiles } from './uploaded-files.js';

/** Vector tiles of the offline base map, gzipped. */
export interface BaseMap {
  findMetadata(): Promise<object | undefined>;
  findTile(z: number, x: number, y: number): Promise<Buffer | undefined>;
}

export interface HttpOptions {
  readonly routes: readonly Route[];
  readonly accounts: Accounts;
  readonly idempotency: IdempotencyStore;
  readonly log: Logger;
  readonly publicUrl: string | undefined;
  readonly tileUrl: string | undefined;
  /** The built pages. */
  readonly webFolder: string;
  readonly version: string;
  /** The offline base map of a map; undefined when there is no such map. */
  findBaseMap(mapId: string): BaseMap | undefined;
  /** Undefined while the server is still getting ready. */
  readiness(): { readonly ready: boolean; readonly detail: object };
  metrics(): string;
}

const jsonLimit = '10mb';
const pages = {
  '/': 'index',
  '/floor': 'floor',
  '/courier': 'courier',
  '/station': 'station',
  '/login': 'login',
} as const;

/** The whole HTTP side: pages, API, health. Deny by default: only what the route list names is answered. */
export function makeHttpApp(options: HttpOptions): Express {
  const isHttps = options.publicUrl?.startsWith('https:') ?? false;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  // Behind a public address stands a proxy of ours: the client's address and protocol are what it says.
  if (options.publicUrl !== undefined) app.set('trust proxy', 1);
  app.set('https only', isHttps);
  app.use(helmet(securityHeaders(isHttps, options.tileUrl)));
  serveHealth(app, options);
  servePages(app, options);
  app.get('/api/openapi.json', (_request, response) => {
    response.json(describeApi(options.routes, options.version));
  });
  app.use('/api/v1', makeApi(options));
  app.use((request, response) => {
    sendProblem(response, 404, 'not-found', `There is nothing at ${request.path}.`);
  });
  app.use(problemHandler(options.log));
  return app;
}

/** Over plain http in a local network everything must work, so what only holds for https comes with https. */
function securityHeaders(isHttps: boolean, tileUrl: string | undefined): Parameters<typeof helmet>[0] {
  const tiles = tileUrl === undefined ? [] : [new URL(tileUrl.replaceAll(/[{}]/g, '')).origin];
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:', ...tiles],
        // Leaflet places its panes by style properties; style attributes in markup stay forbidden.
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: isHttps,
    crossOriginOpenerPolicy: isHttps ? { policy: 'same-origin' } : false,
    originAgentCluster: isHttps,
    crossOriginEmbedderPolicy: false,
    // With no-referrer, browsers would send `Origin: null` with our own pages' forms.
    referrerPolicy: { policy: 'same-origin' },
  };
}

function serveHealth(app: Express, { readiness, metrics }: HttpOptions): void {
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', (_request, response) => {
    const { ready, detail } = readiness();
    response.status(ready ? 200 : 503).json({ ready, ...detail });
  });
  app.get('/metrics', (_request, response) => {
    response.type('text/plain; version=0.0.4').send(metrics());
  });
}

function servePages(app: Express, { webFolder, findBaseMap }: HttpOptions): void {
  for (const [address, page] of Object.entries(pages)) {
    app.get(address, (_request, response) => {
      response.set('Cache-Control', 'no-cache').sendFile(path.join(webFolder, `${page}.html`));
    });
  }
  app.use(
    '/assets',
    express.static(path.join(webFolder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: true }),
  );
  app.use(express.static(webFolder, { index: false, fallthrough: true }));
  app.use('/base-map', (request, response, next) => serveBaseMap(request, response, findBaseMap).catch(next));
}

async function serveBaseMap(
  request: Request,
  response: Response,
  findBaseMap: HttpOptions['findBaseMap'],
): Promise<void> {
  const match = /^\/([\w-]+)(?:\/(\d+)\/(\d+)\/(\d+))?$/.exec(request.path);
  const baseMap = match === null ? undefined : findBaseMap(match[1]);
  if (match !== null && match[2] === undefined) {
    const metadata = await baseMap?.findMetadata();
    if (metadata !== undefined) {
      response.set('Cache-Control', 'no-cache').json(metadata);
      return;
    }
  }
  const tile =
    match === null ? undefined : await baseMap?.findTile(Number(match[2]), Number(match[3]), Number(match[4]));
  if (tile === undefined) {
    sendProblem(response, 404, 'not-found', 'There is no such base map or tile.');
    return;
  }
  // A map's id changes with its content, so that its tiles never do.
  response.set({
    'Content-Type': 'application/vnd.mapbox-vector-tile',
    'Content-Encoding': 'gzip',
    'Cache-Control': 'public, max-age=31536000, immutable',
  });
  response.end(tile);
}

function makeApi(options: HttpOptions) {
  const { routes } = options;
  const api = express.Router({ strict: true });
  api.use(
    rateLimit({ windowMs: 60_000, limit: 3000, standardHeaders: 'draft-8', legacyHeaders: false, handler: tooMany }),
  );
  api.use(
    '/session',
    rateLimit({ windowMs: 60_000, limit: 60, standardHeaders: 'draft-8', legacyHeaders: false, handler: tooMany }),
  );
  api.use(express.json({ limit: jsonLimit }));
  for (const each of routes) {
    api[each.method](each.path, (request, response, next) => {
      answer(each, request, response, options).catch(next);
    });
  }
  const known = new Map<string, string[]>();
  for (const { path: address, method } of routes)
    known.set(address, [...(known.get(address) ?? []), method.toUpperCase()]);
  for (const [address, methods] of known) {
    api.all(address, (request, response) => {
      response.set('Allow', methods.join(', '));
      sendProblem(
        response,
        405,
        'method-not-allowed',
        `${request.method} is not possible here; ${methods.join(', ')} is.`,
      );
    });
  }
  return api;
}

function tooMany(_request: Request, response: Response): void {
  sendProblem(response, 429, 'too-many-requests', 'Too many requests from this address. Wait a minute.');
}

async function answer(each: Route, request: Request, response: Response, options: HttpOptions): Promise<void> {
  const { accounts, publicUrl } = options;
  const { permission } = each;
  const actor = await findActor(request, accounts, publicUrl);
  if (permission !== 'public') {
    if (actor === undefined) throw new DispatchError('not-signed-in', 'Sign in first, or send an API key.');
    if (!mayDo(actor.role, permission))
      throw new DispatchError('not-allowed', `The role ${actor.role} may not do this.`);
  }
  const params = request.params as Record<string, string>;
  const query = parseQuery(each.query ?? noQuery, request.query);
  assertCleanText([params, query, request.body]);
  assertType(each, request);
  const ask = {
    actor: actor ?? nobody,
    params,
    body: each.body === undefined ? undefined : parseBody(each.body, request.body),
    query,
    files: [] as readonly string[],
    request,
    response,
    async isStillAllowed() {
      const now = await findActor(request, accounts, publicUrl);
      return (
        permission === 'public' ||
        (now !== undefined && now.role === ask.actor.role && now.depotId === ask.actor.depotId)
      );
    },
  };
  const { status, value } =
    each.upload === true
      ? await withUploadedFiles(request, response, (files) => work(each, { ...ask, files }, options.idempotency))
      : await work(each, ask, options.idempotency);
  if (response.headersSent || response.writableEnded) return;
  response.set('Cache-Control', 'no-store');
  if (value === undefined) response.status(status).end();
  else response.status(status).json(value);
}

const noQuery = z.strictObject({});

/** @throws DispatchError `unsupported-type` when a body came that is not of the kind that is read here. */
function assertType({ body, upload }: Route, request: Request): void {
  const wanted = upload === true ? 'multipart/form-data' : 'application/json';
  if ((upload === true || body !== undefined) && request.is(wanted) === false) {
    throw new DispatchError('unsupported-type', `Send ${wanted}.`);
  }
}

/** Lets the handler answer: once, where an Idempotency-Key says so. */
async function work(each: Route, ask: Ask, idempotency: IdempotencyStore): Promise<KeptAnswer> {
  const { request, actor, files } = ask;
  const handle = async () => ({ status: statusOf(each), value: await each.handle(ask) });
  const key = request.get('idempotency-key');
  if (each.creates !== true || key === undefined) return handle();
  return withIdempotency(
    idempotency,
    {
      actor: actor.name,
      key,
      method: request.method,
      address: request.originalUrl,
      content: each.upload === true ? await fingerprintOf(files) : request.body,
      secrets: each.secrets ?? [],
    },
    handle,
  );
}

const nobody: Actor = {
  name: 'nobody',
  role: 'courier',
  depotId: undefined,
  courierId: undefined,
  stationId: undefined,
  userId: undefined,
};
