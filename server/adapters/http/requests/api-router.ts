import { isUtf8 } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import express, { type Request, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import type { Actor } from '../../../application/accounts/account-store.js';
import type { Accounts } from '../../../application/accounts/accounts.js';
import type { Repeatable } from '../../../application/repeat.js';
import { plain } from '../../../application/tables/row-reader.js';
import { mayDo } from '../../../domain/accounts/role.js';
import { DispatchError } from '../../../domain/dispatch-error.js';
import { plainly, told } from '../../../domain/told.js';
import type { Ask, Endpoint } from '../endpoint.js';
import { statusOf } from '../openapi.js';
import { addressOf } from './address-of.js';
import { assertCleanText } from './assert-clean-text.js';
import { findActor, readCookie, useActor } from './find-actor.js';
import { type Answer, answerOnce, type IdempotencyStore, type InTransaction, type Once } from './idempotency.js';
import { languageOf } from './language-of.js';
import { parseBody, parseQuery } from './parse-input.js';
import { sendProblem } from './problem.js';
import { giveSession, sessionCookie } from './session-cookie.js';
import { tellFaults } from './tell-faults.js';
import { fingerprintOf, withUploadedFiles } from './uploaded-files.js';

/** What answering the API's paths takes. */
export interface ApiOptions {
  readonly endpoints: readonly Endpoint[];
  readonly accounts: Accounts;
  readonly idempotency: IdempotencyStore;
  readonly inTransaction: InTransaction;
  readonly publicUrl: string | undefined;
}

/** The very most that a person, or all strangers of one address, may need. */
const requestsAMinute = 3000;
/** Of one API key: a system that sends its evening has one address and one key. */
const keyRequestsAMinute = 60_000;
/** Of one address: guesses at a password or a link. */
const signInsAMinute = 60;
const judgementsAMinute = 120;
/** Compared with what it takes to do this again, a look at what was answered before is nothing. */
const largeBytes = 32_768;
/** Nobody without a key or a session may send more than a login. */
/** Bytes that are no UTF-8 would all be read as the same replacement character: two ids could become one. */
const assertUtf8 = (_request: unknown, _response: unknown, body: Buffer, encoding: string) => {
  if (encoding === 'utf-8' && !isUtf8(body))
    throw Object.assign(new Error('No UTF-8.'), { type: 'charset.unsupported' });
};
const readSmallJson = express.json({ limit: '10kb', verify: assertUtf8 });
const readJson = express.json({ limit: '10mb', verify: assertUtf8 });

/** The API below /api/v1: what the list of endpoints names, and nothing else. */
export function makeApiRouter(options: ApiOptions): Router {
  const { endpoints } = options;
  const api = express.Router({ strict: true });
  const limits = makeLimits();
  api.use('/session', limits.signIns);
  // Judging a password computes for a moment, and anybody may ask for it.
  api.use('/password-check', limits.judgements);
  for (const each of endpoints) {
    api[each.method](each.path, (request, response, next) => {
      answer(each, request, response, options, limits)
        .catch((error) => noteRefusal(error, request, response, options.accounts))
        .catch(next);
    });
  }
  const known = new Map<string, string[]>();
  for (const { path: address, method } of endpoints)
    known.set(address, [...(known.get(address) ?? []), method.toUpperCase()]);
  for (const [address, methods] of known) {
    api.all(address, (request, response) => {
      response.set('Allow', methods.join(', '));
      sendProblem(
        response,
        405,
        'method-not-allowed',
        told`${request.method} is not possible here; ${methods.join(', ')} is.`,
      );
    });
  }
  return api;
}

/** Puts it into the audit when somebody was refused what they may not do, and throws it on. */
async function noteRefusal(error: unknown, request: Request, response: Response, accounts: Accounts): Promise<never> {
  if (error instanceof DispatchError) {
    const actor = response.locals.actor as Actor | undefined;
    // Whoever has no account at all is only of interest when they tried to look like one.
    const isNoted = notedRefusals.has(error.code) || (error.code === 'not-signed-in' && hasCredentials(request));
    const what = {
      asked: `${request.method} ${request.baseUrl}${request.route?.path ?? ''}`,
      address: addressOf(request),
    };
    // What was refused stays refused, whether it can be noted or not; the next row tells of it.
    if (isNoted) await accounts.noteRefusal(actor, error.code, what).catch(() => undefined);
  }
  throw error;
}

const notedRefusals: ReadonlySet<string> = new Set(['not-allowed', 'other-origin', 'key-expired', 'key-stopped']);

function hasCredentials(request: Request): boolean {
  return request.get('authorization') !== undefined || readCookie(request, sessionCookie) !== undefined;
}

type Limits = ReturnType<typeof makeLimits>;

/** How often somebody may ask: by account, and by address only for who has none. Each process counts for itself. */
function makeLimits() {
  const limited = (limit: number, whose: string, keyOf?: (response: Response) => string) =>
    rateLimit({
      windowMs: 60_000,
      limit,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      // app.ts warns of proxies that are not believed.
      validate: { xForwardedForHeader: false },
      keyGenerator: (request, response) => keyOf?.(response as Response) ?? addressOf(request),
      handler: (_request, _response, next) =>
        next(new DispatchError('too-many-requests', told`Too many requests ${plainly(whose)}. Wait a minute.`)),
    });
  const accountOf = (response: Response) => (response.locals.actor as Actor).accountId;
  return {
    signIns: limited(signInsAMinute, 'from this address'),
    judgements: limited(judgementsAMinute, 'from this address'),
    strangers: limited(requestsAMinute, 'from this address'),
    people: limited(requestsAMinute, 'of this account', accountOf),
    keys: limited(keyRequestsAMinute, 'with this key', accountOf),
  };
}

/** @throws DispatchError `too-many-requests` */
async function countRequest(actor: Actor | undefined, limits: Limits, request: Request, response: Response) {
  const limit = actor === undefined ? limits.strangers : actor.userId === undefined ? limits.keys : limits.people;
  await new Promise<void>((resolve, reject) => {
    const next = (error?: unknown) => (error === undefined ? resolve() : reject(error));
    Promise.resolve(limit(request, response, next)).catch(reject);
  });
}

async function answer(
  each: Endpoint,
  request: Request,
  response: Response,
  options: ApiOptions,
  limits: Limits,
): Promise<void> {
  const { accounts, publicUrl } = options;
  const { permission } = each;
  const { actor, renewed } = await useActor(request, accounts, publicUrl).catch(async (error) => {
    // Who comes with what does not let in counts as well.
    await countRequest(undefined, limits, request, response);
    throw error;
  });
  response.locals.actor = actor;
  if (renewed !== undefined) giveSession(request, response, renewed);
  await countRequest(actor, limits, request, response);
  if (permission !== 'public') {
    if (actor === undefined) throw new DispatchError('not-signed-in', 'Sign in first, or send an API key.');
    if (!mayDo(actor.role, permission, actor.scopes)) {
      const what = mayDo(actor.role, permission)
        ? told`A key without the scope ${permission}`
        : told`The role ${plainly(actor.role)}`;
      throw new DispatchError('not-allowed', told`${what} may not do this.`);
    }
    if (actor.lacksSecondFactor === true && permission !== 'self:read') {
      throw new DispatchError(
        'second-factor-missing',
        told`The role ${plainly(actor.role)} must have a second factor here. Set it up on the page of your account, then come back.`,
      );
    }
  }
  // Who may not ask has not had anything read.
  if (each.body !== undefined) await readBody(each, request, response);
  const given = Object.entries(request.params as Record<string, string>);
  const params = Object.fromEntries(given.map(([name, value]) => [name, plain(value)]));
  const query = parseQuery(each.query ?? noQuery, request.query, languageOf(request, response));
  assertCleanText([params, query, request.body]);
  const ask = {
    actor: actor ?? nobody,
    params,
    body: each.body === undefined ? undefined : parseBody(each.body, request.body, languageOf(request, response)),
    query,
    files: [] as readonly string[],
    once: options.inTransaction,
    repeatable: undefined,
    request,
    response,
    async isStillAllowed() {
      const now = await findActor(request, accounts, publicUrl).catch(ofNobody);
      return (
        permission === 'public' ||
        (now !== undefined && now.role === ask.actor.role && isDeepStrictEqual(now.depotIds, ask.actor.depotIds))
      );
    },
  };
  if (each.upload !== undefined) assertType(each, request);
  const { status, value } =
    each.upload !== undefined
      ? await withUploadedFiles(request, response, each.upload, (files) => work(each, { ...ask, files }, options))
      : await work(each, ask, options);
  if (response.headersSent || response.writableEnded) return;
  response.set('Cache-Control', 'no-store');
  if (value === undefined) response.status(status).end();
  else response.status(status).json(tellFaults(languageOf(request, response), value));
}

const noQuery = z.strictObject({});

/** A key that ran out or stopped is nobody's any more. */
function ofNobody(error: unknown): undefined {
  if (error instanceof DispatchError && ['key-expired', 'key-stopped'].includes(error.code)) return undefined;
  throw error;
}

/** @throws what body-parser throws of a body that is too large or no JSON, and DispatchError `unsupported-type`. */
async function readBody(each: Endpoint, request: Request, response: Response): Promise<void> {
  assertType(each, request);
  const read = each.permission === 'public' ? readSmallJson : readJson;
  await new Promise<void>((resolve, reject) => {
    read(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
}

/** @throws DispatchError `unsupported-type` when a body came that is not of the kind that is read here. */
function assertType({ body, upload }: Endpoint, request: Request): void {
  const wanted = upload !== undefined ? 'multipart/form-data' : 'application/json';
  // An empty body has no kind.
  if (request.get('content-length') === '0' && body?.safeParse(undefined).success === true) return;
  if ((upload !== undefined || body !== undefined) && request.is(wanted) === false) {
    throw new DispatchError('unsupported-type', told`Send ${wanted}.`);
  }
}

/**
 * Lets the handler answer. All that a request changes is one transaction; where it has an Idempotency-Key, the record of
 * its answer is part of it.
 */
async function work(each: Endpoint, ask: Ask, { idempotency, inTransaction }: ApiOptions): Promise<Answer> {
  const { request, actor, files } = ask;
  const status = statusOf(each);
  const handle = (once: Once, repeatable?: Repeatable) => {
    if (each.method === 'get') return each.handle(ask);
    return each.transaction === undefined ? once(() => each.handle(ask)) : each.handle({ ...ask, once, repeatable });
  };
  const key = request.get('idempotency-key');
  if (each.creates !== true || key === undefined) return { status, value: await handle(inTransaction) };
  const repeated = {
    accountId: actor.accountId,
    key,
    method: request.method,
    address: request.originalUrl,
    content: each.upload !== undefined ? await fingerprintOf(files) : request.body,
    secrets: each.secrets ?? [],
    status,
  };
  const looksFirst = each.transaction !== 'shared' || Number(request.get('content-length') ?? 0) > largeBytes;
  return answerOnce(idempotency, inTransaction, repeated, handle, looksFirst);
}

const nobody: Actor = {
  accountId: 'nobody',
  name: 'nobody',
  role: 'courier',
  depotIds: [],
  courierId: undefined,
  stationId: undefined,
  userId: undefined,
};
