import '../../styles/console/orders.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from '../../api/api.js';
import { ApiError } from '../../api/api-error.js';
import type { OrderChain } from '../../api/types.js';
import { tellFailure } from '../../components/notices.js';
import { PartNote } from '../../components/part-note.js';
import { StatusPill } from '../../components/states.js';
import { ZoneBadge } from '../../components/zone-badge.js';
import { formatTime, shortCode } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { stationsById, timeZone } from '../console-state.js';
import { OrderList } from './order-list.js';
import { soughtOrderId } from './sought-order.js';

/** Orders of the wave, and the whole way of one: lines, consignments, totes, stop, events. */
export function OrdersPanel() {
  const shown = useSignal<OrderChain | undefined>(undefined);
  const note = useSignal('');
  const find = async (orderId: string) => {
    note.value = '';
    try {
      shown.value = await api.order(orderId.trim());
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not-found')
        note.value = t('order.notFound', { id: orderId.trim() });
      else tellFailure(error);
    }
  };
  useEffect(() => {
    const sought = soughtOrderId.value;
    // Sought once: who comes back to the panel later finds the list.
    soughtOrderId.value = undefined;
    if (sought !== undefined) void find(sought);
  }, []);
  return (
    <div>
      <form
        class="panel__search"
        onSubmit={(event) => {
          event.preventDefault();
          void find(String(new FormData(event.currentTarget).get('order')));
        }}
      >
        <input name="order" type="search" required placeholder={t('order.search')} aria-label={t('order.search')} />
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
        <OrderList onChoose={(orderId) => void find(orderId)} />
      ) : (
        <Chain order={shown.value} onBack={() => (shown.value = undefined)} />
      )}
    </div>
  );
}

function Chain({ order, onBack }: { readonly order: OrderChain; readonly onBack: () => void }) {
  const zone = timeZone.value;
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
      </div>
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
