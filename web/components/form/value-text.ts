import type { AttributeForm } from '../../api/types.js';
import { areaName } from '../../i18n/area-name.js';
import { language, t } from '../../i18n/language.js';
import { zoneName } from '../zone-badge.js';
import type { Break } from './breaks-field.js';
import { type Hours, hoursText, timeText } from './read-hours.js';
import { numberText } from './read-number.js';
import type { Form } from './value-field.js';
import { weekdaysText } from './weekdays-field.js';
import { unitText, word } from './wording.js';

/** What people call a value, whatever kind it is of; empty where nothing is said. */
export function valueText(form: Form | undefined, value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no');
  if (form?.field === 'area') return areaName(String(value));
  const choice = form?.choices?.find((each) => each.value === value);
  if (choice !== undefined) return word(choice.label);
  switch (form?.control) {
    case 'time':
      return timeText(Number(value));
    case 'hours':
      return hoursText(value as Hours[]);
    case 'weekdays':
      return weekdaysText(value as number[]);
    case 'number':
      return `${numberText(Number(value), form)} ${unitText(form.unit)}`.trim();
    case 'words':
      return listed(value as string[]);
    case 'zone':
      return zoneName(String(value));
    case 'zones':
      return listed((value as string[]).map(zoneName));
    case 'zone-pairs':
      return listed((value as string[][]).map((pair) => pair.map(zoneName).join(' + ')));
    case 'breaks':
      return listed((value as Break[]).map(breakText));
    case 'parts':
      return (form.parts ?? []).map((part) => `${word(part.label)} ${textOfPart(part, value)}`).join(' / ');
    case 'by-zone':
    case 'by-tier':
    case 'by-size':
      return listed(
        Object.entries(value as object).map(([key, each]) => {
          const name = form.control === 'by-zone' ? zoneName(key) : key;
          return `${name} ${valueText(form.of, each)}`;
        }),
      );
    default:
      return String(value);
  }
}

/** The same behind the label of the attribute: a unit that the label names is not said again, and a mark says no more than its label. */
export function labelledText(form: AttributeForm, value: unknown): string {
  const label = word(form.label);
  if (form.control === 'check') return label;
  const text = valueText({ ...form, unit: isUnitInLabel(form) ? undefined : form.unit }, value);
  return t('form.labelled', { label, text });
}

/** Labels that name their unit do so in both languages; the English ones write it out. */
function isUnitInLabel({ unit, label }: AttributeForm): boolean {
  return unit !== undefined && label.en.toLowerCase().includes(unit);
}

function textOfPart(part: Form & { readonly at: string }, value: unknown): string {
  const { [part.at]: each } = value as Readonly<Record<string, unknown>>;
  return valueText({ ...part, unit: undefined }, each);
}

function breakText({ seconds, begins }: Break): string {
  return t('form.break.text', { minutes: Math.round(seconds / 60), hours: hoursText([begins]) });
}

function listed(texts: readonly string[]): string {
  return texts.join(language.value === 'zh' ? '、' : ', ');
}
