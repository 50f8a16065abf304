import { formatDistanceChange, formatMoneyChange } from '../../format.js';
import { t } from '../../i18n/language.js';
import { plan } from '../console-state.js';
import { proposal, violationWords } from './edit-state.js';

/** What the move in hand would come to: its price, or the rules that it breaks. */
export function Verdict() {
  const meant = proposal.value;
  if (meant === undefined) return <span class="soft">{t('edit.same')}</span>;
  const { outcome } = meant;
  if (outcome === undefined) return <span class="soft">{t('edit.pricing')}</span>;
  const { kpis, costChangeMinor, violations } = outcome;
  const metersChange = kpis.distanceMeters - (plan.value?.kpis.distanceMeters ?? 0);
  return (
    <span class="verdict">
      <strong>{t('edit.cost', { change: formatMoneyChange(costChangeMinor) })}</strong>
      <span>{formatDistanceChange(metersChange)}</span>
      {kpis.lateStops > 0 && <span class="late">{t('edit.late', { n: kpis.lateStops })}</span>}
      {kpis.unassigned > 0 && <span class="late">{t('edit.unassigned', { n: kpis.unassigned })}</span>}
      {violations.length > 0 && <span class="late">! {t('edit.breaks', { rules: violationWords(outcome) })}</span>}
    </span>
  );
}
