import { signal } from '@preact/signals';
import type { Catalogue } from './messages/catalogue.js';
import { type MessageKey, messages } from './messages.js';

export type Language = 'zh' | 'en';

const storageKey = 'tuanda.language';

const known: Record<string, Catalogue[string]> = { ...messages };

/** Adds the sentences of a page that the other pages do not carry. */
export function addMessages(catalogue: Catalogue): void {
  Object.assign(known, catalogue);
}

function firstLanguage(): Language {
  if (typeof window === 'undefined') return 'zh';
  const kept = window.localStorage.getItem(storageKey);
  if (kept === 'zh' || kept === 'en') return kept;
  return window.navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** The language of the page: what was chosen on this device, else the browser's. */
export const language = signal<Language>(firstLanguage());

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  window.localStorage.setItem(storageKey, chosen);
}

/**
 * The sentence of a key in the page's language; `{name}` is filled in from `values`, and `{name:tote|totes}` is the first
 * word where that value is one, else the second.
 */
export function t(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  const sentence = known[key][language.value === 'zh' ? 0 : 1];
  return sentence.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    if (!(name in values)) return whole;
    const value = String(values[name]);
    return (value === '1' ? one : many) ?? value;
  });
}

/** A sentence whose key is made from data, e.g. a status; the data itself where the catalogue does not know it. */
export function tOr(key: string, otherwise: string, values?: Readonly<Record<string, string | number>>): string {
  return key in known ? t(key as MessageKey, values) : otherwise;
}

/** The one of two names that fits the page's language. */
export function nameOf(named: { readonly nameZh: string; readonly nameEn: string }): string {
  return language.value === 'zh' ? named.nameZh : named.nameEn;
}
