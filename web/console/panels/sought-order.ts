import { signal } from '@preact/signals';
import { tab } from '../console-state.js';

/** The order that the panel of orders opens with; undefined for its list. */
export const soughtOrderId = signal<string>();

/** Goes to an order from elsewhere on the console. */
export function showOrder(orderId: string): void {
  soughtOrderId.value = orderId;
  tab.value = 'orders';
}
