import { useRef, useState } from 'preact/hooks';
import type { ReadList } from '../../../api/types.js';
import { tellFailure } from '../../../components/notices.js';
import { t } from '../../../i18n/language.js';
import { peopleApi, type Whom } from '../people-api.js';

/** A list of people: pasted, or as a CSV or Excel file. */
export function ListForm({ isBusy, onLook }: { readonly isBusy: boolean; readonly onLook: (whom: Whom) => void }) {
  const [faults, setFaults] = useState<ReadList['faults']>([]);
  const file = useRef<HTMLInputElement>(null);
  const read = async (content: Blob, name: string) => {
    setFaults([]);
    try {
      const list = await peopleApi.readList(content, name);
      setFaults(list.faults);
      if (list.people.length > 0) onLook({ people: list.people });
    } catch (error) {
      tellFailure(error);
    }
  };
  return (
    <form
      class="narrow-form"
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = file.current?.files?.[0];
        const pasted = String(new FormData(event.currentTarget).get('pasted') ?? '');
        if (chosen !== undefined) void read(chosen, chosen.name);
        else void read(new Blob([pasted], { type: 'text/csv' }), 'list.csv');
      }}
    >
      <p class="soft">{t('people.listHint')}</p>
      <label class="field">
        <span>{t('people.listFile')}</span>
        <input ref={file} type="file" accept=".csv,.xlsx,text/csv" />
      </label>
      <label class="field">
        <span>{t('people.listPasted')}</span>
        <textarea name="pasted" rows={6} placeholder={t('people.listExample')} />
      </label>
      {faults.length > 0 && (
        <ul class="faults" role="alert">
          {faults.slice(0, 20).map(({ line, column, error }) => (
            <li key={`${line} ${column}`}>{t('people.listFault', { line, column, reason: error.detail })}</li>
          ))}
        </ul>
      )}
      <div class="actions">
        <button type="submit" class="button button--primary" disabled={isBusy}>
          {t('people.look')}
        </button>
      </div>
    </form>
  );
}
