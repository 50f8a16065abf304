import type { ServerResponse } from 'node:http';
import type { ErrorRequestHandler, Response } from 'express';
import { MulterError } from 'multer';
import type { Logger } from 'pino';
import { sentenceOf as findingSentence } from '../../../application/tables/finding-words/sentence.js';
import { refusalTitle } from '../../../application/words/refusal-titles.js';
import { tellFault } from '../../../application/words/tell-fault.js';
import { tellIn } from '../../../application/words/tell-in.js';
import { DispatchError, TooManyAttemptsError } from '../../../domain/dispatch-error.js';
import type { ToldFacts } from '../../../domain/facts.js';
import { inEnglish, type Language, plainly, type Told, told } from '../../../domain/told.js';
import type { Problem } from '../shared-contract.js';
import { languageOf } from './language-of.js';

/** HTTP status of each stable code; a code that is not here is a refusal of what was sent. docs/errors.md explains them. */
export const statusOf: Readonly<Record<string, number>> = {
  'invalid-input': 400,
  'malformed-json': 400,
  'too-many-findings': 400,
  'matrix-too-large': 400,
  'no-roads-there': 400,
  'not-signed-in': 401,
  'login-refused': 401,
  'link-used': 401,
  'link-expired': 401,
  'second-factor-needed': 401,
  'provider-refused': 401,
  'no-account': 401,
  'account-suspended': 401,
  'account-removed': 401,
  'account-of-another': 401,
  'key-expired': 401,
  'key-stopped': 401,
  'not-allowed': 403,
  'password-wrong': 403,
  'code-wrong': 403,
  'second-factor-missing': 403,
  'other-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'too-slow': 408,
  'wrong-state': 409,
  'second-factor-off': 409,
  'second-factor-required': 409,
  'login-taken': 409,
  'has-account': 409,
  'id-taken': 409,
  'order-id-taken': 409,
  'network-changed': 409,
  'answered-meanwhile': 409,
  'wave-closed': 409,
  'too-many-totes': 409,
  'too-many-zones': 409,
  'wave-released': 409,
  'vehicle-taken': 409,
  'docks-taken': 409,
  'too-many-waves': 409,
  'plan-replaced': 409,
  'nothing-to-release': 409,
  'not-released': 409,
  'wave-left': 409,
  'goods-left': 409,
  'run-departed': 409,
  'plan-of-other-map': 409,
  'edit-breaks-rules': 409,
  'run-completed': 409,
  'transfer-impossible': 409,
  'preview-gone': 409,
  'run-left-meanwhile': 409,
  'reported-meanwhile': 409,
  'orders-changed': 409,
  'order-settled': 409,
  'goods-loaded': 409,
  'order-cancelled': 409,
  'order-grows': 409,
  'part-emptied': 409,
  'plan-cannot-follow': 409,
  'already-running': 409,
  'changed-meanwhile': 409,
  'draft-elsewhere': 409,
  'draft-incomplete': 409,
  'nothing-to-confirm': 409,
  'too-many-fixes': 409,
  'no-backup-folder': 409,
  'demo-present': 409,
  'demo-busy': 409,
  'no-demo': 409,
  'of-all-depots': 409,
  'demo-not-loaded': 409,
  'place-not-empty': 409,
  'already-signed': 409,
  'in-use': 409,
  stale: 412,
  'already-there': 412,
  'too-large': 413,
  'unsupported-type': 415,
  'idempotency-key-reused': 422,
  'if-match-missing': 428,
  'too-many-requests': 429,
  'too-many-jobs': 429,
  'too-many-connections': 429,
  'secret-unreadable': 500,
  'write-lost': 500,
  internal: 500,
  ENGINE_DESYNC: 503,
  ENGINE_TIMEOUT: 503,
  ENGINE_ENDED: 503,
  'database-busy': 503,
  'record-held': 503,
  'database-unreachable': 503,
  'import-interrupted': 503,
  'routing-unavailable': 503,
  'provider-unreachable': 503,
  'provider-misconfigured': 503,
  'not-ready': 503,
  overloaded: 503,
  stopping: 503,
};

/** How long to wait before a 503 is worth another try: the embedded database opens again within it. */
const retrySeconds = 5;
/** Of refusals that pass by themselves later than that: a short search is over within a minute. */
const retrySecondsOf: Readonly<Record<string, number>> = { 'too-many-jobs': 60 };

/** Answers with application/problem+json, in the language that who asks prefers. */
export function sendProblem(
  response: Response,
  status: number,
  code: string,
  sentence: string | Told,
  errors?: unknown,
): void {
  const retry = retrySecondsOf[code] ?? (status === 503 ? retrySeconds : undefined);
  if (retry !== undefined) response.set('Retry-After', String(retry));
  const language = languageOf(response.req, response);
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify(toProblem(language, status, code, sentence, errors)));
}

