import type { FollowedStop } from '../../api/types.js';
import { t } from '../../i18n/language.js';

/** How a stop stands beside its state: waiting, overdue, late now or late as it was. */
export function StandingNote({ stop }: { readonly stop: FollowedStop }) {
  const { standing, result, lateSeconds } = stop;
  const minutes = Math.ceil((lateSeconds.actual ?? lateSeconds.predicted ?? 0) / 60);
  if (result === 'skipped') return <div class="small late">! {t('stop.skipped')}</div>;
  if (standing === 'waiting') return <div class="small soft">{t('stop.waiting')}</div>;
  if (standing === 'overdue') return <div class="small late">! {t('stop.overdue')}</div>;
  if (minutes === 0) return null;
  const words = lateSeconds.actual === null ? t('stop.willBeLate', { minutes }) : t('stop.late', { minutes });
  return <div class="small late">! {words}</div>;
}
