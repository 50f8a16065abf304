import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { InvalidInputError } from '../../domain/dispatch-error.js';
import { told } from '../../domain/told.js';

const shortestPassword = 10;
/** Guesses that a password must stand: with these limits on attempts, a million of them take centuries. */
const leastGuesses = 1e6;
/** More than somebody who has the hash, too, can try. */
const strongGuesses = 1e10;
/** Looked at for strength: the estimate takes time with the square of the length. */
const estimatedCharacters = 48;
/** Ways of reading signs as letters (`@` as `a`) that are tried: by far the most of the time that a hostile password takes. */
const signReadings = 20;

let estimator: ZxcvbnFactory | undefined;

/** What the rule says of a password, from worst to best; the last two are taken. */
export type PasswordVerdict = 'short' | 'easy' | 'good' | 'strong';

export interface JudgedPassword {
  readonly verdict: PasswordVerdict;
  readonly isTaken: boolean;
}

/**
 * Says of a password whether it is short, or one that somebody who tries the usual ones would come upon.
 *
 * @param own words that who guesses knows, such as login and name.
 */
export function judgePassword(password: string, own: readonly string[]): JudgedPassword {
  const verdict = verdictOf(password, own);
  return { verdict, isTaken: verdict === 'good' || verdict === 'strong' };
}

function verdictOf(password: string, own: readonly string[]): PasswordVerdict {
  const letters = [...password.normalize('NFKC')];
  if (letters.length < shortestPassword) return 'short';
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, l33tMaxSubstitutions: signReadings });
  const words = [...own, 'tuanda', '团达'].filter((word) => word.length > 1);
  const { guesses } = estimator.check(letters.slice(0, estimatedCharacters).join(''), words);
  if (guesses < leastGuesses) return 'easy';
  return guesses < strongGuesses ? 'good' : 'strong';
}

/**
 * Refuses a password that is short, or that somebody who tries the usual ones would come upon.
 *
 * @throws InvalidInputError
 */
export function assertStrongPassword(password: string, own: readonly string[]): void {
  const { verdict, isTaken } = judgePassword(password, own);
  if (isTaken) return;
  if (verdict === 'short') throw new InvalidInputError(told`A password has at least ${shortestPassword} characters.`);
  throw new InvalidInputError(
    'This password is easy to guess: it is a common one, a pattern, or made of your name. Take several words that do not belong together.',
  );
}
