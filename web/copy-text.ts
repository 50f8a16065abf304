import { tell } from './components/notices.js';
import { t } from './i18n/language.js';

/** Puts a text into the clipboard, and says so. Over plain http browsers have none, so there the text is selected to be copied by hand. */
export async function copyText(text: string): Promise<void> {
  const isCopied = navigator.clipboard === undefined ? copyBySelection(text) : await byClipboard(text);
  tell(t(isCopied ? 'general.copied' : 'general.notCopied'));
}

async function byClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } finally {
    field.remove();
  }
}
