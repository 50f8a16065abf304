import { useSignal } from '@preact/signals';
import { t } from '../../i18n/language.js';
import { tellFailure } from '../notices.js';
import { addedToDemo, demo, removeDemo } from './demo-state.js';

/**
 * Asks once, where somebody brings their own while the demo is there: `error` is the refusal `demo-present`.
 *
 * @param onGone goes on with what was refused.
 */
export function DemoInTheWay({ onGone }: { readonly onGone: () => void }) {
  const isGoing = useSignal(false);
  if (demo.value?.mayRemove === false) {
    return (
      <p class="banner" role="alert">
        {t('demo.inTheWay')} {t('demo.askAdmin')}
      </p>
    );
  }
  const remove = async () => {
    isGoing.value = true;
    try {
      await removeDemo();
      onGone();
    } catch (error) {
      tellFailure(error);
    } finally {
      isGoing.value = false;
    }
  };
  return (
    <div class="banner" role="alert">
      <span>
        {t(isGoing.value ? 'demo.removing' : 'demo.inTheWay')} {!isGoing.value && addedToDemo()}
      </span>
      <button type="button" class="button" disabled={isGoing.value} onClick={() => void remove()}>
        {t('demo.removeAndGoOn')}
      </button>
    </div>
  );
}
