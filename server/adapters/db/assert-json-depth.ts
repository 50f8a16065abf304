import { InvalidInputError } from '../../domain/dispatch-error.js';
import { told } from '../../domain/told.js';

/** The embedded engine is known to drop rows without a word when their JSON is nested thousands deep. */
export const maxJsonDepth = 32;

/**
 * Asserts that a value is nested at most 32 deep before it goes into a jsonb column. A plain value has depth 0, an
 * empty object or array 1.
 *
 * @throws InvalidInputError
 */
export function assertJsonDepth(value: unknown): void {
  // Level by level, not by recursion: what is too deep must not exhaust the stack that looks at it.
  let level = [value].filter(isNested);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > maxJsonDepth)
      throw new InvalidInputError(told`The data is nested more than ${maxJsonDepth} levels deep.`);
    level = level.flatMap((item) => Object.values(item).filter(isNested));
  }
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
