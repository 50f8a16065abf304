import { PartNote } from '../../components/part-note.js';
import { ZoneBadge } from '../../components/zone-badge.js';
import { formatKilograms, formatLiters } from '../../format.js';
import { t } from '../../i18n/language.js';
import { plan, stationsById } from '../console-state.js';
import { canEdit } from '../edit/edit-state.js';
import { movedVisit } from '../edit/move-dialog.js';
import { reasonSentence } from '../reason-sentence.js';
import { showStationOnMap } from './map-panel.js';

/** What is on no run, each with its reason in words. */
export function UnassignedPanel() {
  const rows = plan.value?.unassigned ?? [];
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
          {canEdit.value && <th />}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ consignmentId, stationId, zoneId, grams, milliliters, reason, part }) => (
          <tr key={consignmentId} onClick={() => showStationOnMap(stationId)}>
            <td>
              <button type="button" class="row-button row-button--text">
                {stationsById.value.get(stationId)?.name ?? stationId}
              </button>
            </td>
            <td>
              <ZoneBadge zoneId={zoneId} /> <PartNote part={part} />
            </td>
            <td class="number">
              {formatKilograms(grams)}
              <div class="small soft">{formatLiters(milliliters)}</div>
            </td>
            <td>{reasonSentence({ reason })}</td>
            {canEdit.value && (
              <td>
                <button
                  type="button"
                  class="button nowrap"
                  onClick={(event) => {
                    event.stopPropagation();
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
