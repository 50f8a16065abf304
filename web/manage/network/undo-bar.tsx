import { t } from '../../i18n/language.js';
import { lastChange, undoLast } from './changes.js';
import type { Kind } from './network-api.js';

/** The last change, and the way back from it. It stays until there is another one. */
export function UndoBar({ kind }: { readonly kind: Kind }) {
  const last = lastChange.value;
  if (last === undefined || last.kind !== kind) return null;
  return (
    <div class="banner banner--quiet undo-bar" role="status">
      <span>{last.text}</span>
      <button type="button" class="button" onClick={undoLast}>
        {t('general.undo')}
      </button>
      <button
        type="button"
        class="button button--plain"
        aria-label={t('network.dismiss')}
        onClick={() => {
          lastChange.value = undefined;
        }}
      >
        ✕
      </button>
    </div>
  );
}
