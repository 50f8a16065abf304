import '../styles/console/panel.css';
import '../styles/console/page.css';
import { effect, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { BeginningDialog } from '../components/demo/beginning-dialog.js';
import { DemoBanner } from '../components/demo/demo-banner.js';
import { lazily } from '../components/lazily.js';
import { Empty, Failure, Loading } from '../components/states.js';
import { formatCount, formatDate, formatDistance, formatDuration, formatMoney } from '../format.js';
import { addMessages, t } from '../i18n/language.js';
import { deskMessages } from '../i18n/messages/desk/index.js';
import { mount } from '../mount.js';
import { BackupNote } from './backup-note.js';
import {
  allRuns,
  choice,
  chosenRouteNo,
  claims,
  date,
  depots,
  failure,
  isConnected,
  isPlanning,
  leaveRun,
  mapInUse,
  otherDate,
  plans,
  status,
  type Tab,
  tab,
  views,
  waves,
} from './console-state.js';
import { MoveDialog } from './edit/move-dialog.js';
import { VersionButtons } from './edit/version-buttons.js';
import { Header } from './header.js';
import { ClaimsPanel } from './panels/claims-panel.js';
import { RunPanel } from './panels/run-panel.js';
import { RunsPanel } from './panels/runs-panel.js';
import { StationsPanel } from './panels/stations-panel.js';
import { UnassignedPanel } from './panels/unassigned-panel.js';
import { PlanDialog, PlanProgressBars } from './plan-dialog.js';
import { replanView } from './replan/replan-state.js';
import { TravelNote } from './travel-note.js';
import { begin, showDate, watchTheDay } from './view/read-day.js';
import { chosenWaves, summedKpis } from './view/waves-in-view.js';
import { WavesTable } from './view/waves-table.js';
import { closable } from './view/what-can-be-done.js';
import { followRunning } from './wave-acts.js';

addMessages(deskMessages);

/** What is not on the screen at first comes when it is asked for, and the map when the runs are there. */
const ImportPanel = lazily(async () => (await import('./panels/import-panel.js')).ImportPanel);
const OrdersPanel = lazily(async () => (await import('./panels/orders-panel.js')).OrdersPanel);
const RulesPanel = lazily(async () => (await import('./rules/rules-panel.js')).RulesPanel);
const ReplanDialog = lazily(async () => (await import('./replan/replan-dialog.js')).ReplanDialog);
const MapPanel = lazily(async () => (await import('./panels/map-panel.js')).MapPanel);

function ConsolePage() {
  const asksToPlan = useSignal(false);
  const hadDay = useSignal(false);
  if (status.value === 'ready') hadDay.value = true;
  useEffect(() => {
    void begin();
    const stopWatching = watchTheDay();
    const stopFollowing = effect(() => {
      for (const { waveId } of chosenWaves(waves.value, choice.value)) followRunning(waveId).catch(() => undefined);
    });
    return () => {
      stopWatching();
      stopFollowing();
    };
  }, []);
  return (
    <div class="console">
      <Header onPlan={() => (asksToPlan.value = true)} />
      {!isConnected.value && status.value === 'ready' && (
        <p class="banner banner--bad" role="status">
          {t('failure.disconnected')}
        </p>
      )}
      <DemoBanner onChange={() => void begin()} />
      <BackupNote />
      <EstimateBanner />
      <OtherMapBanner />
      <TravelNote />
      {views.value.length > 0 && <Figures />}
      <PlanProgressBars />
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
          {hadDay.value ? <MapPanel /> : <section class="map" aria-label={t('map.title')} />}
        </main>
      )}
      <BeginningDialog />
      <PlanDialog open={asksToPlan} />
      <MoveDialog />
      {replanView.value !== undefined && <ReplanDialog />}
    </div>
  );
}

/** Says that times are no road times: those of the plan that is shown, or those that the next plan would have. */
function EstimateBanner() {
  if (plans.value.some(({ provenance }) => provenance.estimated)) return <p class="banner">{t('plan.estimated')}</p>;
  if (mapInUse.value?.estimated) return <p class="banner">{t('map.estimatedOnly')}</p>;
  return null;
}

