import { describe, expect, it } from 'vitest';
import type { ReportedRun, Run } from '../../web/api/types.js';
import { applyReportedRun } from '../../web/courier/apply-reported-run.js';

const goods = (consignmentId: string) => ({ consignmentId, totes: 2, outcome: 'planned' });
const stop = (stopId: string, ...consignmentIds: string[]) => ({
  stopId,
  stationName: `Station ${stopId}`,
  status: 'planned',
  etaAt: null,
  version: 1,
  consignments: consignmentIds.map(goods),
});
const run = {
  runId: 'R',
  runCode: '7',
  status: 'released',
  version: 3,
  stops: [stop('first', 'a', 'b'), stop('second', 'c')],
} as unknown as Run;

describe('A run after reports', () => {
  it('is as the answer says, with all that reports cannot change', () => {
    const reported = {
      runId: 'R',
      status: 'departed',
      version: 4,
      stops: [
        {
          stopId: 'first',
          status: 'partial',
          etaAt: null,
          version: 2,
          consignments: [
            { consignmentId: 'a', outcome: 'delivered' },
            { consignmentId: 'b', outcome: 'refused' },
          ],
        },
        // Came to the run meanwhile: nothing else is known of it yet.
        { stopId: 'third', status: 'planned', etaAt: null, version: 1, consignments: [] },
      ],
    } as unknown as ReportedRun;
    expect(applyReportedRun(run, reported)).toEqual({
      ...run,
      status: 'departed',
      version: 4,
      stops: [
        {
          ...stop('first'),
          status: 'partial',
          version: 2,
          consignments: [
            { ...goods('a'), outcome: 'delivered' },
            { ...goods('b'), outcome: 'refused' },
          ],
        },
        stop('second', 'c'),
      ],
    });
  });
});
