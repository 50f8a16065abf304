import { useState } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import { noContext } from './form-context.js';
import { type FieldProps, ValueField } from './value-field.js';
import { word } from './wording.js';

type Part = Readonly<Record<string, unknown>>;

/** The compartments of a vehicle, each by what may be said of one. */
export function CompartmentsField({ value, onValue, context = noContext, form }: FieldProps) {
  const parts = (value ?? []) as readonly Part[];
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const most = form.mostEntries ?? 50;
  const tell = (now: readonly Part[], wrong: Readonly<Record<string, string>>) => {
    setFaults(wrong);
    onValue(now, Object.values(wrong)[0]);
  };
  const set = (at: number, field: string, said: unknown, fault: string | undefined) => {
    const key = `${at} ${field}`;
    const { [key]: _, ...others } = faults;
    const now = parts.map((part, each) => {
      if (each !== at) return part;
      const { [field]: __, ...rest } = part;
      return said === undefined || said === false ? rest : { ...rest, [field]: said };
    });
    tell(now, fault === undefined ? others : { ...others, [key]: fault });
  };
  const add = () => {
    const compartmentNo = Math.max(0, ...parts.map((part) => Number(part.compartmentNo) || 0)) + 1;
    const at = parts.length;
    const missing = context.compartment.filter(({ field, isRequired }) => isRequired && field !== 'compartmentNo');
    const wrong = Object.fromEntries(missing.map(({ field }) => [`${at} ${field}`, t('form.required')]));
    tell([...parts, { compartmentNo }], { ...faults, ...wrong });
  };
  return (
    <div class="form__keys">
      {parts.map((part, at) => (
        <fieldset key={at} class="form__card">
          <legend>{t('form.compartment', { n: String(part.compartmentNo ?? at + 1) })}</legend>
          {context.compartment.map((each) => (
            <div key={each.field} class="form__part">
              <span class="small soft">{word(each.label)}</span>
              <ValueField
                form={each}
                value={part[each.field]}
                label={`${t('form.compartment', { n: at + 1 })}: ${word(each.label)}`}
                isWrong={faults[`${at} ${each.field}`] !== undefined}
                onValue={(said, fault) => set(at, each.field, said, fault)}
              />
            </div>
          ))}
          <button
            type="button"
            class="button button--plain"
            onClick={() =>
              tell(
                parts.filter((_, each) => each !== at),
                {},
              )
            }
          >
            {t('form.remove')}
          </button>
        </fieldset>
      ))}
      <button type="button" class="button" disabled={parts.length >= most} onClick={add}>
        {t('form.compartment.add')}
      </button>
    </div>
  );
}
