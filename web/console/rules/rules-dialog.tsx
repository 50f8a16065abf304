import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { tell, tellFailure } from '../../components/notices.js';
import { t } from '../../i18n/language.js';
import { FaultList } from './fault-list.js';
import { ruleFaults } from './rule-faults.js';

interface RulesDialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
  /** Stores what was typed. */
  readonly save: (form: FormData) => Promise<void>;
}

/** A form about one vehicle or station; it closes once it is stored. */
export function RulesDialog({ title, children, onClose, save }: RulesDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isSaving = useSignal(false);
  const faults = useSignal<readonly string[]>([]);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="dialog rules-dialog" onClose={onClose} aria-label={title}>
      <form
        class="rules__form"
        onSubmit={(event) => {
          event.preventDefault();
          isSaving.value = true;
          faults.value = [];
          save(new FormData(event.currentTarget))
            .then(
              () => {
                tell(t('rules.saved'));
                dialog.current?.close();
              },
              (error: unknown) => {
                faults.value = ruleFaults(error);
                if (faults.value.length === 0) tellFailure(error);
              },
            )
            .finally(() => {
              isSaving.value = false;
            });
        }}
      >
        <h2>{title}</h2>
        {children}
        <FaultList faults={faults.value} />
        <div class="dialog__actions">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {t('general.cancel')}
          </button>
          <button type="submit" class="button button--primary" disabled={isSaving.value}>
            {t('general.save')}
          </button>
        </div>
      </form>
    </dialog>
  );
}
