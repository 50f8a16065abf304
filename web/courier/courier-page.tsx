import '../styles/phone.css';
import '../styles/dialog.css';
import { useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Run, Stop } from '../api/types.js';
import { AccountLink, LanguageSwitch } from '../components/brand.js';
import { BreakNote } from '../components/break-note.js';
import { breaksBefore } from '../components/breaks-before.js';
import { DemoBanner } from '../components/demo/demo-banner.js';
import { PartNote } from '../components/part-note.js';
import { Empty, Failure, Loading, StatusPill } from '../components/states.js';
import { ToteCodes } from '../components/tote-codes.js';
import { ZoneBadge, ZoneBadges, zoneRule } from '../components/zone-badge.js';
import { formatKilograms, formatTime, formatWindows } from '../format.js';
import { addMessages, t, tOr } from '../i18n/language.js';
import { courierMessages } from '../i18n/messages/courier.js';
import { mount } from '../mount.js';
import { isDone } from './apply-pending-events.js';
import { begin, failure, isOffline, nextStop, report, run, runs, synchronise, waiting } from './courier-state.js';
import { isApplePhone, navigationLinks } from './navigation-links.js';
import { type Question, QuestionDialog } from './question-dialog.js';
import { RunNotice } from './run-notice.js';
import { StationNote } from './station-note.js';
import { TakeBack, useTakenTotes } from './take-back.js';

addMessages(courierMessages);

/** Browsers offer service workers over https and on the machine itself only; elsewhere a closed page needs a network to open again. */
const canKeepPage = 'serviceWorker' in navigator;

function CourierPage() {
  useEffect(() => {
    // The run comes first: keeping the page reads it once more, which a slow net would take from it.
    void begin().finally(() => {
      if (!canKeepPage) return;
      navigator.serviceWorker.register('/courier-worker.js', { scope: '/courier' }).catch(() => undefined);
    });
  }, []);
  const shown = run.value;
  const done = shown?.stops.filter(isDone).length ?? 0;
  return (
    <div class="phone">
      <header class="phone__bar">
        <h1>
          {shown === undefined ? t('courier.myRun') : `${shown.vehicleId} · ${t('run.title', { n: shown.runCode })}`}
        </h1>
        {shown && (
          <span class="nowrap">
            {shown.waveName && `${shown.waveName} · `}
            {done}/{shown.stops.length}
          </span>
        )}
        <AccountLink />
        <LanguageSwitch />
        {shown && (
          <progress class="phone__progress" max={shown.stops.length} value={done} aria-label={t('courier.allStops')} />
        )}
      </header>
      <DemoBanner />
      <Connection />
      {failure.value !== undefined && runs.value === undefined ? (
        <Failure error={failure.value} onRetry={() => void synchronise()} />
      ) : runs.value === undefined ? (
        <Loading />
      ) : shown === undefined ? (
        <Empty title={t('courier.empty.title')} text={t('courier.empty.text')}>
          <button type="button" class="button" onClick={() => void synchronise()}>
            {t('general.refresh')}
          </button>
        </Empty>
      ) : (
        <main class="phone__body">
          <RunNotice run={shown} />
          <Now run={shown} />
          <AllStops run={shown} />
          {!canKeepPage && <p class="small soft quiet">{t('courier.notKept')}</p>}
        </main>
      )}
    </div>
  );
}

/** Whether what was done has arrived at the server yet. */
function Connection() {
  if (!isOffline.value && waiting.value === 0) return null;
  return (
    <p class="waiting" role="status">
      {isOffline.value && <span>{t(run.value === undefined ? 'failure.offline' : 'courier.offline')}</span>}
      {waiting.value > 0 && <strong>{t('courier.waiting', { n: waiting.value })}</strong>}
    </p>
  );
}

function Now({ run: shown }: { readonly run: Run }) {
  const stop = nextStop.value;
  if (shown.status === 'cancelled') return null;
  if (shown.status === 'finished') return <p class="card done">{t('courier.finished')}</p>;
  if (shown.status === 'released') return <Departure run={shown} />;
  if (stop === undefined) {
    return (
      <section class="card stack">
        <h2>{t('courier.allDelivered')}</h2>
        <Breaks run={shown} at={shown.stops.length} />
        <button
          type="button"
          class="button button--primary button--big"
          onClick={() => report({ kind: 'returned' }, t('courier.return'))}
        >
          {t('courier.return')}
        </button>
      </section>
    );
  }
  return <NextStop run={shown} stop={stop} />;
}

