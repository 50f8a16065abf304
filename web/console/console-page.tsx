import '../styles/console/panel.css';
import '../styles/console/page.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from '../api/api.js';
import { LanguageSwitch, Mark } from '../components/brand.js';
import { Empty, Failure, Loading, StatusPill } from '../components/states.js';
import {
  formatCount,
  formatDate,
  formatDistance,
  formatDuration,
  formatMoney,
  formatTime,
  shiftDate,
} from '../format.js';
import { t, tOr } from '../i18n/language.js';
import { mount } from '../mount.js';
import {
  begin,
  chosenRouteNo,
  closeWave,
  date,
  depots,
  failure,
  isPlanning,
  leaveRun,
  mapInUse,
  me,
  otherDate,
  plan,
  releasePlan,
  runs,
  showDate,
  showWave,
  status,
  type Tab,
  tab,
  watchTheDay,
  wave,
  waveId,
  waves,
} from './console-state.js';
import { MoveDialog } from './edit/move-dialog.js';
import { VersionButtons } from './edit/version-buttons.js';
import { ImportPanel } from './import-panel.js';
import { MapPanel } from './map-panel.js';
import { OrdersPanel } from './orders-panel.js';
import { PlanDialog, PlanProgressBar } from './plan-dialog.js';
import { RunPanel } from './run-panel.js';
import { RunsPanel } from './runs-panel.js';
import { StationsPanel } from './stations-panel.js';
import { UnassignedPanel } from './unassigned-panel.js';

function ConsolePage() {
  const asksToPlan = useSignal(false);
  useEffect(() => {
    void begin();
    return watchTheDay();
  }, []);
  return (
    <div class="console">
      <Header onPlan={() => (asksToPlan.value = true)} />
      <EstimateBanner />
      {wave.value !== undefined && <Figures />}
      <PlanProgressBar />
      {status.value === 'failed' ? (
        <Failure error={failure.value} onRetry={() => void begin()} />
      ) : (
        <main class="console__body">
          <section class="panel">
            <Tabs />
            <div class="panel__content" role="tabpanel" aria-label={t(`tab.${tab.value}`)}>
              <Panel onPlan={() => (asksToPlan.value = true)} />
            </div>
          </section>
          <MapPanel />
        </main>
      )}
      <PlanDialog open={asksToPlan} />
      <MoveDialog />
    </div>
  );
}

function Header({ onPlan }: { readonly onPlan: () => void }) {
  const now = wave.value;
  const canPlan =
    now !== undefined &&
    !['dispatched', 'finished'].includes(now.status) &&
    !runs.value.some((run) => run.status !== 'draft');
  const canRelease = plan.value !== undefined && runs.value.some((run) => run.status === 'draft') && !isPlanning.value;
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
        <button
          type="button"
          class={canRelease ? 'button button--primary' : 'button'}
          disabled={!canRelease}
          onClick={releasePlan}
        >
          {t('action.release')}
        </button>
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

/** Says that times are no road times: those of the plan that is shown, or those that the next plan would have. */
function EstimateBanner() {
  if (plan.value?.madeBy.estimated) return <p class="banner">{t('plan.estimated')}</p>;
  if (mapInUse.value?.estimated) return <p class="banner">{t('map.estimatedOnly')}</p>;
  return null;
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

function Figures() {
  const figures = plan.value?.figures;
  const done = runs.value.reduce((count, run) => count + run.stopsDone, 0);
  const isOut = runs.value.some((run) => run.status !== 'draft');
  const tile = (label: string, value: string, tone = '') => (
    <div class={`figure ${tone}`}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
  const warnAbove0 = (value: number | undefined) => (value === undefined || value === 0 ? '' : 'figure--warn');
  return (
    <dl class="figures">
      {tile(t('figure.orders'), formatCount(wave.value?.orders))}
      {tile(t('figure.runs'), formatCount(figures?.runs))}
      {tile(t('figure.stops'), formatCount(figures?.stops))}
      {isOut && tile(t('figure.delivered'), figures === undefined ? '–' : `${done} / ${figures.stops}`)}
      {tile(t('figure.cost'), formatMoney(figures?.costMinor))}
      {tile(t('figure.distance'), formatDistance(figures?.distanceMeters))}
      {tile(t('figure.driving'), figures === undefined ? '–' : formatDuration(figures.travelSeconds))}
      {tile(t('figure.unassigned'), formatCount(figures?.unassigned), warnAbove0(figures?.unassigned))}
      {tile(t('figure.late'), formatCount(figures?.lateStops), warnAbove0(figures?.lateStops))}
      <VersionButtons />
    </dl>
  );
}

const tabs: readonly Tab[] = ['runs', 'unassigned', 'stations', 'orders', 'import'];

function Tabs() {
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    tab.value = tabs[(tabs.indexOf(tab.value) + step + tabs.length) % tabs.length];
    (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')[tabs.indexOf(tab.value)].focus();
  };
  const count = plan.value?.unassigned.length ?? 0;
  return (
    <div class="tabs" role="tablist" onKeyDown={move}>
      {tabs.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          aria-selected={tab.value === each}
          tabIndex={tab.value === each ? 0 : -1}
          onClick={() => {
            if (each === 'runs' && tab.value === 'runs') leaveRun();
            tab.value = each;
          }}
        >
          {t(`tab.${each}`)}
          {each === 'unassigned' && count > 0 && <b class="tabs__count">{count}</b>}
        </button>
      ))}
    </div>
  );
}

function Panel({ onPlan }: { readonly onPlan: () => void }) {
  if (tab.value === 'import') return <ImportPanel />;
  if (status.value === 'loading') return <Loading />;
  if (tab.value === 'stations') return <StationsPanel />;
  if (wave.value === undefined) return <NoDay />;
  if (tab.value === 'orders') return <OrdersPanel />;
  if (plan.value === undefined) return <NoPlan onPlan={onPlan} />;
  if (tab.value === 'unassigned') return <UnassignedPanel />;
  return chosenRouteNo.value === undefined ? <RunsPanel /> : <RunPanel />;
}

function NoDay() {
  const other = otherDate.value;
  return (
    <Empty title={t('empty.day.title')} text={t('empty.day.text')}>
      <button type="button" class="button button--primary" onClick={() => (tab.value = 'import')}>
        {t('import.title')}
      </button>
      {other !== undefined && other !== date.value && (
        <button type="button" class="button" onClick={() => void showDate(other)}>
          {t('empty.nextDate', { date: formatDate(other) })}
        </button>
      )}
    </Empty>
  );
}

function NoPlan({ onPlan }: { readonly onPlan: () => void }) {
  const isCollecting = wave.value?.status === 'collecting';
  return (
    <Empty title={t('empty.plan.title')} text={t(isCollecting ? 'empty.plan.collecting' : 'empty.plan.closed')}>
      <button type="button" class="button button--primary" disabled={isPlanning.value} onClick={onPlan}>
        {t('action.plan')}
      </button>
    </Empty>
  );
}

mount('app.name', ConsolePage);
