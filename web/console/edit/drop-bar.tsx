import { t } from '../../i18n/language.js';
import { runKey } from '../../run-key.js';
import { runs } from '../console-state.js';
import { RunNumber } from '../run-number.js';
import { commit, lifted, proposal, proposeOff, proposeVehicle } from './edit-state.js';
import { Verdict } from './verdict.js';

/** While a stop is dragged: what the place under it would cost, and the other runs to drop it on. */
export function DropBar() {
  const visit = lifted.value;
  if (visit === undefined) return null;
  const target = proposal.value?.move.to?.vehicleId;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void commit(proposal.value?.move);
  };
  return (
    <div class="drop-bar">
      <div class="drop-bar__verdict" role="status">
        <Verdict />
      </div>
      <p class="small soft">{t('edit.toRun')}</p>
      <ul class="drop-bar__runs">
        {runs.value
          .filter(({ vehicleId }) => vehicleId !== visit.vehicleId)
          .map(({ waveId, routeNo, vehicleId }) => (
            <li
              key={vehicleId}
              class={target === vehicleId ? 'is-target' : ''}
              onDragEnter={() => void proposeVehicle(visit, vehicleId)}
              onDragOver={(event) => event.preventDefault()}
              onDrop={drop}
            >
              <RunNumber run={runKey({ waveId, routeNo })} />
            </li>
          ))}
        <li
          class={proposal.value?.move.to === null ? 'drop-bar__off is-target' : 'drop-bar__off'}
          onDragEnter={() => proposeOff(visit)}
          onDragOver={(event) => event.preventDefault()}
          onDrop={drop}
        >
          {t('edit.unassign')}
        </li>
      </ul>
    </div>
  );
}
