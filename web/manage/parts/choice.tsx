import { t } from '../../i18n/language.js';

/** One of several; the empty one stands for all, or for none where `empty` says so. */
export function Choice({
  label,
  value,
  options,
  empty,
  name,
  required,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  /** False where one has to be chosen. */
  readonly empty?: string | false;
  readonly name?: string;
  readonly required?: boolean;
  readonly onChoose?: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <select name={name} value={value} required={required} onChange={(event) => onChoose?.(event.currentTarget.value)}>
        {empty !== false && <option value="">{empty ?? t('general.all')}</option>}
        {options.map(([each, text]) => (
          <option key={each} value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
