import { useRef } from 'preact/hooks';
import type { Case } from '../../api/types.js';
import { tell } from '../../components/notices.js';
import { ZoneBadge } from '../../components/zone-badge.js';
import { formatCount, formatMoment, formatTime } from '../../format.js';
import { language, t, tOr } from '../../i18n/language.js';
import { runKey } from '../../run-key.js';
import { allRuns, me } from '../console-state.js';
import { showStationOnMap } from '../panels/map-link.js';
import { showOrder } from '../panels/sought-order.js';
import { placeAddress } from '../view/console-address.js';
import { chooseRun } from '../view/read-day.js';
import { caseApi } from './case-api.js';
import { actOnCase, clock, isClosing, leaveCase, takeCase, zoneOfCase } from './case-state.js';
import {
  caseSentence,
  dueSentence,
  idsText,
  isOver,
  kindName,
  ownerName,
  readingWords,
  reportWords,
} from './case-words.js';
import { CloseDialog } from './close-dialog.js';
import { SeverityPill } from './severity-pill.js';

/** One case: what is known, what to do, whose goods, and what happened. */
export function CaseDetail({ case: shown }: { readonly case: Case }) {
  const { caseId, status, outcome, receivedAt } = shown;
  const isOpen = status !== 'closed';
  return (
    <article class="case-detail">
      <div class="run-head">
        <button type="button" class="button button--plain" onClick={leaveCase}>
          ‹ {t('case.all')}
        </button>
        <div class="run-head__words">
          <h2>{kindName(shown.kind)}</h2>
          <span class="soft">{t('case.title', { n: caseId })}</span>
        </div>
        <SeverityPill severity={shown.severity} />
        <span class="pill">{t(`case.status.${status}`)}</span>
      </div>
      {caseSentence(shown) !== '' && <p class="case-detail__words">{caseSentence(shown)}</p>}
      <Facts shown={shown} />
      <div class="case-detail__actions">
        {isOpen ? (
          <>
            {shown.owner !== me.value?.name && (
              <button type="button" class="button" onClick={() => void takeCase(caseId)}>
                {t('case.take')} (T)
              </button>
            )}
            <button type="button" class="button button--primary" onClick={() => (isClosing.value = true)}>
              {t('case.close')} (C)
            </button>
          </>
        ) : (
          <button type="button" class="button" onClick={() => void actOnCase(() => caseApi.reopen(caseId))}>
            {t('case.reopen')}
          </button>
        )}
        {outcome === 'return' && receivedAt === null && (
          <button
            type="button"
            class="button button--primary"
            onClick={() => void actOnCase(() => caseApi.receive(caseId))}
          >
            {t('case.receive')}
          </button>
        )}
      </div>
      {isOpen && <Assignment caseId={caseId} />}
      {isOpen && <Steps shown={shown} />}
      {shown.lines.length > 0 && <Lines shown={shown} />}
      <History shown={shown} />
      {isClosing.value && isOpen && <CloseDialog case={shown} onClosed={tellClosed} />}
    </article>
  );
}

/** Gives a case to a colleague, by login. */
function Assignment({ caseId }: { readonly caseId: number }) {
  const form = useRef<HTMLFormElement>(null);
  const assign = async (login: string) => {
    if ((await actOnCase(() => caseApi.assign(caseId, login))) !== undefined) form.current?.reset();
  };
  return (
    <form
      ref={form}
      class="panel__search"
      onSubmit={(event) => {
        event.preventDefault();
        void assign(String(new FormData(event.currentTarget).get('login')));
      }}
    >
      <input name="login" required maxLength={100} placeholder={t('case.assignTo')} aria-label={t('case.assignTo')} />
      <button type="submit" class="button">
        {t('case.assign')}
      </button>
    </form>
  );
}

function tellClosed({ outcome, outcomeDetail }: Case): void {
  const orders = outcomeDetail?.orderIds;
  const isBrought = outcome === 'redeliver' && Array.isArray(orders);
  tell(isBrought ? t('case.redelivered', { orders: idsText(orders) }) : t('case.closed'));
}

