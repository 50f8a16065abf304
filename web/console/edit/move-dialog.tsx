import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import { runKey } from '../../run-key.js';
import { plan, runName, runs, stationsById } from '../console-state.js';
import { commit, letGo, proposal, propose, proposeOff, proposeSlot, proposeVehicle } from './edit-state.js';
import { tripsOf, type Visit } from './places.js';
import { Verdict } from './verdict.js';

/** The visit that the dialog asks about. */
export const movedVisit = signal<Visit>();

const best = 'best';
const off = 'off';

/** Moves a stop, or unassigned goods, by keyboard or finger: the run, the place in it, what it costs. */
export function MoveDialog() {
  const visit = movedVisit.value;
  return visit === undefined ? null : <Questions key={`${visit.stationId} ${visit.vehicleId}`} visit={visit} />;
}

function Questions({ visit }: { readonly visit: Visit }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const vehicleId = useSignal(visit.vehicleId ?? runs.value[0]?.vehicleId ?? off);
  const place = useSignal<string>(best);
  const shownPlan = plan.value!;

  const look = () => {
    if (vehicleId.value === off) return proposeOff(visit);
    if (place.value === best) return void proposeVehicle(visit, vehicleId.value);
    const [tripNo, before] = place.value.split(' ').map(Number);
    proposeSlot(visit, { vehicleId: vehicleId.value, tripNo, before });
  };
  useEffect(() => {
    dialog.current?.showModal();
    look();
  }, []);
  const close = () => {
    movedVisit.value = undefined;
    letGo();
  };
  const name = stationsById.value.get(visit.stationId)?.name ?? visit.stationId;
  const slots = tripsOf(shownPlan, vehicleId.value).flatMap(({ stops }, at) =>
    Array.from({ length: stops.length + 1 }, (_, before) => ({ tripNo: at + 1, before })),
  );
  const isAllowed = proposal.value?.outcome !== undefined && proposal.value.outcome.violations.length === 0;
  return (
    <dialog ref={dialog} class="dialog" onClose={close} aria-label={t('edit.move', { name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { move } = proposal.value!;
          movedVisit.value = undefined;
          void commit(move);
        }}
      >
        <h2>{t('edit.move', { name })}</h2>
        <label class="field">
          <span>{t('edit.run')}</span>
          <select
            value={vehicleId.value}
            onChange={(event) => {
              vehicleId.value = event.currentTarget.value;
              place.value = best;
              propose(undefined);
              look();
            }}
          >
            {runs.value.map((run) => (
              <option key={run.runId} value={run.vehicleId}>
                {t('run.title', { n: runName(runKey(run)) })} · {run.vehicleId}
              </option>
            ))}
            {visit.vehicleId !== undefined && <option value={off}>{t('edit.unassign')}</option>}
          </select>
        </label>
        {vehicleId.value !== off && (
          <label class="field">
            <span>{t('edit.place')}</span>
            <select
              value={place.value}
              onChange={(event) => {
                place.value = event.currentTarget.value;
                look();
              }}
            >
              <option value={best}>{t('edit.bestPlace')}</option>
              {slots.map(({ tripNo, before }) => (
                <option key={`${tripNo} ${before}`} value={`${tripNo} ${before}`}>
                  {t('edit.placeNo', { trip: tripNo, n: before + 1 })}
                </option>
              ))}
            </select>
          </label>
        )}
        <p class="dialog__verdict" role="status">
          <Verdict />
        </p>
        <div class="dialog__actions">
          <button type="button" class="button" onClick={close}>
            {t('general.cancel')}
          </button>
          <button type="submit" class="button button--primary" disabled={!isAllowed}>
            {t('edit.make')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
