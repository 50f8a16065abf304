import { codeOf, sentenceOf } from '../../application/tables/finding-words/sentence.js';
import type { ToldFacts } from '../../domain/facts.js';

/** A file that cannot be read as a table, with the sentence that says why and what it names. */
export class UnreadableFileError extends Error {
  constructor(
    readonly file: string,
    readonly sentence: string,
    readonly facts: ToldFacts = {},
  ) {
    super(`${file}: ${sentenceOf(sentence, facts, 'en')}`);
  }

  get code(): string {
    return codeOf(this.sentence);
  }
}
