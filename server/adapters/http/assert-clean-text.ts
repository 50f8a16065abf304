import { InvalidInputError } from '../../domain/dispatch-error.js';

/** @throws InvalidInputError for text that no database column can hold: NUL characters and halves of surrogate pairs. */
export function assertCleanText(value: unknown): void {
  if (typeof value === 'string') {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
    if (/[\u0000\p{Surrogate}]/u.test(value)) {
      throw new InvalidInputError('Text with NUL characters or broken Unicode cannot be kept.');
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      assertCleanText(key);
      assertCleanText(each);
    }
  }
}
