import type { ImportInput, ImportOutcome } from '../../../application/exchange/imports/import-files.js';
import type { Finding, Table, TableRow } from '../../../application/tables/finding.js';
import { plain } from '../../../application/tables/row-reader.js';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { isBusinessDate } from '../../../domain/local-time.js';
import type { Language } from '../../../domain/told.js';
import type { Ask } from '../endpoint.js';
import { type Endpoint, endpoint, tableFiles } from '../endpoint.js';
import { etagOf } from '../requests/etag.js';
import type { Once } from '../requests/idempotency.js';
import { languageOf } from '../requests/language-of.js';
import type { HttpServices } from '../services.js';
import {
  importResult,
  incompleteOrdersQuery,
  orderChain,
  type SentOrder,
  sentOrders,
  takenOrders,
} from './orders-contract.js';
import { toldFinding } from './told-finding.js';

/** Orders and files in. */
export function intakeEndpoints(services: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/orders/:orderId',
      permission: 'orders:read',
      summary: 'An order with all that became of it: lines, consignments, totes, compartment, stop, events.',
      answer: orderChain,
      etag: 'answered',
      async handle({ actor, params, response }) {
        const found = await services.orderChain(params.orderId, actor.depotIds);
        response.set('ETag', etagOf(found.orderId, found.version));
        return found;
      },
    }),
    endpoint({
      method: 'post',
      path: '/orders',
      permission: 'orders:write',
      summary: 'Take in one order or many; the answer tells of each.',
      creates: true,
      transaction: 'shared',
      query: incompleteOrdersQuery,
      body: sentOrders,
      answer: takenOrders,
      async handle({ actor, query: { incompleteOrders }, body, request, response, once, repeatable }) {
        const language = languageOf(request, response);
        assertOneForm(request.body as object);
        const orders = 'orders' in body ? body.orders : [body];
        const answerOf = ({ importId, findings }: Pick<ImportOutcome, 'importId' | 'findings'>) => {
          const own = findingsByOrder(orders, findings);
          return { importId, data: orders.map((sent) => resultOf(sent, own.get(sent)!, language)) };
        };
        const lines = orders.reduce((total, { lines }) => total + lines.length, 0);
        if (lines <= services.orderDesk.mostLines) {
          return services.orderDesk.take({
            table: asTable(orders),
            orderIds: orders.map(({ orderId }) => plain(orderId)),
            stationIds: orders.map(({ stationId }) => plain(stationId)),
            from: earliestDate(orders),
            lines,
            begunBy: actor.name,
            depotIds: actor.depotIds,
            incompleteOrders,
            answerOf,
            repeatable,
          });
        }
        // A file's worth: read and written in many short transactions.
        const input = {
          tables: [asTable(orders)],
          unreadable: [],
          timeZone: services.timeZone,
          begunBy: actor.name,
          depotIds: actor.depotIds,
          incompleteOrders,
        };
        return importOnce(services, once, input, answerOf);
      },
    }),
    endpoint({
      method: 'post',
      path: '/imports',
      permission: 'imports:write',
      summary: "Take in a day's files: multipart, any number of CSV or XLSX files.",
      creates: true,
      transaction: 'own',
      upload: tableFiles,
      query: incompleteOrdersQuery,
      status: 201,
      answer: importResult,
      handle: (ask) => importUploaded(ask, ask.query.incompleteOrders, services),
    }),
  ];
}

/** Imports; what is published and the record of the answer are one transaction. */
async function importOnce<Answer>(
  services: HttpServices,
  once: Once,
  input: ImportInput,
  answerOf: (outcome: ImportOutcome) => Answer,
): Promise<Answer> {
  let answer: Answer | undefined;
  await services.importFiles({
    ...input,
    async withPublish(publish, outcome) {
      answer = await once(async () => {
        await publish();
        return answerOf(outcome);
      });
    },
  });
  return answer as Answer;
}

async function importUploaded(
  { actor, files, once, request, response }: Pick<Ask, 'actor' | 'files' | 'once' | 'request' | 'response'>,
  incompleteOrders: ImportInput['incompleteOrders'],
  services: HttpServices,
): Promise<unknown> {
  const language = languageOf(request, response);
  if (files.length === 0) throw new InvalidInputError('Send one or more files as multipart/form-data.');
  const opened = await services.openTables(files);
  const input = {
    tables: opened.tables,
    unreadable: opened.unreadable,
    timeZone: opened.timeZone ?? services.timeZone,
    begunBy: actor.name,
    depotIds: actor.depotIds,
    incompleteOrders,
  };
  return importOnce(services, once, input, ({ importId, summary, findings }) => ({
    importId,
    files: summary.files,
    findings: findings.slice(0, 200).map((finding) => toldFinding(finding, language)),
    findingCount: findings.length,
  }));
}

/** @throws InvalidInputError for one order and a list of them at once, of which one would be lost without a word. */
function assertOneForm(body: object): void {
  if (!Object.hasOwn(body, 'orders') || !Object.hasOwn(body, 'orderId')) return;
  throw new InvalidInputError('Send one order, or a list of them in orders, not both.');
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
    'wave',
    'note',
  ];
  return {
    file: 'orders',
    columns,
    isOurs: true,
    async *rows(): AsyncGenerator<TableRow> {
      let line = 0;
      for (const [orderNo, sent] of orders.entries()) {
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
            wave: sent.wave,
            note: sent.note,
          };
          yield { line: ++line, cells, orderNo };
        }
      }
    },
  };
}

/** The earliest delivery date that is asked for; orders whose date is none are refused. */
function earliestDate(orders: readonly SentOrder[]): string {
  const dates = orders.map(({ deliveryDate }) => plain(deliveryDate)).filter(isBusinessDate);
  return dates.sort()[0] ?? '9999-12-31';
}

/** The findings of each order, by the lines that its rows had. */
function findingsByOrder(orders: readonly SentOrder[], findings: readonly Finding[]): Map<SentOrder, Finding[]> {
  const orderOfLine = orders.flatMap((sent) => sent.lines.map(() => sent));
  const own = new Map<SentOrder, Finding[]>(orders.map((sent) => [sent, []]));
  for (const finding of findings) {
    const sent = orderOfLine[finding.line - 1];
    if (sent !== undefined) own.get(sent)!.push(finding);
  }
  return own;
}

function resultOf(sent: SentOrder, own: readonly Finding[], language: Language) {
  const refused = own.filter((finding) => finding.level === 'refused');
  const status =
    refused.length === 0
      ? 'taken'
      : refused.length < sent.lines.length && !own.some((finding) => finding.column === 'order_id')
        ? 'partly'
        : 'refused';
  const told = own.map((finding) => {
    const { file: _file, line: _line, ...rest } = toldFinding(finding, language);
    return rest;
  });
  const orderId = plain(sent.orderId);
  return { orderId, sentOrderId: orderId === sent.orderId ? undefined : sent.orderId, status, findings: told };
}
