import { signal } from '@preact/signals';
import { sentenceOf } from '../api/api-error.js';
import { t } from '../i18n/language.js';

interface Notice {
  readonly id: number;
  readonly text: string;
  readonly bad: boolean;
  readonly action?: { readonly label: string; readonly run: () => void };
}

const notices = signal<readonly Notice[]>([]);
let lastId = 0;

function show(notice: Omit<Notice, 'id'>, milliseconds: number): () => void {
  const id = ++lastId;
  notices.value = [...notices.value.slice(-2), { ...notice, id }];
  const close = () => {
    notices.value = notices.value.filter((other) => other.id !== id);
  };
  window.setTimeout(close, milliseconds);
  return close;
}

export function tell(text: string): void {
  show({ text, bad: false }, 5000);
}

export function tellFailure(error: unknown): void {
  if (!(error instanceof Error)) console.error(error);
  show({ text: sentenceOf(error), bad: true }, 9000);
}

const undoMilliseconds = 5000;

/** Does something in five seconds, unless it is undone before: instead of asking whether one is sure. */
export function doUnlessUndone(text: string, work: () => Promise<void>): void {
  let undone = false;
  const timer = window.setTimeout(() => {
    close();
    if (!undone) work().catch(tellFailure);
  }, undoMilliseconds);
  const undo = () => {
    undone = true;
    window.clearTimeout(timer);
    close();
    tell(t('action.undone'));
  };
  const close = show({ text, bad: false, action: { label: t('general.undo'), run: undo } }, undoMilliseconds + 500);
}

/** Tells what was done, with the way back for some seconds. */
export function tellWithUndo(text: string, undo: () => Promise<void>): void {
  const close = show(
    {
      text,
      bad: false,
      action: {
        label: t('general.undo'),
        run() {
          close();
          undo().then(() => tell(t('action.undone')), tellFailure);
        },
      },
    },
    10_000,
  );
}

/** Where notices appear; read out by screen readers as they come. */
export function Notices() {
  return (
    <div class="notices" role="status" aria-live="polite">
      {notices.value.map(({ id, text, bad, action }) => (
        <div key={id} class={bad ? 'notice notice--bad' : 'notice'}>
          <p>{text}</p>
          {action && (
            <button type="button" class="button" onClick={action.run}>
              {action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
