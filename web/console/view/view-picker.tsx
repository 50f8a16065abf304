import '../../styles/console/view.css';
import { t } from '../../i18n/language.js';
import { waveName } from '../../i18n/wave-title.js';
import { choice, depots, waves } from '../console-state.js';
import { showView } from './read-day.js';
import { chosenWaves } from './waves-in-view.js';

/** Which depot is shown, or all; only where there are several. */
export function DepotPicker() {
  if (depots.value.length < 2) return null;
  return (
    <select
      class="top__depot"
      aria-label={t('depot.depot')}
      value={choice.value.depotId ?? ''}
      onChange={(event) => void showView({ depotId: event.currentTarget.value || undefined, waveId: undefined })}
    >
      <option value="">{t('depot.all')}</option>
      {depots.value.map(({ depotId, name }) => (
        <option key={depotId} value={depotId}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** Which wave of the depot is shown, or all; where the date has but one, what that is called. */
export function WavePicker() {
  const { depotId, waveId } = choice.value;
  const chosenDepot = depotId ?? (depots.value.length === 1 ? depots.value[0].depotId : undefined);
  const ofDepot =
    chosenDepot === undefined ? [] : chosenWaves(waves.value, { depotId: chosenDepot, waveId: undefined });
  if (ofDepot.length === 0) return null;
  return (
    <select
      class="top__wave"
      aria-label={t('wave.wave')}
      value={ofDepot.length === 1 ? ofDepot[0].waveId : (waveId ?? '')}
      disabled={ofDepot.length < 2}
      onChange={(event) => void showView({ depotId, waveId: event.currentTarget.value || undefined })}
    >
      {ofDepot.length > 1 && <option value="">{t('wave.all')}</option>}
      {ofDepot.map((each) => (
        <option key={each.waveId} value={each.waveId}>
          {depots.value.length === 1 ? `${depots.value[0].name} · ${waveName(each)}` : waveName(each)}
        </option>
      ))}
    </select>
  );
}
