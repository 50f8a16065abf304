import { useRef } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import { type FieldProps, ValueField } from './value-field.js';
import { word } from './wording.js';

type Parts = Readonly<Record<string, unknown>>;

/** A value of several numbers that belong together, side by side. None of them says nothing; some say all, the rest is 0. */
export function PartsField({ form, value, label, onValue, describedBy }: FieldProps) {
  const given = (value ?? {}) as Parts;
  // What is half filled in, while the value itself cannot be said yet.
  const typed = useRef<Parts>(given);
  const faults = useRef<Record<string, string | undefined>>({});
  if (value !== undefined) typed.current = given;
  const parts = form.parts ?? [];
  return (
    <span class="form__parts">
      {parts.map((part) => (
        <div key={part.at} class="form__part">
          <span class="small soft">{word(part.label)}</span>
          <ValueField
            form={{ ...part, isRequired: false, unit: undefined }}
            value={typed.current[part.at]}
            label={label === undefined ? undefined : `${label}: ${word(part.label)}`}
            describedBy={describedBy}
            onValue={(said, fault) => {
              typed.current = { ...typed.current, [part.at]: said };
              faults.current[part.at] = fault;
              const all = parts.map(({ at }) => typed.current[at]);
              const wrong = Object.values(faults.current).find((each) => each !== undefined);
              if (wrong !== undefined) onValue(undefined, wrong);
              else if (all.every((each) => each === undefined)) onValue(undefined);
              else onValue(Object.fromEntries(parts.map(({ at, least }, index) => [at, all[index] ?? least ?? 0])));
            }}
          />
        </div>
      ))}
      {parts.length === 0 && <span class="soft">{t('form.none')}</span>}
    </span>
  );
}
