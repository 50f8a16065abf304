import '../../../styles/manage/import.css';
import { useEffect } from 'preact/hooks';
import { ApiError, sentenceOf } from '../../../api/api-error.js';
import { DemoInTheWay } from '../../../components/demo/demo-in-the-way.js';
import { formatCount } from '../../../format.js';
import { t } from '../../../i18n/language.js';
import { ColumnsStep } from './columns-step.js';
import { FilesStep } from './files-step.js';
import { busy, cancel, draft, error, load, preview, type Step, step, steps, usedTables } from './import-state.js';
import { PlacesStep } from './places-step.js';
import { PreviewStep } from './preview-step.js';
import { TablesStep } from './tables-step.js';

const contents: Readonly<Record<Step, () => preact.JSX.Element | null>> = {
  files: FilesStep,
  tables: TablesStep,
  columns: ColumnsStep,
  places: PlacesStep,
  preview: PreviewStep,
};

/** Takes files in, step by step: which they are, what their columns mean, what would become of each row, take. */
export function ImportPage() {
  useEffect(() => {
    void load();
  }, []);
  const Content = contents[step.value];
  return (
    <section class="wizard">
      <h2>{t('manage.import.title')}</h2>
      <ol class="wizard__steps">
        {steps.filter(isThere).map((each, at) => (
          <li key={each}>
            <button
              type="button"
              aria-current={each === step.value ? 'step' : undefined}
              disabled={!isOpen(each) || busy.value !== undefined}
              onClick={() => (each === 'preview' && !draft.value?.preview ? void preview() : (step.value = each))}
            >
              <span class="wizard__number">{at + 1}</span> {t(`manage.import.step.${each}`)}
            </button>
          </li>
        ))}
      </ol>
      {error.value instanceof ApiError && error.value.code === 'demo-present' ? (
        <DemoInTheWay
          onGone={() => {
            error.value = undefined;
            if (draft.value !== undefined) void preview();
          }}
        />
      ) : (
        error.value !== undefined && (
          <p class="banner banner--bad" role="alert">
            {sentenceOf(error.value)}
          </p>
        )
      )}
      {busy.value === undefined ? <Content /> : <Busy />}
    </section>
  );
}

/** Placing is a step where there is something to place. */
function isThere(each: Step): boolean {
  return each !== 'places' || (draft.value?.preview?.addressCount ?? 0) > 0;
}

function isOpen(each: Step): boolean {
  if (each === 'files') return true;
  if (draft.value === undefined) return false;
  return each !== 'preview' || usedTables().some(({ kind }) => kind !== null);
}

function Busy() {
  const { job, rows, total } = busy.value!;
  return (
    <div class="wizard__busy" role="status">
      <span class="spinner" />
      <span>
        {job === undefined
          ? t('manage.import.sending')
          : job.status === 'waiting'
            ? t('manage.import.waiting')
            : total === undefined
              ? t('manage.import.reading', { rows: formatCount(rows) })
              : t('manage.import.places.searching', { n: formatCount(rows), all: formatCount(total) })}
      </span>
      {job !== undefined && (
        <button type="button" class="button" onClick={() => void cancel()}>
          {t('manage.import.stop')}
        </button>
      )}
    </div>
  );
}
