import type { Language } from '../../../domain/told.js';

/** Sentences by what they are about, in both languages; `{name}` and the like are facts. */
export type Words = Readonly<Record<string, Readonly<Record<Language, string>>>>;
