import type { ComponentChildren } from 'preact';
import type { AttributeForm, PartForm, ValueForm } from '../../api/types.js';
import { t } from '../../i18n/language.js';
import { BreaksField } from './breaks-field.js';
import { ByKeyField } from './by-key-field.js';
import { CompartmentsField } from './compartments-field.js';
import { type FormContext, noContext } from './form-context.js';
import { PartsField } from './parts-field.js';
import { type Hours, hoursText, readHours, readTime, timeText } from './read-hours.js';
import { numberText, readNumber } from './read-number.js';
import { type Typed, TypedField } from './typed-field.js';
import { WeekdaysField } from './weekdays-field.js';
import { numberFault, unitText, word } from './wording.js';
import { ZonePairsField, ZonesField } from './zones-field.js';

/** What a value is asked for with: an attribute, what each zone has, or a part. */
export type Form = ValueForm &
  Partial<Pick<AttributeForm, 'of' | 'isRequired' | 'mayBeNull' | 'refersTo' | 'field' | 'example'>>;

export interface FieldProps {
  readonly form: Form;
  readonly value: unknown;
  readonly id?: string;
  /** For who cannot see which label stands near. */
  readonly label?: string;
  readonly describedBy?: string;
  readonly isWrong?: boolean;
  readonly isDisabled?: boolean;
  readonly context?: FormContext;
  /** @param value undefined where nothing is said. @param fault why what stands there says nothing. */
  onValue(value: unknown, fault?: string): void;
}

const secondsOfDay = 86_400;

/** The control of a value, whatever kind it is of. */
export function ValueField(props: FieldProps): ComponentChildren {
  const { form, value, onValue, context = noContext } = props;
  const named = { id: props.id, label: props.label, describedBy: props.describedBy, isWrong: props.isWrong };
  const typed = { ...named, value, onTyped: onValue, isDisabled: props.isDisabled };
  if (form.refersTo !== undefined && form.control === 'text') {
    return <Select {...props} options={context[form.refersTo]} />;
  }
  switch (form.control) {
    case 'number':
      return (
        <span class="form__unit">
          <TypedField
            {...typed}
            inputMode="decimal"
            className="form__number"
            textOf={textOfNumber(form)}
            read={emptyOr(form, (text) => typedNumber(text, form))}
          />
          {form.unit !== undefined && <span class="soft small">{unitText(form.unit)}</span>}
        </span>
      );
    case 'time':
      return (
        <span class="form__unit">
          <TypedField
            {...typed}
            inputMode="text"
            className="form__time"
            placeholder="07:30"
            textOf={textOfTime}
            read={emptyOr(form, typedTime)}
          />
          {typeof value === 'number' && value > secondsOfDay && (
            <span class="soft small">{t('form.nextDay', { time: timeText(value) })}</span>
          )}
        </span>
      );
    case 'hours':
      return (
        <>
          <TypedField
            {...typed}
            placeholder={t('form.hours.placeholder')}
            textOf={(hours) => (Array.isArray(hours) ? hoursText(hours as Hours[]) : '')}
            read={emptyOr(form, (text) => typedHours(text, form))}
          />
          {Array.isArray(value) && (
            <span class="soft small">{t('form.understood', { hours: hoursText(value as Hours[]) })}</span>
          )}
        </>
      );
    case 'check':
      return (
        <input
          type="checkbox"
          id={props.id}
          aria-label={props.label}
          aria-describedby={props.describedBy}
          disabled={props.isDisabled}
          checked={value === true}
          onChange={(event) => onValue(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...props}
          options={(form.choices ?? []).map((each) => ({ value: each.value, label: word(each.label) }))}
        />
      );
    case 'words':
      return (
        <TypedField
          {...typed}
          placeholder={form.example === undefined ? undefined : form.example.replaceAll('|', ', ')}
          textOf={(words) => (Array.isArray(words) ? words.join(', ') : '')}
          read={emptyOr(form, (text) => typedWords(text, form))}
        />
      );
    case 'weekdays':
      return <WeekdaysField {...props} />;
    case 'zone':
    case 'zones':
      return <ZonesField {...props} />;
    case 'zone-pairs':
      return <ZonePairsField {...props} />;
    case 'by-zone':
    case 'by-tier':
    case 'by-size':
      return <ByKeyField {...props} />;
    case 'parts':
      return <PartsField {...props} />;
    case 'breaks':
      return <BreaksField {...props} />;
    case 'compartments':
      return <CompartmentsField {...props} />;
    default:
      return (
        <TypedField
          {...typed}
          isLong={(form.longest ?? 0) > 200 && form.isRequired !== true}
          longest={form.longest}
          inputMode={form.field?.toLowerCase().endsWith('phone') ? 'tel' : undefined}
          placeholder={form.example}
          textOf={(text) => (typeof text === 'string' ? text : '')}
          read={(text) => {
            if (text.trim() === '' && form.isRequired) return { fault: t('form.required') };
            const saysNothing = text.trim() === '' && (form.mayBeNull === true || form.field?.includes('.') === true);
            return { value: saysNothing ? undefined : text };
          }}
        />
      );
  }
}

function Select({ form, value, options, onValue, ...named }: FieldProps & { readonly options: FormContext['depots'] }) {
  const mayBeNone = form.mayBeNull === true || form.isRequired === false;
  const known = value === undefined || options.some((each) => each.value === value);
  return (
    <select
      id={named.id}
      aria-label={named.label}
      aria-describedby={named.describedBy}
      aria-invalid={named.isWrong}
      disabled={named.isDisabled}
      value={value === undefined ? '' : String(value)}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        if (chosen !== '') onValue(chosen);
        else onValue(undefined, mayBeNone ? undefined : t('form.required'));
      }}
    >
      {(mayBeNone || value === undefined) && <option value="">{t(mayBeNone ? 'form.none' : 'form.choose')}</option>}
      {!known && <option value={String(value)}>{String(value)}</option>}
      {options.map((each) => (
        <option key={each.value} value={each.value}>
          {each.label}
        </option>
      ))}
    </select>
  );
}

