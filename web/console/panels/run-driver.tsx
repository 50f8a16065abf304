import { useState } from 'preact/hooks';
import { all, ask, part } from '../../api/ask.js';
import type { Courier, Run } from '../../api/types.js';
import { tell, tellFailure } from '../../components/notices.js';
import { useLoaded } from '../../components/use-loaded.js';
import { t } from '../../i18n/language.js';
import { me } from '../console-state.js';
import { refreshWave } from '../view/read-day.js';

/** Who drives a run, and for who may: somebody else in their place, out of the depot's active couriers. */
export function RunDriver({ run }: { readonly run: Run }) {
  const isOpen = run.status !== 'finished' && run.status !== 'cancelled';
  if (!isOpen || me.value?.permissions.includes('runs:write') !== true) {
    return <span class="soft">{run.courierName ?? t('run.noCourier')}</span>;
  }
  return <DriverChoice run={run} />;
}

function DriverChoice({ run }: { readonly run: Run }) {
  const [isBusy, setIsBusy] = useState(false);
  const couriers = useLoaded(() => all<Courier>(`/couriers?depot=${part(run.depotId)}`), run.depotId);
  const offered = (couriers.value ?? []).filter(
    ({ courierId, status }) => status === 'active' || courierId === run.courierId,
  );
  const give = async (courierId: string | null) => {
    setIsBusy(true);
    try {
      const match = { 'if-match': `"${run.runId}.${run.version}"` };
      await ask('PATCH', `/runs/${part(run.runId)}`, { courierId }, match);
      const name = offered.find((each) => each.courierId === courierId)?.name;
      tell(name === undefined ? t('run.driver.none') : t('run.driver.given', { name }));
    } catch (error) {
      tellFailure(error);
    } finally {
      // Also where somebody was faster: what is shown is what is.
      await refreshWave().catch(tellFailure);
      setIsBusy(false);
    }
  };
  return (
    <select
      class="run-driver"
      aria-label={t('run.driver')}
      disabled={isBusy}
      value={run.courierId ?? ''}
      onChange={(event) => void give(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    >
      <option value="">{t('run.noCourier')}</option>
      {couriers.value === undefined && run.courierId !== null && (
        <option value={run.courierId}>{run.courierName ?? run.courierId}</option>
      )}
      {offered.map(({ courierId, name, vehicleId }) => (
        <option key={courierId} value={courierId}>
          {vehicleId === null ? name : `${name} · ${vehicleId}`}
        </option>
      ))}
    </select>
  );
}
