import '../styles/console/panel.css';
import '../styles/console/page.css';
import { effect, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { BeginningDialog } from '../components/demo/beginning-dialog.js';
import { DemoBanner } from '../components/demo/demo-banner.js';
import { lazily } from '../components/lazily.js';
import { Empty, Failure, Loading } from '../components/states.js';
import { formatDate } from '../format.js';
import { addMessages, language, t } from '../i18n/language.js';
import { deskMessages } from '../i18n/messages/desk/index.js';
import { mount } from '../mount.js';
import { BackupNote } from './backup-note.js';
import { openCases, openCount } from './cases/case-state.js';
import {
  choice,
  chosenKey,
  date,
  depots,
  failure,
  isConnected,
  isPlanning,
  mapInUse,
  otherDate,
  plans,
  status,
  tab,
  views,
  waves,
} from './console-state.js';
import { followFleet } from './edit/fleet.js';
import { MoveDialog } from './edit/move-dialog.js';
import { OverrideDialog } from './edit/override-dialog.js';
import { RunDialog } from './edit/run-dialog.js';
import { SelectionBar } from './edit/selection-bar.js';
import { FigureList } from './figures/figure-list.js';
import { figure, followChosenRun, refreshProgress, showFigure } from './figures/figure-state.js';
import { Figures } from './figures/figures.js';
import { Header } from './header.js';
import { RunPanel } from './panels/run-panel.js';
import { RunsPanel } from './panels/runs-panel.js';
import { StationsPanel } from './panels/stations-panel.js';
import { UnassignedPanel } from './panels/unassigned-panel.js';
import { PlanDialog, PlanProgressBars } from './plan-dialog.js';
import { replanView } from './replan/replan-state.js';
import { Timeline } from './timeline/timeline-toggle.js';
import { TravelNote } from './travel-note.js';
import { showsVersions } from './versions/version-state.js';
import { beginAtAddress, followAddress } from './view/follow-address.js';
import { showDate, watchTheDay } from './view/read-day.js';
import { watchRouteKpis } from './view/route-kpis.js';
import { type Tab, tabs } from './view/tabs.js';
import { chosenWaves } from './view/waves-in-view.js';
import { WavesTable } from './view/waves-table.js';
import { closable } from './view/what-can-be-done.js';
import { followRunning } from './wave-acts.js';

addMessages(deskMessages);

/** What is not on the screen at first comes when it is asked for, and the map when the runs are there. */
const ImportPanel = lazily(async () => (await import('./panels/import-panel.js')).ImportPanel);
const CasesPanel = lazily(async () => (await import('./cases/cases-panel.js')).CasesPanel);
const OrdersPanel = lazily(async () => (await import('./panels/orders-panel.js')).OrdersPanel);
const RulesPanel = lazily(async () => (await import('./rules/rules-panel.js')).RulesPanel);
const ReplanDialog = lazily(async () => (await import('./replan/replan-dialog.js')).ReplanDialog);
const VersionsDialog = lazily(async () => (await import('./versions/versions-dialog.js')).VersionsDialog);
const MapPanel = lazily(async () => (await import('./panels/map-panel.js')).MapPanel);

/** How many cases are open stands before the title, for who looks at another window. */
function countInTitle(): void {
  const title = document.title.replace(/^\(\d+\+?\) /, '');
  const isEmpty = openCases.value.length === 0;
  // The title is said anew with the language.
  document.title = isEmpty || language.value === undefined ? title : `(${openCount.value}) ${title}`;
}

function ConsolePage() {
  const asksToPlan = useSignal(false);
  const hadDay = useSignal(false);
  if (status.value === 'ready') hadDay.value = true;
  useEffect(() => {
    void beginAtAddress();
    const stopAddress = followAddress();
    const stopWatching = watchTheDay();
    const stopStandings = followChosenRun();
    const stopKpis = watchRouteKpis();
    // Whatever was read anew of the waves, and whichever figure is looked at: how far they are belongs to it.
    const stopProgress = effect(() => {
      if (views.value.length > 0) refreshProgress().catch(() => undefined);
    });
    const stopFollowing = effect(() => {
      for (const { waveId } of chosenWaves(waves.value, choice.value)) followRunning(waveId).catch(() => undefined);
    });
    const stopTitle = effect(countInTitle);
    const stopFleet = followFleet();
    return () => {
      stopTitle();
      stopFleet();
      stopWatching();
      stopAddress();
      stopFollowing();
      stopStandings();
      stopKpis();
      stopProgress();
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
      <DemoBanner onChange={() => void beginAtAddress()} />
      <BackupNote />
      <EstimateBanner />
      <OtherMapBanner />
      <TravelNote />
      {views.value.length > 0 && <Figures />}
      <PlanProgressBars />
      {status.value === 'failed' ? (
        <Failure error={failure.value} onRetry={() => void beginAtAddress()} />
      ) : (
        <main class="console__body">
          <section class="panel">
            <Tabs />
            <div class="panel__content" role="tabpanel" aria-label={t(`tab.${tab.value}`)}>
              <Panel onPlan={() => (asksToPlan.value = true)} />
            </div>
            <SelectionBar />
          </section>
          <div class="console__right">
            {hadDay.value ? <MapPanel /> : <section class="map" aria-label={t('map.title')} />}
            {hadDay.value && <Timeline />}
          </div>
        </main>
      )}
      <BeginningDialog />
      <PlanDialog open={asksToPlan} />
      <MoveDialog />
      <RunDialog />
      <OverrideDialog />
      {showsVersions.value && <VersionsDialog />}
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

function Tabs() {
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    tab.value = tabs[(tabs.indexOf(tab.value) + step + tabs.length) % tabs.length];
    (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')[tabs.indexOf(tab.value)].focus();
  };
  const counts: Partial<Record<Tab, number | string>> = {
    unassigned: plans.value.reduce((sum, { unassigned }) => sum + unassigned.length, 0),
    cases: openCases.value.length === 0 ? 0 : openCount.value,
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
            if (each === 'runs' && tab.value === 'runs') showFigure(undefined);
            tab.value = each;
          }}
        >
          {t(`tab.${each}`)}
          {(counts[each] ?? 0) !== 0 && <b class="tabs__count">{counts[each]}</b>}
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
  if (tab.value === 'cases') return <CasesPanel />;
  if (views.value.length === 0) return <NoDay />;
  if (tab.value === 'orders') return <OrdersPanel />;
  // The runs of a plan are there before the plan itself.
  const isComing = plans.value.length === 0 && views.value.some(({ wave }) => wave.currentPlanId !== null);
  if (isComing && tab.value === 'unassigned') return <Loading />;
  if (plans.value.length === 0 && !isComing) return <NoPlan onPlan={onPlan} />;
  if (tab.value === 'unassigned') return <UnassignedPanel />;
  if (chosenKey.value !== undefined) return <RunPanel />;
  return figure.value === undefined || figure.value === 'late-departures' ? <RunsPanel /> : <FigureList />;
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
