import { api } from '../api/api.js';
import { LanguageSwitch, Mark } from '../components/brand.js';
import { StatusPill } from '../components/states.js';
import { formatDate, formatTime, shiftDate } from '../format.js';
import { t, tOr } from '../i18n/language.js';
import { allRuns, date, isPlanning, me, plans, status, tab, views, wave } from './console-state.js';
import { canReplan, replanView } from './replan/replan-state.js';
import { showDate } from './view/read-day.js';
import { DepotPicker, WavePicker } from './view/view-picker.js';
import { closable, plannable, releasable, withdrawable } from './view/what-can-be-done.js';
import { closeWaves, releasePlans, withdrawPlans } from './wave-acts.js';

/** Which day and wave is shown, and what can be done with it. */
export function Header({ onPlan }: { readonly onPlan: () => void }) {
  // Only where one wave is in view it has one state; of several each tells its own in the table.
  const now = views.value.length === 1 ? views.value[0].wave : undefined;
  const hasPlan = plans.value.length > 0;
  const canClose = closable(views.value).length > 0;
  const canPlan = plannable(views.value).length > 0;
  const canRelease = releasable(views.value).length > 0 && !isPlanning.value;
  const canWithdraw = !canRelease && withdrawable(views.value).length > 0;
  // The page prints one wave; another is chosen there.
  const printed = (wave.value ?? views.value.find(({ runs }) => runs.length > 0)?.wave)?.waveId ?? '';
  const isFresh = views.value.length === 0;
  return (
    <header class="top">
      <a class="brand" href="/">
        <Mark />
        <span class="brand__name">{t('app.name')}</span>
      </a>
      <DatePicker />
      <DepotPicker />
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
        {canClose && (
          <button type="button" class="button" onClick={closeWaves}>
            {t('action.close')}
          </button>
        )}
        <button
          type="button"
          class={canRelease || isFresh ? 'button' : 'button button--primary'}
          disabled={!canPlan || isPlanning.value}
          onClick={onPlan}
        >
          {hasPlan ? t('action.planAgain') : t('action.plan')}
        </button>
        {canWithdraw ? (
          <button type="button" class="button" onClick={withdrawPlans}>
            {t('action.withdraw')}
          </button>
        ) : (
          <button
            type="button"
            class={canRelease ? 'button button--primary' : 'button'}
            disabled={!canRelease}
            onClick={releasePlans}
          >
            {t('action.release')}
          </button>
        )}
        {canReplan.value && (
          <button type="button" class="button" onClick={() => (replanView.value = 'ask')}>
            {t('replan.open')}
          </button>
        )}
        {allRuns.value.length > 0 ? (
          <a
            class="button"
            href={`/floor?wave=${encodeURIComponent(printed)}&view=load&print=1`}
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
        <a href="/account">{t('nav.account')}</a>
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
