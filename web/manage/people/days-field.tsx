import { t } from '../../i18n/language.js';

/** For cards that are printed and handed out. */
export const usualDays = 30;

/** For how many days links are good: 1 to 90. */
export function DaysField({ days, onChange }: { readonly days: number; readonly onChange: (days: number) => void }) {
  return (
    <label class="field days-field">
      <span>{t('people.days')}</span>
      <input
        type="number"
        min={1}
        max={90}
        step={1}
        value={days}
        required
        onChange={(event) => {
          const given = Math.round(event.currentTarget.valueAsNumber);
          onChange(Number.isFinite(given) ? Math.min(90, Math.max(1, given)) : usualDays);
        }}
      />
    </label>
  );
}
