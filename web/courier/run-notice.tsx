import type { Run } from '../api/types.js';
import { formatTime } from '../format.js';
import { t } from '../i18n/language.js';
import { report } from './courier-state.js';

/** What a dispatcher changed of the run since the courier looked last; it stays until it is acknowledged. */
export function RunNotice({ run }: { readonly run: Run }) {
  const { notice } = run;
  if (!notice || notice.acknowledgedAt !== null) return null;
  const nameOf = (stationId: string) => (Object.hasOwn(notice.names, stationId) ? notice.names[stationId] : stationId);
  const title = t(`notice.${notice.kind}`);
  const { transfer } = notice;
  return (
    <section class="card stack notice-card" role="alert">
      <h2>{title}</h2>
      {transfer && <p>{t('notice.fetch', { vehicle: transfer.fromVehicleId })}</p>}
      {transfer && (
        <a
          class="button"
          target="_blank"
          rel="noopener"
          href={`https://uri.amap.com/navigation?${new URLSearchParams({ to: `${transfer.position.lon},${transfer.position.lat},${transfer.fromVehicleId}`, mode: 'car', coordinate: 'wgs84', callnative: '1', src: 'tuanda' })}`}
        >
          {t('notice.where')}
        </a>
      )}
      {notice.added.length > 0 && <p>{t('notice.added', { names: notice.added.map(nameOf).join(t('edit.and')) })}</p>}
      {notice.removed.length > 0 && (
        <p>{t('notice.removed', { names: notice.removed.map(nameOf).join(t('edit.and')) })}</p>
      )}
      {notice.fewer !== undefined && (
        <p>{t('notice.fewer', { names: notice.fewer.map(nameOf).join(t('edit.and')) })}</p>
      )}
      {notice.isReordered && <p>{t('notice.reordered')}</p>}
      {notice.laterSeconds !== 0 && (
        <p>{t('notice.later', { time: formatTime(run.plannedDepartureAt, run.timeZone) })}</p>
      )}
      <button
        type="button"
        class="button button--primary button--big"
        onClick={() => report({ kind: 'acknowledged' }, t('notice.seen'))}
      >
        {t('notice.seen')}
      </button>
    </section>
  );
}
