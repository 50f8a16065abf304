import { z } from 'zod';
import { type ProgressList, progressLists } from '../../../application/delivery/wave-progress.js';
import { results } from '../../../domain/delivery/progress.js';
import { amount, id, instant, name, type Sent } from '../shared-contract.js';
import { runStatus, stopStatus } from './runs-contract.js';

const result = z
  .enum(results)
  .describe('skipped: its run is over and nothing was said of it. open: its run is not over.');
const tallied = name('Tally', z.record(z.enum(results), amount));
export type Tally = Sent<typeof tallied>;

export const progressFigures = name(
  'ProgressFigures',
  z.object({
    stops: tallied,
    totes: tallied.describe('By what became of their consignments.'),
    orders: tallied.describe('open until nothing of it is; partial where it ended in different ways.'),
    late: z
      .object({ planned: amount, predicted: amount, actual: amount })
      .describe(
        'Stops at which service begins after closing: by the plan; as it looks now, where the vehicle has yet to come; where it was.',
      ),
    overdue: amount.describe('Stops whose last window is over without a report; they are among late.predicted.'),
    waiting: amount.describe('Stops at which a vehicle waits for the door to open.'),
    lateDepartures: amount.describe('Runs that should have left by now.'),
  }),
);
export type ProgressFigures = Sent<typeof progressFigures>;

const runProgress = name(
  'RunProgress',
  z.object({
    runId: z.string(),
    routeNo: z.int(),
    runCode: z.string(),
    vehicleId: z.string(),
    status: runStatus,
    figures: progressFigures,
    departureDelaySeconds: amount.describe('By how much it is late to leave, by now; 0 once it has left.'),
  }),
);
export type RunProgress = Sent<typeof runProgress>;

const lateSeconds = z.object({ planned: amount, predicted: amount.nullable(), actual: amount.nullable() });

export const followedStop = name(
  'FollowedStop',
  z.object({
    runId: z.string(),
    routeNo: z.int(),
    runCode: z.string(),
    stopId: z.string(),
    tripNo: z.int(),
    sequence: z.int(),
    stationId: z.string(),
    stationName: z.string(),
    status: stopStatus,
    result,
    standing: z
      .enum(['on-time', 'late', 'overdue', 'waiting', 'there'])
      .nullable()
      .describe('How it stands now; null once it is done, or its run over.'),
    plannedArrivalAt: instant,
    expectedAt: instant.nullable().describe('As it looks now; null once the vehicle was there.'),
    arrivedAt: instant.nullable(),
    leftAt: instant.nullable(),
    lateSeconds,
  }),
);
export type FollowedStop = Sent<typeof followedStop>;

const listNames = Object.keys(progressLists) as [ProgressList, ...ProgressList[]];
export const progressQuery = z.strictObject({
  stops: z.enum(listNames).optional().describe('Of which figure the stops are wanted too; all for every stop.'),
  run: id.optional().describe('Only the stops of this run.'),
});
export type { ProgressList } from '../../../application/delivery/wave-progress.js';

/** How far a wave is, at a moment. */
export const waveProgress = name(
  'WaveProgress',
  z.object({
    waveId: z.string(),
    at: instant,
    figures: progressFigures,
    runs: z.array(runProgress),
    stops: z.array(followedStop).optional().describe('Where a figure was named.'),
  }),
);
export type WaveProgress = Sent<typeof waveProgress>;
