import { useSignal } from '@preact/signals';
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
  const consignmentId = useSignal(delivery.consignments[0]?.consignmentId ?? '');
  const skuId = useSignal('');
  const products = delivery.consignments.find((each) => each.consignmentId === consignmentId.value)?.products ?? [];
  const meant = products.filter((product) => skuId.value === '' || product.skuId === skuId.value);
  const ordered = meant.reduce((sum, product) => sum + product.ordered, 0);
  return (
    <dialog ref={dialog} class="sheet-dialog" onClose={onClose} aria-label={t('delivery.report')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          onClaim({
            consignmentId: consignmentId.value,
            skuId: skuId.value === '' ? undefined : skuId.value,
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
          <span>{t('delivery.zone')}</span>
          <select
            value={consignmentId.value}
            onChange={(event) => {
              consignmentId.value = event.currentTarget.value;
              skuId.value = '';
            }}
          >
            {delivery.consignments.map(({ consignmentId: id, zoneId, part }) => (
              <option key={id} value={id}>
                {part ? `${zoneName(zoneId)} · ${partText(part)}` : zoneName(zoneId)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{t('delivery.product')}</span>
          <select value={skuId.value} onChange={(event) => (skuId.value = event.currentTarget.value)}>
            <option value="">{t('delivery.anyProduct')}</option>
            {products.map((product) => (
              <option key={product.skuId} value={product.skuId}>
                {product.name} × {product.ordered}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{t('delivery.quantity', { n: ordered })}</span>
          <input name="quantity" type="number" inputmode="numeric" min={1} max={ordered} defaultValue={1} required />
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
