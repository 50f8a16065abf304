import '../../styles/console/view.css';
import { StatusPill } from '../../components/states.js';
import { formatCount, formatDistance, formatMoney, formatTime } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { waveName } from '../../i18n/wave-title.js';
import { depotName, views } from '../console-state.js';
import { showView } from './read-day.js';

/** What each wave in view comes to, with the sign that its runs bear. Each leads to the wave alone. */
export function WavesTable() {
  return (
    <table class="waves">
      <thead>
        <tr>
          <th />
          <th>{t('depot.depot')}</th>
          <th>{t('run.status')}</th>
          <th class="number">{t('figure.orders')}</th>
          <th class="number">{t('figure.runs')}</th>
          <th class="number">{t('figure.distance')}</th>
          <th class="number">{t('figure.cost')}</th>
          <th class="number">{t('figure.unassigned')}</th>
        </tr>
      </thead>
      <tbody>
        {views.value.map(({ wave, waveSign, plan }) => {
          const alone = () => void showView({ depotId: wave.depotId, waveId: wave.waveId });
          return (
            <tr key={wave.waveId} onClick={alone}>
              <td>
                <b>{waveSign}</b>
              </td>
              <td>
                <button type="button" class="row-button row-button--text">
                  {depotName(wave.depotId)}
                </button>
                <div class="small soft nowrap">{waveName(wave)}</div>
              </td>
              <td>
                <StatusPill status={wave.status} text={tOr(`wave.status.${wave.status}`, wave.status)} />
                {wave.status === 'collecting' && (
                  <div class="small soft nowrap">
                    {t('wave.cutoff', { time: formatTime(wave.cutoffAt, wave.timeZone) })}
                  </div>
                )}
              </td>
              <td class="number">{formatCount(wave.orders)}</td>
              <td class="number">{formatCount(plan?.kpis.runs)}</td>
              <td class="number nowrap">{formatDistance(plan?.kpis.distanceMeters)}</td>
              <td class="number nowrap">{formatMoney(plan?.kpis.costMinor)}</td>
              <td class={plan !== undefined && plan.kpis.unassigned > 0 ? 'number late' : 'number'}>
                {formatCount(plan?.kpis.unassigned)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
