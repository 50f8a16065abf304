import '../../styles/console/replan.css';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { sentenceOf } from '../../api/api-error.js';
import type { ReplannedPlan } from '../../api/types.js';
import { formatDistanceChange, formatMoneyChange, formatPlanSecond } from '../../format.js';
import { t } from '../../i18n/language.js';
import { chosenRun, plan, positions, runs, stationsById } from '../console-state.js';
import { ChangeList } from './change-list.js';
import { EventFields } from './event-fields.js';
import { type EventForm, eventKinds, eventOf } from './event-form.js';
import { momentOf } from './moment-of.js';
import { apply, forgetPreview, isApplying, isLooking, look, lookFailure, preview, replanView } from './replan-state.js';

/** Something happened: what it was, what would change and why, and then the change. Or what changed the last time. */
export function ReplanDialog() {
  if (replanView.value === undefined || plan.value === undefined) return null;
  return replanView.value === 'ask' ? <Questions /> : <LastChanges />;
}

function firstAnswers(): EventForm {
  const open = runs.value.filter(({ status }) => status !== 'finished' && status !== 'cancelled');
  const vehicleId = chosenRun.value?.vehicleId ?? open.find(({ status }) => status === 'departed')?.vehicleId;
  const stops = plan.value?.routes.flatMap(({ trips }) => trips.flatMap((trip) => trip.stops)) ?? [];
  return {
    kind: 'vehicle-out',
    vehicleId: vehicleId ?? open[0]?.vehicleId ?? '',
    place: 'seen',
    goods: 'transfer',
    minutes: '30',
    stationId: stops[0]?.stationId ?? '',
    hasHours: false,
    opens: '14:00',
    closes: '18:00',
    orderIds: '',
  };
}

function Questions() {
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useSignal(firstAnswers());
  const from = useSignal('');
  const keepsEdits = useSignal(true);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => {
    replanView.value = undefined;
    forgetPreview();
  };
  const event = eventOf(form.value, stationsById.value, positions.value);
  const shown = preview.value;
  const change = (changed: Partial<EventForm>) => {
    form.value = { ...form.value, ...changed };
    forgetPreview();
  };
  const submit = () => {
    if (event === undefined) return;
    if (shown !== undefined) return void apply(event);
    void look(event, from.value === '' ? undefined : momentOf(from.value, plan.value!), keepsEdits.value);
  };
  return (
    <dialog ref={dialog} class="dialog dialog--wide" onClose={close} aria-label={t('replan.title')}>
      <form
        onSubmit={(submitted) => {
          submitted.preventDefault();
          submit();
        }}
      >
        <h2>{t('replan.title')}</h2>
        <div class="replan__questions">
          <label class="field">
            <span>{t('replan.what')}</span>
            <select
              value={form.value.kind}
              onChange={(changed) => change({ kind: changed.currentTarget.value as EventForm['kind'] })}
            >
              {eventKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`replan.event.${kind}`)}
                </option>
              ))}
            </select>
          </label>
          <EventFields form={form.value} onChange={change} />
          <label class="field">
            <span>{t('replan.from')}</span>
            <input
              type="time"
              value={from.value}
              onInput={(changed) => {
                from.value = changed.currentTarget.value;
                forgetPreview();
              }}
            />
          </label>
          <label class="check">
            <input
              type="checkbox"
              checked={keepsEdits.value}
              onChange={(changed) => {
                keepsEdits.value = changed.currentTarget.checked;
                forgetPreview();
              }}
            />
            <span>{t('replan.keepsEdits')}</span>
          </label>
        </div>
        <div role="status" class="replan__outcome">
          {isLooking.value && <p class="soft">{t('replan.looking')}</p>}
          {lookFailure.value !== undefined && <p class="late">! {sentenceOf(lookFailure.value)}</p>}
          {shown !== undefined && <Outcome outcome={shown} />}
        </div>
        <div class="dialog__actions">
          <button type="button" class="button" onClick={close}>
            {t('general.cancel')}
          </button>
          <button
            type="submit"
            class="button button--primary"
            disabled={event === undefined || isLooking.value || isApplying.value}
          >
            {t(shown === undefined ? 'replan.look' : 'replan.apply')}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function Outcome({ outcome }: { readonly outcome: ReplannedPlan }) {
  const { kpis, costChangeMinor, changes, networkChanges, givenUp, from } = outcome;
  const before = plan.value!.kpis;
  const missing = kpis.unassigned - before.unassigned;
  return (
    <>
      <p class="replan__price">
        <strong>{t('edit.cost', { change: formatMoneyChange(costChangeMinor) })}</strong>
        <span>{formatDistanceChange(kpis.distanceMeters - before.distanceMeters)}</span>
        {kpis.lateStops > 0 && <span class="late">{t('edit.late', { n: kpis.lateStops })}</span>}
        {missing !== 0 && (
          <span class={missing > 0 ? 'late' : ''}>
            {t('replan.unassigned', { n: kpis.unassigned, change: missing > 0 ? `+${missing}` : `−${-missing}` })}
          </span>
        )}
        <span class="soft">{t('replan.since', { time: formatPlanSecond(from, plan.value!) })}</span>
      </p>
      {networkChanges.length > 0 && (
        <>
          <p>{t('replan.networkChanged')}</p>
          <ul>
            {networkChanges.map(({ subject, id, field, was, is }) => (
              <li key={`${subject} ${id} ${field}`}>
                {t(`replan.subject.${subject}`, { id })} · {t(`replan.rule.${field}`)}
                {(was ?? is) !== undefined &&
                  ` · ${t('replan.wasIs', { was: was ?? t('replan.noLimit'), is: is ?? t('replan.noLimit') })}`}
              </li>
            ))}
          </ul>
        </>
      )}
      {givenUp.length > 0 && (
        <p class="late">
          {t('replan.givenUp', {
            places: givenUp
              .map(
                ({ stationId = '', vehicleId }) =>
                  `${stationsById.value.get(stationId)?.name ?? stationId} · ${vehicleId}`,
              )
              .join('; '),
          })}
        </p>
      )}
      <ChangeList changes={changes} />
    </>
  );
}

/** What the event changed from which the plan that is shown was made. */
function LastChanges() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => {
    replanView.value = undefined;
  };
  const last = plan.value?.replanned;
  if (last === undefined) return null;
  return (
    <dialog ref={dialog} class="dialog dialog--wide" onClose={close} aria-label={t('replan.changesTitle')}>
      <form method="dialog">
        <h2>{t('replan.changesTitle')}</h2>
        <p class="soft">
          {t(`replan.event.${last.event.kind}`)}
          {'vehicleId' in last.event && ` · ${last.event.vehicleId}`}
          {'stationId' in last.event &&
            ` · ${stationsById.value.get(last.event.stationId)?.name ?? last.event.stationId}`}{' '}
          · {t('replan.since', { time: formatPlanSecond(last.from, plan.value!) })}
        </p>
        <ChangeList changes={last.changes} />
        <div class="dialog__actions">
          <button type="submit" class="button button--primary">
            {t('replan.close')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
