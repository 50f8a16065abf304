import '../../styles/console/import.css';
import { useSignal } from '@preact/signals';
import { api } from '../../api/api.js';
import { ApiError, sentenceOf } from '../../api/api-error.js';
import type { ImportResult } from '../../api/types.js';
import { DemoInTheWay } from '../../components/demo/demo-in-the-way.js';
import { formatCount } from '../../format.js';
import { t } from '../../i18n/language.js';
import { beginAtAddress } from '../view/follow-address.js';

type ImportState =
  | { readonly is: 'waiting' }
  | { readonly is: 'sending'; readonly files: number; readonly share: number }
  | { readonly is: 'done'; readonly result: ImportResult }
  | { readonly is: 'failed'; readonly error: unknown; readonly files: readonly File[] };

/** Takes files by drop or choice and tells what became of every row. */
export function ImportPanel() {
  const state = useSignal<ImportState>({ is: 'waiting' });
  const isOver = useSignal(false);
  const send = async (list: Iterable<File> | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length === 0) return;
    state.value = { is: 'sending', files: files.length, share: 0 };
    try {
      const result = await api.importFiles(files, (share) => {
        state.value = { is: 'sending', files: files.length, share };
      });
      state.value = { is: 'done', result };
      await beginAtAddress();
    } catch (error) {
      state.value = { is: 'failed', error, files };
    }
  };
  return (
    <div class="import">
      {state.value.is === 'failed' && <Refusal failed={state.value} onAgain={(files) => void send(files)} />}
      {state.value.is === 'sending' ? (
        <div class="import__drop" role="status">
          <span class="spinner" />
          <strong>{t('import.running', { files: state.value.files })}</strong>
          <progress
            max={1}
            value={state.value.share}
            aria-label={t('import.sending', { percent: Math.round(state.value.share * 100) })}
          />
          {state.value.share < 1 && (
            <span class="soft">{t('import.sending', { percent: Math.round(state.value.share * 100) })}</span>
          )}
        </div>
      ) : (
        <label
          class={isOver.value ? 'import__drop is-over' : 'import__drop'}
          onDragOver={(event) => {
            event.preventDefault();
            isOver.value = true;
          }}
          onDragLeave={() => (isOver.value = false)}
          onDrop={(event) => {
            event.preventDefault();
            isOver.value = false;
            void send(event.dataTransfer?.files);
          }}
        >
          <svg
            viewBox="0 0 32 32"
            aria-hidden="true"
            fill="none"
            stroke="currentColor"
            stroke-width="2.2"
            stroke-linecap="round"
            stroke-linejoin="round"
          >
            <path d="M16 21V6M9.5 12 16 5.5 22.5 12M5 21v5h22v-5" />
          </svg>
          <strong>{t('import.drop')}</strong>
          <span class="button">{t('import.choose')}</span>
          <input
            class="visually-hidden"
            type="file"
            multiple
            accept=".csv,.xlsx,.json"
            onChange={(event) => void send(event.currentTarget.files)}
          />
          <span class="small soft">{t('import.hint')}</span>
        </label>
      )}
      <p>
        <a href="/manage/import">{t('import.wizard')}</a>
      </p>
      {state.value.is === 'done' && <Result result={state.value.result} />}
    </div>
  );
}

interface RefusalProps {
  readonly failed: Extract<ImportState, { is: 'failed' }>;
  readonly onAgain: (files: readonly File[]) => void;
}

/** Why the files were not taken; where the demo is in their way, with what takes it away and goes on. */
function Refusal({ failed: { error, files }, onAgain }: RefusalProps) {
  if (error instanceof ApiError && error.code === 'demo-present') return <DemoInTheWay onGone={() => onAgain(files)} />;
  return (
    <p class="banner banner--bad" role="alert">
      {sentenceOf(error)}
    </p>
  );
}

function Result({ result }: { readonly result: ImportResult }) {
  const refused =
    result.files.reduce((sum, file) => sum + file.refused, 0) +
    result.findings.filter(({ line, level }) => line === 0 && level === 'refused').length;
  return (
    <div class="import__result">
      <p class={refused === 0 ? 'import__verdict' : 'import__verdict import__verdict--warn'} role="status">
        {refused === 0 ? t('import.allTaken') : t('import.someRefused', { n: formatCount(refused) })}
      </p>
      <table>
        <thead>
          <tr>
            <th>{t('import.file')}</th>
            <th class="number">{t('import.rows')}</th>
            <th class="number">{t('import.taken')}</th>
            <th class="number">{t('import.unchanged')}</th>
            <th class="number">{t('import.warned')}</th>
            <th class="number">{t('import.refused')}</th>
          </tr>
        </thead>
        <tbody>
          {result.files.map((file) => (
            <tr key={file.file}>
              <td>{file.file}</td>
              <td class="number">{formatCount(file.rows)}</td>
              <td class="number">{formatCount(file.taken)}</td>
              <td class="number">{formatCount(file.unchanged)}</td>
              <td class="number">{formatCount(file.warned)}</td>
              <td class={file.refused > 0 ? 'number late' : 'number'}>{formatCount(file.refused)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {result.findings.length > 0 && (
        <table class="import__findings">
          <thead>
            <tr>
              <th>{t('import.file')}</th>
              <th class="number">{t('import.line')}</th>
              <th>{t('import.column')}</th>
              <th>{t('import.value')}</th>
              <th>{t('import.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {result.findings.map((finding, at) => (
              <tr key={at}>
                <td>
                  {finding.file}
                  <div class={finding.level === 'refused' ? 'small late' : 'small soft'}>
                    {finding.level === 'refused' ? t('import.refused') : t('import.warned')}
                  </div>
                </td>
                <td class="number">{finding.line === 0 ? '–' : finding.line}</td>
                <td class="mono">{finding.column}</td>
                <td class="mono import__value">{finding.value}</td>
                <td>{finding.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {result.findingCount > result.findings.length && (
        <p class="panel__note">
          {t('import.more', { shown: formatCount(result.findings.length), all: formatCount(result.findingCount) })}
        </p>
      )}
    </div>
  );
}
