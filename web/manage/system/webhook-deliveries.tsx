import type { WebhookDelivery } from '../../api/types.js';
import { Empty, Failure, Loading } from '../../components/states.js';
import { t } from '../../i18n/language.js';
import { formatMoment } from '../parts/format-moment.js';
import { ListFoot } from '../parts/list-foot.js';
import { usePaged } from '../parts/use-paged.js';

/** The last attempts to send facts, the newest first. */
export function WebhookDeliveries({ webhookId }: { readonly webhookId: string }) {
  const paged = usePaged<WebhookDelivery>(`/webhooks/${encodeURIComponent(webhookId)}/deliveries`);
  if (paged.error !== undefined) return <Failure error={paged.error} onRetry={() => void paged.reload()} />;
  if (paged.rows === undefined) return <Loading />;
  if (paged.rows.length === 0) {
    return <Empty title={t('webhooks.noDeliveries')} text={t('webhooks.noDeliveriesText')} />;
  }
  return (
    <>
      <table class="rows">
        <thead>
          <tr>
            <th>{t('audit.at')}</th>
            <th>{t('webhooks.fact')}</th>
            <th>{t('webhooks.attempt')}</th>
            <th>{t('webhooks.answer')}</th>
          </tr>
        </thead>
        <tbody>
          {paged.rows.map(({ deliveryId, at, kind, eventId, attempt, milliseconds, httpStatus, error }) => (
            <tr key={deliveryId}>
              <td class="nowrap">{formatMoment(at)}</td>
              <td>
                <span class="mono">{kind}</span> <small class="soft">#{eventId}</small>
              </td>
              <td>{attempt}</td>
              <td>
                <span class={`pill pill--${error === null ? 'good' : 'bad'}`}>
                  {error === null ? t('webhooks.ok', { status: httpStatus ?? '' }) : error}
                </span>{' '}
                <small class="soft">{milliseconds} ms</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ListFoot paged={paged} />
    </>
  );
}
