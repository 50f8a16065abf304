import type { ComponentChildren } from 'preact';
import { sentenceOf } from '../api/api-error.js';
import { t } from '../i18n/language.js';

export function Loading() {
  return (
    <div class="empty" aria-busy="true">
      <div class="spinner" />
      <p>{t('general.loading')}</p>
    </div>
  );
}

export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <div class="empty" role="alert">
      <svg
        viewBox="0 0 48 48"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        stroke-width="3"
        stroke-linecap="round"
        stroke-linejoin="round"
      >
        <path d="M24 6 44 41H4zM24 19v10M24 35v.5" />
      </svg>
      <h2>{t('failure.title')}</h2>
      <p>{sentenceOf(error)}</p>
      <button type="button" class="button button--primary" onClick={onRetry}>
        {t('general.retry')}
      </button>
    </div>
  );
}

export function Empty({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <svg
        viewBox="0 0 48 48"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        stroke-width="2.6"
        stroke-linecap="round"
        stroke-linejoin="round"
      >
        <path d="M6 17 24 8l18 9v15l-18 9-18-9zM6 17l18 9 18-9M24 26v15" />
      </svg>
      <h2>{title}</h2>
      <p>{text}</p>
      {children && <div class="actions">{children}</div>}
    </div>
  );
}

const tones: Readonly<Record<string, string>> = {
  released: 'busy',
  departed: 'busy',
  arrived: 'busy',
  picking: 'busy',
  dispatched: 'busy',
  planned: '',
  finished: 'good',
  delivered: 'good',
  done: 'good',
  open: '',
  partial: 'warn',
  short: 'warn',
  refused: 'bad',
  failed: 'bad',
  cancelled: 'bad',
  suspended: 'warn',
  closed: 'busy',
  collecting: '',
};

/** A status in words, with a colour that only repeats them. */
export function StatusPill({ status, text }: { readonly status: string; readonly text: string }) {
  const tone = tones[status] ?? '';
  return <span class={tone === '' ? 'pill' : `pill pill--${tone}`}>{text}</span>;
}
