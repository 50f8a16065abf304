import '../../styles/demo.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import { doUnlessUndone } from '../notices.js';
import { addedToDemo, demo, lookAtDemo, removeDemo, watchDemo } from './demo-state.js';

const reload = () => window.location.reload();
const begin = () => window.location.assign('/manage/start');

/**
 * Says that what is shown is the demo's, with the one button that removes it; nothing where there is none.
 *
 * @param onChange is called when the demo came; the page shows the day then. By default the page is loaded again.
 */
export function DemoBanner({ onChange = reload }: { readonly onChange?: () => void }) {
  const asks = useSignal(false);
  useEffect(() => watchDemo(onChange), []);
  const now = demo.value;
  if (now === undefined || now.state === 'none') return null;
  const isGoing = now.state === 'removing';
  const remove = () => {
    asks.value = false;
    doUnlessUndone(t('demo.removeSoon'), () => removeDemo().then(begin));
  };
  /** What is somebody's own is named first. */
  const removeOrAsk = async () => {
    await lookAtDemo();
    if (addedToDemo() === '') remove();
    else asks.value = true;
  };
  if (asks.value && !isGoing) {
    return (
      <div class="demo-note no-print" role="alert">
        <span class="demo-note__text">{addedToDemo()}</span>
        <button type="button" class="button button--bad" onClick={remove}>
          {t('demo.removeAll')}
        </button>
        <button type="button" class="button" onClick={() => (asks.value = false)}>
          {t('general.cancel')}
        </button>
      </div>
    );
  }
  return (
    <div class="demo-note no-print" role="status">
      <strong class="demo-note__badge">{t('demo.badge')}</strong>
      <span class="demo-note__text">{t(now.state === 'loaded' ? 'demo.text' : `demo.${now.state}`)}</span>
      {now.mayRemove && (
        <button type="button" class="button" disabled={isGoing} onClick={() => void removeOrAsk()}>
          {t('demo.remove')}
        </button>
      )}
    </div>
  );
}
