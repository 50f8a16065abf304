import { useSignal } from '@preact/signals';
import { api } from '../../api/api.js';
import { Empty, Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { formatKilograms } from '../../format.js';
import { areaName } from '../../i18n/area-name.js';
import { t, tOr } from '../../i18n/language.js';
import { stations, stationsById, views } from '../console-state.js';
import { orderClasses, PriorityDialog, tiers } from '../priority-dialog.js';
import { WaveMoves } from './wave-moves.js';

/** The first orders of each wave in view, narrowed by class, customer tier and area; and the way to the priority table. */
export function OrderList({ onChoose }: { readonly onChoose: (orderId: string) => void }) {
  const filters = useSignal<Readonly<Record<string, string>>>({});
  const showsPriorities = useSignal(false);
  const waveIds = views.value.map(({ wave }) => wave.waveId);
  const areas = [...new Set(stations.value.map(({ area }) => area))].sort();
  const key = JSON.stringify([waveIds, filters.value]);
  const { value, error, reload } = useLoaded(async () => {
    const found = await Promise.all(waveIds.map((waveId) => api.orders(waveId, filters.value)));
    return found.flat();
  }, key);
  const filter = (name: string, label: string, options: readonly (readonly [string, string])[]) => (
    <label>
      <span class="small soft">{label}</span>
      <select
        value={filters.value[name] ?? ''}
        onChange={(event) => (filters.value = { ...filters.value, [name]: event.currentTarget.value })}
      >
        <option value="">{t('order.any')}</option>
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      <div class="order-filters">
        {filter(
          'class',
          t('order.class'),
          orderClasses.map((each) => [each, t(`order.class.${each}`)]),
        )}
        {filter(
          'tier',
          t('order.tier'),
          tiers.map((each) => [each, t(`tier.${each}`)]),
        )}
        {filter(
          'area',
          t('order.area'),
          areas.map((each) => [each, areaName(each)]),
        )}
        <button type="button" class="button" onClick={() => (showsPriorities.value = true)}>
          {t('priority.title')}
        </button>
      </div>
      <WaveMoves filters={filters.value} />
      {error !== undefined ? (
        <Failure error={error} onRetry={reload} />
      ) : value === undefined ? (
        <Loading />
      ) : value.length === 0 ? (
        <Empty title={t('order.none')} text={t('order.noneHint')} />
      ) : (
        <table>
          <thead>
            <tr>
              <th>{t('order.search')}</th>
              <th>{t('stop.station')}</th>
              <th>{t('order.customer')}</th>
              <th class="number">{t('order.priorityShort')}</th>
              <th class="number">{t('run.load')}</th>
            </tr>
          </thead>
          <tbody>
            {value.map((order) => (
              <tr key={order.orderId} onClick={() => onChoose(order.orderId)}>
                <td>
                  <button type="button" class="row-button row-button--text mono">
                    {order.orderId}
                  </button>
                  <div class="small soft">{tOr(`order.class.${order.orderClass}`, order.orderClass)}</div>
                </td>
                <td>
                  {stationsById.value.get(order.stationId)?.name ?? order.stationId}
                  <div class="small soft">{areaName(order.area)}</div>
                </td>
                <td class="small">
                  {order.customerId}
                  <div class="soft">{tOr(`tier.${order.customerTier}`, order.customerTier)}</div>
                </td>
                <td class="number">{order.priority}</td>
                <td class="number">{formatKilograms(order.grams)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <PriorityDialog open={showsPriorities} areas={areas} />
    </>
  );
}
