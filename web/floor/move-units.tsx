import { useEffect, useRef } from 'preact/hooks';
import type { PackedLine, PackedTote } from '../api/types.js';
import { t } from '../i18n/language.js';

/** What is moved, and out of which tote. */
export interface MovedLine {
  readonly tote: PackedTote;
  readonly line: PackedLine;
}

interface Props {
  readonly moved: MovedLine;
  /** Of the consignment. */
  readonly totes: readonly PackedTote[];
  readonly onSave: (quantity: number, toTote: string) => void;
  readonly onClose: () => void;
}

/** How many units change to which other tote. Parts of a consignment ride apart: only totes of the same one are offered. */
export function MoveUnits({ moved: { tote, line }, totes, onSave, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const others = totes.filter((each) => each.toteCode !== tote.toteCode && each.partNo === tote.partNo);
  return (
    <dialog ref={dialog} class="sheet-dialog" onClose={onClose} aria-label={t('totes.moveTitle')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          onSave(Number(form.get('quantity')), String(form.get('tote')));
        }}
      >
        <h2>{line.name}</h2>
        <p class="soft small">{t('totes.from', { n: `${tote.number}/${tote.count}`, code: tote.labelCode })}</p>
        <label class="field">
          <span>
            {t('totes.units')} (1–{line.quantity})
          </span>
          <input
            name="quantity"
            type="number"
            inputmode="numeric"
            min={1}
            max={line.quantity}
            required
            defaultValue={line.quantity}
          />
        </label>
        <label class="field">
          <span>{t('totes.to')}</span>
          <select name="tote" required>
            {others.map((each) => (
              <option key={each.toteCode} value={each.toteCode}>
                {each.number}/{each.count} · {each.labelCode}
              </option>
            ))}
          </select>
        </label>
        <div class="pair">
          <button type="button" class="button button--big" onClick={onClose}>
            {t('general.cancel')}
          </button>
          <button type="submit" class="button button--primary button--big" disabled={others.length === 0}>
            {t('totes.move')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
