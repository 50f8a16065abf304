import { useEffect, useRef, useState } from 'preact/hooks';
import { sentenceOf } from '../../api/api-error.js';
import { t } from '../../i18n/language.js';
import { type Ruled, RuleForm } from './rule-form.js';

interface RulesDialogProps {
  readonly ruled: Ruled;
  readonly onClose: () => void;
}

/** The rules of one vehicle or station; it closes once they are stored. */
export function RulesDialog({ ruled, onClose }: RulesDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => dialog.current?.showModal(), []);
  const title = t('rules.of', { name: ruled.name });
  const close = () => dialog.current?.close();
  return (
    <dialog ref={dialog} class="dialog rules-dialog" onClose={onClose} aria-label={title}>
      <div class="rules__head">
        <h2>{title}</h2>
        <RestLink ruled={ruled} />
      </div>
      <RuleForm {...ruled} onSaved={close} onFailure={setFailure}>
        {/* A notice would lie behind the dialog. */}
        {failure !== undefined && (
          <span class="late" role="alert">
            {sentenceOf(failure)}
          </span>
        )}
        <button type="button" class="button" onClick={close}>
          {t('general.cancel')}
        </button>
      </RuleForm>
    </dialog>
  );
}

/** The way to what else may be said of a thing. */
export function RestLink({ ruled: { kind, id } }: { readonly ruled: Pick<Ruled, 'kind' | 'id'> }) {
  return (
    <a class="small" href={`/manage/${kind}/${encodeURIComponent(id)}`}>
      {t('rules.rest')}
    </a>
  );
}