function Departure({ run: shown }: { readonly run: Run }) {
  const goods = shown.stops.flatMap((stop) => stop.consignments);
  return (
    <section class="card stack">
      <p class="eyebrow">{t('courier.loadAt', { depot: shown.depotName })}</p>
      <p class="bigtime">{formatTime(shown.plannedDepartureAt, shown.timeZone)}</p>
      <p class="soft">
        {t('run.stopCount', { n: shown.stops.length })} ·{' '}
        {t('courier.toteCount', { n: goods.reduce((sum, each) => sum + each.totes, 0) })} ·{' '}
        {formatKilograms(goods.reduce((sum, each) => sum + each.grams, 0))}
      </p>
      <ZoneBadges zoneIds={goods.map(({ zoneId }) => zoneId)} />
      <button
        type="button"
        class="button button--primary button--big"
        onClick={() => report({ kind: 'departed' }, t('courier.depart'))}
      >
        {t('courier.depart')}
      </button>
    </section>
  );
}

function NextStop({ run: shown, stop }: { readonly run: Run; readonly stop: Stop }) {
  const question = useSignal<Question | undefined>(undefined);
  const isThere = stop.status === 'arrived';
  const totes = useTakenTotes(stop);
  return (
    <>
      <section class="card stack next">
        <div class="row row--top">
          <div>
            <p class="eyebrow">
              {t('courier.next')} · {t('courier.stopOf', { n: stop.sequence, all: shown.stops.length })}
            </p>
            <h2>{stop.stationName}</h2>
          </div>
          <p class="bigtime">{formatTime(stop.arrivedAt ?? stop.etaAt ?? stop.plannedArrivalAt, shown.timeZone)}</p>
        </div>
        <p>
          {stop.street}
          <br />
          <span class="soft">
            {t('station.windows')} {formatWindows(stop.windows)}
          </span>
          {stop.lateSeconds > 0 && (
            <span class="late">! {t('stop.late', { minutes: Math.ceil(stop.lateSeconds / 60) })}</span>
          )}
        </p>
        <StationNote key={stop.stopId} stop={stop} />
        {!isThere && <Breaks run={shown} at={shown.stops.indexOf(stop)} />}
        {!isThere && beginsTrip(shown, stop) && <p class="reload">{t('courier.reload', { n: stop.tripNo })}</p>}
        <nav class="navigate" aria-label={t('courier.navigate')}>
          {navigationLinks(stop, stop.stationName, isApplePhone(window.navigator)).map(({ navigator, href }) => (
            // The phone's own map is no page: a new tab for it would stay empty.
            <a
              key={navigator}
              class="button"
              href={href}
              target={navigator === 'phone' ? undefined : '_blank'}
              rel="noopener noreferrer"
            >
              {t(`courier.navigate.${navigator}`)}
            </a>
          ))}
        </nav>
      </section>
      <section class="card">
        <p class="eyebrow">{t('courier.handOver')}</p>
        <HandOver stop={stop} />
      </section>
      <TakeBack {...totes} />
      {/* Stays in reach of the thumb however long the list of goods is. */}
      <div class="act">
        {!isThere ? (
          <button
            type="button"
            class="button button--primary button--big"
            onClick={() => report({ kind: 'arrived', stopId: stop.stopId }, t('courier.arrive'))}
          >
            {t('courier.arrive')}
          </button>
        ) : (
          <button
            type="button"
            class="button button--good button--big"
            onClick={() =>
              report(
                {
                  kind: 'delivered',
                  stopId: stop.stopId,
                  consignments: stop.consignments.map(({ consignmentId, totes }) => ({
                    consignmentId,
                    outcome: 'delivered',
                    totesHandedOver: totes,
                  })),
                  ...totes.told,
                },
                t('courier.deliver'),
              )
            }
          >
            {t('courier.deliver')}
          </button>
        )}
      </div>
      <section class="actions">
        <div class="quartet">
          <button type="button" class="button" onClick={() => (question.value = { kind: 'temperature', stop })}>
            {t('courier.temperature')}
          </button>
          <button
            type="button"
            class="button"
            disabled={!isThere}
            onClick={() => (question.value = { kind: 'partly', stop, told: totes.told })}
          >
            {t('courier.partly')}
          </button>
          <button
            type="button"
            class="button button--bad"
            disabled={!isThere}
            onClick={() => (question.value = { kind: 'refused', stop })}
          >
            {t('courier.refuse')}
          </button>
          <button type="button" class="button button--bad" onClick={() => (question.value = { kind: 'failed', stop })}>
            {t('courier.fail')}
          </button>
        </div>
      </section>
      {question.value && <QuestionDialog question={question.value} onClose={() => (question.value = undefined)} />}
    </>
  );
}

