import { api } from '../../api/api.js';
import { t } from '../../i18n/language.js';
import { OrderDialog } from './order-dialog.js';

interface Props {
  readonly orderIds: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** One order or several, cancelled together, with an answer for each. */
export function CancelOrders({ orderIds, onClose, onDone }: Props) {
  const changes = orderIds.map((orderId) => ({ orderId, cancel: true }));
  const title =
    orderIds.length === 1
      ? t('order.cancel.title', { id: orderIds[0] })
      : t('order.cancel.titleMany', { n: orderIds.length });
  return (
    <OrderDialog
      title={title}
      act={t('order.cancel')}
      warning={t('order.cancel.final')}
      change={(_, reason, dryRun) => api.changeOrders(changes, reason, dryRun)}
      onClose={onClose}
      onDone={onDone}
    />
  );
}
