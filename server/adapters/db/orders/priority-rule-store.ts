import type { PriorityRule } from '../../../domain/orders/priority.js';
import { insertAudit } from '../accounts/insert-audit.js';
import type { Database } from '../engine/database.js';
import { lockNetworkChanges } from '../network/lock-network-changes.js';

/** The priority table as the operator edits it: always as a whole. */
export function makePriorityRuleStore({ inTransaction }: Database) {
  return {
    replacePriorityRules: (rules: readonly PriorityRule[], by: string, at: Date): Promise<void> =>
      inTransaction(async (transaction) => {
        await lockNetworkChanges(transaction);
        await transaction.raw('delete from priority_rules');
        await transaction.raw(
          `insert into priority_rules (order_class, customer_tier, area, priority)
           select * from unnest(?::text[], ?::text[], ?::text[], ?::integer[])`,
          [
            rules.map((rule) => rule.orderClass),
            rules.map((rule) => rule.customerTier),
            rules.map((rule) => rule.area),
            rules.map((rule) => rule.priority),
          ],
        );
        const detail = { rules: rules.length };
        await insertAudit(transaction, {
          by,
          action: 'priority-rules.replaced',
          kind: 'priority-rules',
          id: '*',
          at,
          detail,
        });
      }),
  };
}
