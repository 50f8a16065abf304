import '../../styles/console/orders.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from '../../api/api.js';
import { ApiError } from '../../api/api-error.js';
import type { OrderChain, OrderRow } from '../../api/types.js';
import { tellFailure } from '../../components/notices.js';
import { PartNote } from '../../components/part-note.js';
import { StatusPill } from '../../components/states.js';
import { ZoneBadge } from '../../components/zone-badge.js';
import { formatTime, shortCode } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { me, stationsById, timeZone } from '../console-state.js';
import { CancelOrders } from '../orders/cancel-orders.js';
import { ChangeOrder } from '../orders/change-order.js';
import { OrderList } from './order-list.js';
import { soughtOrderId } from './sought-order.js';

/** Orders of the wave, and the whole way of one: lines, consignments, totes, stop, events. */
export function OrdersPanel() {
  const shown = useSignal<OrderChain | undefined>(undefined);
  const note = useSignal('');
  /** What was looked for and found; undefined while nothing is looked for. */
  const found = useSignal<readonly OrderRow[] | undefined>(undefined);
  const show = async (orderId: string) => {
    note.value = '';
    try {
      shown.value = await api.order(orderId);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not-found') note.value = t('order.notFound', { id: orderId });
      else tellFailure(error);
    }
  };
  const find = async (asked: string) => {
    note.value = '';
    try {
      const rows = await api.seekOrders(asked);
      const meant = rows.find(({ orderId }) => orderId.toUpperCase() === asked.toUpperCase());
      const only = meant ?? (rows.length === 1 ? rows[0] : undefined);
      shown.value = undefined;
      found.value = rows.length > 1 ? rows : undefined;
      if (rows.length === 0) note.value = t('order.notFound', { id: asked });
      if (only !== undefined) await show(only.orderId);
    } catch (error) {
      tellFailure(error);
    }
  };
  useEffect(() => {
    const sought = soughtOrderId.value;
    // Sought once: who comes back to the panel later finds the list.
    soughtOrderId.value = undefined;
    if (sought !== undefined) void show(sought);
  }, []);
  return (
    <div>
      <form
        class="panel__search"
        onSubmit={(event) => {
          event.preventDefault();
          void find(String(new FormData(event.currentTarget).get('order')).trim());
        }}
      >
        <input name="order" type="search" required placeholder={t('order.seek')} aria-label={t('order.seek')} />
        <button type="submit" class="button">
          {t('general.search')}
        </button>
      </form>
      {note.value !== '' && (
        <p class="banner" role="alert">
          {note.value}
        </p>
      )}
      {shown.value === undefined ? (
        <OrderList
          found={found.value}
          onChoose={(orderId) => void show(orderId)}
          onLeave={() => (found.value = undefined)}
        />
      ) : (
        <Chain
          order={shown.value}
          onBack={() => (shown.value = undefined)}
          onChanged={(orderId) => {
            // Somebody may look at another one by then.
            if (shown.value?.orderId === orderId) void show(orderId);
          }}
        />
      )}
    </div>
  );
}

interface ChainProps {
  readonly order: OrderChain;
  readonly onBack: () => void;
  readonly onChanged: (orderId: string) => void;
}

