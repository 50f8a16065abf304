import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatCount } from '../../../format.js';
import { t } from '../../../i18n/language.js';
import { type DraftChange, filesApi } from '../files-api.js';
import { Findings } from './findings.js';
import { chooseIncomplete, draft, preview, take, throwAway } from './import-state.js';
import { WavesPreview } from './waves-preview.js';

/** What would become of every row, with what is wrong to put right, and the one button that takes. */
export function PreviewStep() {
  const now = draft.value;
  const shown = now?.preview;
  if (now === undefined || shown === null || shown === undefined) return null;
  const { files, isCurrent, refusedCount, changeCount } = shown;
  return (
    <div class="wizard__stack">
      {!isCurrent && (
        <p class="banner banner--warn wizard__fields" role="status">
          <span class="wizard__grow">{t('manage.import.preview.old')}</span>
          <button type="button" class="button" onClick={() => void preview()}>
            {t('manage.import.preview.again')}
          </button>
        </p>
      )}
      <div class="wizard__scroll">
        <table class="wizard__figures">
          <thead>
            <tr>
              <th>{t('import.file')}</th>
              <th class="number">{t('import.rows')}</th>
              <th class="number">{t('manage.import.added')}</th>
              <th class="number">{t('manage.import.changed')}</th>
              <th class="number">{t('import.unchanged')}</th>
              <th class="number">{t('import.warned')}</th>
              <th class="number">{t('import.refused')}</th>
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <tr key={file.file}>
                <th scope="row">{file.file}</th>
                <td class="number">{formatCount(file.rows)}</td>
                <td class="number">{formatCount(file.added)}</td>
                <td class="number">{formatCount(file.changed)}</td>
                <td class="number">{formatCount(file.unchanged)}</td>
                <td class="number">{formatCount(file.warned)}</td>
                <td class={file.refused > 0 ? 'number late' : 'number'}>{formatCount(file.refused)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <WavesPreview waves={shown.waves} />
      {refusedCount > 0 && (
        <p class="wizard__fields">
          <span>{t('manage.import.refused.download', { n: formatCount(refusedCount) })}</span>
          <a class="button" href={filesApi.refusedAt(now.draftId, 'xlsx')} download>
            XLSX
          </a>
          <a class="button" href={filesApi.refusedAt(now.draftId, 'csv')} download>
            CSV
          </a>
        </p>
      )}
      {(now.incompleteOrders === 'take' || shown.codes.some(({ code }) => code === 'order-incomplete')) && (
        <label class="wizard__fields">
          <input
            type="checkbox"
            checked={now.incompleteOrders === 'take'}
            onChange={(event) => void chooseIncomplete(now.draftId, event.currentTarget.checked ? 'take' : 'refuse')}
          />
          <span class="wizard__grow">{t('manage.import.incomplete')}</span>
        </label>
      )}
      <Findings draft={now} shown={shown} />
      {changeCount > 0 && <Changes draftId={now.draftId} count={changeCount} />}
      <div class="wizard__next">
        <button type="button" class="button" onClick={() => void throwAway(now.draftId)}>
          {t('manage.import.throwAway')}
        </button>
        <button
          type="button"
          class="button button--primary"
          disabled={!isCurrent || files.every((file) => file.taken === 0)}
          onClick={() => void take()}
        >
          {refusedCount > 0 ? t('manage.import.takeRest') : t('manage.import.take')}
        </button>
      </div>
    </div>
  );
}

function Changes({ draftId, count }: { readonly draftId: string; readonly count: number }) {
  const changes = useSignal<readonly DraftChange[]>([]);
  useEffect(() => {
    void filesApi.changes(draftId).then(
      ({ data }) => (changes.value = data),
      () => undefined,
    );
  }, [draftId, count]);
  return (
    <details>
      <summary>{t('manage.import.changes', { n: formatCount(count) })}</summary>
      <ul class="wizard__list">
        {changes.value.map(({ kind, id, isNew, fields }) => (
          <li key={`${kind} ${id}`}>
            <strong>{id}</strong>
            <span class="soft">{t(`manage.import.kind.${kind}` as 'manage.import.kind.stations')}</span>
            {isNew ? (
              <span>{t('manage.import.isNew')}</span>
            ) : (
              <span class="wizard__grow">
                {fields.map(({ field, from, to }) => (
                  <span key={field} class="wizard__change">
                    <span class="mono">{field}</span> {from || '–'} → {to || '–'}
                  </span>
                ))}
              </span>
            )}
          </li>
        ))}
      </ul>
      {changes.value.length < count && (
        <p class="small soft">
          {t('import.more', { shown: formatCount(changes.value.length), all: formatCount(count) })}
        </p>
      )}
    </details>
  );
}
