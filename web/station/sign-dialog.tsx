import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/language.js';

const nameKey = 'tuanda.station.name';

/** Asks who signs; the name is offered again next time. */
export function SignDialog({
  onSign,
  onClose,
}: {
  readonly onSign: (name: string) => void;
  readonly onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="sheet-dialog" onClose={onClose} aria-label={t('delivery.sign')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const name = String(new FormData(event.currentTarget).get('name')).trim();
          window.localStorage.setItem(nameKey, name);
          onSign(name);
        }}
      >
        <h2>{t('delivery.sign')}</h2>
        <label class="field">
          <span>{t('delivery.name')}</span>
          <input
            name="name"
            type="text"
            required
            maxLength={100}
            pattern=".*\S.*"
            defaultValue={window.localStorage.getItem(nameKey) ?? ''}
          />
        </label>
        <div class="pair">
          <button type="button" class="button button--big" onClick={onClose}>
            {t('general.cancel')}
          </button>
          <button type="submit" class="button button--good button--big">
            {t('delivery.sign')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
