import type { AttributeForm } from '../../api/types.js';
import { addMessages, language, t, tOr } from '../../i18n/language.js';
import { formMessages } from '../../i18n/messages/manage/form.js';
import type { ReadNumber } from './read-number.js';

addMessages(formMessages);

/** The words of the page's language. */
export function word(wording: { readonly zh: string; readonly en: string }): string {
  return language.value === 'zh' ? wording.zh : wording.en;
}

/** What a unit is called beside a field. */
export function unitText(unit: string | undefined): string {
  return unit === undefined ? '' : tOr(`form.unit.${unit}`, unit);
}

/** Why a number was not taken. */
export function numberFault(read: ReadNumber): string | undefined {
  if (!('fault' in read)) return undefined;
  if (read.fault !== 'out-of-bounds') return t(`form.${read.fault}`);
  return t('form.out-of-bounds', { least: read.least, most: read.most });
}

/** Sentences of the API name its fields; who reads the form knows them by their labels. */
export function withLabels(sentence: string, attributes: readonly AttributeForm[]): string {
  const labels = new Map<string, string>();
  for (const { field, label, parts = [] } of attributes) {
    labels.set(field, word(label));
    for (const part of parts) labels.set(`${field}.${part.at}`, word(part.label));
  }
  // Only what no sentence has as a word of its own: rules.skills and opensSecond, and not name or area.
  return sentence.replace(/[a-z]+(?:[A-Z.][A-Za-z]+)+/g, (name) => labels.get(name) ?? name);
}
