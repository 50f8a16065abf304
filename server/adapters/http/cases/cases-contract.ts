import { z } from 'zod';
import { caseStatuses } from '../../../domain/cases/case.js';
import { caseKinds, caseOutcomes, severities } from '../../../domain/cases/case-kinds.js';
import { amount, businessDate, id, instant, name, type Sent } from '../shared-contract.js';

const severity = z.enum(severities);
const kind = z.enum(caseKinds);
const text = z.string().trim().max(1000);

const caseFields = {
  depotId: z.string(),
  caseId: z.int(),
  kind,
  severity,
  status: z.enum(caseStatuses),
  owner: z.string().nullable().describe('Who is at it, as events name them.'),
  waveId: z.string().nullable(),
  deliveryDate: businessDate.nullable(),
  runId: z.string().nullable(),
  runCode: z.string().nullable(),
  routeNo: z.int().nullable(),
  vehicleId: z.string().nullable(),
  stopId: z.string().nullable(),
  stationId: z.string().nullable(),
  stationName: z.string().nullable(),
  skuName: z.string().nullable().describe('Of the product that `detail` names.'),
  claimId: z.string().nullable(),
  goods: z
    .array(
      z.object({
        consignmentId: z.string(),
        wholeId: z.string().describe('The consignment that a part is of.'),
        partNo: z.int().nullable(),
        zoneId: z.string(),
      }),
    )
    .describe('Consignments, or parts of them, that it is about.'),
  detail: z
    .record(z.string(), z.union([z.string(), z.number(), z.null()]))
    .describe(
      'What is known of it by its kind: `celsius` (the worst reading, with `latestCelsius` where the last one is another), ' +
        '`lateSeconds`, `note`, `reasonCode` and so on. `toUndo`: it is no longer so, after this outcome.',
    ),
  openedAt: instant,
  dueAt: instant.describe('When it is escalated unless it is closed.'),
  escalatedAt: instant.nullable(),
  closedAt: instant.nullable(),
  closedBy: z.string().nullable(),
  outcome: z
    .enum([...caseOutcomes, 'ended'])
    .nullable()
    .describe('`ended`: it closed by itself, because what it told of was no longer so.'),
  outcomeDetail: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('What came of the outcome: `orderIds` of new orders and their `waveId`, `amountMinor`, `skuId`.'),
  receivedAt: instant.nullable().describe('When goods that were expected back were there.'),
  receivedBy: z.string().nullable(),
};

/** A row of the list of cases. */
export const caseRow = name('CaseRow', z.object(caseFields));
export type CaseRow = Sent<typeof caseRow>;

const steps = z.array(z.string().trim().min(1).max(300)).max(10);

const caseKindSettings = {
  isOn: z.boolean().describe('Whether such cases are made.'),
  severity,
  limitMinutes: z.int().min(1).max(10_080).describe('Within how long a case is to be closed.'),
  afterMinutes: z
    .int()
    .min(0)
    .max(1_440)
    .describe('Of kinds that go by the clock: how much later, or how long silent, makes a case.'),
  steps: z.strictObject({ zh: steps, en: steps }).describe('What to do, step by step, in both languages.'),
};

/** What is set for a kind in a depot. */
export const caseKind = name(
  'CaseKind',
  z.object({
    ...caseKindSettings,
    kind,
    afterMinutes: caseKindSettings.afterMinutes.nullable(),
    outcomes: z.array(z.enum(caseOutcomes)).describe('How cases of the kind may be closed.'),
    needsOrders: z.boolean().describe('Whether `redeliver` has to say whose goods.'),
  }),
);
export type CaseKind = Sent<typeof caseKind>;

export const caseKindChange = z.strictObject({
  isOn: caseKindSettings.isOn.optional(),
  severity: caseKindSettings.severity.optional(),
  limitMinutes: caseKindSettings.limitMinutes.optional(),
  afterMinutes: caseKindSettings.afterMinutes.optional(),
  steps: caseKindSettings.steps.optional(),
});

/** A case with its history, whose goods it is about, and what is set for its kind. */
export const wholeCase = name(
  'Case',
  z.object({
    ...caseFields,
    entries: z.array(
      z.object({
        entryNo: z.int(),
        at: instant,
        actor: z.string(),
        kind: z.string(),
        note: z.string(),
        data: z.record(z.string(), z.unknown()),
      }),
    ),
    lines: z
      .array(
        z.object({
          orderId: z.string(),
          lineNo: z.int(),
          customerId: z.string(),
          stationId: z.string(),
          zoneId: z.string(),
          skuId: z.string(),
          name: z.string(),
          quantity: amount,
        }),
      )
      .describe('Lines of orders, with the pieces that `redeliver` would bring.'),
    settings: caseKind,
  }),
);
export type Case = Sent<typeof wholeCase>;

export const assignment = z.strictObject({ login: z.string().trim().min(1).max(100) });
export const caseNote = z.strictObject({ note: text.min(1) });
export const reopening = z.strictObject({ note: text.default('') });

export const caseClosing = z.strictObject({
  outcome: z.enum(caseOutcomes),
  note: text.default('').describe('Why; needed for `no-action`.'),
  waveId: id.optional().describe('Of `redeliver`: a wave of the depot that still collects.'),
  orderIds: z.array(id).min(1).max(500).optional().describe('Whose goods; all of the case where it is left out.'),
  amountMinor: z.int().min(1).max(100_000_000_000).optional().describe('Of `refund`, in minor units.'),
  skuId: id.optional().describe('Of `substitute`: the product that is given instead.'),
  quantity: z.int().min(1).max(100_000).optional().describe('Of `substitute`: how many of it.'),
});
export type CaseClosing = Sent<typeof caseClosing>;
