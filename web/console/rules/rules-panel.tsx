import '../../styles/console/rules.css';
import { useSignal } from '@preact/signals';
import { loadAttributeForms } from '../../components/network/described.js';
import { UndoBar } from '../../components/network/undo-bar.js';
import { tellFailure } from '../../components/notices.js';
import { Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { choice, depots, depotsWithoutStations, depotId as shownDepotId, stations } from '../console-state.js';
import { RestrictionList } from '../restrictions/restriction-list.js';
import { StationsComing } from '../stations-coming.js';
import { showView } from '../view/read-day.js';
import { ruledKinds, ruleSummary } from './rule-attributes.js';
import { type Ruled, RuleForm } from './rule-form.js';
import { loadVehicles, vehiclesOf } from './rule-things.js';
import { RestLink, RulesDialog } from './rules-dialog.js';

const mostShown = 60;

/** The rules of dispatch of the depot that is shown: its own, those of vehicles and those of stations. */
export function RulesPanel() {
  const depotId = shownDepotId.value;
  const loaded = useLoaded(async () => {
    await Promise.all([loadAttributeForms(), depotId === undefined ? undefined : loadVehicles(depotId)]);
    return depotId;
  }, depotId ?? '');
  const chosen = useSignal<Ruled | undefined>(undefined);
  const depot = depots.value.find((each) => each.depotId === depotId);
  if (depot === undefined) return <p class="panel__note">{t('rules.noDepot')}</p>;
  if (loaded.error !== undefined) return <Failure error={loaded.error} onRetry={() => void loaded.reload()} />;
  const vehicles = vehiclesOf.value.get(depot.depotId);
  if (loaded.value === undefined || vehicles === undefined) return <Loading />;
  const ruledDepot: Ruled = { ...depot, kind: 'depots', id: depot.depotId, thing: depot };
  return (
    <div class="rules">
      <UndoBar kinds={ruledKinds} />
      <p class="panel__note">{t('rules.hint')}</p>
      <div class="rules__head">
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
        <RestLink ruled={ruledDepot} />
      </div>
      <h3>{t('restrictions.title')}</h3>
      <RestrictionList depotId={depot.depotId} />
      <h3>{t('rules.depot')}</h3>
      <RuleForm key={JSON.stringify(depot)} {...ruledDepot} onFailure={tellFailure} />
      <h3>{t('rules.vehicles')}</h3>
      {vehicles.length === 0 && <p class="panel__note">{t('rules.noVehicle')}</p>}
      <RuledTable
        rows={vehicles.map((each) => ({
          ruled: { ...each, kind: 'vehicles', id: each.vehicleId, name: each.vehicleId, thing: each },
          under: each.type,
        }))}
        onChoose={(ruled) => (chosen.value = ruled)}
      />
      <h3>{t('rules.stations')}</h3>
      <StationRows depotId={depot.depotId} onChoose={(ruled) => (chosen.value = ruled)} />
      {chosen.value !== undefined && (
        <RulesDialog key={chosen.value.id} ruled={chosen.value} onClose={() => (chosen.value = undefined)} />
      )}
    </div>
  );
}

interface Choosing {
  readonly onChoose: (ruled: Ruled) => void;
}

/** The stations that have rules; or those that are searched for, with rules or without. */
function StationRows({ depotId, onChoose }: Choosing & { readonly depotId: string }) {
  const filter = useSignal('');
  if (depotsWithoutStations.value.some((each) => each.depotId === depotId)) return <StationsComing />;
  const wanted = filter.value.trim().toLowerCase();
  const found = stations.value
    .filter((each) => each.depotId === depotId)
    .filter((each) =>
      wanted === ''
        ? ruleSummary('stations', each) !== ''
        : [each.name, each.stationId].some((text) => text.toLowerCase().includes(wanted)),
    );
  return (
    <>
      <div class="panel__search">
        <input
          type="search"
          placeholder={t('station.filter')}
          aria-label={t('station.filter')}
          value={filter.value}
          onInput={(event) => (filter.value = event.currentTarget.value)}
        />
      </div>
      <RuledTable
        rows={found.slice(0, mostShown).map((each) => ({
          ruled: { ...each, kind: 'stations', id: each.stationId, thing: each },
          under: each.stationId,
        }))}
        onChoose={onChoose}
      />
      {found.length === 0 && <p class="panel__note">{t(wanted === '' ? 'rules.noStation' : 'station.noMatch')}</p>}
      {found.length > mostShown && (
        <p class="panel__note">{t('import.more', { shown: mostShown, all: found.length })}</p>
      )}
    </>
  );
}

interface RuledTableProps extends Choosing {
  readonly rows: readonly { readonly ruled: Ruled; readonly under: string }[];
}

/** Things, and the rules that each has. */
function RuledTable({ rows, onChoose }: RuledTableProps) {
  return (
    <table>
      <tbody>
        {rows.map(({ ruled, under }) => (
          <tr key={ruled.id} onClick={() => onChoose(ruled)}>
            <td>
              <button type="button" class="row-button row-button--text">
                {ruled.name}
              </button>
              <div class="small soft">{under}</div>
            </td>
            <td class="small">{ruleSummary(ruled.kind, ruled.thing) || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
