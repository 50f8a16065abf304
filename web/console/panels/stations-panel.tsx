import { useSignal } from '@preact/signals';
import { StatusPill } from '../../components/states.js';
import { ZoneBadges } from '../../components/zone-badge.js';
import { formatWindows } from '../../format.js';
import { areaName } from '../../i18n/area-name.js';
import { t, tOr } from '../../i18n/language.js';
import { depotsWithoutStations, runByStation, stations, zonesByStation } from '../console-state.js';
import { RunNumber } from '../run-number.js';
import { StationsComing } from '../stations-coming.js';
import { showStationOnMap } from './map-link.js';

const mostShown = 200;

export function StationsPanel() {
  const filter = useSignal('');
  if (depotsWithoutStations.value.length > 0) return <StationsComing />;
  const wanted = filter.value.trim().toLowerCase();
  const rows = stations.value.filter(({ name, stationId, area, street }) =>
    [name, stationId, area, areaName(area), street].some((text) => text.toLowerCase().includes(wanted)),
  );
  return (
    <div>
      <div class="panel__search">
        <input
          type="search"
          placeholder={t('station.filter')}
          aria-label={t('station.filter')}
          value={filter.value}
          onInput={(event) => (filter.value = event.currentTarget.value)}
        />
        <span class="small soft">{rows.length}</span>
      </div>
      <table>
        <thead>
          <tr>
            <th>{t('stop.station')}</th>
            <th>{t('station.kind')}</th>
            <th>{t('stop.zones')}</th>
            <th>{t('station.windows')}</th>
            <th>{t('run.run')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostShown).map((station) => {
            const run = runByStation.value.get(station.stationId);
            return (
              <tr key={station.stationId} onClick={() => showStationOnMap(station.stationId)}>
                <td>
                  <button type="button" class="row-button row-button--text">
                    {station.name}
                  </button>
                  <div class="small soft">
                    {station.stationId} · {areaName(station.area)}
                  </div>
                </td>
                <td class="nowrap">{tOr(`station.kind.${station.kind}`, station.kind)}</td>
                <td>
                  <ZoneBadges zoneIds={zonesByStation.value.get(station.stationId) ?? []} />
                </td>
                <td class="small">{formatWindows(station.windows)}</td>
                <td>
                  {station.status === 'suspended' ? (
                    <StatusPill status="suspended" text={t('station.status.suspended')} />
                  ) : (
                    run !== undefined && <RunNumber run={run} />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length === 0 && <p class="panel__note">{t('station.noMatch')}</p>}
      {rows.length > mostShown && <p class="panel__note">{t('import.more', { shown: mostShown, all: rows.length })}</p>}
    </div>
  );
}
