import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ChangedOrders } from '../../api/types.js';
import { tell, tellFailure } from '../../components/notices.js';
import { t } from '../../i18n/language.js';
import { ChangeEffects } from './change-effects.js';

interface Props {
  readonly title: string;
  /** What the last button says. */
  readonly act: string;
  /** Said above the button where what is done cannot be taken back. */
  readonly warning?: string;
  readonly children?: ComponentChildren;
  /** Does it, or only looks what it would do. */
  readonly change: (form: FormData, reason: string, dryRun: boolean) => Promise<ChangedOrders>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks what shall become of orders, shows what follows from it, and does it then. */
export function OrderDialog({ title, act, warning, children, change, onClose, onDone }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const looked = useSignal<ChangedOrders | undefined>(undefined);
  const isBusy = useSignal(false);
  useEffect(() => dialog.current?.showModal(), []);
  const send = async (dryRun: boolean) => {
    const given = new FormData(form.current!);
    isBusy.value = true;
    try {
      const changed = await change(given, String(given.get('reason') ?? ''), dryRun);
      if (dryRun) looked.value = changed;
      else {
        const n = changed.data.filter(({ status }) => status === 'changed' || status === 'cancelled').length;
        tell(t('order.change.done', { n }));
        onDone();
      }
    } catch (error) {
      tellFailure(error);
    }
    isBusy.value = false;
  };
  const isPossible = looked.value?.data.some(({ status }) => status === 'changed' || status === 'cancelled') === true;
  return (
    <dialog ref={dialog} class="dialog order-change" onClose={onClose} aria-label={title}>
      <form
        ref={form}
        onInput={() => (looked.value = undefined)}
        onSubmit={(event) => {
          event.preventDefault();
          void send(looked.value === undefined);
        }}
      >
        <h2>{title}</h2>
        {children}
        <label class="field">
          <span>{t('order.change.reason')}</span>
          <input name="reason" type="text" maxLength={500} />
        </label>
        {looked.value && <ChangeEffects changed={looked.value} />}
        {looked.value && isPossible && warning !== undefined && <p class="small soft">{warning}</p>}
        <div class="dialog__actions">
          <button type="button" class="button" onClick={onClose}>
            {t('order.change.leave')}
          </button>
          {looked.value === undefined ? (
            <button type="submit" class="button button--primary" disabled={isBusy.value}>
              {t('order.change.look')}
            </button>
          ) : (
            <button type="submit" class="button button--primary" disabled={isBusy.value || !isPossible}>
              {act}
            </button>
          )}
        </div>
      </form>
    </dialog>
  );
}
