import { InvalidInputError } from '../dispatch-error.js';
import { plain } from '../kept-text.js';
import { inEnglish, plainly, type Told, told } from '../told.js';

/** What the key of the settings is called, in the audit too; no other key is. */
export const settingsKeyName = 'TUANDA_ADMIN_KEY';

const most = 100;

/**
 * The name of an API key as it is kept: one line that shows as it is, without blanks around it.
 *
 * @throws InvalidInputError
 */
export function keyNameOf(given: string): string {
  const name = given.trim();
  if (name === '' || name.length > most) refuse(told`A key's name has 1 to ${most} characters.`);
  // Breaks of lines, and what turns the direction of text, would let a row of the audit read as another.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) {
    refuse(plainly("A key's name is one line, without control characters or invisible ones."));
  }
  if (plain(name).toUpperCase() === settingsKeyName) {
    refuse(told`${settingsKeyName} is what the key of the settings is called. Choose another name.`);
  }
  return name;
}

function refuse(sentence: Told): never {
  throw new InvalidInputError(sentence, [{ field: 'name', reason: inEnglish(sentence), told: sentence }]);
}
