/** Latin, Greek and Cyrillic letters beyond A to Z. */
const ranges: readonly (readonly [first: number, last: number])[] = [
  [0xe0, 0x17f],
  [0x370, 0x52f],
];

const capitalOf = new Map<string, string>();
for (const [first, last] of ranges) {
  for (let code = first; code <= last; code++) {
    const letter = String.fromCharCode(code);
    const capital = letter.toUpperCase();
    // ß would become two letters, and the dotless i the same as another letter.
    if (capital !== letter && capital.length === 1 && capital.toLowerCase() === letter) capitalOf.set(letter, capital);
  }
}

/**
 * An id of an order, a station or a product as it is compared: in capitals, letter by letter. The database's `folded_id` does
 * the same. What `toUpperCase` or `upper` make of other letters differs between programs, databases and their locales, and
 * makes one of two: ids of different things would be one.
 */
export function foldId(id: string): string {
  const plain = id.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  return plain.replace(/[à-ԯ]/g, (letter) => capitalOf.get(letter) ?? letter);
}
