import type { ReportedRun, Run, Stop } from '../api/types.js';

/** A run as it is by the reports that the server has taken. Stops that came to it meanwhile are there once it is read anew. */
export function applyReportedRun(run: Run, { stops, ...head }: ReportedRun): Run {
  const reported = new Map(stops.map((stop) => [stop.stopId, stop]));
  return {
    ...run,
    ...head,
    stops: run.stops.map((stop) => {
      const now = reported.get(stop.stopId);
      return now === undefined ? stop : { ...stop, ...now, consignments: withOutcomes(stop, now) };
    }),
  };
}

function withOutcomes({ consignments }: Stop, now: ReportedRun['stops'][number]): Stop['consignments'] {
  const outcomes = new Map(now.consignments.map(({ consignmentId, outcome }) => [consignmentId, outcome]));
  return consignments.map((goods) => ({ ...goods, outcome: outcomes.get(goods.consignmentId) ?? goods.outcome }));
}
