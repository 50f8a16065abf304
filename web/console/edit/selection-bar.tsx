import '../../styles/console/edit.css';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import { canEdit } from './edit-state.js';
import { clearSelection, leaveOutSelected, lockSelected, moveSelected, selected } from './selection.js';

/** What can be done with the stops that were chosen together; keys: M, Delete, L, Escape. */
export function SelectionBar() {
  const count = selected.value.size;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const isField =
        target instanceof HTMLInputElement ||
        target instanceof HTMLTextAreaElement ||
        target instanceof HTMLSelectElement ||
        (target instanceof Element && target.closest('dialog') !== null);
      if (isField || selected.value.size === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const act = { Escape: clearSelection, m: moveSelected, l: lockSelected, Delete: leaveOutSelected }[event.key];
      if (act === undefined) return;
      event.preventDefault();
      void act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  if (count === 0) return null;
  const isOff = !canEdit.value;
  return (
    <div class="selection" role="toolbar" aria-label={t('select.title')}>
      <strong role="status">{t('select.count', { n: count })}</strong>
      <button type="button" class="button button--primary" disabled={isOff} onClick={moveSelected}>
        {t('select.move')}
      </button>
      <button type="button" class="button" disabled={isOff} onClick={() => void leaveOutSelected()}>
        {t('edit.unassign')}
      </button>
      <button type="button" class="button" disabled={isOff} onClick={() => void lockSelected()}>
        {t('select.lock')}
      </button>
      <button type="button" class="button button--plain" onClick={clearSelection}>
        {t('select.clear')}
      </button>
    </div>
  );
}
