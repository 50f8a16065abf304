import { formatDistanceChange, formatMoneyChange } from '../../format.js';
import { t } from '../../i18n/language.js';
import { plan } from '../console-state.js';
import { areSoft, proposal } from './edit-state.js';

/** What the change in hand would come to: its price, or the rules that it breaks and by how much. */
export function Verdict() {
  const meant = proposal.value;
  if (meant === undefined) return <span class="soft">{t('edit.same')}</span>;
  const { outcome } = meant;
  if (outcome === undefined) return <span class="soft">{t('edit.pricing')}</span>;
  const { kpis, costChangeMinor, violations } = outcome;
  const metersChange = kpis.distanceMeters - (plan.value?.kpis.distanceMeters ?? 0);
  const sentences = [...new Set(violations.map(({ text }) => text))];
  return (
    <span class="verdict">
      <strong>{t('edit.cost', { change: formatMoneyChange(costChangeMinor) })}</strong>
      <span>{formatDistanceChange(metersChange)}</span>
      {kpis.lateStops > 0 && <span class="late">{t('edit.late', { n: kpis.lateStops })}</span>}
      {kpis.unassigned > 0 && <span class="late">{t('edit.unassigned', { n: kpis.unassigned })}</span>}
      {sentences.slice(0, 4).map((text) => (
        <span key={text} class="late verdict__fault">
          ! {text}
        </span>
      ))}
      {sentences.length > 4 && <span class="late">{t('edit.more', { n: sentences.length - 4 })}</span>}
      {areSoft(violations) && <span class="soft verdict__fault">{t('override.possible')}</span>}
    </span>
  );
}
