import { t } from '../../i18n/language.js';
import { ZoneBadge, zoneName, zones } from '../zone-badge.js';
import type { FieldProps } from './value-field.js';

/** One zone, or several. */
export function ZonesField({ form, value, id, label, describedBy, onValue }: FieldProps) {
  if (form.control === 'zone') {
    return (
      <select
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          const isMissing = chosen === '' && form.mayBeNull !== true;
          onValue(chosen === '' ? undefined : chosen, isMissing ? t('form.required') : undefined);
        }}
      >
        {(value === undefined || form.mayBeNull) && (
          <option value="">{t(form.mayBeNull ? 'form.none' : 'form.choose')}</option>
        )}
        {zones.value.map(({ zoneId }) => (
          <option key={zoneId} value={zoneId}>
            {zoneName(zoneId)}
          </option>
        ))}
      </select>
    );
  }
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  return (
    <fieldset class="form__zones" aria-label={label}>
      {zones.value.map(({ zoneId }) => (
        <label key={zoneId}>
          <input
            type="checkbox"
            checked={chosen.includes(zoneId)}
            onChange={(event) => {
              const others = chosen.filter((each) => each !== zoneId);
              const now = event.currentTarget.checked ? [...others, zoneId] : others;
              onValue(
                now.length === 0 ? undefined : now,
                now.length === 0 && form.isRequired ? t('form.required') : undefined,
              );
            }}
          />
          <ZoneBadge zoneId={zoneId} />
        </label>
      ))}
    </fieldset>
  );
}

type Pair = readonly [string, string];

/** Which zones are kept apart: a mark for every two. */
export function ZonePairsField({ value, label, onValue }: FieldProps) {
  const pairs = Array.isArray(value) ? (value as Pair[]) : [];
  const isPair = ([a, b]: Pair, [c, d]: Pair) => (a === c && b === d) || (a === d && b === c);
  const ids = zones.value.map(({ zoneId }) => zoneId);
  const all = ids.flatMap((one, at) => ids.slice(at + 1).map((other): Pair => [one, other]));
  return (
    <fieldset class="form__zones" aria-label={label}>
      {all.map((pair) => (
        <label key={pair.join('+')}>
          <input
            type="checkbox"
            checked={pairs.some((each) => isPair(each, pair))}
            onChange={(event) => {
              const others = pairs.filter((each) => !isPair(each, pair));
              const now = event.currentTarget.checked ? [...others, pair] : others;
              onValue(now.length === 0 ? undefined : now);
            }}
          />
          <span>{pair.map(zoneName).join(' + ')}</span>
        </label>
      ))}
    </fieldset>
  );
}
