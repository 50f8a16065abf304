import { useState } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import { ZoneBadge, zoneName, zones } from '../zone-badge.js';
import { noContext } from './form-context.js';
import { type FieldProps, ValueField } from './value-field.js';

type Values = Readonly<Record<string, unknown>>;

/** A value for each zone, tier or size that has one. */
export function ByKeyField({ form, value, label = '', onValue, context = noContext }: FieldProps) {
  const values = (value ?? {}) as Values;
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const [added, setAdded] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState('');
  const isByZone = form.control === 'by-zone';
  const usual = isByZone
    ? zones.value.map(({ zoneId }) => zoneId)
    : form.control === 'by-tier'
      ? context.tiers
      : ['S', 'M', 'L'];
  const keys = [...new Set([...usual, ...Object.keys(values), ...added])];
  const set = (key: string, said: unknown, fault?: string) => {
    const { [key]: _, ...others } = values;
    const now = said === undefined ? others : { ...others, [key]: said };
    const { [key]: __, ...right } = faults;
    const wrong = fault === undefined ? right : { ...right, [key]: fault };
    setFaults(wrong);
    onValue(Object.keys(now).length === 0 ? undefined : now, Object.values(wrong)[0]);
  };
  return (
    <div class="form__keys">
      {keys.map((key) => (
        <div key={key} class="form__key">
          {isByZone ? <ZoneBadge zoneId={key} /> : <span class="mono">{key}</span>}
          <ValueField
            form={{ ...form.of!, isRequired: false }}
            value={values[key]}
            label={`${label}: ${isByZone ? zoneName(key) : key}`}
            isWrong={faults[key] !== undefined}
            onValue={(said, fault) => set(key, said, fault)}
          />
        </div>
      ))}
      {!isByZone && (
        <div class="form__key">
          <input
            type="text"
            class="form__number"
            value={typed}
            maxLength={form.control === 'by-tier' ? 20 : 10}
            placeholder={t(form.control === 'by-tier' ? 'form.key.tier' : 'form.key.size')}
            aria-label={t(form.control === 'by-tier' ? 'form.key.tier' : 'form.key.size')}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <button
            type="button"
            class="button"
            disabled={typed.trim() === '' || /[:|]/.test(typed)}
            onClick={() => {
              setAdded([...added, typed.trim()]);
              setTyped('');
            }}
          >
            {t('form.add')}
          </button>
        </div>
      )}
    </div>
  );
}
