import { t } from '../i18n/language.js';

/** A refusal by the server, or no answer (status 0, code `offline`). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.status = status;
    this.code = code;
  }
}

/** A sentence for people about anything that was thrown. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) return t('failure.internal');
  if (error.code === 'offline') return t('failure.offline');
  if (error.code === 'not-allowed') return t('failure.not-allowed');
  if (error.code === 'stale') return t('failure.stale');
  if (error.code === 'too-many-requests') return t('failure.too-many-requests');
  if (error.code === 'edit-breaks-rules') return t('failure.edit-breaks-rules', { rules: error.message });
  if (error.status >= 500 || error.message === '') return t('failure.internal');
  return error.message;
}
