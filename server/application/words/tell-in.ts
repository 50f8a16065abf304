import { entryOf } from '../../domain/entry-of.js';
import { filledIn, inEnglish, type Language, type Told } from '../../domain/told.js';
import { chineseSentences } from './chinese-sentences.js';
import { chineseWords } from './chinese-words.js';

/** A sentence in the language of who reads it; undefined where the house has none in that language. */
export function tellIn(language: Language, sentence: Told): string | undefined {
  if (language === 'en') return inEnglish(sentence);
  if (sentence.saidIn === language) return inEnglish(sentence);
  const template = entryOf(chineseSentences, sentence.text) ?? entryOf(chineseWords, sentence.text);
  if (template === undefined) return undefined;
  return filledIn(template, sentence.facts, (fact) => tellIn(language, fact) ?? inEnglish(fact));
}
