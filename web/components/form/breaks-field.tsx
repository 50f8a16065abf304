import { useState } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import { endAfter } from './read-hours.js';
import { type FieldProps, ValueField } from './value-field.js';

/** As the API has it. */
export interface Break {
  readonly seconds: number;
  readonly begins: { readonly opens: number; readonly closes: number };
}

/** What of a break is filled in. */
interface TypedBreak {
  readonly seconds?: number;
  readonly opens?: number;
  readonly closes?: number;
}

/** Breaks of a driver: how long, and between when each begins. */
export function BreaksField({ form, value, onValue, label = '' }: FieldProps) {
  const most = form.mostEntries ?? 2;
  const given = ((value ?? []) as Break[]).map(({ seconds, begins }): TypedBreak => ({ seconds, ...begins }));
  const [typed, setTyped] = useState<readonly TypedBreak[]>(given);
  const set = (at: number, part: keyof TypedBreak, said: unknown, fault: string | undefined) => {
    const now = Array.from({ length: most }, (_, each) => ({
      ...typed[each],
      ...(each === at ? { [part]: said } : {}),
    }));
    setTyped(now);
    const filled = now.filter((each) => Object.values(each).some((part) => part !== undefined));
    const whole = filled.flatMap(({ seconds, opens, closes }): Break[] =>
      seconds === undefined || opens === undefined || closes === undefined
        ? []
        : [{ seconds, begins: { opens, closes: endAfter(opens, closes) } }],
    );
    if (fault !== undefined) onValue(undefined, fault);
    else if (whole.length < filled.length) onValue(undefined, t('form.required'));
    else onValue(whole.length === 0 ? undefined : whole);
  };
  const time = { control: 'time', least: 0 };
  return (
    <div class="form__keys">
      {Array.from({ length: most }, (_, at) => (
        <div key={at} class="form__parts">
          {(
            [
              ['seconds', 'form.break.length', { ...form, control: 'number', unit: undefined }],
              ['opens', 'form.break.from', time],
              ['closes', 'form.break.to', time],
            ] as const
          ).map(([part, key, of]) => (
            <div key={part} class="form__part">
              <span class="small soft">{t(key)}</span>
              <ValueField
                form={{ ...of, isRequired: false }}
                value={typed[at]?.[part]}
                label={`${label} ${t('form.break', { n: at + 1 })}: ${t(key)}`}
                onValue={(said, fault) => set(at, part, said, fault)}
              />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
