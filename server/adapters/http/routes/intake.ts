import type { Actor } from '../../../application/accounts/account-store.js';
import type { Finding, Table, TableRow } from '../../../application/intake/finding.js';
import { DispatchError, InvalidInputError } from '../../../domain/dispatch-error.js';
import { importResult, orderChain, type SentOrder, sentOrders, takenOrders } from '../contract/orders.js';
import type { Ask } from '../route.js';
import { type Route, route } from '../route.js';
import type { HttpServices } from '../services.js';

/** Orders and files in. */
export function intakeRoutes(services: HttpServices): Route[] {
  return [
    route({
      method: 'get',
      path: '/orders/:orderId',
      permission: 'orders:read',
      summary: 'An order with all that became of it: lines, consignments, totes, compartment, stop, events.',
      answer: orderChain,
      handle: ({ actor, params }) => services.orderChain(params.orderId, actor.depotId),
    }),
    route({
      method: 'post',
      path: '/orders',
      permission: 'orders:write',
      summary: 'Take in one order or many; the answer tells of each.',
      creates: true,
      body: sentOrders,
      answer: takenOrders,
      async handle({ actor, body }) {
        const orders = 'orders' in body ? body.orders : [body];
        const isStrange = await strangersOf(actor, orders, services);
        const own = orders.filter((sent) => !isStrange(sent));
        const { importId, findings } = await services.importFiles({
          tables: own.length === 0 ? [] : [asTable(own)],
          unreadable: [],
          timeZone: services.timeZone,
          begunBy: actor.name,
        });
        const data = orders.map((sent) => (isStrange(sent) ? refusedStation(sent) : resultOf(sent, own, findings)));
        return { importId, data };
      },
    }),
    route({
      method: 'post',
      path: '/imports',
      permission: 'imports:write',
      summary: "Take in a day's files: multipart, any number of CSV or XLSX files.",
      creates: true,
      upload: true,
      status: 201,
      answer: importResult,
      handle: (ask) => importUploaded(ask, services),
    }),
  ];
}

async function importUploaded({ actor, files }: Ask, services: HttpServices): Promise<unknown> {
  if (files.length === 0) throw new InvalidInputError('Send one or more files as multipart/form-data.');
  if (actor.depotId !== undefined) {
    throw new DispatchError('not-allowed', 'Files may hold rows of every depot, and this account is for one only.');
  }
  const opened = await services.openTables(files);
  const { importId, summary, findings } = await services.importFiles({
    tables: opened.tables,
    unreadable: opened.unreadable,
    timeZone: opened.timeZone ?? services.timeZone,
    begunBy: actor.name,
  });
  return { importId, files: summary.files, findings: findings.slice(0, 200), findingCount: findings.length };
}

/** Orders as the flat rows that a file would hold; the line of a row tells its order. */
function asTable(orders: readonly SentOrder[]): Table {
  const columns = [
    'order_id',
    'customer_id',
    'customer_tier',
    'station_id',
    'sku_id',
    'qty',
    'placed_at',
    'delivery_date',
    'note',
  ];
  return {
    file: 'orders',
    columns,
    async *rows(): AsyncGenerator<TableRow> {
      let line = 0;
      for (const sent of orders) {
        for (const { skuId, quantity } of sent.lines) {
          const cells = {
            order_id: sent.orderId,
            customer_id: sent.customerId,
            customer_tier: sent.customerTier,
            station_id: sent.stationId,
            sku_id: skuId,
            qty: String(quantity),
            placed_at: sent.placedAt,
            delivery_date: sent.deliveryDate,
            note: sent.note,
          };
          yield { line: ++line, cells };
        }
      }
    },
  };
}

/** Orders for stations of other depots than that of the one who sends them. */
async function strangersOf({ depotId }: Actor, orders: readonly SentOrder[], services: HttpServices) {
  if (depotId === undefined) return () => false;
  const own = await services.stationsOfDepot(
    depotId,
    orders.map(({ stationId }) => stationId),
  );
  return ({ stationId }: SentOrder) => !own.has(stationId.toUpperCase());
}

function refusedStation({ orderId, stationId }: SentOrder) {
  const reason = `There is no station ${stationId}.`;
  const finding = { level: 'refused', column: 'station_id', value: stationId, code: 'unknown-station', reason };
  return { orderId, status: 'refused', findings: [finding] };
}

function resultOf(sent: SentOrder, orders: readonly SentOrder[], findings: readonly Finding[]) {
  const at = orders.indexOf(sent);
  const before = orders.slice(0, at).reduce((count, each) => count + each.lines.length, 0);
  const own = findings.filter((finding) => finding.line > before && finding.line <= before + sent.lines.length);
  const refused = own.filter((finding) => finding.level === 'refused');
  const status =
    refused.length === 0
      ? 'taken'
      : refused.length < sent.lines.length && !own.some((finding) => finding.column === 'order_id')
        ? 'partly'
        : 'refused';
  const told = own.map(({ level, column, value, code, reason }) => ({ level, column, value, code, reason }));
  return { orderId: sent.orderId, status, findings: told };
}
