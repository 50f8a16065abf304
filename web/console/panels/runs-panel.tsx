import '../../styles/console/runs.css';
import { StatusPill } from '../../components/states.js';
import { formatDistance, formatKilograms, formatTime } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { chooseRoute, hoveredRouteNo, runs, wave } from '../console-state.js';
import { RunNumber } from '../run-number.js';

export function RunsPanel() {
  const timeZone = wave.value?.timeZone;
  return (
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
      <tbody>
        {runs.value.map((run) => (
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
              {formatTime(run.departedAt ?? run.plannedDepartureAt, timeZone)}–
              {formatTime(run.finishedAt ?? run.plannedReturnAt, timeZone)}
            </td>
            <td>
              <StatusPill status={run.status} text={tOr(`run.status.${run.status}`, run.status)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
