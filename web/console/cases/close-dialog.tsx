import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Case, CaseClosing, Wave } from '../../api/types.js';
import { tellFailure } from '../../components/notices.js';
import { Loading } from '../../components/states.js';
import { formatDate } from '../../format.js';
import { t } from '../../i18n/language.js';
import { caseApi } from './case-api.js';
import { actOnCase, isClosing } from './case-state.js';
import { kindName } from './case-words.js';

type Outcome = CaseClosing['outcome'];

/** Asks how a case ends, and for what that needs. */
export function CloseDialog({
  case: shown,
  onClosed,
}: {
  readonly case: Case;
  readonly onClosed: (closed: Case) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { outcomes } = shown.settings;
  // What was sent for nothing is not sent once more by the first key.
  const sends = outcomes.includes('redeliver') && shown.detail.toUndo === undefined;
  const outcome = useSignal<Outcome>(sends ? 'redeliver' : 'no-action');
  const isBusy = useSignal(false);
  /** What can bring goods again; undefined until it has come. */
  const waves = useSignal<readonly Wave[] | undefined>(undefined);
  const hasNoWave = outcome.value === 'redeliver' && (waves.value ?? []).length === 0;
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (!outcomes.includes('redeliver')) return;
    caseApi.collectingWaves(shown.depotId).then(
      (found) => (waves.value = found),
      (error: unknown) => {
        tellFailure(error);
        waves.value = [];
      },
    );
  }, []);
  const close = () => (isClosing.value = false);
  const send = async (form: FormData) => {
    isBusy.value = true;
    const done = await actOnCase(async () => {
      const closed = await caseApi.close(shown.caseId, closingOf(outcome.value, form));
      // At once: the lists are read again behind it.
      close();
      return closed;
    });
    isBusy.value = false;
    if (done !== undefined) onClosed(done);
  };
  const title = `${t('case.close')} · ${kindName(shown.kind)}`;
  return (
    <dialog ref={dialog} class="dialog case-closing" onClose={close} aria-label={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(new FormData(event.currentTarget));
        }}
      >
        <h2>{title}</h2>
        <fieldset class="reasons">
          <legend class="label">{t('case.outcome')}</legend>
          {outcomes.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="outcome"
                checked={outcome.value === each}
                onChange={() => (outcome.value = each)}
              />
              <span>{t(`case.outcome.${each}`)}</span>
            </label>
          ))}
        </fieldset>
        {outcome.value === 'redeliver' && <WaveFields shown={shown} waves={waves.value} />}
        {outcome.value === 'refund' && (
          <label class="field">
            <span>{t('case.amount')}</span>
            <input name="amount" type="number" min="0.01" step="0.01" required />
          </label>
        )}
        {outcome.value === 'substitute' && (
          <>
            <label class="field">
              <span>{t('case.substitute')}</span>
              <input name="skuId" type="text" required maxLength={100} />
            </label>
            <label class="field">
              <span>{t('case.pieces')}</span>
              <input name="quantity" type="number" min={1} step={1} required />
            </label>
          </>
        )}
        <label class="field">
          <span>{t(outcome.value === 'no-action' ? 'case.reason' : 'case.note')}</span>
          <input name="note" type="text" maxLength={1000} required={outcome.value === 'no-action'} />
        </label>
        <div class="dialog__actions">
          <button type="button" class="button" onClick={close}>
            {t('general.cancel')}
          </button>
          <button type="submit" class="button button--primary" disabled={isBusy.value || hasNoWave}>
            {t('case.close')}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function closingOf(outcome: Outcome, form: FormData): Partial<CaseClosing> {
  const text = (name: string) => String(form.get(name) ?? '');
  const note = text('note');
  if (outcome === 'refund') return { outcome, note, amountMinor: Math.round(Number(text('amount')) * 100) };
  if (outcome === 'substitute') return { outcome, note, skuId: text('skuId'), quantity: Number(text('quantity')) };
  if (outcome !== 'redeliver') return { outcome, note };
  const orderIds = form.getAll('order').map(String);
  return { outcome, note, waveId: text('waveId'), ...(orderIds.length > 0 && { orderIds }) };
}

/** Which wave brings the goods again, and whose. */
function WaveFields({ shown, waves }: { readonly shown: Case; readonly waves: readonly Wave[] | undefined }) {
  if (waves === undefined) return <Loading />;
  const orders = [...new Set(shown.lines.map(({ orderId }) => orderId))];
  return (
    <>
      {waves.length === 0 ? (
        <p role="status">{t('case.noWave')}</p>
      ) : (
        <label class="field">
          <span>{t('case.wave')}</span>
          <select name="waveId" required>
            {waves.map(({ waveId, deliveryDate, name }) => (
              <option key={waveId} value={waveId}>
                {formatDate(deliveryDate)} {name} {waveId}
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset class="case-closing__orders">
        <legend class="label">
          {t('case.whichOrders')} {!shown.settings.needsOrders && <span class="small">{t('case.allOrders')}</span>}
        </legend>
        {orders.map((orderId) => (
          <label key={orderId} class="check">
            <input type="checkbox" name="order" value={orderId} />
            <span class="mono">{orderId}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
