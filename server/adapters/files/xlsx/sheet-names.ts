/** What a sheet's name may have at most, counted as JavaScript counts: a sign beyond the basic plane is two. */
const mostUnits = 31;
/** What Excel keeps for itself. */
const reserved = 'history';

/**
 * Names that a workbook takes, in the given order: without the characters that it forbids, short enough, and no two
 * the same but for upper and lower case.
 */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>([reserved]);
  return wanted.map((name) => {
    const clean =
      name
        .replaceAll(/[[\]:*?/\\\p{Cc}]/gu, ' ')
        .replaceAll(/^'+|'+$/g, '')
        .trim() || 'Sheet';
    let given = cut(clean, mostUnits).trim();
    for (let number = 2; taken.has(given.toLowerCase()); number++) {
      const ending = ` ${number}`;
      given = cut(clean, mostUnits - ending.length) + ending;
    }
    taken.add(given.toLowerCase());
    return given;
  });
}

/** The beginning of a text, without half a sign at its end. */
function cut(text: string, units: number): string {
  let kept = '';
  for (const sign of text) {
    if (kept.length + sign.length > units) break;
    kept += sign;
  }
  return kept;
}
