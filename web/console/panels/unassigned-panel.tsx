import { PartNote } from '../../components/part-note.js';
import { ZoneBadge } from '../../components/zone-badge.js';
import { formatKilograms, formatLiters } from '../../format.js';
import { t } from '../../i18n/language.js';
import { stationsById, views, workAt } from '../console-state.js';
import { canChange } from '../edit/edit-state.js';
import { movedVisit } from '../edit/move-dialog.js';
import { reasonSentence } from '../reason-sentence.js';
import { showStationOnMap } from './map-link.js';

/** What is on no run, each with its reason in words. */
export function UnassignedPanel() {
  const rows = views.value.flatMap(({ wave, waveSign: sign, plan }) =>
    (plan?.unassigned ?? []).map((goods) => ({ ...goods, waveId: wave.waveId, sign })),
  );
  if (rows.length === 0) {
    return (
      <p class="all-good">
        <svg
          viewBox="0 0 24 24"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          stroke-width="2.5"
          stroke-linecap="round"
          stroke-linejoin="round"
        >
          <path d="m5 13 4.5 4.5L19 7" />
        </svg>
        {t('unassigned.none')}
      </p>
    );
  }
  return (
    <table>
      <thead>
        <tr>
          <th>{t('stop.station')}</th>
          <th>{t('stop.zones')}</th>
          <th class="number">{t('unassigned.goods')}</th>
          <th>{t('unassigned.reason')}</th>
          {rows.some(({ waveId }) => canChange(waveId)) && <th />}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ waveId, sign, consignmentId, stationId, zoneId, grams, milliliters, reason, part }) => (
          <tr key={consignmentId} onClick={() => showStationOnMap(stationId)}>
            <td>
              <button type="button" class="row-button row-button--text">
                {stationsById.value.get(stationId)?.name ?? stationId}
              </button>
              {sign !== '' && <span class="small soft"> {sign}</span>}
            </td>
            <td>
              <ZoneBadge zoneId={zoneId} /> <PartNote part={part} />
            </td>
            <td class="number">
              {formatKilograms(grams)}
              <div class="small soft">{formatLiters(milliliters)}</div>
            </td>
            <td>{reasonSentence({ reason })}</td>
            {canChange(waveId) && (
              <td>
                <button
                  type="button"
                  class="button nowrap"
                  onClick={(event) => {
                    event.stopPropagation();
                    workAt(waveId);
                    movedVisit.value = { stationId, vehicleId: undefined, consignmentIds: [consignmentId] };
                  }}
                >
                  {t('edit.assign')}
                </button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
