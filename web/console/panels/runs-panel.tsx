import '../../styles/console/runs.css';
import { StatusPill } from '../../components/states.js';
import { formatDistance, formatKilograms, formatTime } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { depotName, hoveredRouteNo, views } from '../console-state.js';
import { RunNumber } from '../run-number.js';
import { chooseRoute } from '../view/read-day.js';
import { runsInView } from '../view/waves-in-view.js';
import { WavesTable } from '../view/waves-table.js';

export function RunsPanel() {
  const isAlone = views.value.length === 1;
  return (
    <>
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
            <th>{t('run.status')}</th>
          </tr>
        </thead>
        {views.value.map((view) => (
          <tbody key={view.wave.waveId}>
            {!isAlone && (
              <tr class="runs__wave">
                <th colSpan={7} scope="rowgroup">
                  {view.sign} · {depotName(view.wave.depotId)}
                  {view.plan === undefined && ` · ${t('empty.plan.title')}`}
                </th>
              </tr>
            )}
            {runsInView(view).map((run) => (
              <tr
                key={run.runId}
                class={hoveredRouteNo.value === run.routeNo ? 'is-hovered' : ''}
                onMouseEnter={() => (hoveredRouteNo.value = run.routeNo)}
                onMouseLeave={() => (hoveredRouteNo.value = undefined)}
                onClick={() => void chooseRoute(run.routeNo)}
              >
                <td>
                  <button type="button" class="row-button" onFocus={() => (hoveredRouteNo.value = run.routeNo)}>
                    <RunNumber routeNo={run.routeNo} />
                  </button>
                </td>
                <td>
                  <strong class="nowrap">{run.vehicleId}</strong>
                  <div class="small soft nowrap">{run.courierName ?? t('run.noCourier')}</div>
                </td>
                <td class="number">
                  {run.status === 'draft' || run.status === 'released' ? run.stops : `${run.stopsDone}/${run.stops}`}
                </td>
                <td class="number">{formatKilograms(run.grams)}</td>
                <td class="number">{formatDistance(run.distanceMeters)}</td>
                <td class="nowrap">
                  {formatTime(run.departedAt ?? run.plannedDepartureAt, view.wave.timeZone)}–
                  {formatTime(run.finishedAt ?? run.plannedReturnAt, view.wave.timeZone)}
                </td>
                <td>
                  <StatusPill status={run.status} text={tOr(`run.status.${run.status}`, run.status)} />
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </>
  );
}
