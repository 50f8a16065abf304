import { z } from 'zod';
import { foldId } from '../../../fold-id.js';
import { beginningOf, isKeepable, plain } from '../../../kept-text.js';
import { isTimeZone } from '../../../local-time.js';
import type { Note, ValueKind, Wording } from './value-kind.js';

/** No address of the API can name them: every client takes them for steps in the path. */
const steps: ReadonlySet<string> = new Set(['.', '..']);
/** Characters that would make two ids look the same, or break a line of a list. */
const unprintable = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const mostOfId = 100;

/** An id that the operator gives: blanks around and invisible characters are dropped, full-width letters made plain. */
export function id({ capitals = false }: { readonly capitals?: boolean } = {}): ValueKind<string> {
  const clean = (text: string) => (capitals ? foldId(plain(text)) : plain(text));
  return {
    schema: z.string().overwrite(plain).min(1).max(mostOfId),
    json: 'string',
    control: 'text',
    asked: { longest: mostOfId },
    form: `1–${mostOfId} characters`,
    codes: ['missing', 'too-long', 'half-a-character', 'control-characters', 'dots-alone'],
    parse: clean,
    format: (value) => value,
    settle(value, note) {
      const text = clean(value);
      if (text === '') note.refuse('missing');
      else if (!isKeepable(text)) refuseBroken(note);
      else if (text.length > mostOfId) {
        note.refuse('too-long', { most: mostOfId });
      } else if (unprintable.test(text)) {
        note.refuse('control-characters');
      } else if (steps.has(text)) {
        note.refuse('dots-alone');
      }
      return text;
    },
  };
}

/** Free text without control characters. JSON that is longer is refused; a cell is cut, with a warning. */
export function text({
  least = 0,
  most = 200,
}: {
  readonly least?: number;
  readonly most?: number;
} = {}): ValueKind<string> {
  const clean = (value: string) => value.replace(/(?![\t\n\r])\p{Cc}/gu, '').trim();
  return {
    schema: least === 0 ? z.string().max(most) : z.string().trim().min(least).max(most),
    json: 'string',
    control: 'text',
    asked: { longest: most },
    form: `up to ${most} characters`,
    codes: ['cut', 'half-a-character'],
    parse(cell, note) {
      const value = clean(cell);
      if (!isKeepable(value)) refuseBroken(note);
      if (value.length <= most) return value;
      note.warn('cut', { length: value.length, most });
      return beginningOf(value, most);
    },
    format: (value) => value,
    settle: clean,
  };
}

/** One of a few words. @param labels how people call them; the words themselves where nothing is said. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
  labels: Partial<Record<Word, Wording>> = {},
): ValueKind<Word> {
  return {
    schema: z.enum(words) as unknown as z.ZodType<Word>,
    json: 'string',
    control: 'choice',
    asked: { choices: words.map((value) => ({ value, label: labels[value] ?? { zh: value, en: value } })) },
    form: words.map((word) => `\`${word}\``).join(', '),
    codes: ['unknown-word'],
    parse(cell, note) {
      const given = plain(cell).toLowerCase();
      const found = words.find((word) => word === given);
      if (found === undefined) {
        note.refuse('unknown-word', { words: words.join(', ') });
      }
      return found ?? words[0];
    },
    format: (value) => value,
  };
}

/** A name of the IANA time zone database. */
export function timeZone(): ValueKind<string> {
  return {
    schema: z.string().refine(isTimeZone, { error: 'must be a name of the IANA time zone database' }),
    json: 'string',
    control: 'text',
    form: 'a name of the IANA time zone database',
    codes: [],
    parse: plain,
    format: (value) => value,
  };
}

const bit = oneOf(['0', '1']);

/** `1` or `0` in a cell. */
export function flag(): ValueKind<boolean> {
  return {
    schema: z.boolean(),
    json: 'boolean',
    control: 'check',
    form: '`1` or `0`',
    codes: bit.codes,
    parse: (cell, note) => bit.parse(cell, note) === '1',
    format: (value) => (value ? '1' : '0'),
  };
}

/** Something that holds, or is not said at all: `1` in a cell, and `0` or nothing. */
export function mark(): ValueKind<true> {
  return {
    schema: z.literal(true),
    json: 'boolean',
    control: 'check',
    form: '`1` or `0`',
    codes: bit.codes,
    // False says no more than nothing would: `settle` drops it.
    parse: (cell, note) => (bit.parse(cell, note) === '1') as true,
    format: (value) => (value ? '1' : '0'),
    settle: (value) => value || undefined,
  };
}

interface WordBounds {
  readonly most: number;
  readonly longest: number;
}

/** Words with | between in a cell; each counts once. Skills are a set: without case, in their order. */
export function words({ most, longest }: WordBounds, { isSet = true } = {}): ValueKind<readonly string[]> {
  const word = z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^|]*$/, { error: 'must not hold a |' });
  return {
    schema: z.array(word).max(most),
    json: 'object',
    control: 'words',
    asked: { mostEntries: most, longest },
    form: `up to ${most} words of ${longest} characters with \`|\` between`,
    codes: ['too-long'],
    parse: wordsOf,
    format: (value) => value.join('|'),
    settle(value, note) {
      const clean = [...new Set(value.map((each) => (isSet ? plain(each).toLowerCase() : plain(each))))];
      if (clean.length > most || clean.some((each) => each.length > longest)) {
        note.refuse('too-long/words', { most, longest });
      }
      const said = clean.filter((each) => each !== '');
      if (said.length === 0) return undefined;
      return isSet ? said.sort() : said;
    },
  };
}

/** The words of a cell with | between; a word that stands twice counts once. */
export function wordsOf(cell: string): string[] {
  const found = plain(cell)
    .split('|')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return [...new Set(found)];
}

function refuseBroken(note: Note): void {
  note.refuse('half-a-character');
}