/** Nothing typed says nothing, where nothing need be said. */
function emptyOr(form: Form, read: (text: string) => Typed): (text: string) => Typed {
  return (text) => {
    if (text.trim() !== '') return read(text);
    return form.isRequired ? { fault: t('form.required') } : {};
  };
}

const textOfNumber = (form: Form | PartForm) => (value: unknown) =>
  typeof value === 'number' ? numberText(value, form) : '';
const textOfTime = (value: unknown) => (typeof value === 'number' ? timeText(value) : '');

function typedNumber(text: string, form: Form): Typed {
  const read = readNumber(text, form);
  return 'fault' in read ? { fault: numberFault(read) } : { value: read.value };
}

function typedTime(text: string): Typed {
  const second = readTime(text);
  return second === undefined ? { fault: t('form.not-a-time') } : { value: second };
}

function typedHours(text: string, { mostEntries }: Form): Typed {
  const hours = readHours(text);
  if (hours === undefined) return { fault: t('form.not-hours') };
  if (mostEntries !== undefined && hours.length > mostEntries)
    return { fault: t('form.too-many', { most: mostEntries }) };
  return { value: hours };
}

function typedWords(text: string, { mostEntries, longest }: Form): Typed {
  const words = [...new Set(text.split(/[,，、|;；]/).map((each) => each.trim()))].filter((each) => each !== '');
  if (words.length === 0) return {};
  if (mostEntries !== undefined && words.length > mostEntries)
    return { fault: t('form.too-many', { most: mostEntries }) };
  if (longest !== undefined && words.some((each) => each.length > longest))
    return { fault: t('form.too-long', { most: longest }) };
  return { value: words };
}
