import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { isKeepable } from '../../../domain/kept-text.js';
import { told } from '../../../domain/told.js';

/** Nothing that the API takes is nested nearly as deep. */
const deepest = 32;

/**
 * Looks through what was sent, level by level: what is too deep must not exhaust the stack that looks at it.
 *
 * @throws InvalidInputError for text that no database column can hold (NUL characters and halves of surrogate pairs), and
 * for values nested more than 32 deep.
 */
export function assertCleanText(value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) throw new InvalidInputError(told`What was sent is nested more than ${deepest} levels deep.`);
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each === 'string') assertClean(each);
      else if (typeof each === 'object' && each !== null) {
        for (const [key, inner] of Object.entries(each)) {
          assertClean(key);
          next.push(inner);
        }
      }
    }
    level = next;
  }
}

function assertClean(text: string): void {
  if (!isKeepable(text)) {
    throw new InvalidInputError('Text with NUL characters or broken Unicode cannot be kept.');
  }
}
