import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import type { Webhook } from '../../api/types.js';
import { tell } from '../../components/notices.js';
import { Failure } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { Choice } from '../parts/choice.js';
import { FieldFaults } from '../parts/field-faults.js';
import { systemApi } from './system-api.js';

/** Subjects of facts; each kind belongs to one. */
const subjects = ['wave', 'plan', 'run', 'stop', 'pick-list', 'claim', 'case'] as const;
const wholeKinds = subjects.map((subject) => `${subject}.*`);

/** Where facts are sent to, and which: a new webhook, or the one that is there. */
export function WebhookForm({
  webhook,
  onSaved,
}: {
  readonly webhook?: Webhook;
  readonly onSaved: (webhook: Webhook & { readonly secret?: string }) => void;
}) {
  const depots = useLoaded(api.depots, '');
  const [error, setError] = useState<unknown>();
  const [isSaving, setSaving] = useState(false);
  const single = (webhook?.kinds ?? []).filter((kind) => !wholeKinds.includes(kind));
  const save = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const kinds = [
      ...(form.getAll('kind') as string[]),
      ...text('more')
        .split(/[\s,，]+/u)
        .filter(Boolean),
    ];
    setSaving(true);
    setError(undefined);
    try {
      const said = { name: text('name'), url: text('url'), kinds };
      const depotId = text('depotId');
      const saved =
        webhook === undefined
          ? await systemApi.addWebhook({ ...said, ...(depotId === '' ? {} : { depotId }) })
          : await systemApi.changeWebhook(webhook.webhookId, said);
      tell(t('people.saved'));
      onSaved(saved);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setSaving(false);
    }
  };
  if (depots.error !== undefined) return <Failure error={depots.error} onRetry={() => void depots.reload()} />;
  return (
    <form
      class="card narrow-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <label class="field">
        <span>{t('keys.name')}</span>
        <input name="name" type="text" required maxLength={100} defaultValue={webhook?.name} autocomplete="off" />
      </label>
      <label class="field">
        <span>{t('webhooks.url')}</span>
        <input
          name="url"
          type="url"
          required
          maxLength={2000}
          defaultValue={webhook?.url}
          placeholder="https://oms.example/tuanda"
          autocomplete="off"
        />
      </label>
      {webhook === undefined && (
        <Choice
          name="depotId"
          label={t('people.depot')}
          value=""
          options={(depots.value ?? []).map(({ depotId, name }) => [depotId, name] as const)}
          empty={t('people.allDepots')}
        />
      )}
      <fieldset class="ways">
        <legend>{t('webhooks.kindsChoose')}</legend>
        {subjects.map((subject) => (
          <label key={subject}>
            <input
              type="checkbox"
              name="kind"
              value={`${subject}.*`}
              defaultChecked={webhook?.kinds.includes(`${subject}.*`)}
            />
            <span>{t(`webhooks.subject.${subject}`)}</span>
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{t('webhooks.kindsMore')}</span>
        <input
          name="more"
          type="text"
          class="mono"
          defaultValue={single.join(', ')}
          placeholder="run.departed, stop.late"
        />
      </label>
      <FieldFaults error={error} />
      <div class="actions">
        <button type="submit" class="button button--primary" disabled={isSaving}>
          {t(webhook === undefined ? 'webhooks.add' : 'general.save')}
        </button>
      </div>
    </form>
  );
}
