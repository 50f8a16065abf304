import { z } from 'zod';
import { importedFile } from './orders/orders-contract.js';
import { planKpis } from './planning/plans-contract.js';
import { amount, instant, name, type Sent } from './shared-contract.js';

const progress = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('travel'), done: amount, total: amount }),
  z.object({
    phase: z.literal('search'),
    iterations: amount,
    share: z.number().describe('Of the budget, from 0 to 1.'),
    vehicles: amount,
    cost: z.number(),
    unassigned: amount.describe('Consignments that the best plan so far leaves out.'),
  }),
  z.object({ phase: z.literal('rows'), table: z.string(), rows: amount }),
  z.object({ phase: z.literal('addresses'), done: amount, total: amount }),
  z.object({ phase: z.literal('files'), files: amount, total: amount }),
  z.object({ phase: z.literal('verify'), bytes: amount }),
  z.object({
    phase: z.literal('map'),
    step: z.enum(['reading', 'tiles', 'opening', 'base-map', 'done']),
    share: z.number().describe('Of the step, from 0 to 1.'),
  }),
  z.object({
    phase: z.literal('demo'),
    step: z.enum(['city', 'map', 'import', 'plan', 'stopping', 'removing']),
  }),
]);
export type JobProgress = Sent<typeof progress>;

const planResult = z.object({ planId: z.string(), version: z.int(), kpis: planKpis });
const backupResult = z.object({ bytes: amount, rows: amount, files: amount, encrypted: z.boolean() });

const demoResult = z.object({
  demo: z.enum(['loaded', 'removed']),
  rows: amount.nullable().describe('That were removed.'),
});

const mapResult = z.object({ mapId: z.string(), name: z.string() });
const previewResult = z.object({ draftId: z.string(), findings: amount });
const placesResult = z.object({
  draftId: z.string(),
  addresses: amount.describe('That were looked up.'),
  found: amount.describe('Of them those that may lie somewhere.'),
});
const takeResult = z.object({ importId: z.string(), files: z.array(importedFile), findingCount: amount });

/** Work in the background. */
export const job = name(
  'Job',
  z.object({
    jobId: z.string(),
    kind: z.string(),
    status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
    subjectId: z.string().nullable(),
    ahead: amount.nullable().describe('How many jobs come before it while it waits; null otherwise.'),
    waitsFor: z
      .enum(['turn', 'depot', 'slot'])
      .nullable()
      .describe('turn: others come first; depot: its depot has a job running; slot: all servers are at work.'),
    progress: progress.nullable().describe('Null while nothing was told yet.'),
    result: z
      .union([planResult, backupResult, demoResult, mapResult, previewResult, placesResult, takeResult])
      .nullable()
      .describe(
        'Of planning, of a backup, of loading or removing the demo, of building a map, of an import, or of looking up its addresses.',
      ),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    createdBy: z.string(),
    createdAt: instant,
    endedAt: instant.nullable(),
  }),
);
export type Job = Sent<typeof job>;

/** Something that happened. */
export const event = name(
  'Event',
  z.object({
    eventId: z.int(),
    kind: z.string(),
    depotId: z.string().nullable(),
    waveId: z.string().nullable(),
    runId: z.string().nullable(),
    runCode: z.string().nullable().describe('How the run is called; null also where it is no more.'),
    stopId: z.string().nullable(),
    stationId: z.string().nullable(),
    actor: z.string(),
    deviceAt: instant.nullable(),
    receivedAt: instant,
    data: z.record(z.string(), z.unknown()),
  }),
);
export type Event = Sent<typeof event>;
