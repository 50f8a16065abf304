import { useSignal } from '@preact/signals';
import { formatCount } from '../../../format.js';
import { t } from '../../../i18n/language.js';
import { filesApi } from '../files-api.js';
import { begin, catalogue, collecting, drafts, resume, taken, throwAway } from './import-state.js';

/** Where files come in, what lies here unfinished, and files to begin with. */
export function FilesStep() {
  const isOver = useSignal(false);
  return (
    <div class="wizard__stack">
      {taken.value !== undefined && (
        <p class="banner banner--good" role="status">
          {t('manage.import.done', { rows: formatCount(taken.value.rows), n: formatCount(taken.value.findingCount) })}{' '}
          {collecting.value !== undefined && (
            <a class="button button--primary" href={`/?date=${collecting.value.deliveryDate}`}>
              {t('manage.import.goOn')}
            </a>
          )}
        </p>
      )}
      <label
        class={isOver.value ? 'wizard__drop is-over' : 'wizard__drop'}
        onDragOver={(event) => {
          event.preventDefault();
          isOver.value = true;
        }}
        onDragLeave={() => (isOver.value = false)}
        onDrop={(event) => {
          event.preventDefault();
          isOver.value = false;
          void begin([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        <strong>{t('import.drop')}</strong>
        <span class="button button--primary">{t('import.choose')}</span>
        <input
          class="visually-hidden"
          type="file"
          multiple
          accept=".csv,.txt,.xlsx,.json"
          onChange={(event) => void begin([...(event.currentTarget.files ?? [])])}
        />
        <span class="small soft">{t('manage.import.hint')}</span>
      </label>
      <Unfinished />
      <Templates />
    </div>
  );
}

function Unfinished() {
  if (drafts.value === undefined || drafts.value.length === 0) return null;
  return (
    <section>
      <h3>{t('manage.import.unfinished')}</h3>
      <ul class="wizard__list">
        {drafts.value.map((each) => (
          <li key={each.draftId}>
            <span class="wizard__grow">
              {[...new Set(each.tables.map(({ file }) => file))].join('、') || '–'}
              <span class="small soft"> {new Date(each.begunAt).toLocaleString()}</span>
            </span>
            <button type="button" class="button" onClick={() => resume(each)}>
              {t('manage.import.resume')}
            </button>
            <button type="button" class="button" onClick={() => void throwAway(each.draftId)}>
              {t('manage.import.throwAway')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Templates() {
  if (catalogue.value.length === 0) return null;
  return (
    <details>
      <summary>{t('manage.import.templates')}</summary>
      <p class="small soft">{t('manage.import.templates.hint')}</p>
      <ul class="wizard__list">
        {catalogue.value.map(({ kind }) => (
          <li key={kind}>
            <span class="wizard__grow">{t(`manage.import.kind.${kind}`)}</span>
            <a class="button" href={filesApi.templateAt(kind, 'xlsx')} download>
              XLSX
            </a>
            <a class="button" href={filesApi.templateAt(kind, 'csv')} download>
              CSV
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
