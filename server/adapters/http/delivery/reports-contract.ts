import { z } from 'zod';
import { plain } from '../../../application/tables/row-reader.js';
import { reportFaultCodes } from '../../../domain/delivery/check-report.js';
import { runEventKinds } from '../../../domain/delivery/report.js';
import { amount, id, instant, name, type Sent } from '../shared-contract.js';
import { zoneTotes } from '../waves/empty-totes-contract.js';
import { goods, run, stop } from './runs-contract.js';

/** Of ids of 100 characters each, every one of which may get a mark before it. */
const longestConsignmentId = 700;
const consignmentId = z.string().overwrite(plain).max(longestConsignmentId);

const report = z.object({
  deviceEventId: z.string().min(1).max(100),
  kind: z.enum(runEventKinds),
  deviceAt: instant,
  stopId: id.optional(),
  consignments: z
    .array(
      z.object({
        consignmentId,
        outcome: z.enum(['delivered', 'partial', 'refused', 'failed']).optional(),
        totesHandedOver: z.number().int().min(0).max(10_000).optional(),
      }),
    )
    .max(100)
    .optional(),
  totesTakenBack: z.array(zoneTotes).max(20).optional().describe('Empty totes that go back with the vehicle.'),
  celsius: z.number().min(-60).max(60).optional(),
  zoneId: id.optional().describe('Of a temperature: whose goods were measured.'),
  compartmentNo: z.int().min(1).max(20).optional().describe('Of a temperature: where it was measured.'),
  note: z.string().max(1000).optional(),
});
export type RunEvent = Sent<typeof report>;

/** A courier's reports: one, or a batch in any order. */
export const reports = z.union([z.object({ events: z.array(report).min(1).max(500) }), report]);

const eventEffect = name(
  'EventEffect',
  z.object({
    deviceEventId: z.string(),
    effect: z
      .enum(['taken', 'repeated', 'refused', 'conflict'])
      .describe('`conflict`: its id was used for a report of other content, which stays; this one was not taken.'),
    code: z
      .enum([...reportFaultCodes, 'event-id-reused'])
      .optional()
      .describe('Why it was not taken; docs/errors.md says what helps.'),
    detail: z.string().optional().describe('The same as a sentence.'),
    status: z.literal(409).optional().describe('Of a conflict.'),
  }),
);
export type EventEffect = Sent<typeof eventEffect>;

/** Of a run and its stops, what reports can change. */
export const reportedRun = name(
  'ReportedRun',
  run
    .pick({ depotId: true, runId: true, status: true, departedAt: true, finishedAt: true, version: true, notice: true })
    .extend({
      stops: z.array(
        stop
          .pick({
            stopId: true,
            status: true,
            etaAt: true,
            lateSeconds: true,
            arrivedAt: true,
            leftAt: true,
            takenBack: true,
            version: true,
          })
          .extend({ consignments: z.array(goods.pick({ consignmentId: true, outcome: true })) }),
      ),
    }),
);
export type ReportedRun = Sent<typeof reportedRun>;

/** What became of each report, and what of the run is as it is by them; all else of it stays as `/me/runs` told it. */
export const reported = z.object({ data: z.array(eventEffect), run: reportedRun });

export const signature = z.object({ signedBy: z.string().trim().min(1).max(100) });

export const newClaim = z.object({
  consignmentId,
  skuId: id.optional(),
  kind: z.enum(['short', 'damaged', 'wrong', 'warm']),
  quantity: z.number().int().min(1).max(100_000),
  note: z.string().max(1000).default(''),
});
export const raisedClaim = z.object({ claimId: z.string() });

export const claim = name(
  'Claim',
  z.object({
    depotId: z.string(),
    claimId: z.string(),
    stopId: z.string(),
    stationId: z.string(),
    consignmentId: z.string(),
    skuId: z.string().nullable(),
    skuName: z.string().nullable(),
    kind: z.enum(['short', 'damaged', 'wrong', 'warm']),
    quantity: amount,
    note: z.string(),
    status: z.enum(['open', 'settled']),
    raisedBy: z.string(),
    raisedAt: instant,
  }),
);
export type Claim = Sent<typeof claim>;

/** The note says how it was settled, or why it is open again. */
export const claimChange = z.strictObject({
  status: z.enum(['open', 'settled']),
  note: z.string().max(1000).default(''),
});