function Chain({ order, onBack, onChanged }: ChainProps) {
  const zone = timeZone.value;
  const asks = useSignal<'change' | 'cancel' | undefined>(undefined);
  const mayChange = me.value?.permissions.includes('orders:write') === true && order.status === 'ordered';
  const leave = () => (asks.value = undefined);
  const done = () => {
    leave();
    onChanged(order.orderId);
  };
  return (
    <article class="chain">
      <div class="run-head">
        <button type="button" class="button button--plain" onClick={onBack}>
          ‹ {t('order.recent')}
        </button>
        <div class="run-head__words">
          <h2 class="mono">{order.orderId}</h2>
          <span class="soft">{stationsById.value.get(order.stationId)?.name ?? order.stationId}</span>
        </div>
        <span class="soft small">
          {tOr(`order.class.${order.orderClass}`, order.orderClass)} · {t('order.priority', { n: order.priority })} ·{' '}
          {tOr(`tier.${order.customerTier}`, order.customerTier)}
        </span>
        {order.status === 'cancelled' && <StatusPill status="cancelled" text={t('order.status.cancelled')} />}
      </div>
      {mayChange && (
        <div class="chain__acts">
          <button type="button" class="button" onClick={() => (asks.value = 'change')}>
            {t('order.change')}
          </button>
          <button type="button" class="button" onClick={() => (asks.value = 'cancel')}>
            {t('order.cancel')}
          </button>
        </div>
      )}
      {asks.value === 'change' && <ChangeOrder order={order} onClose={leave} onDone={done} />}
      {asks.value === 'cancel' && <CancelOrders orderIds={[order.orderId]} onClose={leave} onDone={done} />}
      {order.consignments.map((goods) => (
        <section key={`${goods.consignmentId} ${goods.part?.no}`} class="chain__part">
          <header>
            <ZoneBadge zoneId={goods.zoneId} />
            <PartNote part={goods.part} />
            {goods.runId === null ? (
              <span class="soft">{t('order.notPlanned')}</span>
            ) : (
              <>
                <strong>
                  {t('order.rides', {
                    vehicle: goods.vehicleId ?? '',
                    n: goods.sequence ?? '',
                    compartment: goods.compartmentNo ?? '',
                  })}
                </strong>
                <span class="soft">
                  {goods.arrivedAt === null
                    ? t('delivery.planned', { time: formatTime(goods.etaAt ?? goods.plannedArrivalAt, zone) })
                    : t('delivery.arrived', { time: formatTime(goods.arrivedAt, zone) })}
                </span>
                {goods.stopStatus && (
                  <StatusPill
                    status={goods.stopStatus}
                    text={tOr(`stop.status.${goods.stopStatus}`, goods.stopStatus)}
                  />
                )}
              </>
            )}
          </header>
          <ul class="chain__lines">
            {order.lines
              .filter((line) => line.zoneId === goods.zoneId && (goods.part === null || line.partNo === goods.part.no))
              .map((line) => (
                <li key={line.lineNo}>
                  <span>{line.name}</span>
                  <b>× {line.quantity}</b>
                  <StatusPill status={line.status} text={tOr(`order.status.${line.status}`, line.status)} />
                </li>
              ))}
          </ul>
          {goods.totes.length > 0 && (
            <p class="totes">
              {goods.totes.map((code) => (
                <span key={code}>{shortCode(code)}</span>
              ))}
            </p>
          )}
          {goods.signedBy && <p class="small soft">{t('stop.signedBy', { name: goods.signedBy })}</p>}
        </section>
      ))}
      {order.consignments.length === 0 && (
        <ul class="chain__lines chain__part">
          {order.lines.map((line) => (
            <li key={line.lineNo}>
              <ZoneBadge zoneId={line.zoneId} />
              <span>{line.name}</span>
              <b>× {line.quantity}</b>
            </li>
          ))}
        </ul>
      )}
      {order.changes.length > 0 && (
        <section class="chain__part">
          <h3>{t('order.changes')}</h3>
          <ol class="chain__events">
            {order.changes.map((change) => (
              <li key={change.at}>
                <time>{formatTime(change.at, zone)}</time>
                <span>{changeWords(change)}</span>
                <span class="soft">{change.actor}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      {order.events.length > 0 && (
        <section class="chain__part">
          <h3>{t('order.events')}</h3>
          <ol class="chain__events">
            {order.events.map((event) => (
              <li key={`${event.kind} ${event.receivedAt}`}>
                <time>{formatTime(event.deviceAt ?? event.receivedAt, zone)}</time>
                <span>{tOr(`fact.${event.kind}`, event.kind)}</span>
                <span class="soft">{event.actor}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </article>
  );
}

/** What was another before, and why it is not. */
function changeWords({ kind, before, after, reason }: OrderChain['changes'][number]): string {
  const said: string[] = [];
  if (kind === 'cancelled') said.push(t('order.status.cancelled'));
  else {
    for (const { lineNo, skuId, quantity } of before.lines) {
      const now = after.lines.find((line) => line.lineNo === lineNo)?.quantity ?? 0;
      if (now !== quantity) said.push(`${skuId} ${quantity} → ${now}`);
    }
    if (before.stationId !== after.stationId) said.push(`${before.stationId} → ${after.stationId}`);
    if (before.waveId !== after.waveId) said.push(`${before.waveId} → ${after.waveId}`);
  }
  if (reason !== '') said.push(reason);
  return said.join(' · ');
}
