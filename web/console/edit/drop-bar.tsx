import { t } from '../../i18n/language.js';
import { runKey } from '../../run-key.js';
import { plan, runs } from '../console-state.js';
import { RunNumber } from '../run-number.js';
import { commitVisit, lifted, proposal, proposeOff, proposeSlot, proposeVehicle } from './edit-state.js';
import { idleVehicles } from './fleet.js';
import { tripsOf, type Visit } from './places.js';
import { RoomBars } from './room-bars.js';
import { Verdict } from './verdict.js';

/** So many idle vehicles are offered while something is dragged; all of them in the dialog. */
const offered = 12;

/** While stops are dragged: what the place under them would cost, and the other vehicles to drop them on. */
export function DropBar() {
  const visit = lifted.value;
  if (visit === undefined) return null;
  const edit = proposal.value?.edit;
  const to = edit?.kind === 'move' ? edit.to : undefined;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void commitVisit(visit);
  };
  const target = (isTarget: boolean, onEnter: () => void) => ({
    class: isTarget ? 'is-target' : '',
    onDragEnter: onEnter,
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: drop,
  });
  return (
    <div class="drop-bar">
      <div class="drop-bar__verdict" role="status">
        <Verdict />
      </div>
      {to && <RoomBars vehicleId={to.vehicleId} />}
      <p class="small soft">{t('edit.toRun')}</p>
      <ul class="drop-bar__runs">
        {runs.value
          .filter(({ vehicleId, status }) => vehicleId !== visit.vehicleId && status !== 'cancelled')
          .map(({ waveId, routeNo, vehicleId }) => (
            <li key={vehicleId} {...target(to?.vehicleId === vehicleId, () => void proposeVehicle(visit, vehicleId))}>
              <RunNumber run={runKey({ waveId, routeNo })} />
            </li>
          ))}
        {idleVehicles.value.slice(0, offered).map(({ vehicleId }) => (
          <li key={vehicleId} {...target(to?.vehicleId === vehicleId, () => void proposeVehicle(visit, vehicleId))}>
            <span class="nowrap">＋ {vehicleId}</span>
          </li>
        ))}
        <FurtherTrip visit={visit} />
        <li {...target(to === null, () => proposeOff(visit))}>
          <span>{t('edit.unassign')}</span>
        </li>
      </ul>
    </div>
  );
}

/** A trip of its own, behind those that the vehicle has. */
function FurtherTrip({ visit }: { readonly visit: Visit }) {
  const { vehicleId } = visit;
  if (vehicleId === undefined) return null;
  const edit = proposal.value?.edit;
  const tripNo = tripsOf(plan.value!, vehicleId).length + 1;
  const isTarget = edit?.kind === 'move' && edit.to?.vehicleId === vehicleId && edit.to.tripNo === tripNo;
  return (
    <li
      class={isTarget ? 'is-target' : ''}
      onDragEnter={() => proposeSlot(visit, { vehicleId, tripNo, before: 0 })}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void commitVisit(visit);
      }}
    >
      <span>{t('edit.furtherTrip')}</span>
    </li>
  );
}
