import { t } from '../../i18n/language.js';
import { runKey } from '../../run-key.js';
import { runName, runs } from '../console-state.js';
import { idleVehicles } from './fleet.js';

/** The vehicles that a change may go to: those with a run, and those that idle. */
export function TargetOptions({ without }: { readonly without?: string }) {
  const open = runs.value.filter(
    ({ vehicleId, status }) => vehicleId !== without && status !== 'finished' && status !== 'cancelled',
  );
  const idle = idleVehicles.value.filter(({ vehicleId }) => vehicleId !== without);
  return (
    <>
      <optgroup label={t('edit.runs')}>
        {open.map((run) => (
          <option key={run.runId} value={run.vehicleId}>
            {t('run.title', { n: runName(runKey(run)) })} · {run.vehicleId}
          </option>
        ))}
      </optgroup>
      {idle.length > 0 && (
        <optgroup label={t('edit.idle')}>
          {idle.map(({ vehicleId, type }) => (
            <option key={vehicleId} value={vehicleId}>
              {vehicleId} · {type}
            </option>
          ))}
        </optgroup>
      )}
    </>
  );
}
