import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PlanEdit, Run } from '../../api/types.js';
import { t } from '../../i18n/language.js';
import { areSoft, commit, letGo, proposal, propose } from './edit-state.js';
import { RoomBars } from './room-bars.js';
import { TargetOptions } from './target-choice.js';
import { Verdict } from './verdict.js';

/** What is asked about a whole run, and of which. */
export interface AskedOfRun {
  readonly run: Run;
  readonly kind: 'split' | 'join' | 'give';
}
export const askedOfRun = signal<AskedOfRun>();

/** Splits a run, joins it onto another, or gives it to another vehicle. */
export function RunDialog() {
  const asked = askedOfRun.value;
  return asked === undefined ? null : <Questions key={`${asked.run.runId} ${asked.kind}`} {...asked} />;
}

function Questions({ run, kind }: AskedOfRun) {
  const dialog = useRef<HTMLDialogElement>(null);
  const toVehicleId = useSignal('');
  const from = useSignal('');
  const { vehicleId } = run;
  const starts = run.stops.filter(({ tripNo }, at) => run.stops[at - 1]?.tripNo === tripNo);
  const edit = editOf(run, kind, toVehicleId.value, from.value);
  useEffect(() => dialog.current?.showModal(), []);
  const look = () => propose(editOf(run, kind, toVehicleId.value, from.value));
  const close = () => {
    askedOfRun.value = undefined;
    letGo();
  };
  const violations = proposal.value?.outcome?.violations;
  const isAllowed = violations !== undefined && (violations.length === 0 || areSoft(violations));
  const title = t(`run.menu.${kind}.title`, { vehicle: vehicleId });
  return (
    <dialog ref={dialog} class="dialog" onClose={close} aria-label={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          askedOfRun.value = undefined;
          if (edit !== undefined) void commit([edit], vehicleId);
        }}
      >
        <h2>{title}</h2>
        {kind === 'split' && (
          <label class="field">
            <span>{t('run.menu.from')}</span>
            <select
              value={from.value}
              onChange={(event) => {
                from.value = event.currentTarget.value;
                look();
              }}
            >
              <option value="" />
              {starts.map(({ stopId, sequence, stationName }) => (
                <option key={stopId} value={stopId}>
                  {sequence} · {stationName}
                </option>
              ))}
            </select>
          </label>
        )}
        <label class="field">
          <span>{t('run.menu.to')}</span>
          <select
            value={toVehicleId.value}
            onChange={(event) => {
              toVehicleId.value = event.currentTarget.value;
              look();
            }}
          >
            <option value="" />
            {kind === 'split' && <option value={vehicleId}>{t('edit.furtherTrip')}</option>}
            <TargetOptions without={vehicleId} />
          </select>
        </label>
        <p class="dialog__verdict" role="status">
          {edit === undefined ? <span class="soft">{t('run.menu.choose')}</span> : <Verdict />}
        </p>
        {toVehicleId.value !== '' && <RoomBars vehicleId={toVehicleId.value} />}
        <div class="dialog__actions">
          <button type="button" class="button" onClick={close}>
            {t('general.cancel')}
          </button>
          <button type="submit" class="button button--primary" disabled={!isAllowed}>
            {t(`run.menu.${kind}`)}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Undefined while something is still to be chosen. */
function editOf(run: Run, kind: AskedOfRun['kind'], toVehicleId: string, from: string): PlanEdit | undefined {
  const { vehicleId, stops } = run;
  if (toVehicleId === '') return undefined;
  if (kind === 'join') return { kind, vehicleId, toVehicleId };
  if (kind === 'give') return { kind: 'exchange-vehicles', vehicleId, otherVehicleId: toVehicleId };
  const first = stops.find(({ stopId }) => stopId === from);
  if (first === undefined) return undefined;
  const { tripNo } = first;
  const position = stops.filter((stop) => stop.tripNo === tripNo).indexOf(first) + 1;
  return { kind, vehicleId, tripNo, position, toVehicleId };
}
