import { useSignal } from '@preact/signals';
import { api } from '../api/api.js';
import type { LabelOrder, Run, Wave } from '../api/types.js';
import { tell, tellFailure } from '../components/notices.js';
import { language, t } from '../i18n/language.js';
import { saveFile } from '../save-file.js';

/** Each as it is called in a shop for office goods. A label printer has no sheets. */
const papers: Readonly<Record<LabelOrder['paper'], { readonly isSheet: boolean }>> = {
  '100x100': { isSheet: false },
  '100x60': { isSheet: false },
  '60x40': { isSheet: false },
  'a4-2x5': { isSheet: true },
  'a4-3x8': { isSheet: true },
};
type Paper = keyof typeof papers;

const paperKey = 'tuanda.label-paper';
const scopes = ['station', 'zone', 'wave'] as const;

function keptPaper(): Paper {
  const kept = window.localStorage.getItem(paperKey) ?? '';
  return Object.hasOwn(papers, kept) ? (kept as Paper) : '100x60';
}

interface Props {
  readonly wave: Wave;
  readonly zoneId: string;
  readonly stationId: string | undefined;
  /** Once the wave is planned. */
  readonly runs: readonly Run[];
  readonly onPrinted: () => void;
}

/** Labels for totes as a file: of the station and zone that are shown, of the zone, of the whole wave, or of a run. */
export function PrintLabels({ wave, zoneId, stationId, runs, onPrinted }: Props) {
  const paper = useSignal<Paper>(keptPaper());
  /** One of `scopes`, or the id of a run. */
  const scope = useSignal<string>('station');
  const isBusy = useSignal(false);

  const print = async (format: LabelOrder['format']) => {
    isBusy.value = true;
    try {
      const zone = scope.value === 'station' || scope.value === 'zone' ? zoneId : undefined;
      const station = scope.value === 'station' ? stationId : undefined;
      const run = runs.find(({ runId }) => runId === scope.value)?.runId;
      const order = { format, paper: paper.value, language: language.value, zone, station, run };
      saveFile(await api.labels(wave.waveId, order), `${wave.waveId}-labels.${format}`);
      tell(t('labels.ready'));
      onPrinted();
    } catch (error) {
      tellFailure(error);
    } finally {
      isBusy.value = false;
    }
  };

  return (
    <fieldset class="labels no-print" disabled={isBusy.value}>
      <legend class="label">{t('labels.title')}</legend>
      <select
        aria-label={t('labels.which')}
        value={scope.value}
        onChange={(event) => (scope.value = event.currentTarget.value)}
      >
        {scopes.map((each) => (
          <option key={each} value={each}>
            {t(`labels.of.${each}`)}
          </option>
        ))}
        {runs
          .filter(({ stops }) => stops.length > 0)
          .map(({ runId, runCode, vehicleId }) => (
            <option key={runId} value={runId}>
              {t('run.title', { n: runCode })} · {vehicleId}
            </option>
          ))}
      </select>
      <select
        aria-label={t('labels.paper')}
        value={paper.value}
        onChange={(event) => {
          paper.value = event.currentTarget.value as Paper;
          window.localStorage.setItem(paperKey, paper.value);
        }}
      >
        {(Object.keys(papers) as Paper[]).map((each) => (
          <option key={each} value={each}>
            {t(`labels.paper.${each}`)}
          </option>
        ))}
      </select>
      <button type="button" class="button button--primary" onClick={() => void print('pdf')}>
        {isBusy.value ? t('labels.busy') : 'PDF'}
      </button>
      <button
        type="button"
        class="button"
        disabled={papers[paper.value].isSheet}
        title={papers[paper.value].isSheet ? t('labels.noSheets') : t('labels.zpl')}
        onClick={() => void print('zpl')}
      >
        ZPL
      </button>
    </fieldset>
  );
}
