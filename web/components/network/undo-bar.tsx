import '../../styles/undo-bar.css';
import { t } from '../../i18n/language.js';
import type { Kind } from './change-api.js';
import { lastChange, undoLast } from './changes.js';

/** The last change of one of these kinds, and the way back from it. It stays until there is another one. */
export function UndoBar({ kinds }: { readonly kinds: readonly Kind[] }) {
  const last = lastChange.value;
  if (last === undefined || !kinds.includes(last.kind)) return null;
  return (
    <div class="banner banner--quiet undo-bar" role="status">
      <span>{last.text}</span>
      <button type="button" class="button" onClick={undoLast}>
        {t('general.undo')}
      </button>
      <button
        type="button"
        class="button button--plain"
        aria-label={t('changes.dismiss')}
        onClick={() => {
          lastChange.value = undefined;
        }}
      >
        ✕
      </button>
    </div>
  );
}
