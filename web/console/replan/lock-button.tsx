import '../../styles/console/replan.css';
import type { PlanLock } from '../../api/types.js';
import { t } from '../../i18n/language.js';
import { canReplan, isLocked, toggleLock } from './replan-state.js';

/** Keeps a station on its vehicle, or a whole run as it is, when the day is planned anew. */
export function LockButton({ lock, name }: { readonly lock: PlanLock; readonly name: string }) {
  const isClosed = isLocked(lock);
  if (!canReplan.value) return null;
  const label = t(isClosed ? 'lock.open' : 'lock.close', { name });
  return (
    <button
      type="button"
      class={isClosed ? 'lock lock--closed' : 'lock'}
      aria-pressed={isClosed}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        void toggleLock(lock, name);
      }}
    >
      <svg viewBox="0 0 16 18" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8">
        <rect x="2.5" y="8" width="11" height="8" rx="1.5" fill={isClosed ? 'currentColor' : 'none'} />
        <path d={isClosed ? 'M5 8V5a3 3 0 0 1 6 0v3' : 'M5 8V5a3 3 0 0 1 5.8-1'} />
      </svg>
    </button>
  );
}
