import '../../styles/console/rules.css';
import { useSignal } from '@preact/signals';
import { api } from '../../api/api.js';
import type { Station, Vehicle } from '../../api/types.js';
import { Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { choice, depots, depotId as shownDepotId, stations } from '../console-state.js';
import { loadStations, showView } from '../view/read-day.js';
import { DepotRules } from './depot-rules.js';
import { StationRules, stationSummary } from './station-rules.js';
import { VehicleRules, vehicleSummary } from './vehicle-rules.js';

const mostShown = 60;

/** The rules of dispatch of the depot that is shown: its own, those of vehicles and those of stations. */
export function RulesPanel() {
  const depotId = shownDepotId.value;
  const vehicles = useLoaded(async () => (depotId === undefined ? [] : api.vehicles(depotId)), depotId ?? '');
  const vehicle = useSignal<Vehicle | undefined>(undefined);
  const station = useSignal<Station | undefined>(undefined);
  const filter = useSignal('');
  const depot = depots.value.find((each) => each.depotId === depotId);
  if (depot === undefined) return <p class="panel__note">{t('rules.noDepot')}</p>;
  if (vehicles.error !== undefined) return <Failure error={vehicles.error} onRetry={() => void vehicles.reload()} />;
  if (vehicles.value === undefined) return <Loading />;
  const wanted = filter.value.trim().toLowerCase();
  const rows = stations.value
    .filter((each) => each.depotId === depotId)
    .filter((each) =>
      wanted === ''
        ? stationSummary(each) !== ''
        : [each.name, each.stationId].some((text) => text.toLowerCase().includes(wanted)),
    );
  return (
    <div class="rules">
      <p class="panel__note">{t('rules.hint')}</p>
      {depots.value.length < 2 || choice.value.depotId !== undefined ? (
        <h3>{depot.name}</h3>
      ) : (
        <label class="field">
          <span>{t('depot.depot')}</span>
          <select
            value={depotId}
            onChange={(event) => void showView({ depotId: event.currentTarget.value, waveId: undefined })}
          >
            {depots.value.map((each) => (
              <option key={each.depotId} value={each.depotId}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <DepotRules
        depot={depot}
        onSaved={async () => {
          depots.value = await api.depots();
        }}
      />
      <h3>{t('rules.vehicles')}</h3>
      <table>
        <tbody>
          {vehicles.value.map((each) => (
            <tr key={each.vehicleId} onClick={() => (vehicle.value = each)}>
              <td>
                <button type="button" class="row-button row-button--text">
                  {each.vehicleId}
                </button>
                <div class="small soft">{each.type}</div>
              </td>
              <td class="small">{vehicleSummary(each) || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{t('rules.stations')}</h3>
      <div class="panel__search">
        <input
          type="search"
          placeholder={t('station.filter')}
          aria-label={t('station.filter')}
          value={filter.value}
          onInput={(event) => (filter.value = event.currentTarget.value)}
        />
      </div>
      <table>
        <tbody>
          {rows.slice(0, mostShown).map((each) => (
            <tr key={each.stationId} onClick={() => (station.value = each)}>
              <td>
                <button type="button" class="row-button row-button--text">
                  {each.name}
                </button>
                <div class="small soft">{each.stationId}</div>
              </td>
              <td class="small">{stationSummary(each) || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="panel__note">{t(wanted === '' ? 'rules.noStation' : 'station.noMatch')}</p>}
      {rows.length > mostShown && <p class="panel__note">{t('import.more', { shown: mostShown, all: rows.length })}</p>}
      {vehicle.value !== undefined && (
        <VehicleRules
          key={vehicle.value.vehicleId}
          vehicle={vehicle.value}
          onClose={() => (vehicle.value = undefined)}
          onSaved={vehicles.reload}
        />
      )}
      {station.value !== undefined && (
        <StationRules
          key={station.value.stationId}
          station={station.value}
          onClose={() => (station.value = undefined)}
          onSaved={async () => {
            await loadStations(depotId!);
          }}
        />
      )}
    </div>
  );
}