/** Says that other servers plan with a map that this one lacks: neither can change the plans of the other. */
function OtherMapBanner() {
  const inUse = mapInUse.value;
  if (inUse?.otherMap === undefined) return null;
  const own = inUse.name === '' ? t('map.none') : inUse.name;
  return <p class="banner">{t('map.otherInUse', { other: inUse.otherMap.name, own })}</p>;
}

function Figures() {
  const kpis = summedKpis(plans.value);
  const orders = views.value.reduce((sum, { wave }) => sum + wave.orders, 0);
  const done = allRuns.value.reduce((count, run) => count + run.stopsDone, 0);
  const isOut = allRuns.value.some((run) => run.status !== 'draft');
  const tile = (label: string, value: string, tone = '') => (
    <div class={`figure ${tone}`}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
  const warnAbove0 = (value: number | undefined) => (value === undefined || value === 0 ? '' : 'figure--warn');
  return (
    <dl class="figures">
      {tile(t('figure.orders'), formatCount(orders))}
      {tile(t('figure.runs'), formatCount(kpis?.runs))}
      {tile(t('figure.stops'), formatCount(kpis?.stops))}
      {isOut && tile(t('figure.delivered'), kpis === undefined ? '–' : `${done} / ${kpis.stops}`)}
      {tile(t('figure.cost'), formatMoney(kpis?.costMinor))}
      {tile(t('figure.distance'), formatDistance(kpis?.distanceMeters))}
      {tile(t('figure.driving'), kpis === undefined ? '–' : formatDuration(kpis.travelSeconds))}
      {tile(t('figure.unassigned'), formatCount(kpis?.unassigned), warnAbove0(kpis?.unassigned))}
      {tile(t('figure.late'), formatCount(kpis?.lateStops), warnAbove0(kpis?.lateStops))}
      <VersionButtons />
    </dl>
  );
}

const tabs: readonly Tab[] = ['runs', 'unassigned', 'stations', 'orders', 'claims', 'rules', 'import'];

function Tabs() {
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    tab.value = tabs[(tabs.indexOf(tab.value) + step + tabs.length) % tabs.length];
    (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')[tabs.indexOf(tab.value)].focus();
  };
  const counts: Partial<Record<Tab, number>> = {
    unassigned: plans.value.reduce((sum, { unassigned }) => sum + unassigned.length, 0),
    claims: claims.value.length,
  };
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
          {(counts[each] ?? 0) > 0 && <b class="tabs__count">{counts[each]}</b>}
        </button>
      ))}
    </div>
  );
}

function Panel({ onPlan }: { readonly onPlan: () => void }) {
  if (tab.value === 'import') return <ImportPanel />;
  if (status.value === 'loading') return <Loading />;
  if (tab.value === 'stations') return <StationsPanel />;
  if (tab.value === 'rules') return <RulesPanel />;
  if (views.value.length === 0) return <NoDay />;
  if (tab.value === 'claims') return <ClaimsPanel />;
  if (tab.value === 'orders') return <OrdersPanel />;
  // The runs of a plan are there before the plan itself.
  const isComing = plans.value.length === 0 && views.value.some(({ wave }) => wave.currentPlanId !== null);
  if (isComing && tab.value === 'unassigned') return <Loading />;
  if (plans.value.length === 0 && !isComing) return <NoPlan onPlan={onPlan} />;
  if (tab.value === 'unassigned') return <UnassignedPanel />;
  return chosenRouteNo.value === undefined ? <RunsPanel /> : <RunPanel />;
}

function NoDay() {
  const other = otherDate.value;
  if (depots.value.length === 0) {
    return (
      <Empty title={t('empty.place.title')} text={t('empty.place.text')}>
        <a class="button button--primary" href="/manage/start">
          {t('empty.place.begin')}
        </a>
        <button type="button" class="button" onClick={() => (tab.value = 'import')}>
          {t('import.title')}
        </button>
      </Empty>
    );
  }
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
  const isCollecting = closable(views.value).length > 0;
  return (
    <>
      {views.value.length > 1 && <WavesTable />}
      <Empty title={t('empty.plan.title')} text={t(isCollecting ? 'empty.plan.collecting' : 'empty.plan.closed')}>
        <button type="button" class="button button--primary" disabled={isPlanning.value} onClick={onPlan}>
          {t('action.plan')}
        </button>
      </Empty>
    </>
  );
}

mount('app.name', ConsolePage);
