import type { Webhook } from '../../api/types.js';
import { t } from '../../i18n/language.js';

/** Whether a webhook is sent to, and what stands against it. */
export function WebhookState({ webhook: { status, failures, lastError } }: { readonly webhook: Webhook }) {
  const isFailing = status === 'active' && failures > 0;
  const tone = status === 'stopped' ? 'bad' : status === 'paused' || isFailing ? 'warn' : 'good';
  return (
    <span>
      <span class={`pill pill--${tone}`}>{t(isFailing ? 'webhooks.state.failing' : `webhooks.state.${status}`)}</span>
      {failures > 0 && lastError !== null && <small class="soft">{lastError}</small>}
    </span>
  );
}
