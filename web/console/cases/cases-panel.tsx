import '../../styles/console/cases.css';
import { useEffect } from 'preact/hooks';
import type { CaseRow } from '../../api/types.js';
import { Empty, Failure, Loading } from '../../components/states.js';
import { t, tOr } from '../../i18n/language.js';
import { CaseDetail } from './case-detail.js';
import { hasSound, setSound } from './case-sound.js';
import {
  caseFilter,
  casesFailure,
  chooseNeighbour,
  chosenCaseId,
  clock,
  filterCases,
  hasMoreListed,
  isClosing,
  leaveCase,
  listedCases,
  openCase,
  refreshCases,
  showMoreCases,
  shownCase,
  shownLists,
  takeCase,
} from './case-state.js';
import { caseSentence, dueSentence, isOver, kindName, ownerName } from './case-words.js';
import { SeverityPill } from './severity-pill.js';

const kinds = [
  'report-against-plan',
  'temperature',
  'refused',
  'failed',
  'partial',
  'left-behind',
  'not-departed',
  'late',
  'run-overdue',
  'vehicle-silent',
  'unassigned',
  'short-pick',
  'order-changed',
  'claim',
] as const;
const severities = ['urgent', 'high', 'normal'] as const;

/** The exceptions desk: what went wrong, the most urgent first, and one of them at length. */
export function CasesPanel() {
  useEffect(() => {
    const ticking = window.setInterval(() => (clock.value = Date.now()), 30_000);
    document.addEventListener('keydown', onKey);
    return () => {
      window.clearInterval(ticking);
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  if (shownCase.value !== undefined) return <CaseDetail case={shownCase.value} />;
  const rows = listedCases.value;
  return (
    <div class="cases">
      <Filters />
      {casesFailure.value !== undefined && (rows === undefined || rows.length === 0) ? (
        <Failure error={casesFailure.value} onRetry={() => void refreshCases()} />
      ) : rows === undefined ? (
        <Loading />
      ) : rows.length === 0 ? (
        <NoCases />
      ) : (
        <>
          <ol class="cases__list">
            {rows.map((row) => (
              <Row key={row.caseId} row={row} />
            ))}
          </ol>
          {hasMoreListed.value && (
            <button type="button" class="button" onClick={showMoreCases}>
              {t('case.more')}
            </button>
          )}
          <p class="panel__note cases__keys">{t('case.keys')}</p>
        </>
      )}
    </div>
  );
}

function NoCases() {
  const { shown, kind, severity, isMine } = caseFilter.value;
  const isPlain = shown === 'open' && kind === '' && severity === '' && !isMine;
  const which = isPlain ? 'none' : 'noneFits';
  return <Empty title={t(`case.${which}.title`)} text={t(`case.${which}.text`)} />;
}

function Filters() {
  const { shown, kind, severity, isMine } = caseFilter.value;
  return (
    <div class="cases__filters">
      <select
        aria-label={t('case.shown')}
        value={shown}
        onChange={(event) => filterCases({ shown: event.currentTarget.value as typeof shown })}
      >
        {shownLists.map((each) => (
          <option key={each} value={each}>
            {t(`case.shown.${each}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('case.anySeverity')}
        value={severity}
        onChange={(event) => filterCases({ severity: event.currentTarget.value })}
      >
        <option value="">{t('case.anySeverity')}</option>
        {severities.map((each) => (
          <option key={each} value={each}>
            {t(`case.severity.${each}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('case.anyKind')}
        value={kind}
        onChange={(event) => filterCases({ kind: event.currentTarget.value })}
      >
        <option value="">{t('case.anyKind')}</option>
        {kinds.map((each) => (
          <option key={each} value={each}>
            {kindName(each)}
          </option>
        ))}
      </select>
      <label class="check">
        <input
          type="checkbox"
          checked={isMine}
          onChange={(event) => filterCases({ isMine: event.currentTarget.checked })}
        />
        <span>{t('case.mine')}</span>
      </label>
      <label class="check">
        <input type="checkbox" checked={hasSound.value} onChange={(event) => setSound(event.currentTarget.checked)} />
        <span>{t('case.sound')}</span>
      </label>
    </div>
  );
}

function Row({ row }: { readonly row: CaseRow }) {
  const isChosen = chosenCaseId.value === row.caseId;
  const late = isOver(row, clock.value);
  const place = [row.stationName ?? row.stationId, row.runCode && t('run.title', { n: row.runCode }), row.vehicleId];
  return (
    <li class={isChosen ? 'case is-chosen' : 'case'} aria-current={isChosen}>
      <button type="button" class="case__open" onClick={() => void openCase(row.caseId)}>
        <span class="case__head">
          <SeverityPill severity={row.severity} />
          <strong>{kindName(row.kind)}</strong>
          <span class="soft">{place.filter(Boolean).join(' · ')}</span>
        </span>
        <span class={late ? 'case__due late' : 'case__due soft'}>
          {late && '! '}
          {dueSentence(row, clock.value)}
        </span>
        <span class="case__words small">{caseSentence(row)}</span>
        <span class="case__owner small soft">
          {row.status === 'closed'
            ? tOr(`case.outcome.${row.outcome}`, row.outcome ?? '')
            : row.owner === null
              ? t('case.status.open')
              : `${t('case.status.taken')} · ${ownerName(row.owner)}`}
        </span>
      </button>
    </li>
  );
}

/** Keys work on the chosen case, but where somebody types or a dialog is open. */
function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const isTyping = target.closest('input:not([type=checkbox]), textarea, select, dialog') !== null;
  if (isTyping || isClosing.value || event.ctrlKey || event.metaKey || event.altKey) return;
  const caseId = shownCase.value?.caseId ?? chosenCaseId.value;
  const act = actions[event.key];
  if (act === undefined || (event.key === 'Enter' && target.closest('button, a') !== null)) return;
  event.preventDefault();
  act(caseId);
}

const actions: Readonly<Record<string, (caseId: number | undefined) => void>> = {
  j: () => shownCase.value === undefined && chooseNeighbour(1),
  k: () => shownCase.value === undefined && chooseNeighbour(-1),
  Enter: (caseId) => void (caseId !== undefined && shownCase.value === undefined && openCase(caseId)),
  t: (caseId) => void (caseId !== undefined && takeCase(caseId)),
  c: (caseId) => void (caseId !== undefined && askToClose(caseId)),
  Escape: () => leaveCase(),
};

async function askToClose(caseId: number): Promise<void> {
  if (shownCase.value?.caseId !== caseId) await openCase(caseId);
  isClosing.value = shownCase.value !== undefined && shownCase.value.status !== 'closed';
}
