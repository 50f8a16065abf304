import { useState } from 'preact/hooks';
import { api } from '../../api/api.js';
import type { AddedApiKey, NewApiKey, Permission } from '../../api/types.js';
import { Failure } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { Choice } from '../parts/choice.js';
import { FieldFaults } from '../parts/field-faults.js';
import { roleOptions } from '../people/role-names.js';
import { systemApi } from './system-api.js';

const roles = ['integration', 'dispatcher', 'picker', 'admin'] as const;

/** A new key: what it may do, where, and until when. */
export function KeyForm({ onAdded }: { readonly onAdded: (key: AddedApiKey) => void }) {
  const depots = useLoaded(api.depots, '');
  const me = useLoaded(api.me, '');
  const [error, setError] = useState<unknown>();
  const [isSaving, setSaving] = useState(false);
  const [isNarrow, setNarrow] = useState(false);
  const add = async (form: FormData) => {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const until = text('until');
    const scopes = form.getAll('scope') as Permission[];
    setSaving(true);
    setError(undefined);
    try {
      const key = await systemApi.addKey({
        name: text('name'),
        role: text('role') as NewApiKey['role'],
        ...(text('depotId') === '' ? {} : { depotId: text('depotId') }),
        // Until the end of the chosen day, by the clock of this device.
        ...(until === '' ? {} : { expiresAt: new Date(`${until}T23:59:59`).toISOString() }),
        ...(isNarrow && scopes.length > 0 ? { scopes } : {}),
      });
      onAdded(key);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setSaving(false);
    }
  };
  // A key for one depot must not become one for all because the depots could not be read.
  if (depots.error !== undefined) return <Failure error={depots.error} onRetry={() => void depots.reload()} />;
  return (
    <form
      class="card narrow-form"
      onSubmit={(event) => {
        event.preventDefault();
        void add(new FormData(event.currentTarget));
      }}
    >
      <label class="field">
        <span>{t('keys.name')}</span>
        <input
          name="name"
          type="text"
          required
          maxLength={100}
          autocomplete="off"
          placeholder={t('keys.nameExample')}
        />
      </label>
      <Choice name="role" label={t('people.role')} value="integration" options={roleOptions(roles)} empty={false} />
      <Choice
        name="depotId"
        label={t('people.depot')}
        value=""
        options={(depots.value ?? []).map(({ depotId, name }) => [depotId, name] as const)}
        empty={t('people.allDepots')}
      />
      <label class="field">
        <span>{t('keys.until')}</span>
        <input name="until" type="date" />
      </label>
      <label class="check">
        <input type="checkbox" checked={isNarrow} onChange={(event) => setNarrow(event.currentTarget.checked)} />
        <span>{t('keys.narrow')}</span>
      </label>
      {isNarrow && (
        <fieldset class="ways">
          <legend>{t('keys.scopes')}</legend>
          {(me.value?.permissions ?? []).map((permission) => (
            <label key={permission}>
              <input type="checkbox" name="scope" value={permission} />
              <span class="mono">{permission}</span>
            </label>
          ))}
        </fieldset>
      )}
      <FieldFaults error={error} />
      <div class="actions">
        <button type="submit" class="button button--primary" disabled={isSaving}>
          {t('keys.add')}
        </button>
      </div>
    </form>
  );
}
