/** A language that sentences are said in. */
export type Language = 'zh' | 'en';

/**
 * A sentence for people with its facts apart, so that it can be said in the reader's language.
 *
 * `text` is English and names the sentence; {0}, {1} … stand for the facts, which may be sentences or words themselves.
 */
export interface Told {
  readonly text: string;
  readonly facts: readonly Fact[];
  /** The language that `text` is in already, where that is not English. */
  readonly saidIn?: Language;
}
type Fact = string | number | null | undefined | Told;

/** A sentence from a template, of which this is the tag. */
export function told(parts: TemplateStringsArray, ...facts: readonly Fact[]): Told {
  return { text: parts.reduce((text, part, at) => `${text}{${at - 1}}${part}`), facts };
}

/** A sentence without facts, or a word that has one in each language. */
export function plainly(text: string): Told {
  return { text, facts: [] };
}

/** A sentence that was made in the language of who reads it. */
export function saidIn(language: Language, text: string): Told {
  return { text: '{0}', facts: [text], saidIn: language };
}

export function inEnglish(sentence: Told): string {
  return filledIn(sentence.text, sentence.facts, inEnglish);
}

/** A template with its facts in their places; `tell` says those that are sentences. */
export function filledIn(template: string, facts: readonly Fact[], tell: (fact: Told) => string): string {
  return template.replace(/\{(\d+)\}/g, (_, at: string) => {
    const fact = facts[Number(at)];
    return typeof fact === 'object' && fact !== null ? tell(fact) : String(fact);
  });
}
