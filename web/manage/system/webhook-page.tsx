import { useState } from 'preact/hooks';
import type { WebhookTest } from '../../api/types.js';
import { doUnlessUndone, tell, tellFailure } from '../../components/notices.js';
import { Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { openSection } from '../address.js';
import { SectionLink } from '../parts/section-link.js';
import { ShownSecret } from '../parts/shown-secret.js';
import { rereadLists } from '../parts/use-paged.js';
import { systemApi } from './system-api.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import { WebhookForm } from './webhook-form.js';
import { WebhookState } from './webhook-state.js';

/** One webhook: its address and kinds, its secret, what was sent of late, and a message to try it. */
export function WebhookPage({
  webhookId,
  secret,
}: {
  readonly webhookId: string;
  readonly secret: string | undefined;
}) {
  const loaded = useLoaded(() => systemApi.webhook(webhookId), webhookId);
  const [shown, setShown] = useState(secret);
  const [tested, setTested] = useState<WebhookTest>();
  const [isBusy, setBusy] = useState(false);
  const webhook = loaded.value;
  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
    }
  };
  if (loaded.error !== undefined) return <Failure error={loaded.error} onRetry={() => void loaded.reload()} />;
  if (webhook === undefined) return <Loading />;
  const isOn = webhook.status === 'active';
  const toggle = () =>
    act(async () => {
      loaded.set(await systemApi.changeWebhook(webhookId, { status: isOn ? 'paused' : 'active' }));
      tell(t(isOn ? 'webhooks.paused' : 'webhooks.resumed'));
    });
  const rotate = () =>
    doUnlessUndone(t('webhooks.rotating'), async () => setShown((await systemApi.rotateSecret(webhookId)).secret));
  const remove = () => {
    doUnlessUndone(t('webhooks.removing', { name: webhook.name }), async () => {
      await systemApi.removeWebhook(webhookId);
      rereadLists();
    });
    openSection('webhooks');
  };
  return (
    <div class="section">
      <SectionLink to={['webhooks']}>← {t('webhooks.title')}</SectionLink>
      <div class="section__head">
        <h2>{webhook.name}</h2>
        <WebhookState webhook={webhook} />
      </div>
      {shown !== undefined && (
        <ShownSecret label={t('webhooks.secret')} secret={shown} hint={t('webhooks.secretHint')} />
      )}
      <div class="actions">
        <button
          type="button"
          class="button button--primary"
          disabled={isBusy}
          onClick={() => void act(async () => setTested(await systemApi.testWebhook(webhookId)))}
        >
          {t('webhooks.test')}
        </button>
        <button type="button" class="button" disabled={isBusy} onClick={() => void toggle()}>
          {t(isOn ? 'webhooks.pause' : 'webhooks.resume')}
        </button>
        <button type="button" class="button" disabled={isBusy} onClick={rotate}>
          {t('webhooks.rotate')}
        </button>
        <button type="button" class="button button--bad" disabled={isBusy} onClick={remove}>
          {t('people.remove')}
        </button>
      </div>
      {tested !== undefined && (
        <p class={tested.error === null ? 'banner' : 'banner banner--bad'} role="status">
          {tested.error === null
            ? t('webhooks.arrived', { status: tested.httpStatus ?? '', milliseconds: tested.milliseconds })
            : t('webhooks.notArrived', { error: tested.error })}
        </p>
      )}
      <WebhookForm webhook={webhook} onSaved={loaded.set} />
      <h3>{t('webhooks.deliveries')}</h3>
      <WebhookDeliveries webhookId={webhookId} />
    </div>
  );
}
