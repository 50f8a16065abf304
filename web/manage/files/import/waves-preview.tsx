import { formatCount } from '../../../format.js';
import { t } from '../../../i18n/language.js';
import { waveTitle } from '../../../i18n/wave-title.js';
import type { ImportDraft } from '../files-api.js';

type WaveCount = NonNullable<ImportDraft['preview']>['waves'][number];

/** Which waves the orders would go to, and what puts them there; nothing where there is no choice. */
export function WavesPreview({ waves }: { readonly waves: readonly WaveCount[] }) {
  if (waves.every(({ name, by }) => name === '' && by === 'cutoff')) return null;
  return (
    <div class="wizard__scroll">
      <table class="wizard__figures wizard__waves">
        <thead>
          <tr>
            <th>{t('manage.import.wave')}</th>
            <th>{t('manage.import.wave.by')}</th>
            <th class="number">{t('manage.import.wave.orders')}</th>
          </tr>
        </thead>
        <tbody>
          {waves.map((wave) => (
            <tr key={`${wave.waveId} ${wave.by} ${wave.ruleId ?? ''}`}>
              <th scope="row">{waveTitle(wave)}</th>
              <td>{reasonOf(wave)}</td>
              <td class="number">{formatCount(wave.orders)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function reasonOf({ by, ruleId }: WaveCount): string {
  return by === 'rule' ? t('manage.import.wave.rule', { rule: ruleId ?? '' }) : t(`manage.import.wave.${by}`);
}
