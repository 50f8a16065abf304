/** What no database column can hold: NUL characters and halves of surrogate pairs, e.g. of an emoji that was cut in two. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
const unkeepable = /[\u0000\p{Surrogate}]/gu;

/** Invisible characters that spreadsheets and chat programs leave in ids: zero-width marks, joiners, byte order marks. */
const invisible = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;

/** What nearly every id and number is made of: there is nothing to clean. */
const printable = /^[!-~]*$/;

/**
 * An id or number as it was meant: no blanks around, no invisible characters, full-width digits and letters made plain.
 * What is plain already stays as it is.
 */
export function plain(text: string): string {
  if (printable.test(text)) return text;
  // What an invisible character held apart may join without it, so that goes first.
  return text.replace(invisible, '').normalize('NFKC').trim();
}

/** Whether a text can be kept as it is. */
export function isKeepable(text: string): boolean {
  return text.search(unkeepable) < 0;
}

/** A text without what cannot be kept. */
export function keptText(text: string): string {
  return text.replace(unkeepable, '');
}

/** The beginning of a text, `most` UTF-16 units at most, and never half a character. */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  const cut = text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
  // A copy: what is merely sliced would keep the whole text in memory.
  return Buffer.from(cut, 'utf16le').toString('utf16le');
}
