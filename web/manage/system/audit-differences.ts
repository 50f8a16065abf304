import type { AttributeForm } from '../../api/types.js';
import { isSame, valueAt } from '../../components/form/draft.js';
import { labelledText, valueText } from '../../components/form/value-text.js';
import { word } from '../../components/form/wording.js';
import { attributesOf } from '../../components/network/described.js';
import { t, tOr } from '../../i18n/language.js';

/** One field of what a row of the audit tells. Without `before` it is a fact of what was done. */
export interface AuditDifference {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a row tells, field by field. Rows hold it in three forms: all fields before and after (`before`, `after`), each
 * field with both (`{ name: { before, after } }`), or facts alone.
 */
export function differencesOf(detail: Fields): AuditDifference[] {
  const { before, after, ...rest } = detail;
  const changed =
    isFields(before) || isFields(after)
      ? differing((before ?? {}) as Fields, (after ?? {}) as Fields)
      : before === undefined && after === undefined
        ? []
        : [{ field: 'value', before, after }];
  return [...changed, ...Object.entries(rest).flatMap(([field, value]) => factsOf(field, value))];
}

function differing(before: Fields, after: Fields): AuditDifference[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}

function factsOf(field: string, value: unknown): AuditDifference[] {
  if (isFields(value) && ('before' in value || 'after' in value)) {
    return [{ field, before: value.before ?? null, after: value.after ?? null }];
  }
  if (isFields(value) && ('from' in value || 'to' in value)) {
    return [{ field, before: value.from ?? null, after: value.to ?? null }];
  }
  // Counts of refusals that there were none of say nothing.
  const isNothing = value === undefined || value === null || (value === 0 && /refused/i.test(field));
  return isNothing ? [] : [{ field, before: undefined, after: value }];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as it is read: words of roles and states in the page's language, the rest as it stands in the record. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return t('audit.nothing');
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
  if (typeof value === 'string') return tOr(`people.role.${value}`, tOr(`audit.value.${value}`, value));
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) {
    return value.length === 0 ? t('audit.nothing') : value.map(shownValue).join(', ');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A difference as it is read. */
export interface WordedDifference {
  readonly label: string;
  /** Undefined of a fact of what was done. */
  readonly before: string | undefined;
  readonly after: string;
}

/** In the words of the page; fields of what forms ask for, attribute by attribute, in the words of those forms. */
export function inWords(
  differences: readonly AuditDifference[],
  attributes: readonly AttributeForm[],
): WordedDifference[] {
  return differences.flatMap(({ field, before, after }) => {
    const described = attributes.filter(({ at }) => at === field || at.startsWith(`${field}.`));
    if (described.length === 0) {
      const isFact = before === undefined;
      return [
        {
          label: tOr(`audit.field.${field}`, field),
          before: isFact ? undefined : shownValue(before),
          after: shownValue(after),
        },
      ];
    }
    return described.flatMap((form) => {
      const within = form.at.slice(field.length + 1);
      const [was, is] = [before, after].map((value) => (within === '' ? value : valueAt(value, within)));
      if (isSame(was, is)) return [];
      return [
        {
          label: word(form.label),
          before: before === undefined ? undefined : attributeText(form, was),
          after: attributeText(form, is),
        },
      ];
    });
  });
}

function attributeText(form: AttributeForm, value: unknown): string {
  const text = form.control === 'compartments' && Array.isArray(value) ? partsText(value) : valueText(form, value);
  return text === '' ? t('audit.nothing') : text;
}

function partsText(parts: readonly Fields[]): string {
  const described = attributesOf('compartments');
  return parts
    .map((part) =>
      described
        .flatMap((form) => (isSame(part[form.field], undefined) ? [] : [labelledText(form, part[form.field])]))
        .join(' '),
    )
    .join(' / ');
}
