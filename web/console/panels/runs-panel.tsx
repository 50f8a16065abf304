import '../../styles/console/runs.css';
import type { RunRow } from '../../api/types.js';
import { StatusPill } from '../../components/states.js';
import { formatDistance, formatDuration, formatKilograms, formatTime } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { runKey } from '../../run-key.js';
import { depotName, hoveredKey, views } from '../console-state.js';
import { FigureHead } from '../figures/figure-list.js';
import { figure, progressByRun, totalOf } from '../figures/figure-state.js';
import { RunNumber } from '../run-number.js';
import { chooseRun } from '../view/read-day.js';
import { WavesTable } from '../view/waves-table.js';

export function RunsPanel() {
  const isAlone = views.value.length === 1;
  // Behind the figure of runs that should have left stand these alone.
  const areLate = figure.value === 'late-departures';
  const shown = views.value.map((view) => ({
    ...view,
    runs: areLate
      ? view.runs.filter((run) => (progressByRun.value.get(runKey(run))?.departureDelaySeconds ?? 0) > 0)
      : view.runs,
  }));
  const count = shown.reduce((sum, { runs }) => sum + runs.length, 0);
  return (
    <>
      {areLate && <FigureHead name="late-departures" count={count} />}
      {areLate && count === 0 && <p class="panel__note">{t('figure.noRuns')}</p>}
      {!isAlone && <WavesTable />}
      <table class="runs">
        <thead>
          <tr>
            <th>{t('run.run')}</th>
            <th>{t('run.vehicle')}</th>
            <th class="number">{t('run.stops')}</th>
            <th class="number">{t('run.load')}</th>
            <th class="number">{t('run.distance')}</th>
            <th>{t('run.times')}</th>
            <th title={t('run.lateHint')}>{t('run.late')}</th>
            <th>{t('run.status')}</th>
          </tr>
        </thead>
        {shown.map((view) => (
          <tbody key={view.wave.waveId}>
            {!isAlone && (
              <tr class="runs__wave">
                <th colSpan={8} scope="rowgroup">
                  {view.waveSign} · {depotName(view.wave.depotId)}
                  {view.plan === undefined && ` · ${t('empty.plan.title')}`}
                </th>
              </tr>
            )}
            {view.runs.map((run) => (
              <tr
                key={run.runId}
                class={hoveredKey.value === runKey(run) ? 'is-hovered' : ''}
                onMouseEnter={() => (hoveredKey.value = runKey(run))}
                onMouseLeave={() => (hoveredKey.value = undefined)}
                onClick={() => void chooseRun(runKey(run))}
              >
                <td>
                  <button type="button" class="row-button" onFocus={() => (hoveredKey.value = runKey(run))}>
                    <RunNumber run={runKey(run)} />
                  </button>
                </td>
                <td>
                  <strong class="nowrap">{run.vehicleId}</strong>
                  <div class="small soft nowrap">{run.courierName ?? t('run.noCourier')}</div>
                </td>
                <td class="number">
                  <StopResults run={run} />
                </td>
                <td class="number">{formatKilograms(run.grams)}</td>
                <td class="number">{formatDistance(run.distanceMeters)}</td>
                <td class="nowrap">
                  {formatTime(run.plannedDepartureAt, view.wave.timeZone)}–
                  {formatTime(run.plannedReturnAt, view.wave.timeZone)}
                  {run.departedAt !== null && (
                    <div class="small soft">
                      {t('stop.actual')} {formatTime(run.departedAt, view.wave.timeZone)}–
                      {run.finishedAt !== null && formatTime(run.finishedAt, view.wave.timeZone)}
                    </div>
                  )}
                </td>
                <td class="nowrap">
                  <LateStops run={run} />
                </td>
                <td>
                  <StatusPill status={run.status} text={tOr(`run.status.${run.status}`, run.status)} />
                  <DepartureNote run={run} />
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </>
  );
}

/** Delivered of all, and each other end that a stop came to apart. */
function StopResults({ run }: { readonly run: RunRow }) {
  const stops = progressByRun.value.get(runKey(run))?.figures.stops;
  if (run.stops === 0) return <>–</>;
  if (stops === undefined || run.status === 'draft' || run.status === 'released') return <>{run.stops}</>;
  const others = (['partial', 'refused', 'failed', 'skipped'] as const).filter((result) => stops[result] > 0);
  return (
    <>
      {stops.delivered}/{totalOf(stops)}
      {others.map((result) => (
        <div key={result} class="small late nowrap">
          {t(`figure.of.${result}`)} {stops[result]}
        </div>
      ))}
    </>
  );
}

/** By the plan, as it looks now, and as it was. */
function LateStops({ run }: { readonly run: RunRow }) {
  const late = progressByRun.value.get(runKey(run))?.figures.late;
  if (late === undefined || run.stops === 0) return null;
  const { planned, predicted, actual } = late;
  return (
    <span class={predicted + actual > 0 ? 'late' : ''} title={t('run.lateHint')}>
      {planned} / {predicted} / {actual}
    </span>
  );
}

function DepartureNote({ run }: { readonly run: RunRow }) {
  const delay = progressByRun.value.get(runKey(run))?.departureDelaySeconds ?? 0;
  if (delay === 0) return null;
  return <div class="small late nowrap">! {t('run.departsLate', { duration: formatDuration(delay) })}</div>;
}
