import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ChangedOrders } from '../../api/types.js';
import { doUnlessUndone, tell, tellFailure, tellWithUndo } from '../../components/notices.js';
import { t } from '../../i18n/language.js';
import { ChangeEffects } from './change-effects.js';

interface Props {
  readonly title: string;
  /** What the last button says. */
  readonly act: string;
  /** Said above the button where what is done cannot be taken back. */
  readonly warning?: string;
  readonly children?: ComponentChildren;
  /** The way back from what was done; undefined where there is none, and it waits some seconds before it is done. */
  readonly back?: (looked: ChangedOrders) => (() => Promise<void>) | undefined;
  /** Does it, or only looks what it would do. */
  readonly change: (form: FormData, reason: string, dryRun: boolean) => Promise<ChangedOrders>;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks what shall become of orders, shows what follows from it, and does it then. */
export function OrderDialog({ title, act, warning, children, back, change, onClose, onDone }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const looked = useSignal<ChangedOrders | undefined>(undefined);
  const isBusy = useSignal(false);
  useEffect(() => dialog.current?.showModal(), []);
  const look = async () => {
    isBusy.value = true;
    try {
      const given = new FormData(form.current!);
      looked.value = await change(given, String(given.get('reason') ?? ''), true);
    } catch (error) {
      tellFailure(error);
    }
    isBusy.value = false;
  };
  const possible = looked.value === undefined ? 0 : countOf(looked.value);
  const make = async () => {
    const undo = back?.(looked.value!);
    // Read while the dialog is there.
    const given = new FormData(form.current!);
    const made = () => change(given, String(given.get('reason') ?? ''), false);
    if (undo === undefined) {
      doUnlessUndone(t('order.change.soon', { n: possible }), async () => {
        const changed = await made();
        tell(t('order.change.done', { n: countOf(changed) }));
        onDone();
      });
      onClose();
      return;
    }
    isBusy.value = true;
    try {
      const changed = await made();
      tellWithUndo(t('order.change.done', { n: countOf(changed) }), async () => {
        await undo();
        onDone();
      });
      onDone();
    } catch (error) {
      tellFailure(error);
    }
    isBusy.value = false;
  };
  return (
    <dialog ref={dialog} class="dialog order-change" onClose={onClose} aria-label={title}>
      <form
        ref={form}
        onInput={() => (looked.value = undefined)}
        onSubmit={(event) => {
          event.preventDefault();
          void (looked.value === undefined ? look() : make());
        }}
      >
        <h2>{title}</h2>
        {children}
        <label class="field">
          <span>{t('order.change.reason')}</span>
          <input name="reason" type="text" maxLength={500} />
        </label>
        {looked.value && <ChangeEffects changed={looked.value} />}
        {possible > 0 && warning !== undefined && <p class="small soft">{warning}</p>}
        <div class="dialog__actions">
          <button type="button" class="button" onClick={onClose}>
            {t('order.change.leave')}
          </button>
          {looked.value === undefined ? (
            <button type="submit" class="button button--primary" disabled={isBusy.value}>
              {t('order.change.look')}
            </button>
          ) : (
            <button type="submit" class="button button--primary" disabled={isBusy.value || possible === 0}>
              {act}
            </button>
          )}
        </div>
      </form>
    </dialog>
  );
}

function countOf({ data }: ChangedOrders): number {
  return data.filter(({ status }) => status === 'changed' || status === 'cancelled').length;
}
