import { tellFault } from '../../../application/words/tell-fault.js';
import type { ToldFault } from '../../../domain/dispatch-error.js';
import type { Language } from '../../../domain/told.js';

/** An answer whose `error`, or those of its `data`, are said in the language of who asks: why work in the background failed. */
export function tellFaults(language: Language, answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return answer;
  const { error, data } = answer as { error?: unknown; data?: unknown };
  if (Array.isArray(data)) return { ...answer, data: data.map((row) => tellFaults(language, row)) };
  if (!isFault(error)) return answer;
  return { ...answer, error: { code: error.code, detail: tellFault(language, error) } };
}

function isFault(error: unknown): error is ToldFault {
  return typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;
}
