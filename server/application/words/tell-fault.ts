import type { ToldFault } from '../../domain/dispatch-error.js';
import type { Language } from '../../domain/told.js';
import { refusalTitle } from './refusal-titles.js';
import { tellIn } from './tell-in.js';

/**
 * Why something failed, in the language of who reads it. Where the house has no sentence in that language, e.g. for
 * what a distant engine said, it is what such a refusal is called.
 */
export function tellFault(language: Language, { code, detail, told }: ToldFault): string {
  if (language === 'en') return detail;
  return (told && tellIn(language, told)) ?? `${refusalTitle(language, code)}。`;
}
