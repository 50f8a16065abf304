import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import { sentenceOf } from '../../api/api-error.js';
import { weekdayName } from '../../components/form/weekdays-field.js';
import { tell } from '../../components/notices.js';
import { t } from '../../i18n/language.js';
import { mapCentre } from '../panels/map-link.js';
import { PointsField } from './points-field.js';
import {
  addPoint,
  type Bound,
  bounds,
  type RestrictionDraft,
  readBound,
  readRestrictions,
  requestOf,
  restrictionDraft,
} from './restriction-state.js';

const weekdays = [1, 2, 3, 4, 5, 6, 7];

/** Everything that is said of a restriction, beside the map on which it is drawn. */
export function RestrictionForm() {
  const draft = restrictionDraft.value!;
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const [fault, setFault] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const put = (said: Partial<RestrictionDraft>) => (restrictionDraft.value = { ...draft, ...said });
  const save = async () => {
    const wrong = faultOf(draft);
    setFault(wrong);
    if (wrong !== undefined || isSaving) return;
    setSaving(true);
    try {
      const { depotId, restrictionId } = draft;
      if (restrictionId === undefined) await api.addRestriction(depotId, requestOf(draft));
      else await api.changeRestriction(depotId, restrictionId, requestOf(draft));
      await readRestrictions();
      restrictionDraft.value = undefined;
      tell(t('restrictions.saved'));
    } catch (error) {
      setFault(sentenceOf(error));
      setSaving(false);
    }
  };
  return (
    <form
      class="restriction-form"
      aria-label={draft.restrictionId === undefined ? t('restrictions.new') : draft.name}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') restrictionDraft.value = undefined;
      }}
    >
      <label class="field">
        <span>{t('restrictions.name')}</span>
        <input
          ref={first}
          type="text"
          required
          maxLength={100}
          value={draft.name}
          onInput={(event) => put({ name: event.currentTarget.value })}
        />
      </label>
      <fieldset>
        <legend>{t('restrictions.shape')}</legend>
        {(['area', 'line'] as const).map((shape) => (
          <label key={shape}>
            <input type="radio" name="shape" checked={draft.shape === shape} onChange={() => put({ shape })} />{' '}
            {t(`restrictions.shape.${shape}`)}
          </label>
        ))}
        {draft.shape === 'line' && (
          <Check
            checked={draft.bothWays}
            words={t('restrictions.bothWays')}
            onChange={(bothWays) => put({ bothWays })}
          />
        )}
        <p class="small soft">{t(`restrictions.draw.${draft.shape}`)}</p>
        <span class="restriction-form__row">
          <button
            type="button"
            class="button"
            onClick={() => {
              const centre = mapCentre();
              if (centre !== undefined) addPoint(centre);
            }}
          >
            {t('restrictions.addCentre')}
          </button>
          <button
            type="button"
            class="button"
            disabled={draft.points.length === 0}
            onClick={() => put({ points: draft.points.slice(0, -1) })}
          >
            {t('restrictions.dropLast')}
          </button>
        </span>
        <PointsField points={draft.points} onPoints={(points) => put({ points })} />
      </fieldset>
      <fieldset>
        <legend>{t('restrictions.vehicles')}</legend>
        <label class="field">
          <span>{t('restrictions.profile')}</span>
          <select
            value={draft.profile ?? ''}
            onChange={({ currentTarget: { value } }) =>
              put({ profile: value === '' ? undefined : (value as 'auto' | 'truck') })
            }
          >
            <option value="">{t('restrictions.profile.all')}</option>
            <option value="truck">{t('roads.profile.truck')}</option>
            <option value="auto">{t('roads.profile.auto')}</option>
          </select>
        </label>
        <p class="small soft">{t('restrictions.bounds')}</p>
        <div class="restriction-form__bounds">
          {bounds.map((bound) => (
            <BoundField key={bound} bound={bound} draft={draft} put={put} />
          ))}
        </div>
        <label class="field">
          <span>{t('restrictions.permitSkill')}</span>
          <input
            type="text"
            maxLength={100}
            value={draft.permitSkill}
            onInput={(event) => put({ permitSkill: event.currentTarget.value })}
          />
        </label>
        <Check
          checked={draft.allowsDestinations}
          words={t('restrictions.allowsDestinations')}
          onChange={(allowsDestinations) => put({ allowsDestinations })}
        />
      </fieldset>
      <Hours draft={draft} put={put} />
      <fieldset>
        <legend>{t('restrictions.dates')}</legend>
        <span class="restriction-form__row">
          <label class="field">
            <span>{t('restrictions.firstDay')}</span>
            <input
              type="date"
              value={draft.validFrom}
              onInput={(event) => put({ validFrom: event.currentTarget.value })}
            />
          </label>
          <label class="field">
            <span>{t('restrictions.lastDay')}</span>
            <input
              type="date"
              value={draft.validUntil}
              onInput={(event) => put({ validUntil: event.currentTarget.value })}
            />
          </label>
        </span>
      </fieldset>
      {fault !== undefined && (
        <p class="late" role="alert">
          {fault}
        </p>
      )}
      <span class="restriction-form__row restriction-form__end">
        <button type="submit" class="button button--primary" disabled={isSaving}>
          {t('restrictions.save')}
        </button>
        <button type="button" class="button" onClick={() => (restrictionDraft.value = undefined)}>
          {t('general.cancel')}
        </button>
      </span>
    </form>
  );
}

