import '../../styles/manage/lists.css';
import { useState } from 'preact/hooks';
import type { Webhook } from '../../api/types.js';
import { Empty, Failure, Loading } from '../../components/states.js';
import { t } from '../../i18n/language.js';
import { openSection, withinSection } from '../address.js';
import { ListFoot } from '../parts/list-foot.js';
import { SectionLink } from '../parts/section-link.js';
import { usePaged } from '../parts/use-paged.js';
import { WebhookForm } from './webhook-form.js';
import { WebhookPage } from './webhook-page.js';
import { WebhookState } from './webhook-state.js';

/** A secret that was just told is shown on the webhook's own page, to which adding leads. */
let told: { readonly webhookId: string; readonly secret: string } | undefined;

/** Addresses that facts are sent to, or the one that the page's address names. */
export function WebhooksSection() {
  const [webhookId] = withinSection();
  if (webhookId === undefined) return <WebhookList />;
  const secret = told?.webhookId === webhookId ? told.secret : undefined;
  return <WebhookPage key={webhookId} webhookId={webhookId} secret={secret} />;
}

function WebhookList() {
  const paged = usePaged<Webhook>('/webhooks');
  const [isAdding, setAdding] = useState(false);
  return (
    <div class="section">
      <div class="section__head">
        <h2>{t('webhooks.title')}</h2>
        <button type="button" class="button button--primary" onClick={() => setAdding(!isAdding)}>
          {t('webhooks.add')}
        </button>
      </div>
      {isAdding && (
        <WebhookForm
          onSaved={({ webhookId, secret }) => {
            told = secret === undefined ? undefined : { webhookId, secret };
            openSection('webhooks', webhookId);
          }}
        />
      )}
      {paged.error !== undefined && <Failure error={paged.error} onRetry={() => void paged.reload()} />}
      {paged.rows === undefined && paged.error === undefined && <Loading />}
      {paged.rows?.length === 0 && <Empty title={t('webhooks.none')} text={t('webhooks.noneText')} />}
      {paged.rows !== undefined && paged.rows.length > 0 && (
        <>
          <table class="rows">
            <thead>
              <tr>
                <th>{t('keys.name')}</th>
                <th>{t('webhooks.kinds')}</th>
                <th>{t('people.depot')}</th>
                <th>{t('people.state')}</th>
              </tr>
            </thead>
            <tbody>
              {paged.rows.map((webhook) => (
                <tr key={webhook.webhookId}>
                  <td>
                    <SectionLink to={['webhooks', webhook.webhookId]}>{webhook.name}</SectionLink>
                    <small class="soft mono">{webhook.url}</small>
                  </td>
                  <td>{webhook.kinds.length === 0 ? t('general.all') : webhook.kinds.join(', ')}</td>
                  <td>{webhook.depotIds?.join('、') ?? t('people.allDepots')}</td>
                  <td>
                    <WebhookState webhook={webhook} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <ListFoot paged={paged} />
        </>
      )}
    </div>
  );
}
