import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from '../../api/api.js';
import type { ChangedOrders, OrderChain, Wave } from '../../api/types.js';
import { tellFailure } from '../../components/notices.js';
import { ZoneBadge } from '../../components/zone-badge.js';
import { formatDate } from '../../format.js';
import { t } from '../../i18n/language.js';
import { stations, stationsById } from '../console-state.js';
import { OrderDialog } from './order-dialog.js';

interface Props {
  readonly order: OrderChain;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Other quantities, another station or wave for an order. */
export function ChangeOrder({ order, onClose, onDone }: Props) {
  const { orderId, depotId, stationId, waveId } = order;
  const waves = useSignal<readonly Wave[]>([]);
  useEffect(() => {
    api.collectingWaves(depotId).then((found) => (waves.value = found), tellFailure);
  }, []);
  const others = waves.value.filter((wave) => wave.waveId !== waveId);
  const own = stationsById.value.get(stationId);
  const places = stations.value.filter((each) => each.depotId === depotId && each.status === 'open');
  const change = (form: FormData, reason: string, dryRun: boolean) => {
    const lines = order.lines.map(({ lineNo }) => ({ lineNo, quantity: Number(form.get(`line ${lineNo}`)) }));
    const [station, wave] = [String(form.get('station')), String(form.get('wave'))];
    const wanted = {
      lines,
      ...(station !== stationId && { stationId: station }),
      ...(wave !== '' && { waveId: wave }),
    };
    return api.changeOrder(order, wanted, reason, dryRun);
  };
  /** In a wave that collects all may be as it was again, but for lines that are none any more. */
  const back = ({ data: [{ after, version }], waves: closed }: ChangedOrders) => {
    if (closed.length > 0 || after?.lines.length !== order.lines.length) return undefined;
    const lines = order.lines.map(({ lineNo, quantity }) => ({ lineNo, quantity }));
    return async () => {
      await api.changeOrder({ orderId, version: version! }, { lines, stationId, waveId }, t('general.undo'), false);
    };
  };
  return (
    <OrderDialog
      title={t('order.change.title', { id: orderId })}
      act={t('order.change.apply')}
      warning={t('order.change.final')}
      back={back}
      change={change}
      onClose={onClose}
      onDone={onDone}
    >
      <fieldset class="order-change__lines">
        <legend class="label">{t('order.change.lines')}</legend>
        {order.lines.map(({ lineNo, name, zoneId, quantity }) => (
          <label key={lineNo}>
            <ZoneBadge zoneId={zoneId} />
            <span>{name}</span>
            <input
              name={`line ${lineNo}`}
              type="number"
              min={0}
              max={1_000_000}
              step={1}
              required
              defaultValue={String(quantity)}
              aria-label={`${t('order.change.quantity')} ${name}`}
            />
          </label>
        ))}
      </fieldset>
      <label class="field">
        <span>{t('stop.station')}</span>
        <select name="station" defaultValue={stationId}>
          <option value={stationId}>{own?.name ?? stationId}</option>
          {places
            .filter((place) => place.stationId !== stationId)
            .map((place) => (
              <option key={place.stationId} value={place.stationId}>
                {place.name}
              </option>
            ))}
        </select>
      </label>
      <label class="field">
        <span>{t('order.change.wave')}</span>
        <select name="wave">
          <option value="">{t('order.change.sameWave', { wave: waveId })}</option>
          {others.map((wave) => (
            <option key={wave.waveId} value={wave.waveId}>
              {formatDate(wave.deliveryDate)} {wave.name} {wave.waveId}
            </option>
          ))}
        </select>
      </label>
    </OrderDialog>
  );
}
