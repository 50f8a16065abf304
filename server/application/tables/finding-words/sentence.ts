import type { ToldFacts } from '../../../domain/facts.js';
import type { Language } from '../../../domain/told.js';
import { fileWords } from './file-words.js';
import { rowWords } from './row-words.js';
import { valueWords } from './value-words.js';
import type { Words } from './words.js';

/** Every sentence that a finding can be told in. */
export const findingWords: Words = { ...valueWords, ...rowWords, ...fileWords };

/** The stable code of a sentence: what stands before its first `/`. */
export function codeOf(sentence: string): string {
  const end = sentence.indexOf('/');
  return end < 0 ? sentence : sentence.slice(0, end);
}

/** A finding in the reader's language. A fact that is not there stays as its name in braces. */
export function sentenceOf(sentence: string, facts: ToldFacts, language: Language): string {
  const words = findingWords[sentence] ?? findingWords[codeOf(sentence)];
  if (words === undefined) return sentence;
  return words[language].replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}
