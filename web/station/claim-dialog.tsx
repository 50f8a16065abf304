import { useEffect, useRef } from 'preact/hooks';
import type { Delivery } from '../api/types.js';
import { partText } from '../components/part-note.js';
import { zoneName } from '../components/zone-badge.js';
import { t } from '../i18n/language.js';

const kinds = ['short', 'damaged', 'wrong', 'warm'] as const;

export interface Claim {
  readonly consignmentId: string;
  readonly skuId?: string;
  readonly kind: string;
  readonly quantity: number;
  readonly note: string;
}

interface Props {
  readonly delivery: Delivery;
  readonly onClaim: (claim: Claim) => void;
  readonly onClose: () => void;
}

/** What is wrong with a delivery: which zone and product, how many, in what way. */
export function ClaimDialog({ delivery, onClaim, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="sheet-dialog" onClose={onClose} aria-label={t('delivery.report')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const skuId = String(form.get('skuId')).trim();
          onClaim({
            consignmentId: String(form.get('consignmentId')),
            skuId: skuId === '' ? undefined : skuId,
            kind: String(form.get('kind')),
            quantity: Number(form.get('quantity')),
            note: String(form.get('note')),
          });
        }}
      >
        <h2>{t('delivery.report')}</h2>
        <fieldset class="reasons">
          <legend class="visually-hidden">{t('courier.reason')}</legend>
          {kinds.map((kind, at) => (
            <label key={kind}>
              <input type="radio" name="kind" value={kind} defaultChecked={at === 0} />
              <span>{t(`delivery.kind.${kind}`)}</span>
            </label>
          ))}
        </fieldset>
        <label class="field">
          <span>{t('stop.zones')}</span>
          <select name="consignmentId">
            {delivery.consignments.map(({ consignmentId, zoneId, part }) => (
              <option key={consignmentId} value={consignmentId}>
                {part ? `${zoneName(zoneId)} · ${partText(part)}` : zoneName(zoneId)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{t('delivery.productId')}</span>
          <input name="skuId" type="text" maxLength={100} autocapitalize="characters" />
        </label>
        <label class="field">
          <span>{t('delivery.quantity')}</span>
          <input name="quantity" type="number" inputmode="numeric" min={1} max={100000} defaultValue={1} required />
        </label>
        <label class="field">
          <span>{t('courier.note')}</span>
          <input name="note" type="text" maxLength={1000} />
        </label>
        <div class="pair">
          <button type="button" class="button button--big" onClick={onClose}>
            {t('general.cancel')}
          </button>
          <button type="submit" class="button button--primary button--big">
            {t('courier.send')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
