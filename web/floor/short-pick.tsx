import { useEffect, useRef } from 'preact/hooks';
import type { PickListLine } from '../api/types.js';
import { t } from '../i18n/language.js';

const reasons = ['out-of-stock', 'damaged', 'expired', 'not-found'] as const;

interface Props {
  readonly line: PickListLine;
  readonly onSave: (quantity: number, reason: string) => void;
  readonly onClose: () => void;
}

/** How many there were after all, and why. */
export function ShortPick({ line, onSave, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="sheet-dialog" onClose={onClose} aria-label={t('floor.short')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          onSave(Number(form.get('quantity')), String(form.get('reason')));
        }}
      >
        <h2>{line.name}</h2>
        <label class="field">
          <span>
            {t('floor.pickedQuantity')} (0–{line.quantity})
          </span>
          <input
            name="quantity"
            type="number"
            inputmode="numeric"
            min={0}
            max={line.quantity}
            required
            defaultValue={line.pickedQuantity ?? undefined}
          />
        </label>
        <fieldset class="reasons">
          <legend class="label">{t('floor.reason')}</legend>
          {reasons.map((reason, at) => (
            <label key={reason}>
              <input type="radio" name="reason" value={t(`floor.reason.${reason}`)} defaultChecked={at === 0} />
              <span>{t(`floor.reason.${reason}`)}</span>
            </label>
          ))}
        </fieldset>
        <div class="pair">
          <button type="button" class="button button--big" onClick={onClose}>
            {t('general.cancel')}
          </button>
          <button type="submit" class="button button--primary button--big">
            {t('general.save')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
