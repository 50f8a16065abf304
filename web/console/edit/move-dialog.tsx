import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import { plan, runs } from '../console-state.js';
import {
  areSoft,
  commitVisit,
  letGo,
  nameOf,
  proposal,
  propose,
  proposeOff,
  proposeSlot,
  proposeVehicle,
} from './edit-state.js';
import { idleVehicles } from './fleet.js';
import { tripsOf, type Visit } from './places.js';
import { RoomBars } from './room-bars.js';
import { TargetOptions } from './target-choice.js';
import { Verdict } from './verdict.js';

/** The visit that the dialog asks about. */
export const movedVisit = signal<Visit>();

const best = 'best';
const further = 'further';
const off = 'off';

/** Moves stops, or unassigned goods, by keyboard or finger: the vehicle, the place in its run, what it costs. */
export function MoveDialog() {
  const visit = movedVisit.value;
  return visit === undefined ? null : <Questions key={`${visit.stationId} ${visit.vehicleId}`} visit={visit} />;
}

function Questions({ visit }: { readonly visit: Visit }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const first = runs.value[0]?.vehicleId ?? idleVehicles.value[0]?.vehicleId;
  const vehicleId = useSignal(visit.vehicleId ?? first ?? off);
  const place = useSignal<string>(best);
  const shownPlan = plan.value!;

  const look = () => {
    if (vehicleId.value === off) return proposeOff(visit);
    if (place.value === best) return void proposeVehicle(visit, vehicleId.value);
    const trips = tripsOf(shownPlan, vehicleId.value);
    if (place.value === further) {
      return proposeSlot(visit, { vehicleId: vehicleId.value, tripNo: trips.length + 1, before: 0 });
    }
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
  const name = nameOf(visit);
  const trips = tripsOf(shownPlan, vehicleId.value);
  const slots = trips.flatMap(({ stops }, at) =>
    Array.from({ length: stops.length + 1 }, (_, before) => ({ tripNo: at + 1, before })),
  );
  const violations = proposal.value?.outcome?.violations;
  const isAllowed = violations !== undefined && (violations.length === 0 || areSoft(violations));
  return (
    <dialog ref={dialog} class="dialog" onClose={close} aria-label={t('edit.move', { name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          movedVisit.value = undefined;
          void commitVisit(visit);
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
            <TargetOptions />
            {(visit.vehicleId !== undefined || visit.others !== undefined) && (
              <option value={off}>{t('edit.unassign')}</option>
            )}
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
              {trips.length > 0 && <option value={further}>{t('edit.furtherTrip')}</option>}
            </select>
          </label>
        )}
        <p class="dialog__verdict" role="status">
          <Verdict />
        </p>
        {vehicleId.value !== off && <RoomBars vehicleId={vehicleId.value} />}
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