/** Whether the vehicle goes back to the depot and loads again before this stop. */
function beginsTrip({ stops }: Run, stop: Stop): boolean {
  const at = stops.findIndex(({ stopId }) => stopId === stop.stopId);
  return at > 0 && stops[at - 1].tripNo < stop.tripNo;
}

/** Breaks to take before the next stop, or before the return. */
function Breaks({ run: shown, at }: { readonly run: Run; readonly at: number }) {
  return breaksBefore(shown, at).map((pause) => (
    <p key={pause.plannedBeginAt}>
      <BreakNote run={shown} pause={pause} />
    </p>
  ));
}

/** Goods of a stop by zone: how many totes, which, how cold, what is short. */
export function HandOver({ stop }: { readonly stop: Stop }) {
  return (
    <ul class="handover">
      {stop.consignments.map((goods) => (
        <li key={goods.consignmentId}>
          <ZoneBadge zoneId={goods.zoneId} />
          <span class="amount">{t('courier.toteCount', { n: goods.totes })}</span>
          <PartNote part={goods.part} />
          <span class="small soft">{zoneRule(goods.zoneId)}</span>
          <span class="small soft nowrap">
            {t('floor.compartment', { n: goods.compartmentNo })} · {formatKilograms(goods.grams)}
          </span>
          <ToteCodes consignmentId={goods.consignmentId} totes={goods.totes} part={goods.part} />
          {goods.shorts.map((short) => (
            <span key={short.skuId} class="short">
              {t('courier.short', { n: short.ordered - short.picked, name: short.name })}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

function AllStops({ run: shown }: { readonly run: Run }) {
  return (
    <section class="card">
      <p class="eyebrow">{t('courier.allStops')}</p>
      <ol class="stoplist">
        {shown.stops.map((stop, at) => (
          <Fragment key={stop.stopId}>
            <BreakItems run={shown} at={at} />
            {beginsTrip(shown, stop) && (
              <li class="stoplist__break">
                <span />
                <span>{t('courier.reload', { n: stop.tripNo })}</span>
              </li>
            )}
            <StopItem run={shown} stop={stop} />
          </Fragment>
        ))}
        <BreakItems run={shown} at={shown.stops.length} />
      </ol>
    </section>
  );
}

function BreakItems({ run: shown, at }: { readonly run: Run; readonly at: number }) {
  return breaksBefore(shown, at).map((pause) => (
    <li key={pause.plannedBeginAt} class="stoplist__break">
      <span />
      <span>
        <BreakNote run={shown} pause={pause} />
      </span>
    </li>
  ));
}

function StopItem({ run: shown, stop }: { readonly run: Run; readonly stop: Stop }) {
  const isBad = stop.status === 'refused' || stop.status === 'failed';
  const tone = isBad ? 'no--bad' : isDone(stop) ? 'no--done' : stop === nextStop.value ? 'no--next' : '';
  return (
    <li>
      <span class={`no ${tone}`}>{stop.sequence}</span>
      <span>
        {stop.stationName}
        <br />
        <ZoneBadges zoneIds={stop.consignments.map(({ zoneId }) => zoneId)} />
      </span>
      <span class="stoplist__end">
        <b>{formatTime(stop.arrivedAt ?? stop.etaAt ?? stop.plannedArrivalAt, shown.timeZone)}</b>
        {stop.status !== 'planned' && (
          <StatusPill status={stop.status} text={tOr(`stop.status.${stop.status}`, stop.status)} />
        )}
      </span>
    </li>
  );
}

mount('nav.courier', CourierPage);
