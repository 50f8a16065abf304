/** What a sheet's name may have at most. */
const mostCharacters = 31;

/**
 * Names that a workbook takes, in the given order: without the characters that it forbids, short enough, and no two
 * the same but for upper and lower case.
 */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    const clean =
      name
        .replaceAll(/[[\]:*?/\\\p{Cc}]/gu, ' ')
        .replaceAll(/^'+|'+$/g, '')
        .trim() || 'Sheet';
    let given = [...clean].slice(0, mostCharacters).join('').trim();
    for (let number = 2; taken.has(given.toLowerCase()); number++) {
      const ending = ` ${number}`;
      given = [...clean].slice(0, mostCharacters - ending.length).join('') + ending;
    }
    taken.add(given.toLowerCase());
    return given;
  });
}
