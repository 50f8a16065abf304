import { parseArgs } from 'node:util';
import { isBusinessDate } from '../domain/local-time.js';
import { UsageError } from './usage-error.js';

/** What stood behind a command: names without dashes, and options. */
export interface Arguments {
  readonly names: readonly string[];
  text(option: string): string | undefined;
  flag(option: string): boolean;
  /** A number within limits. @throws UsageError */
  number(option: string, least: number, most: number, otherwise: number): number;
  /** The delivery date. @throws UsageError when it is missing or no day. */
  date(): string;
}

/** Reads a command's arguments; only the named options are taken. @throws UsageError */
export function readArguments(
  given: readonly string[],
  texts: readonly string[],
  flags: readonly string[] = [],
): Arguments {
  const options: Record<string, { type: 'string' | 'boolean' }> = { json: { type: 'boolean' } };
  for (const option of texts) options[option] = { type: 'string' };
  for (const option of flags) options[option] = { type: 'boolean' };
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...given], options, allowPositionals: true }) as typeof parsed;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const text = (option: string) => parsed.values[option] as string | undefined;
  return {
    names: parsed.positionals,
    text,
    flag: (option) => parsed.values[option] === true,
    number(option, least, most, otherwise) {
      const value = text(option);
      if (value === undefined) return otherwise;
      const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
      if (!(number >= least && number <= most)) {
        throw new UsageError(`--${option} must be a number from ${least} to ${most}, not ${value}.`);
      }
      return number;
    },
    date() {
      const value = text('date');
      if (value === undefined) throw new UsageError('Name the delivery date: --date 2024-06-14.');
      if (!isBusinessDate(value)) throw new UsageError(`--date must be a day such as 2024-06-14, not ${value}.`);
      return value;
    },
  };
}
