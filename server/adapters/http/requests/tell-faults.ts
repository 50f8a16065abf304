import { tellFault } from '../../../application/words/tell-fault.js';
import type { ToldFault } from '../../../domain/dispatch-error.js';
import type { Language } from '../../../domain/told.js';

/**
 * An answer whose `error` or `failure`, or those of its `data`, are said in the language of who asks: why work in the
 * background failed.
 */
export function tellFaults(language: Language, answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return answer;
  const { error, failure, data } = answer as { error?: unknown; failure?: unknown; data?: unknown };
  if (Array.isArray(data)) return { ...answer, data: data.map((row) => tellFaults(language, row)) };
  if (isFault(error)) return { ...answer, error: { code: error.code, detail: tellFault(language, error) } };
  if (!isFault(failure)) return answer;
  const { told: _, ...known } = failure;
  return { ...answer, failure: { ...known, detail: tellFault(language, failure) } };
}

function isFault(error: unknown): error is ToldFault {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;
}
