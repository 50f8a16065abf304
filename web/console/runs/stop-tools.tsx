import type { Run, Stop } from '../../api/types.js';
import { seenTableOf, type TableColumn } from '../../components/table/table-column.js';
import { TableTools } from '../../components/table/table-tools.js';
import { makeTableView } from '../../components/table/table-view.js';
import { zoneName } from '../../components/zone-badge.js';
import { formatTime, formatWindows } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { runKey } from '../../run-key.js';
import { runName } from '../console-state.js';
import { standings } from '../figures/figure-state.js';

const view = makeTableView('stops');

/** The stops of a run as they are seen, copied or as a file. They stay in the order in which they are driven. */
export function StopTools({ run }: { readonly run: Run }) {
  const seen = () =>
    seenTableOf(`${t('run.title', { n: runName(runKey(run)) })} ${run.vehicleId}`, stopColumns(run), run.stops);
  return (
    <div class="runs-head">
      <TableTools view={view} columns={[]} seen={seen} />
    </div>
  );
}

function stopColumns({ status, timeZone, stops }: Run): TableColumn<Stop>[] {
  const hasTrips = stops.some(({ tripNo }) => tripNo > 1);
  const text = (key: string, title: () => string, value: (stop: Stop) => string | undefined): TableColumn<Stop> => ({
    key,
    kind: 'text',
    title,
    value,
  });
  const time = (instant: string | null | undefined) => (instant ? formatTime(instant, timeZone) : undefined);
  const expectedAt = (stop: Stop) => {
    const now = standings.value.get(stop.stopId);
    return now === undefined ? stop.etaAt : now.expectedAt;
  };
  const lateMinutes = (stop: Stop) => {
    const late = standings.value.get(stop.stopId)?.lateSeconds;
    const seconds = late === undefined ? stop.lateSeconds : (late.actual ?? late.predicted ?? late.planned);
    return seconds === 0 ? undefined : seconds / 60;
  };
  return [
    { key: 'no', kind: 'count', title: () => t('stop.column.no'), value: ({ sequence }) => sequence },
    ...(hasTrips
      ? [
          text(
            'trip',
            () => t('stop.column.trip'),
            ({ tripNo }) => String(tripNo),
          ),
        ]
      : []),
    text(
      'station',
      () => t('stop.station'),
      ({ stationName }) => stationName,
    ),
    text(
      'windows',
      () => t('stop.column.windows'),
      ({ windows }) => formatWindows(windows),
    ),
    text(
      'zones',
      () => t('stop.zones'),
      ({ consignments }) => [...new Set(consignments.map(({ zoneId }) => zoneName(zoneId)))].join(' '),
    ),
    {
      key: 'kilograms',
      kind: 'kilometers',
      title: () => t('run.column.kilograms'),
      value: ({ consignments }) => consignments.reduce((sum, { grams }) => sum + grams, 0) / 1000,
    },
    text(
      'planned',
      () => t('stop.planned'),
      ({ plannedArrivalAt }) => time(plannedArrivalAt),
    ),
    // Of a draft nothing else is known.
    ...(status === 'draft'
      ? []
      : [
          text(
            'eta',
            () => t('stop.eta'),
            (stop) => time(expectedAt(stop)),
          ),
          text(
            'actual',
            () => t('stop.actual'),
            ({ arrivedAt, leftAt }) => time(arrivedAt ?? leftAt),
          ),
          text(
            'status',
            () => t('stop.status'),
            (stop) => tOr(`stop.status.${stop.status}`, stop.status),
          ),
          { key: 'late', kind: 'count', title: () => t('stop.column.late'), value: lateMinutes } as TableColumn<Stop>,
        ]),
  ];
}
