import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import { plan } from '../console-state.js';
import { replanView } from '../replan/replan-state.js';
import { showsVersions } from '../versions/version-state.js';
import { canRedo, canUndo, redo, undo } from './edit-state.js';

/** Which version of the plan is shown, and the way back and forth between versions made by hand. */
export function VersionButtons() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      // What is asked in a dialog is answered first: the plan behind it stays as it is.
      const isAsked = document.querySelector('dialog[open]') !== null;
      if (isField || isAsked || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
      event.preventDefault();
      void (event.shiftKey ? redo() : undo());
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  if (plan.value === undefined) return null;
  return (
    <div class="figures__version small soft">
      {(canUndo.value || canRedo.value) && (
        <>
          <ArrowButton
            label={t('edit.undo')}
            path="M9 7H4V2M4.5 7a8 8 0 1 1 .6 7"
            disabled={!canUndo.value}
            onClick={undo}
          />
          <ArrowButton
            label={t('edit.redo')}
            path="M15 7h5V2M19.5 7a8 8 0 1 0-.6 7"
            disabled={!canRedo.value}
            onClick={redo}
          />
        </>
      )}
      <button type="button" class="button button--plain" onClick={() => (showsVersions.value = true)}>
        {t('plan.version', { n: plan.value.version })}
      </button>
      {plan.value.replanned !== undefined && (
        <button type="button" class="button button--plain" onClick={() => (replanView.value = 'changes')}>
          {t('replan.changes', { n: plan.value.replanned.changes.length })}
        </button>
      )}
    </div>
  );
}

interface ArrowProps {
  readonly label: string;
  readonly path: string;
  readonly disabled: boolean;
  readonly onClick: () => Promise<void>;
}

function ArrowButton({ label, path, disabled, onClick }: ArrowProps) {
  return (
    <button
      type="button"
      class="button button--icon"
      title={label}
      aria-label={label}
      disabled={disabled}
      onClick={() => void onClick()}
    >
      <svg
        viewBox="0 0 24 20"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        stroke-width="2.2"
        stroke-linecap="round"
        stroke-linejoin="round"
      >
        <path d={path} />
      </svg>
    </button>
  );
}
