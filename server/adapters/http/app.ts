import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { told } from '../../domain/told.js';
import { compressAnswers } from './connections/compress-answers.js';
import { makeTrust } from './connections/proxy-trust.js';
import { serveHealth } from './health.js';
import { describeApi } from './openapi.js';
import { type ApiOptions, makeApiRouter } from './requests/api-router.js';
import { problemHandler, sendProblem } from './requests/problem.js';
import { servePages } from './serve-pages.js';

/** Vector tiles of the offline base map, gzipped. */
export interface BaseMap {
  findMetadata(): Promise<object | undefined>;
  findTile(z: number, x: number, y: number): Promise<Buffer | undefined>;
}

export interface HttpOptions extends ApiOptions {
  readonly log: Logger;
  readonly tileUrl: string | undefined;
  /** Addresses and nets of the proxies whose `X-Forwarded-…` is believed. */
  readonly trustedProxies: readonly string[];
  /** The built pages. */
  readonly webFolder: string;
  readonly version: string;
  /** The offline base map of a map; undefined when there is no such map. */
  findBaseMap(mapId: string): BaseMap | undefined;
  /** Answers within a second, also while the database is away. */
  readiness(): Promise<Readiness>;
  metrics(): string;
}

/** Whether requests can be answered now. */
export interface Readiness {
  readonly ready: boolean;
  /** Undefined when the database answers. */
  readonly databaseFault: string | undefined;
  /** For admins: which parts this server works with. */
  readonly detail: { readonly demo: string };
}

/** The whole HTTP side: pages, API, health. Deny by default: only what the list of endpoints names is answered. */
export function makeHttpApp(options: HttpOptions): Express {
  const isHttps = options.publicUrl?.startsWith('https:') ?? false;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  const isTrusted = makeTrust(options.trustedProxies);
  app.set('trust proxy', isTrusted);
  app.set('https only', isHttps);
  app.use(helmet(securityHeaders(isHttps, options.tileUrl)));
  app.use(warnOfStrangeProxies(isTrusted, options.log));
  serveHealth(app, options);
  app.use('/api', compressAnswers());
  app.get('/api/openapi.json', (_request, response) => {
    response.json(describeApi(options.endpoints, options.version));
  });
  app.use('/api/v1', makeApiRouter(options));
  // After the API: for whatever comes here the disk is asked.
  servePages(app, options.webFolder);
  app.use('/base-map', (request, response, next) => serveBaseMap(request, response, options.findBaseMap).catch(next));
  app.use((request, response) => {
    sendProblem(response, 404, 'not-found', told`There is nothing at ${request.path}.`);
  });
  app.use(problemHandler(options.log));
  return app;
}

/** Says once that a hop names others and is not believed: then all who come through it are counted as one address. */
function warnOfStrangeProxies(isTrusted: (address: string) => boolean, log: Logger): RequestHandler {
  let told = false;
  return (request, _response, next) => {
    const hop = request.socket.remoteAddress ?? '';
    if (!told && request.get('x-forwarded-for') !== undefined && !isTrusted(hop)) {
      told = true;
      log.warn(
        { hop },
        'X-Forwarded-For came from an address that TRUSTED_PROXIES does not name, and is not believed.',
      );
    }
    next();
  };
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
