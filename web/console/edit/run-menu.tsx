import '../../styles/console/edit.css';
import type { Run } from '../../api/types.js';
import { t } from '../../i18n/language.js';
import { plan } from '../console-state.js';
import { releaseRun, withdrawRun } from '../wave-acts.js';
import { canEdit, commit, mayEdit } from './edit-state.js';
import { type AskedOfRun, askedOfRun } from './run-dialog.js';

/** What can be done with a whole run. */
export function RunMenu({ run }: { readonly run: Run }) {
  if (!mayEdit.value || run.status === 'finished' || run.status === 'cancelled') return null;
  const trips = [...new Set(run.stops.map(({ tripNo }) => tripNo))];
  const ask = (kind: AskedOfRun['kind']) => (
    <button type="button" class="button" disabled={!canEdit.value} onClick={() => (askedOfRun.value = { run, kind })}>
      {t(`run.menu.${kind}`)}
    </button>
  );
  return (
    <div class="run-menu" role="toolbar" aria-label={t('run.menu')}>
      {trips.map((tripNo) => (
        <button
          key={tripNo}
          type="button"
          class="button"
          disabled={!canEdit.value}
          onClick={() => void commit([{ kind: 'reverse', vehicleId: run.vehicleId, tripNo }], run.vehicleId)}
        >
          {trips.length === 1 ? t('run.menu.reverse') : t('run.menu.reverseTrip', { n: tripNo })}
        </button>
      ))}
      {ask('split')}
      {ask('join')}
      {ask('give')}
      {run.status === 'draft' && (
        <button type="button" class="button" disabled={!canEdit.value} onClick={() => releaseRun(plan.value!, run)}>
          {t('run.menu.release')}
        </button>
      )}
      {run.status === 'released' && (
        <button type="button" class="button" disabled={!canEdit.value} onClick={() => withdrawRun(plan.value!, run)}>
          {t('run.menu.withdraw')}
        </button>
      )}
    </div>
  );
}

/** Soft rules that this run may break, and why. */
export function RunOverrides({ vehicleId }: { readonly vehicleId: string }) {
  const own = (plan.value?.overrides ?? []).filter((each) => each.vehicleId === vehicleId);
  if (own.length === 0) return null;
  return (
    <ul class="run-overrides small">
      {own.map(({ rule, stationId, reason, by }) => (
        <li key={`${rule} ${stationId}`}>
          ! {t(`override.rule.${rule}`)}
          {stationId !== undefined && ` · ${stationId}`} — {reason} <span class="soft">({by})</span>
        </li>
      ))}
    </ul>
  );
}
