import type { ComponentChildren } from 'preact';
import type { FieldFault } from '../../api/api-error.js';
import type { AttributeForm } from '../../api/types.js';
import { t } from '../../i18n/language.js';
import type { Draft } from '../form/draft.js';

interface SaveBarProps {
  readonly label: string;
  readonly draft: Draft;
  readonly maySave: boolean;
  readonly faults: readonly FieldFault[];
  /** Those that the form shows. */
  readonly attributes: readonly AttributeForm[];
  readonly children?: ComponentChildren;
}

/** The button of a form, and beside it what is not saved and what was refused. */
export function SaveBar({ label, draft, maySave, faults, attributes, children }: SaveBarProps) {
  return (
    <div class="form__bar">
      <button type="submit" class="button button--primary" disabled={!maySave}>
        {label}
      </button>
      {draft.isTouched.value && <span class="soft">{t('form.unsaved')}</span>}
      {faults.length > 0 && (
        <span class="late" role="alert">
          {t('form.faults', { count: faults.length })} {strangeFaults(faults, attributes)}
        </span>
      )}
      {children}
    </div>
  );
}

/** What was refused of fields that the form does not show is said beside its button. */
function strangeFaults(faults: readonly FieldFault[], attributes: readonly AttributeForm[]): string {
  const isShown = (field: string) =>
    attributes.some((each) => field === each.field || field.startsWith(`${each.field}.`));
  return faults.flatMap(({ field, reason }) => (isShown(field) ? [] : [reason])).join(' ');
}
