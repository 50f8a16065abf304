import type { AttributeForm } from '../../api/types.js';
import { type Fields, valueAt } from '../../components/form/draft.js';
import { labelledText } from '../../components/form/value-text.js';
import { attributesOf } from '../../components/network/described.js';
import { t } from '../../i18n/language.js';

/** The things whose rules the console changes. */
export const ruledKinds = ['depots', 'stations', 'vehicles'] as const;
export type RuledKind = (typeof ruledKinds)[number];

const isRule = ({ field, isBesidePlans }: AttributeForm) => field.startsWith('rules.') && !isBesidePlans;

/** The groups of attributes with a rule among them, whole: a soft time is set beside the hours that it lies in. */
export function ruleAttributes(kind: RuledKind): readonly AttributeForm[] {
  const all = attributesOf(kind);
  const groups = new Set(all.filter(isRule).map(({ group }) => group));
  return all.filter(({ group, isBesidePlans }) => groups.has(group) && !isBesidePlans);
}

/** The rules that are set for a thing, in a line; empty where there is none. */
export function ruleSummary(kind: RuledKind, thing: Fields): string {
  const said = attributesOf(kind).flatMap((form) => {
    const value = valueAt(thing, form.field);
    if (form.control === 'compartments') return (value as readonly Fields[]).flatMap(limitsOf);
    return isRule(form) && value !== undefined && value !== false ? [labelledText(form, value)] : [];
  });
  return said.join(' · ');
}

/** What a compartment need not say, and says. */
function limitsOf(part: Fields): string[] {
  const said = attributesOf('compartments').flatMap((form) => {
    const { [form.field]: value } = part;
    return form.isRequired || value === undefined || value === false ? [] : [labelledText(form, value)];
  });
  return said.map((text) => `${t('form.compartment', { n: String(part.compartmentNo) })} ${text}`);
}