const loadSentence = 'The server has too much to do. Nothing of this was done; send it again in a moment.';
const loadProblems = {
  en: JSON.stringify(toProblem('en', 503, 'overloaded', loadSentence)),
  zh: JSON.stringify(toProblem('zh', 503, 'overloaded', loadSentence)),
};

/** Answers a request that nothing was done for because there are too many; costs as little as can be. */
export function refuseLoad(response: ServerResponse): void {
  // Not all at the same moment again.
  const seconds = 1 + Math.floor(Math.random() * 4);
  const problem = loadProblems[firstLanguageOf(response)];
  response
    .writeHead(503, {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Content-Length': Buffer.byteLength(problem),
      'Cache-Control': 'no-store',
      'Retry-After': seconds,
    })
    .end(problem);
}

/** Answers with a problem, whatever the handler of the request is at, and closes the connection. */
export function endWithProblem(response: ServerResponse, code: string, sentence: string | Told): void {
  const status = statusOf[code];
  response.shouldKeepAlive = false;
  response
    .writeHead(status, {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(status === 503 ? { 'Retry-After': String(retrySeconds) } : {}),
    })
    .end(JSON.stringify(toProblem(firstLanguageOf(response), status, code, sentence)));
}

/** Where the request may not have reached Express yet: the language that stands first, which costs next to nothing to see. */
function firstLanguageOf({ req }: ServerResponse): Language {
  return req.headers['accept-language']?.startsWith('zh') ? 'zh' : 'en';
}

function toProblem(
  language: Language,
  status: number,
  code: string,
  sentence: string | Told,
  errors?: unknown,
): Problem {
  const said = typeof sentence === 'string' ? plainly(sentence) : sentence;
  const detail = tellFault(language, { code, detail: inEnglish(said), told: said });
  return { type: `/problems/${code}`, title: refusalTitle(language, code), status, code, detail, errors } as Problem;
}

/** Turns whatever was thrown into a problem: refusals are told, bugs are logged and not told. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof DispatchError) {
      const status = statusOf[error.code] ?? 400;
      // Under too much load a line for each would make it worse.
      if (status >= 500 && error.code !== 'overloaded') {
        log[status === 503 ? 'warn' : 'error'](
          { err: error, method: request.method, path: request.path },
          error.message,
        );
      }
      if (error instanceof TooManyAttemptsError) response.set('Retry-After', String(error.retryAfterSeconds));
      const language = languageOf(request, response);
      const details = toldDetails(error.details, language);
      return sendProblem(response, status, error.code, sentenceOf[error.code] ?? error.told, details);
    }
    const type = (error as { type?: string }).type;
    if (type === 'entity.parse.failed') return sendProblem(response, 400, 'malformed-json', 'The body is no JSON.');
    if (type === 'entity.too.large' || (error as { code?: string }).code === 'LIMIT_FILE_SIZE') {
      return sendProblem(response, 413, 'too-large', 'What was sent is too large.');
    }
    if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
      return sendProblem(response, 415, 'unsupported-type', 'Send UTF-8, not compressed.');
    }
    if (error instanceof MulterError)
      return sendProblem(response, 400, 'invalid-input', told`The upload: ${error.message}.`);
    const status = (error as { status?: number }).status;
    if (error instanceof URIError || status === 400) {
      return sendProblem(response, 400, 'invalid-input', 'The request is not well formed.');
    }
    log.error({ err: error, method: request.method, path: request.path }, 'A request failed.');
    sendProblem(
      response,
      500,
      'internal',
      'Something went wrong here; it is in the log. Try again, then tell your admin.',
    );
  };
}

/** A refusal of one thing among several, as a problem would say it. */
export function tellRefusal(error: DispatchError, language: Language) {
  const { code, told: said, details } = error;
  const detail = tellFault(language, { code, detail: error.message, told: said });
  return { code, detail, errors: toldDetails(details, language) };
}

/** Faults of fields in the language of who asks, where they say which sentence tells them. */
function toldDetails(details: unknown, language: Language): unknown {
  if (!Array.isArray(details)) return details;
  return details.map((each: { sentence?: string; told?: ToldFacts | Told; reason?: string; text?: string }) => {
    if (isTold(each?.told)) {
      const { told: said, ...rest } = each;
      const sentence = tellIn(language, said);
      return 'text' in rest ? { ...rest, text: sentence ?? rest.text } : { ...rest, reason: sentence ?? each.reason };
    }
    if (each?.sentence === undefined) return each;
    const { sentence, told: facts = {}, ...rest } = each;
    return { ...rest, reason: findingSentence(sentence, facts, language) };
  });
}

const isTold = (said: unknown): said is Told =>
  typeof said === 'object' && said !== null && 'text' in said && 'facts' in said;

/** What the one who asks is told: of a write that was lost not which table it was, and nowhere where the database is. */
const sentenceOf: Readonly<Record<string, string>> = {
  'write-lost':
    'The database did not take what was written, and nothing of it was kept. Try again, then tell your admin.',
  'database-unreachable': 'The database cannot be reached just now. Nothing of this was kept; try again in a moment.',
};
