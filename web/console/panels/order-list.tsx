import { useSignal } from '@preact/signals';
import { api } from '../../api/api.js';
import type { OrderRow } from '../../api/types.js';
import { Empty, Failure, Loading } from '../../components/states.js';
import { useLoaded } from '../../components/use-loaded.js';
import { formatKilograms } from '../../format.js';
import { areaName } from '../../i18n/area-name.js';
import { t, tOr } from '../../i18n/language.js';
import { me, stations, stationsById, views } from '../console-state.js';
import { CancelOrders } from '../orders/cancel-orders.js';
import { orderClasses, PriorityDialog, tiers } from '../priority-dialog.js';
import { WaveMoves } from './wave-moves.js';

interface Props {
  /** What was looked for; undefined for the orders of the waves in view. */
  readonly found: readonly OrderRow[] | undefined;
  readonly onChoose: (orderId: string) => void;
  readonly onLeave: () => void;
}

/** Orders that were found, or the first of each wave in view, narrowed by class, customer tier and area; several may be cancelled at once. */
export function OrderList({ found: sought, onChoose, onLeave }: Props) {
  const marked = useSignal<ReadonlySet<string>>(new Set());
  const cancels = useSignal(false);
  const mayChange = me.value?.permissions.includes('orders:write') === true;
  const filters = useSignal<Readonly<Record<string, string>>>({});
  const showsPriorities = useSignal(false);
  const waveIds = views.value.map(({ wave }) => wave.waveId);
  const areas = [...new Set(stations.value.map(({ area }) => area))].sort();
  const key = JSON.stringify([waveIds, filters.value]);
  const loaded = useLoaded(async () => {
    const found = await Promise.all(waveIds.map((waveId) => api.orders(waveId, filters.value)));
    return found.flat();
  }, key);
  const { error, reload } = loaded;
  const value = sought ?? loaded.value;
  const mark = (orderId: string, isMarked: boolean) => {
    const now = new Set(marked.value);
    if (isMarked) now.add(orderId);
    else now.delete(orderId);
    marked.value = now;
  };
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
      {sought !== undefined && (
        <p class="order-found">
          <button type="button" class="button button--plain" onClick={onLeave}>
            ‹ {t('order.recent')}
          </button>
          <span class="soft small">{t('order.found', { n: sought.length })}</span>
        </p>
      )}
      {marked.value.size > 0 && (
        <p class="order-found">
          <button type="button" class="button" onClick={() => (cancels.value = true)}>
            {t('order.cancel.many', { n: marked.value.size })}
          </button>
          <button type="button" class="button button--plain" onClick={() => (marked.value = new Set())}>
            {t('order.unmark')}
          </button>
        </p>
      )}
      {cancels.value && (
        <CancelOrders
          orderIds={[...marked.value]}
          onClose={() => (cancels.value = false)}
          onDone={() => {
            cancels.value = false;
            marked.value = new Set();
            onLeave();
            reload();
          }}
        />
      )}
      <div class="order-filters" hidden={sought !== undefined}>
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
      {sought === undefined && <WaveMoves filters={filters.value} />}
      {error !== undefined && sought === undefined ? (
        <Failure error={error} onRetry={reload} />
      ) : value === undefined ? (
        <Loading />
      ) : value.length === 0 ? (
        <Empty title={t('order.none')} text={t('order.noneHint')} />
      ) : (
        <table>
          <thead>
            <tr>
              {mayChange && <th aria-label={t('order.marked')} />}
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
                {mayChange && (
                  <td>
                    <input
                      type="checkbox"
                      aria-label={t('order.mark', { id: order.orderId })}
                      disabled={order.status === 'cancelled'}
                      checked={marked.value.has(order.orderId)}
                      onClick={(event) => event.stopPropagation()}
                      onChange={(event) => mark(order.orderId, event.currentTarget.checked)}
                    />
                  </td>
                )}
                <td>
                  <button type="button" class="row-button row-button--text mono">
                    {order.orderId}
                  </button>
                  <div class="small soft">
                    {order.status === 'cancelled'
                      ? t('order.status.cancelled')
                      : tOr(`order.class.${order.orderClass}`, order.orderClass)}
                  </div>
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
