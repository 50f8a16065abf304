import '../../styles/dialog.css';
import '../../styles/demo.css';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import { tellFailure } from '../notices.js';
import { addedToDemo, chooseDemo, demo, removeDemo } from './demo-state.js';

/** The one question of a new installation, for its first admin: look at the demo city, or begin with one's own. */
export function BeginningDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const asks = demo.value?.asks === true;
  useEffect(() => {
    if (asks && dialog.current?.open === false) dialog.current.showModal();
    if (!asks) dialog.current?.close();
  }, [asks]);
  if (!asks) return null;
  return (
    <dialog
      ref={dialog}
      class="sheet-dialog"
      aria-labelledby="beginning-title"
      // Escape looks at the demo and is asked again on the next page.
      onCancel={() => dialog.current?.close()}
    >
      <div class="demo-ask">
        <h2 id="beginning-title">{t('demo.ask.title')}</h2>
        <p>{t('demo.ask.text')}</p>
        {addedToDemo() !== '' && <p>{addedToDemo()}</p>}
        <button
          type="button"
          class="button button--primary button--big"
          onClick={() => chooseDemo().catch(tellFailure)}
        >
          {t('demo.ask.look')}
        </button>
        <button
          type="button"
          class="button button--big"
          onClick={() => {
            dialog.current?.close();
            removeDemo()
              .then(() => window.location.assign('/manage/start'))
              .catch(tellFailure);
          }}
        >
          {t('demo.ask.own')}
        </button>
      </div>
    </dialog>
  );
}
