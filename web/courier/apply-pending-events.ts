import type { Run, RunEvent, Stop } from '../api/types.js';

/** A run as it will be once the events are taken: what the courier did shows at once, sent or not. */
export function applyPendingEvents(run: Run, events: readonly RunEvent[]): Run {
  return events.reduce(after, run);
}

function after(run: Run, event: RunEvent): Run {
  if (event.kind === 'departed') return { ...run, status: 'departed', departedAt: run.departedAt ?? event.deviceAt };
  if (event.kind === 'returned') return { ...run, status: 'finished', finishedAt: event.deviceAt };
  if (event.stopId === undefined) return run;
  const stops = run.stops.map((stop) => (stop.stopId === event.stopId ? afterAtStop(stop, event) : stop));
  const moves = event.kind !== 'temperature' && event.kind !== 'note' && event.kind !== 'acknowledged';
  return { ...run, stops, status: moves && run.status === 'released' ? 'departed' : run.status };
}

function afterAtStop(stop: Stop, event: RunEvent): Stop {
  if (event.kind === 'arrived') {
    return { ...stop, arrivedAt: stop.arrivedAt ?? event.deviceAt, status: isDone(stop) ? stop.status : 'arrived' };
  }
  if (event.kind === 'delivered') {
    const isPart = event.consignments?.some(({ outcome }) => outcome !== undefined && outcome !== 'delivered') ?? false;
    return { ...stop, status: isPart ? 'partial' : 'delivered', leftAt: event.deviceAt };
  }
  if (event.kind === 'refused' || event.kind === 'failed')
    return { ...stop, status: event.kind, leftAt: event.deviceAt };
  return stop;
}

/** Nothing is left to do there. */
export function isDone(stop: Stop): boolean {
  return stop.status !== 'planned' && stop.status !== 'arrived';
}
