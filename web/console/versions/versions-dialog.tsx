import '../../styles/console/replan.css';
import '../../styles/console/edit.css';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { api } from '../../api/api.js';
import type { Plan, PlanRow } from '../../api/types.js';
import { Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import {
  formatDistance,
  formatDistanceChange,
  formatMoment,
  formatMoney,
  formatMoneyChange,
  formatPlanSecond,
} from '../../format.js';
import { t } from '../../i18n/language.js';
import { plan, stationsById } from '../console-state.js';
import { canEdit, followsOrders, goTo } from '../edit/edit-state.js';
import { differencesOf, type StationDifference } from './differences.js';
import { showsVersions } from './version-state.js';

/** Every version of the plan: who made it, why, what it costs; one beside the current, and the way back to it. */
export function VersionsDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const compared = useSignal<PlanRow>();
  useEffect(() => dialog.current?.showModal(), []);
  const current = plan.value;
  const rows = useLoaded(
    () => (current === undefined ? Promise.resolve([]) : api.plans(current.waveId)),
    current?.planId ?? '',
  );
  if (current === undefined) return null;
  const close = () => {
    showsVersions.value = false;
  };
  /** The button that was pressed goes with what it was beside: the focus stays in the dialog. */
  const compare = (row: PlanRow | undefined) => {
    compared.value = row;
    heading.current?.focus();
  };
  return (
    <dialog ref={dialog} class="dialog dialog--versions" onClose={close} aria-label={t('versions.title')}>
      <form method="dialog">
        <h2 ref={heading} tabIndex={-1}>
          {t('versions.title')}
        </h2>
        {rows.error !== undefined && <Failure error={rows.error} onRetry={() => void rows.reload()} />}
        {rows.value === undefined && rows.error === undefined && <Loading />}
        {rows.value !== undefined && compared.value === undefined && (
          <VersionTable rows={rows.value} current={current} onCompare={compare} />
        )}
        {compared.value !== undefined && <Comparison row={compared.value} current={current} />}
        <div class="dialog__actions">
          {compared.value !== undefined && (
            <button type="button" class="button" onClick={() => compare(undefined)}>
              ‹ {t('versions.all')}
            </button>
          )}
          <button type="submit" class="button button--primary">
            {t('replan.close')}
          </button>
        </div>
      </form>
    </dialog>
  );
}

interface TableProps {
  readonly rows: readonly PlanRow[];
  readonly current: Plan;
  readonly onCompare: (row: PlanRow) => void;
}

function VersionTable({ rows, current, onCompare }: TableProps) {
  return (
    <div class="versions">
      <table>
        <thead>
          <tr>
            <th class="number">{t('versions.no')}</th>
            <th>{t('versions.who')}</th>
            <th>{t('versions.why')}</th>
            <th class="number">{t('versions.cost')}</th>
            <th class="number">{t('versions.runs')}</th>
            <th class="number">{t('run.distance')}</th>
            <th class="number">{t('versions.left')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const isCurrent = row.planId === current.planId;
            const { kpis } = row;
            return (
              <tr key={row.planId} class={isCurrent ? 'is-current' : ''} aria-current={isCurrent}>
                <td class="number">{row.version}</td>
                <td>
                  {row.createdBy}
                  <div class="small soft nowrap">{formatMoment(row.createdAt)}</div>
                </td>
                <td>{whyOf(row)}</td>
                <td class="number">{formatMoney(kpis.costMinor)}</td>
                <td class="number">{kpis.runs}</td>
                <td class="number">{formatDistance(kpis.distanceMeters)}</td>
                <td class="number">
                  {kpis.unassigned}
                  {kpis.lateStops > 0 && <div class="small late">{t('edit.late', { n: kpis.lateStops })}</div>}
                </td>
                <td>
                  <div class="versions__acts">
                    {isCurrent ? (
                      <span class="soft">{t('versions.current')}</span>
                    ) : (
                      <>
                        <button type="button" class="button" onClick={() => onCompare(row)}>
                          {t('versions.compare')}
                        </button>
                        <BackButton row={row} />
                      </>
                    )}
                  </div>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function BackButton({ row }: { readonly row: PlanRow }) {
  return (
    <button
      type="button"
      class="button"
      disabled={!canEdit.value}
      onClick={() => {
        showsVersions.value = false;
        void goTo(row);
      }}
    >
      {t('versions.make', { n: row.version })}
    </button>
  );
}

/** What was done by hand, what happened, or that it was searched for. */
function whyOf(row: PlanRow): string {
  const { edited, eventKind, provenance, overrides } = row;
  const words = [];
  if (eventKind !== null) words.push(t(`replan.event.${eventKind as 'reports'}`));
  else if (edited !== null) {
    const counts = new Map<string, number>();
    for (const { kind } of edited.edits) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    for (const [kind, n] of counts) words.push(t(`versions.edit.${kind as 'move'}`) + (n > 1 ? ` × ${n}` : ''));
  } else if (followsOrders(row)) words.push(t('versions.orders'));
  else words.push(t(provenance.how === 'solver' ? 'versions.solver' : 'versions.byHand'));
  for (const { reason } of overrides ?? []) words.push(`! ${reason}`);
  return words.join(' · ');
}

function Comparison({ row, current }: { readonly row: PlanRow; readonly current: Plan }) {
  const other = useLoaded(() => api.plan(row.planId), row.planId);
  if (other.error !== undefined) return <Failure error={other.error} onRetry={() => void other.reload()} />;
  if (other.value === undefined) return <Loading />;
  const { moved, retimed, addedVehicles, goneVehicles } = differencesOf(current, other.value);
  const { kpis } = other.value;
  const money = kpis.costMinor - current.kpis.costMinor;
  return (
    <>
      <p class="replan__price">
        <strong>{t('versions.against', { n: row.version, now: current.version })}</strong>
        <span>{t('edit.cost', { change: formatMoneyChange(money) })}</span>
        <span>{formatDistanceChange(kpis.distanceMeters - current.kpis.distanceMeters)}</span>
        <span>{t('versions.leftChange', { was: current.kpis.unassigned, is: kpis.unassigned })}</span>
      </p>
      {addedVehicles.length > 0 && <p>{t('versions.added', { vehicles: addedVehicles.join(', ') })}</p>}
      {goneVehicles.length > 0 && <p>{t('versions.gone', { vehicles: goneVehicles.join(', ') })}</p>}
      {moved.length + retimed.length === 0 ? (
        <p class="soft">{t('versions.same')}</p>
      ) : (
        <div class="versions">
          <table>
            <thead>
              <tr>
                <th>{t('stop.station')}</th>
                <th>{t('versions.now', { n: current.version })}</th>
                <th>{t('versions.then', { n: row.version })}</th>
              </tr>
            </thead>
            <tbody>
              {[...moved, ...retimed].map((line) => (
                <DifferenceRow key={line.stationId} line={line} current={current} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div class="versions__acts">
        <BackButton row={row} />
      </div>
    </>
  );
}

function DifferenceRow({ line, current }: { readonly line: StationDifference; readonly current: Plan }) {
  const words = (places: StationDifference['was']) =>
    places.length === 0
      ? t('edit.unassign')
      : places.map(({ vehicleId, begins }) => `${vehicleId} ${formatPlanSecond(begins, current)}`).join(', ');
  return (
    <tr>
      <td>{stationsById.value.get(line.stationId)?.name ?? line.stationId}</td>
      <td>{words(line.was)}</td>
      <td>{words(line.is)}</td>
    </tr>
  );
}
