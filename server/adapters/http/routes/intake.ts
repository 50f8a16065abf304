import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import multer from 'multer';
import { z } from 'zod';
import type { Finding, Table, TableRow } from '../../../application/intake/finding.js';
import { InvalidInputError } from '../../../domain/dispatch-error.js';
import type { Ask } from '../route.js';
import { type Route, route } from '../route.js';
import type { HttpServices } from '../services.js';

const order = z.object({
  orderId: z.string().min(1).max(100),
  customerId: z.string().min(1).max(100),
  customerTier: z.string().max(50).default('normal'),
  stationId: z.string().min(1).max(100),
  placedAt: z.string().max(50),
  deliveryDate: z.string().max(20),
  note: z.string().max(20_000).default(''),
  lines: z
    .array(z.object({ skuId: z.string().min(1).max(100), quantity: z.number().int() }))
    .min(1)
    .max(1000),
});

type SentOrder = z.infer<typeof order>;

const largestFile = 500_000_000;

/** Orders and files in. */
export function intakeRoutes(services: HttpServices): Route[] {
  return [
    route({
      method: 'get',
      path: '/orders/:orderId',
      permission: 'orders:read',
      summary: 'An order with all that became of it: lines, consignments, totes, compartment, stop, events.',
      handle: ({ actor, params }) => services.orderChain(params.orderId, actor.depotId),
    }),
    route({
      method: 'post',
      path: '/orders',
      permission: 'orders:write',
      summary: 'Take in one order or many; the answer tells of each.',
      creates: true,
      status: 200,
      body: z.union([order, z.object({ orders: z.array(order).min(1).max(2000) })]),
      async handle({ actor, body }) {
        const orders = 'orders' in body ? body.orders : [body];
        const { importId, findings } = await services.importFiles({
          tables: [asTable(orders)],
          unreadable: [],
          timeZone: services.timeZone,
          begunBy: actor.name,
        });
        return { importId, data: orders.map((sent, at) => resultOf(sent, at, orders, findings)) };
      },
    }),
    route({
      method: 'post',
      path: '/imports',
      permission: 'imports:write',
      summary: "Take in a day's files: multipart, any number of CSV or XLSX files.",
      creates: true,
      status: 201,
      handle: (ask) => importUploaded(ask, services),
    }),
  ];
}

async function importUploaded(ask: Ask, services: HttpServices): Promise<unknown> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tuanda-import-'));
  try {
    const files = await receive(ask, folder);
    if (files.length === 0) throw new InvalidInputError('Send one or more files as multipart/form-data.');
    const opened = await services.openTables(files);
    const { importId, summary, findings } = await services.importFiles({
      tables: opened.tables,
      unreadable: opened.unreadable,
      timeZone: opened.timeZone ?? services.timeZone,
      begunBy: ask.actor.name,
    });
    return { importId, files: summary.files, findings: findings.slice(0, 200), findingCount: findings.length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the uploaded files into the folder under their own names, which never lead out of it. */
function receive({ request, response }: Ask, folder: string): Promise<string[]> {
  const storage = multer.diskStorage({
    destination: folder,
    filename(_request, file, done) {
      // Browsers send the name as UTF-8; multer reads it as Latin-1.
      const name = path
        .basename(Buffer.from(file.originalname, 'latin1').toString('utf8'))
        .replace(/[^\p{L}\p{N}._-]/gu, '_');
      done(null, name === '' || name.startsWith('.') ? `file-${Date.now()}` : name);
    },
  });
  const upload = multer({ storage, limits: { fileSize: largestFile, files: 20 } }).any();
  return new Promise((resolve, reject) => {
    upload(request, response, (error: unknown) => {
      if (error !== undefined && error !== null) reject(error);
      else resolve(((request.files as Express.Multer.File[] | undefined) ?? []).map((file) => file.path));
    });
  });
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

function resultOf(sent: SentOrder, at: number, orders: readonly SentOrder[], findings: readonly Finding[]) {
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
