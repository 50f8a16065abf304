import { language, t } from '../../i18n/language.js';
import type { FieldProps } from './value-field.js';

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** The days of the week that something holds on: a mark for each, Monday first. */
export function WeekdaysField({ value, label, onValue }: FieldProps) {
  const chosen = Array.isArray(value) ? (value as number[]) : [];
  return (
    <fieldset class="form__zones" aria-label={label}>
      {weekdays.map((day) => (
        <label key={day}>
          <input
            type="checkbox"
            checked={chosen.includes(day)}
            onChange={(event) => {
              const others = chosen.filter((each) => each !== day);
              const now = event.currentTarget.checked ? [...others, day].sort() : others;
              onValue(now, now.length === 0 ? t('form.required') : undefined);
            }}
          />
          <span>{weekdayName(day)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Days of the week in few words. */
export function weekdaysText(days: readonly number[]): string {
  if (days.length === weekdays.length) return t('form.weekdays.all');
  return days.map(weekdayName).join(language.value === 'zh' ? '、' : ', ');
}

export function weekdayName(day: number): string {
  // The first of January 2024 was a Monday.
  return new Intl.DateTimeFormat(language.value, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
}
