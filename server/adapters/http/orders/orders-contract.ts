import { z } from 'zod';
import { incompleteOrders } from '../../../application/orders/order-intake.js';
import { orderStatuses } from '../../../domain/orders/change-order.js';
import { customerTiers, orderClasses } from '../../../domain/orders/order.js';
import { stopStatus } from '../delivery/runs-contract.js';
import { part } from '../planning/split-delivery-contract.js';
import { amount, businessDate, instant, name, type Sent } from '../shared-contract.js';

export const incompleteOrdersChoice = z
  .enum(incompleteOrders)
  .describe('What becomes of orders of which a line is refused: nothing of them is taken, or the rest is.');

export const incompleteOrdersQuery = z.strictObject({ incompleteOrders: incompleteOrdersChoice.default('take') });

const sentOrder = z.object({
  orderId: z.string().min(1).max(100),
  customerId: z.string().min(1).max(100),
  customerTier: z.string().max(50).default('normal'),
  stationId: z.string().min(1).max(100),
  placedAt: z.string().max(50),
  deliveryDate: z.string().max(20),
  wave: z
    .string()
    .max(100)
    .default('')
    .describe('The name or code of a cutoff of the depot, such as 早班: the wave of the delivery date to join.'),
  note: z.string().max(20_000).default(''),
  lines: z
    .array(z.object({ skuId: z.string().min(1).max(100), quantity: z.number().int() }))
    .min(1)
    .max(1000),
});
export type SentOrder = Sent<typeof sentOrder>;

/** One order or many. */
export const sentOrders = z.union([sentOrder, z.object({ orders: z.array(sentOrder).min(1).max(2000) })]);

const level = z.enum(['refused', 'warned']);
export const finding = name(
  'Finding',
  z.object({
    level,
    file: z.string(),
    line: z.int(),
    column: z.string(),
    value: z.string(),
    code: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])).describe('What the sentence names.'),
    reason: z.string().describe('In Chinese where Accept-Language prefers it, else in English.'),
  }),
);
export type Finding = Sent<typeof finding>;

/** What became of each order that was sent. */
export const takenOrders = z.object({
  importId: z.string(),
  data: z.array(
    z.object({
      orderId: z.string().describe('As it is kept: without blanks around and invisible characters, in NFKC.'),
      sentOrderId: z.string().optional().describe('As it was sent, where that differs.'),
      status: z.enum(['taken', 'partly', 'refused']),
      findings: z.array(finding.omit({ file: true, line: true })),
    }),
  ),
});

export const importedFile = z.object({
  file: z.string(),
  kind: z.string(),
  mapping: z.string().optional().describe('The kept mapping that it was read by.'),
  rows: amount,
  taken: amount,
  unchanged: amount,
  warned: amount,
  refused: amount,
});

/** The first 200 findings; `/imports/{id}/findings` has all. */
export const importResult = name(
  'ImportResult',
  z.object({
    importId: z.string(),
    files: z.array(importedFile),
    findings: z.array(finding),
    findingCount: amount,
  }),
);
export type ImportResult = Sent<typeof importResult>;

export const importRow = name(
  'Import',
  z.object({
    importId: z.string(),
    depotIds: z.array(z.string()).nullable().describe('Of the account that sent it; null for all.'),
    status: z.enum(['reading', 'published', 'failed']),
    begunBy: z.string(),
    begunAt: instant,
    endedAt: instant.nullable(),
    summary: z.object({ files: z.array(importedFile).optional() }),
    error: z.object({ code: z.string(), detail: z.string() }).nullable().describe('Why it failed.'),
  }),
);
export type ImportRow = Sent<typeof importRow>;

const orderHead = {
  depotId: z.string(),
  orderId: z.string(),
  customerId: z.string(),
  customerTier: z.string(),
  stationId: z.string(),
  placedAt: instant,
  deliveryDate: businessDate,
  waveId: z.string(),
  orderClass: z.enum(orderClasses),
  area: z.string(),
  priority: z.int(),
  grams: amount,
  milliliters: amount,
  lineCount: amount,
  note: z.string(),
  status: z.enum(orderStatuses),
  version: z.int(),
};
export const orderRow = name('OrderRow', z.object(orderHead));
export type OrderRow = Sent<typeof orderRow>;

const chainLine = z.object({
  lineNo: z.int(),
  skuId: z.string(),
  name: z.string(),
  zoneId: z.string(),
  quantity: amount,
  pickedQuantity: amount.nullable(),
  grams: amount,
  milliliters: amount,
  consignmentId: z.string().nullable(),
  partNo: z.int().nullable(),
  partCount: z.int().nullable(),
  status: z.string(),
});

const chainConsignment = z.object({
  consignmentId: z.string(),
  part: part.nullable(),
  zoneId: z.string(),
  grams: amount,
  milliliters: amount,
  status: z.string(),
  totes: z.array(z.string()),
  compartmentNo: z.int().nullable(),
  outcome: z.string().nullable(),
  stopId: z.string().nullable(),
  sequence: z.int().nullable(),
  plannedArrivalAt: instant.nullable(),
  etaAt: instant.nullable(),
  arrivedAt: instant.nullable(),
  stopStatus: stopStatus.nullable(),
  signedBy: z.string().nullable(),
  runId: z.string().nullable(),
  runCode: z.string().nullable(),
  vehicleId: z.string().nullable(),
  courierId: z.string().nullable(),
  runStatus: z.string().nullable(),
});

const chainEvent = z.object({
  kind: z.string(),
  actor: z.string(),
  deviceAt: instant.nullable(),
  receivedAt: instant,
  runId: z.string().nullable(),
  stopId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});

/** What may be changed of an order, as it was or is. */
const keptContent = z.object({
  status: z.enum(orderStatuses),
  stationId: z.string(),
  waveId: z.string(),
  deliveryDate: businessDate,
  lines: z.array(z.object({ lineNo: z.int(), skuId: z.string(), quantity: amount })),
});

const keptChange = z.object({
  kind: z.enum(['changed', 'cancelled']),
  isLate: z.boolean().describe('Whether the wave that the goods were in was closed already.'),
  before: keptContent,
  after: keptContent,
  reason: z.string(),
  actor: z.string(),
  at: instant,
});

/** An order with all that became of it. */
export const orderChain = name(
  'OrderChain',
  z.object({
    ...orderHead,
    lines: z.array(chainLine),
    consignments: z.array(chainConsignment),
    events: z.array(chainEvent),
    changes: z.array(keptChange).describe('What was changed of it since it was taken, the oldest first.'),
  }),
);
export type OrderChain = Sent<typeof orderChain>;

export const priorityRule = name(
  'PriorityRule',
  z.object({
    orderClass: z.enum(orderClasses),
    customerTier: z.enum(customerTiers),
    area: z.string().trim().min(1).max(100),
    priority: z.number().int().min(1).max(9),
  }),
);
export type PriorityRule = Sent<typeof priorityRule>;
export const priorityRules = z.object({ rules: z.array(priorityRule).min(1).max(5000) });
export const replacedRules = z.object({ rules: amount });
