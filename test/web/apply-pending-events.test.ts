import { describe, expect, it } from 'vitest';
import type { Run, RunEvent, Stop } from '../../web/api/types.js';
import { applyPendingEvents } from '../../web/courier/apply-pending-events.js';

const stop = (stopId: string): Stop => ({
  stopId,
  runId: 'r1',
  tripNo: 1,
  sequence: 1,
  stationId: 'S1',
  stationName: '桂花苑',
  stationKind: 'station',
  street: '',
  courierNote: null,
  contactName: null,
  contactPhone: null,
  hasPhoto: false,
  lon: 120,
  lat: 30,
  windows: [],
  plannedArrivalAt: '2026-11-23T00:00:00Z',
  plannedBeginAt: '2026-11-23T00:00:00Z',
  plannedLeaveAt: '2026-11-23T00:05:00Z',
  etaAt: null,
  lateSeconds: 0,
  takesBack: [],
  takenBack: null,
  arrivedAt: null,
  leftAt: null,
  status: 'planned',
  signedBy: null,
  signedAt: null,
  legMeters: 0,
  legSeconds: 0,
  version: 1,
  consignments: [],
});
const run: Run = {
  depotId: 'D1',
  version: 1,
  courierPhone: null,
  runId: 'r1',
  waveId: 'w',
  planId: 'p',
  routeNo: 1,
  runCode: '1',
  vehicleId: 'V1',
  courierId: 'C1',
  courierName: '刘伟',
  status: 'released',
  plannedDepartureAt: '2026-11-23T00:00:00Z',
  plannedReturnAt: '2026-11-23T04:00:00Z',
  distanceMeters: 1,
  departedAt: null,
  finishedAt: null,
  waveName: '',
  deliveryDate: '2026-11-23',
  timeZone: 'Asia/Shanghai',
  depotName: '仓',
  depotLon: 120,
  depotLat: 30,
  compartments: [],
  notice: null,
  partitions: [],
  breaks: [],
  stops: [stop('s1'), stop('s2')],
};
const at = '2026-11-23T01:00:00Z';
const told = (event: Omit<RunEvent, 'deviceEventId' | 'deviceAt'>): RunEvent => ({
  ...event,
  deviceEventId: event.kind,
  deviceAt: at,
});

describe('what a courier sees before the server has answered', () => {
  it('shows a stop as arrived, and the run as departed, once the arrival is noted', () => {
    const seen = applyPendingEvents(run, [told({ kind: 'arrived', stopId: 's1' })]);
    expect(seen.status).toBe('departed');
    expect(seen.stops.map(({ status, arrivedAt }) => [status, arrivedAt])).toEqual([
      ['arrived', at],
      ['planned', null],
    ]);
  });

  it('shows a delivery of which a part was refused as partial', () => {
    const seen = applyPendingEvents(run, [
      told({
        kind: 'delivered',
        stopId: 's1',
        consignments: [
          { consignmentId: 'a', outcome: 'delivered' },
          { consignmentId: 'b', outcome: 'refused' },
        ],
      }),
    ]);
    expect(seen.stops[0].status).toBe('partial');
  });

  it('does not reopen a delivered stop when its arrival is told late', () => {
    const seen = applyPendingEvents(run, [
      told({ kind: 'delivered', stopId: 's1' }),
      told({ kind: 'arrived', stopId: 's1' }),
    ]);
    expect(seen.stops[0].status).toBe('delivered');
  });

  it('changes nothing on a temperature but leaves the run as it is', () => {
    expect(applyPendingEvents(run, [told({ kind: 'temperature', stopId: 's1', celsius: -19 })])).toEqual(run);
  });

  it('leaves the run it was given untouched', () => {
    applyPendingEvents(run, [told({ kind: 'departed' })]);
    expect(run.status).toBe('released');
  });
});