function Facts({ shown }: { readonly shown: Case }) {
  const { stationId, stationName, waveId, routeNo, runCode, vehicleId, deliveryDate, owner, openedAt, dueAt } = shown;
  const zone = zoneOfCase(shown);
  const late = isOver(shown, clock.value);
  const run = waveId !== null && routeNo !== null ? runKey({ waveId, routeNo }) : undefined;
  const isInView = run !== undefined && allRuns.value.some((each) => runKey(each) === run);
  return (
    <dl class="case-detail__facts">
      {shown.outcome !== null && (
        <>
          <dt>{t('case.outcome')}</dt>
          <dd>
            {tOr(`case.outcome.${shown.outcome}`, shown.outcome)} {outcomeWords(shown.outcomeDetail ?? {})}
          </dd>
        </>
      )}
      {stationId !== null && (
        <>
          <dt>{t('case.station')}</dt>
          <dd>
            {stationName ?? stationId}{' '}
            <button type="button" class="button button--plain" onClick={() => showStationOnMap(stationId)}>
              {t('case.onMap')}
            </button>
          </dd>
        </>
      )}
      {run !== undefined && (
        <>
          <dt>{t('case.run')}</dt>
          <dd>
            {t('run.title', { n: runCode ?? '' })} · {vehicleId}{' '}
            {isInView ? (
              <button type="button" class="button button--plain" onClick={() => void chooseRun(run)}>
                {t('case.toRun')}
              </button>
            ) : (
              <a href={runAddress(deliveryDate ?? '', run)}>{t('case.toRun')}</a>
            )}
          </dd>
        </>
      )}
      <dt>{t('case.opened')}</dt>
      <dd>{formatMoment(openedAt)}</dd>
      {shown.closedAt === null && (
        <>
          <dt>{t('case.due')}</dt>
          <dd class={late ? 'late' : ''}>
            {formatTime(dueAt, zone)} · {late && '! '}
            {dueSentence(shown, clock.value)}
          </dd>
        </>
      )}
      <dt>{t('case.owner')}</dt>
      <dd>{ownerName(owner)}</dd>
    </dl>
  );
}

function runAddress(date: string, run: string): string {
  return placeAddress({
    date,
    run,
    tab: 'runs',
    depotId: undefined,
    waveId: undefined,
    stationId: undefined,
    figure: undefined,
    showsRouteHulls: false,
    roadLayer: 'none',
    timeline: undefined,
  });
}

/** What came of an outcome: new orders, money, a product. */
function outcomeWords(detail: Readonly<Record<string, unknown>>): string {
  const { orderIds, waveId, amountMinor, skuId, quantity } = detail;
  const said = [
    Array.isArray(orderIds) ? idsText(orderIds) : undefined,
    typeof waveId === 'string' ? waveId : undefined,
    typeof amountMinor === 'number' ? `¥${(amountMinor / 100).toFixed(2)}` : undefined,
    typeof skuId === 'string' ? `${skuId} × ${quantity}` : undefined,
  ];
  return said.filter((each) => each !== undefined).join(' · ');
}

function Steps({ shown }: { readonly shown: Case }) {
  const steps = shown.settings.steps[language.value];
  if (steps.length === 0) return null;
  return (
    <section>
      <h3>{t('case.steps')}</h3>
      <ol class="case-detail__steps">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  );
}

function Lines({ shown }: { readonly shown: Case }) {
  return (
    <section>
      <h3>{t('case.goods')}</h3>
      <table>
        <thead>
          <tr>
            <th>{t('case.order')}</th>
            <th>{t('case.product')}</th>
            <th class="number">{t('case.pieces')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.lines.map((line) => (
            <tr key={`${line.orderId} ${line.lineNo}`}>
              <td class="mono">
                <button type="button" class="row-button case-detail__order" onClick={() => showOrder(line.orderId)}>
                  {line.orderId}
                </button>
              </td>
              <td>
                <ZoneBadge zoneId={line.zoneId} letter /> {line.name}
              </td>
              <td class="number">{formatCount(line.quantity)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function History({ shown }: { readonly shown: Case }) {
  const form = useRef<HTMLFormElement>(null);
  const add = async (note: string) => {
    if ((await actOnCase(() => caseApi.note(shown.caseId, note))) !== undefined) form.current?.reset();
  };
  return (
    <section>
      <h3>{t('case.history')}</h3>
      <ol class="case-detail__history">
        {shown.entries.map(({ entryNo, at, actor, kind, note, data }) => (
          <li key={entryNo}>
            <time>{formatMoment(at)}</time> <strong>{tOr(`case.entry.${kind}`, kind)}</strong>{' '}
            {typeof data.celsius === 'number' && <span>{readingWords(data, zoneOfCase(shown))} </span>}
            {typeof data.report === 'string' && <span>{reportWords(data, zoneOfCase(shown))} </span>}
            {(kind === 'closed' || kind === 'to-undo') && (
              <span>
                {tOr(`case.outcome.${data.outcome}`, '')} {outcomeWords(data)}{' '}
              </span>
            )}
            {actor !== 'cases' && <span class="soft">{ownerName(actor)}</span>}
            {note !== '' && <p>{note}</p>}
          </li>
        ))}
      </ol>
      <form
        ref={form}
        class="panel__search"
        onSubmit={(event) => {
          event.preventDefault();
          void add(String(new FormData(event.currentTarget).get('note')));
        }}
      >
        <input name="note" required maxLength={1000} placeholder={t('case.note')} aria-label={t('case.note')} />
        <button type="submit" class="button">
          {t('case.addNote')}
        </button>
      </form>
    </section>
  );
}
