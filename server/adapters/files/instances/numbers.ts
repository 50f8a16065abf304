import { InvalidInputError } from '../../../domain/dispatch-error.js';

const numberForm = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/**
 * The numbers of one line of an instance file.
 *
 * @param where file and line, as a sentence begins.
 * @throws InvalidInputError unless the line holds exactly `count` finite numbers.
 */
export function readNumbers(line: string, count: number, where: string): number[] {
  const words = line.trim().split(/\s+/);
  const numbers = words.map(Number);
  const wrong = words.find((word, at) => !numberForm.test(word) || !Number.isFinite(numbers[at]));
  if (wrong !== undefined) throw new InvalidInputError(`${where}: ${quoted(wrong)} is no number.`);
  if (numbers.length !== count) {
    throw new InvalidInputError(`${where} holds ${numbers.length} numbers where ${count} are expected.`);
  }
  return numbers;
}

/**
 * A count or quantity.
 *
 * @param what names the number, as a sentence begins.
 * @throws InvalidInputError unless it is whole and `least` … 2⁵³ - 1.
 */
export function wholeNumber(value: number, least: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new InvalidInputError(`${what} is ${value}; it must be a whole number of at least ${least}, below 2^53.`);
  }
  return value;
}

/** A piece of a file within a sentence: short, and without control characters. */
export function quoted(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return `"${plain.length > 40 ? `${plain.slice(0, 40)}…` : plain}"`;
}
