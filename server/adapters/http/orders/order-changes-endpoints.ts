import type { ChangedOrders, OrderRequest } from '../../../application/orders/change-orders.js';
import { tellIn } from '../../../application/words/tell-in.js';
import type { Ask } from '../endpoint.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { assertMatch, etagOf } from '../requests/etag.js';
import { languageOf } from '../requests/language-of.js';
import type { HttpServices } from '../services.js';
import { changedOrders, orderCancellation, orderChanges, orderPatch } from './order-changes-contract.js';

/** Changing and cancelling orders, one or many, before their wave is closed and after. */
export function orderChangeEndpoints(services: HttpServices): Endpoint[] {
  const change = async (
    { actor, once, request, response }: Pick<Ask, 'actor' | 'once' | 'request' | 'response'>,
    requests: readonly OrderRequest[],
    { reason, dryRun }: { readonly reason: string; readonly dryRun: boolean },
    assertTaken: (changed: ChangedOrders) => void = () => undefined,
  ) => {
    const leaving = new AbortController();
    response.on('close', () => leaving.abort(new Error('The client went away.')));
    const options = { reason, dryRun, by: actor.name, depotIds: actor.depotIds, signal: leaving.signal };
    const language = languageOf(request, response);
    const work = async () => {
      const changed = await services.changeOrders(requests, options);
      assertTaken(changed);
      return answered(changed, language);
    };
    return dryRun ? work() : once(work);
  };
  /** Only the version that was seen is changed; what is refused of the one order is the answer. */
  const changeOne = async (
    ask: Pick<Ask, 'actor' | 'params' | 'once' | 'request' | 'response'>,
    wanted: Omit<OrderRequest, 'orderId'>,
    options: { readonly reason: string; readonly dryRun: boolean },
  ) => {
    const { orderId } = ask.params;
    const assertSeen = (seen: { readonly orderId: string; readonly version: number }) => {
      if (!options.dryRun) assertMatch(ask.request, etagOf(seen.orderId, seen.version));
    };
    return change(ask, [{ ...wanted, orderId, assertSeen }], options, ({ orders: [own] }) => {
      if (own.refusal !== undefined) throw own.refusal;
      if (!options.dryRun) ask.response.set('ETag', etagOf(own.orderId, own.version!));
    });
  };
  return [
    endpoint({
      method: 'patch',
      path: '/orders/:orderId',
      permission: 'orders:write',
      summary:
        'Change quantities, station, wave or date of an order, or look with dryRun what that does. Needs If-Match unless dryRun.',
      transaction: 'own',
      body: orderPatch,
      answer: changedOrders,
      handle(ask) {
        const { reason, dryRun, ...wanted } = ask.body;
        return changeOne(ask, wanted, { reason, dryRun });
      },
    }),
    endpoint({
      method: 'post',
      path: '/orders/:orderId/cancel',
      permission: 'orders:write',
      summary: 'Cancel an order, or look with dryRun what that does. Needs If-Match unless dryRun.',
      creates: true,
      transaction: 'own',
      body: orderCancellation,
      answer: changedOrders,
      handle: (ask) => changeOne(ask, { cancels: true }, ask.body),
    }),
    endpoint({
      method: 'post',
      path: '/orders/changes',
      permission: 'orders:write',
      summary: 'Change and cancel up to 2,000 orders at once; the answer tells of each.',
      creates: true,
      transaction: 'own',
      body: orderChanges,
      answer: changedOrders,
      handle(ask) {
        const requests = ask.body.changes.map(({ cancel: cancels, ...wanted }) => ({ ...wanted, cancels }));
        return change(ask, requests, ask.body);
      },
    }),
  ];
}

function answered({ orders, waves }: ChangedOrders, language: Parameters<typeof tellIn>[0]) {
  const data = orders.map(({ refusal, ...answer }) => ({
    ...answer,
    ...(refusal && { code: refusal.code, reason: tellIn(language, refusal.told) ?? refusal.message }),
  }));
  return { data, waves };
}
