import { t } from '../i18n/language.js';
import { type MessageKey, messages } from '../i18n/messages.js';

/** A field that was refused. */
export interface FieldFault {
  /** With dots between the steps, such as rules.softToSecond. */
  readonly field: string;
  readonly reason: string;
  /** As of an import's finding; without one the value is not of the form asked for. */
  readonly code?: string;
  readonly value?: string;
}

/** A refusal by the server, or no answer (status 0, code `offline`). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** Of a form that was refused: what is wrong, field by field. */
  readonly faults: readonly FieldFault[];

  constructor(
    status: number,
    code: string,
    detail: string,
    { faults = [], ...options }: ErrorOptions & { readonly faults?: readonly FieldFault[] } = {},
  ) {
    super(detail, options);
    this.faults = faults;
    this.status = status;
    this.code = code;
  }
}

/** Where the server asks to come back in a moment. */
const away: ReadonlySet<string> = new Set([
  'database-busy',
  'record-held',
  'database-unreachable',
  'not-ready',
  'ENGINE_DESYNC',
  'ENGINE_TIMEOUT',
  'ENGINE_ENDED',
]);

/** A sentence for people about anything that was thrown. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) return t('failure.internal');
  const { code, status, message } = error;
  if (away.has(code)) return t('failure.away');
  if (`failure.${code}` in messages) return t(`failure.${code}` as MessageKey, { detail: message });
  // What is away for a while says which part it is: the own provider of sign-in, a routing engine.
  return status === 500 || code === 'internal' || message === '' ? t('failure.internal') : message;
}