interface PartProps {
  readonly draft: RestrictionDraft;
  readonly put: (said: Partial<RestrictionDraft>) => void;
}

function BoundField({ bound, draft, put }: PartProps & { readonly bound: Bound }) {
  return (
    <label class="field">
      <span>{t(`restrictions.bound.${bound}`)}</span>
      <input
        type="text"
        inputMode="decimal"
        aria-invalid={isBadBound(draft.bounds[bound])}
        value={draft.bounds[bound]}
        onInput={(event) => put({ bounds: { ...draft.bounds, [bound]: event.currentTarget.value } })}
      />
    </label>
  );
}

/** Days and times, one row for each; none for all hours. */
function Hours({ draft, put }: PartProps) {
  const change = (at: number, said: Partial<RestrictionDraft['hours'][number]>) =>
    put({ hours: draft.hours.map((each, other) => (other === at ? { ...each, ...said } : each)) });
  return (
    <fieldset>
      <legend>{t('restrictions.hours')}</legend>
      {draft.hours.length === 0 && <p class="small soft">{t('restrictions.allHours')}</p>}
      {draft.hours.map(({ days, from, until }, at) => (
        <div key={at} class="restriction-form__hours">
          <fieldset class="restriction-form__days" aria-label={t('restrictions.days')}>
            {weekdays.map((day) => (
              <label key={day}>
                <input
                  type="checkbox"
                  checked={days.includes(day)}
                  onChange={(event) => {
                    const others = days.filter((each) => each !== day);
                    change(at, { days: event.currentTarget.checked ? [...others, day].sort() : others });
                  }}
                />
                <span>{weekdayName(day)}</span>
              </label>
            ))}
          </fieldset>
          <span class="restriction-form__row">
            <label>
              {t('restrictions.from')}{' '}
              <input type="time" value={from} onInput={(event) => change(at, { from: event.currentTarget.value })} />
            </label>
            <label>
              {t('restrictions.until')}{' '}
              <input
                type="time"
                value={until === '24:00' ? '00:00' : until}
                onInput={(event) => change(at, { until: event.currentTarget.value })}
              />
            </label>
            <button
              type="button"
              class="button"
              aria-label={t('restrictions.dropHours')}
              onClick={() => put({ hours: draft.hours.toSpliced(at, 1) })}
            >
              ✕
            </button>
          </span>
        </div>
      ))}
      <button
        type="button"
        class="button"
        onClick={() => put({ hours: [...draft.hours, { days: weekdays, from: '07:00', until: '20:00' }] })}
      >
        {t('restrictions.addHours')}
      </button>
    </fieldset>
  );
}

function Check(props: { readonly checked: boolean; readonly words: string; onChange(checked: boolean): void }) {
  return (
    <label class="restriction-form__check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />{' '}
      {props.words}
    </label>
  );
}

function isBadBound(text: string): boolean {
  return text.trim() !== '' && readBound(text) === undefined;
}

/** What keeps a draft from being sent; the server says the rest. */
function faultOf({ shape, points, hours, bounds: typed }: RestrictionDraft): string | undefined {
  if (points.length < (shape === 'area' ? 3 : 2)) return t(`restrictions.tooFew.${shape}`);
  const bad = bounds.find((bound) => isBadBound(typed[bound]));
  if (bad !== undefined) return `${t(`restrictions.bound.${bad}`)}: ${t('restrictions.number')}`;
  const isWhole = hours.every(({ days, from, until }) => days.length > 0 && from !== '' && until !== '');
  return isWhole ? undefined : t('restrictions.hoursFault');
}
