import { api } from '../api/api.js';
import { LanguageSwitch, Mark } from '../components/brand.js';
import { StatusPill } from '../components/states.js';
import { formatDate, formatTime, shiftDate } from '../format.js';
import { t, tOr } from '../i18n/language.js';
import {
  date,
  depots,
  isPlanning,
  me,
  plan,
  runs,
  showDate,
  showWave,
  status,
  tab,
  wave,
  waveId,
  waves,
} from './console-state.js';
import { canReplan, replanView } from './replan/replan-state.js';
import { closeWave, releasePlan, withdrawPlan } from './wave-acts.js';

/** Which day and wave is shown, and what can be done with it. */
export function Header({ onPlan }: { readonly onPlan: () => void }) {
  const now = wave.value;
  const canPlan =
    now !== undefined &&
    !['dispatched', 'finished'].includes(now.status) &&
    !runs.value.some((run) => run.status !== 'draft');
  const canRelease = plan.value !== undefined && runs.value.some((run) => run.status === 'draft') && !isPlanning.value;
  const canWithdraw = runs.value.length > 0 && runs.value.every((run) => run.status === 'released');
  const isFresh = now === undefined;
  return (
    <header class="top">
      <a class="brand" href="/">
        <Mark />
        <span class="brand__name">{t('app.name')}</span>
      </a>
      <DatePicker />
      <WavePicker />
      {now && <StatusPill status={now.status} text={tOr(`wave.status.${now.status}`, now.status)} />}
      {now?.status === 'collecting' && (
        <span class="small soft nowrap">{t('wave.cutoff', { time: formatTime(now.cutoffAt, now.timeZone) })}</span>
      )}
      <div class="top__actions">
        <button
          type="button"
          class={isFresh ? 'button button--primary' : 'button'}
          disabled={status.value === 'failed'}
          onClick={() => (tab.value = 'import')}
        >
          {t('action.import')}
        </button>
        {now?.status === 'collecting' && (
          <button type="button" class="button" onClick={closeWave}>
            {t('action.close')}
          </button>
        )}
        <button
          type="button"
          class={canRelease || isFresh ? 'button' : 'button button--primary'}
          disabled={!canPlan || isPlanning.value}
          onClick={onPlan}
        >
          {plan.value === undefined ? t('action.plan') : t('action.planAgain')}
        </button>
        {canWithdraw ? (
          <button type="button" class="button" onClick={withdrawPlan}>
            {t('action.withdraw')}
          </button>
        ) : (
          <button
            type="button"
            class={canRelease ? 'button button--primary' : 'button'}
            disabled={!canRelease}
            onClick={releasePlan}
          >
            {t('action.release')}
          </button>
        )}
        {canReplan.value && (
          <button type="button" class="button" onClick={() => (replanView.value = 'ask')}>
            {t('replan.open')}
          </button>
        )}
        {runs.value.length > 0 ? (
          <a
            class="button"
            href={`/floor?wave=${encodeURIComponent(waveId.value ?? '')}&view=load&print=1`}
            target="_blank"
            rel="noopener"
          >
            {t('action.printRuns')}
          </a>
        ) : (
          <button type="button" class="button" disabled>
            {t('action.printRuns')}
          </button>
        )}
      </div>
      <nav class="top__user">
        <a href="/manage">{t('nav.manage')}</a>
        <a href="/floor">{t('nav.floor')}</a>
        <LanguageSwitch />
        <button
          type="button"
          class="button button--plain"
          title={me.value?.name}
          onClick={() => void api.logOut().finally(() => window.location.assign('/login'))}
        >
          {t('nav.logOut')}
        </button>
      </nav>
    </header>
  );
}

function WavePicker() {
  if (waves.value.length === 0) return null;
  return (
    <select
      class="top__wave"
      aria-label={t('wave.wave')}
      value={waveId.value}
      disabled={waves.value.length < 2}
      onChange={(event) => void showWave(event.currentTarget.value)}
    >
      {waves.value.map((each) => (
        <option key={each.waveId} value={each.waveId}>
          {t('wave.option', {
            depot: depots.value.find(({ depotId }) => depotId === each.depotId)?.name ?? each.depotId,
            n: each.sequence,
          })}
        </option>
      ))}
    </select>
  );
}

function DatePicker() {
  return (
    <div class="date">
      <button
        type="button"
        class="button"
        aria-label={t('wave.previousDay')}
        disabled={date.value === ''}
        onClick={() => void showDate(shiftDate(date.value, -1))}
      >
        ‹
      </button>
      <label class="date__day">
        <span class="visually-hidden">{t('wave.date')}</span>
        <span aria-hidden="true">{date.value === '' ? '–' : formatDate(date.value)}</span>
        <input
          type="date"
          value={date.value}
          onChange={(event) => event.currentTarget.value !== '' && void showDate(event.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        class="button"
        aria-label={t('wave.nextDay')}
        disabled={date.value === ''}
        onClick={() => void showDate(shiftDate(date.value, 1))}
      >
        ›
      </button>
    </div>
  );
}
