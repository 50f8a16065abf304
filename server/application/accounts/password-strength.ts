import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { InvalidInputError } from '../../domain/dispatch-error.js';
import { told } from '../../domain/told.js';

const shortestPassword = 10;
/** Guesses that a password must stand: with these limits on attempts, a million of them take centuries. */
const leastGuesses = 1e6;
/** Looked at for strength: the estimate takes time with the square of the length. */
const estimatedCharacters = 64;

let estimator: ZxcvbnFactory | undefined;

/**
 * Refuses a password that is short, or that somebody who tries the usual ones would come upon.
 *
 * @param own words that who guesses knows, such as login and name.
 * @throws InvalidInputError
 */
export function assertStrongPassword(password: string, own: readonly string[]): void {
  const letters = [...password.normalize('NFKC')];
  if (letters.length < shortestPassword) {
    throw new InvalidInputError(told`A password has at least ${shortestPassword} characters.`);
  }
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  const words = [...own, 'tuanda', '团达'].filter((word) => word.length > 1);
  const { guesses } = estimator.check(letters.slice(0, estimatedCharacters).join(''), words);
  if (guesses >= leastGuesses) return;
  throw new InvalidInputError(
    'This password is easy to guess: it is a common one, a pattern, or made of your name. Take several words that do not belong together.',
  );
}
