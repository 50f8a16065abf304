import { copyText } from '../../copy-text.js';
import { t } from '../../i18n/language.js';

/** Puts a text into the clipboard. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  return (
    <button type="button" class="button" onClick={() => void copyText(text)}>
      {label ?? t('manage.copy')}
    </button>
  );
}
