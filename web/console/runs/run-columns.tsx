import { computed } from '@preact/signals';
import type { RouteKpis, RunRow } from '../../api/types.js';
import { StatusPill } from '../../components/states.js';
import type { TableColumn } from '../../components/table/table-column.js';
import { shortZoneName, zoneName } from '../../components/zone-badge.js';
import { formatDuration, formatTime } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { type RunKey, runKey } from '../../run-key.js';
import { runName, views } from '../console-state.js';
import { progressByRun, totalOf } from '../figures/figure-state.js';
import { RunNumber } from '../run-number.js';
import { routeKpis } from '../view/route-kpis.js';

type Kpis = RouteKpis['data'][number];

/** A run with all that its row says. */
export interface RunLine {
  readonly run: RunRow;
  readonly key: RunKey;
  readonly waveSign: string;
  readonly timeZone: string;
  /** Undefined until they are read, and for a run that the plan does not have. */
  readonly kpis: Kpis | undefined;
  /** Zones of its goods. */
  readonly zoneIds: ReadonlySet<string>;
}

/** The runs of the waves in view, one wave behind the other. */
export const runLines = computed((): RunLine[] =>
  views.value.flatMap(({ wave, waveSign, plan, runs }) => {
    const kpis = plan && routeKpis.value.get(plan.planId)?.data;
    const routes = new Map(plan?.routes.map((route) => [route.run?.runId, route]));
    return runs.map((run) => {
      const route = routes.get(run.runId);
      const goods = route?.trips.flatMap(({ stops }) => stops.flatMap(({ consignments }) => consignments)) ?? [];
      return {
        run,
        key: runKey(run),
        waveSign,
        timeZone: wave.timeZone,
        kpis: route && kpis?.find(({ vehicleId }) => vehicleId === route.vehicleId),
        zoneIds: new Set(goods.map(({ zoneId }) => zoneId)),
      };
    });
  }),
);

type Load = Kpis['trips'][number];

/** Whole percent of the fullest trip; undefined where nothing can be said. */
function fullest(kpis: Kpis | undefined, shareOf: (load: Load) => number | undefined): number | undefined {
  const shares = (kpis?.trips ?? []).flatMap((load) => shareOf(load) ?? []);
  return shares.length === 0 ? undefined : Math.round(Math.max(...shares) * 100);
}

const shareOf = (load: number, capacity: number) => (capacity === 0 ? undefined : load / capacity);

/** The columns of the table of runs. @param zoneIds a column each. */
export function runColumns(zoneIds: readonly string[]): TableColumn<RunLine>[] {
  return [
    {
      key: 'run',
      kind: 'text',
      isFixed: true,
      title: () => t('run.run'),
      value: ({ key }) => runName(key),
      cell: ({ key }) => <RunNumber run={key} />,
    },
    ...(views.value.length > 1 ? [waveColumn] : []),
    {
      key: 'vehicle',
      kind: 'text',
      title: () => t('run.vehicle'),
      value: ({ run }) => run.vehicleId,
      cell: ({ run }) => <strong class="nowrap">{run.vehicleId}</strong>,
    },
    {
      key: 'driver',
      kind: 'text',
      title: () => t('run.driver'),
      value: ({ run }) => run.courierName ?? t('run.noCourier'),
      sortedBy: ({ run }) => run.courierName ?? undefined,
    },
    {
      key: 'status',
      kind: 'text',
      title: () => t('run.status'),
      value: (line) => [statusOf(line), departureNote(line)].filter((words) => words !== undefined).join(' '),
      cell: (line) => (
        <>
          <StatusPill status={line.run.status} text={statusOf(line)} />
          {departureNote(line) && <div class="small late nowrap"> {departureNote(line)}</div>}
        </>
      ),
    },
    {
      key: 'stops',
      kind: 'count',
      title: () => t('run.stops'),
      value: (line) => stopResults(line),
      sortedBy: ({ run }) => run.stops,
      cell: (line) => <StopResults line={line} />,
    },
    {
      key: 'late',
      kind: 'text',
      title: () => t('run.late'),
      hint: () => t('run.lateHint'),
      value: lateStops,
      sortedBy: ({ key }) => {
        const late = progressByRun.value.get(key)?.figures.late;
        return late && (late.predicted + late.actual) * 1000 + late.planned;
      },
      cell: (line) => {
        const late = progressByRun.value.get(line.key)?.figures.late;
        const isLate = late !== undefined && late.predicted + late.actual > 0;
        return <span class={isLate ? 'nowrap late' : 'nowrap'}>{lateStops(line) ?? '–'}</span>;
      },
    },
    ...zoneIds.map(zoneColumn),
    {
      key: 'weight',
      kind: 'count',
      isHidden: true,
      title: () => t('run.column.weight'),
      hint: () => t('run.column.weight.hint'),
      value: ({ kpis }) => fullest(kpis, ({ grams }) => shareOf(grams, kpis?.payloadGrams ?? 0)),
      cell: drawShare,
    },
    {
      key: 'volume',
      kind: 'count',
      isHidden: true,
      title: () => t('run.column.volume'),
      hint: () => t('run.column.volume.hint'),
      value: ({ kpis }) => fullest(kpis, (load) => shareOf(load.milliliters, load.capacityMilliliters)),
      cell: drawShare,
    },
    {
      key: 'kilograms',
      kind: 'kilometers',
      isHidden: true,
      title: () => t('run.column.kilograms'),
      hint: () => t('run.column.kilograms.hint'),
      value: ({ run }) => run.grams / 1000,
    },
    {
      key: 'totes',
      kind: 'count',
      isHidden: true,
      title: () => t('run.column.totes'),
      value: ({ kpis }) => kpis?.totes,
    },
    {
      key: 'kilometers',
      kind: 'kilometers',
      title: () => t('run.column.kilometers'),
      hint: () => t('run.column.kilometers.hint'),
      value: ({ run }) => run.distanceMeters / 1000,
    },
    {
      key: 'hours',
      kind: 'kilometers',
      title: () => t('run.column.hours'),
      hint: () => t('run.column.hours.hint'),
      value: ({ kpis }) => kpis && kpis.seconds / 3600,
    },
    {
      key: 'cost',
      kind: 'count',
      title: () => t('run.column.cost'),
      value: ({ kpis }) => kpis && kpis.costMinor / 100,
    },
    {
      key: 'times',
      kind: 'text',
      title: () => t('run.times'),
      value: timesOf,
      sortedBy: ({ run }) => run.plannedDepartureAt,
      cell: drawTimes,
    },
  ];
}

const waveColumn: TableColumn<RunLine> = {
  key: 'wave',
  kind: 'text',
  title: () => t('run.column.wave'),
  value: ({ waveSign }) => waveSign,
};

function zoneColumn(zoneId: string): TableColumn<RunLine> {
  return {
    key: `zone ${zoneId}`,
    kind: 'count',
    title: () => t('run.column.zone', { zone: shortZoneName(zoneId) }),
    hint: () => t('run.column.zone.hint', { zone: zoneName(zoneId) }),
    value: ({ kpis }) =>
      fullest(kpis, ({ zones }) => {
        const zone = zones.find((each) => each.zoneId === zoneId);
        return zone && shareOf(zone.milliliters, zone.capacityMilliliters);
      }),
    cell: drawShare,
  };
}

/** A number with a bar as long as it is large. */
function drawShare(this: TableColumn<RunLine>, line: RunLine) {
  const percent = this.value(line);
  if (typeof percent !== 'number') return '–';
  return (
    <span class="share" style={{ '--share': `${Math.min(100, percent)}%` }}>
      {percent}
    </span>
  );
}

function timesOf({ run, timeZone }: RunLine): string {
  const planned = `${formatTime(run.plannedDepartureAt, timeZone)}–${formatTime(run.plannedReturnAt, timeZone)}`;
  const actual = actualTimes({ run, timeZone });
  return actual === undefined ? planned : `${planned} ${actual}`;
}

function actualTimes({ run, timeZone }: Pick<RunLine, 'run' | 'timeZone'>): string | undefined {
  if (run.departedAt === null) return undefined;
  const finished = run.finishedAt === null ? '' : formatTime(run.finishedAt, timeZone);
  return `${t('stop.actual')} ${formatTime(run.departedAt, timeZone)}–${finished}`;
}

function drawTimes(line: RunLine) {
  const { run, timeZone } = line;
  const actual = actualTimes(line);
  return (
    <span class="nowrap">
      {formatTime(run.plannedDepartureAt, timeZone)}–{formatTime(run.plannedReturnAt, timeZone)}
      {actual && <div class="small soft"> {actual}</div>}
    </span>
  );
}

const otherResults = ['partial', 'refused', 'failed', 'skipped'] as const;

/** Delivered of all while it is under way; and each other end that a stop came to. */
function stopResults({ run, key }: RunLine): number | string {
  const stops = progressByRun.value.get(key)?.figures.stops;
  if (stops === undefined || run.stops === 0 || run.status === 'draft' || run.status === 'released') return run.stops;
  const others = otherResults
    .filter((result) => stops[result] > 0)
    .map((result) => `${t(`figure.of.${result}`)} ${stops[result]}`);
  return [`${stops.delivered}/${totalOf(stops)}`, ...others].join(' ');
}

function StopResults({ line }: { readonly line: RunLine }) {
  const results = stopResults(line);
  if (typeof results === 'number') return <>{results}</>;
  const stops = progressByRun.value.get(line.key)!.figures.stops;
  return (
    <>
      {stops.delivered}/{totalOf(stops)}
      {otherResults
        .filter((result) => stops[result] > 0)
        .map((result) => (
          <div key={result} class="small late nowrap">
            {' '}
            {t(`figure.of.${result}`)} {stops[result]}
          </div>
        ))}
    </>
  );
}

/** By the plan, as it looks now, and as it was. */
function lateStops({ run, key }: RunLine): string | undefined {
  const late = progressByRun.value.get(key)?.figures.late;
  return late === undefined || run.stops === 0 ? undefined : `${late.planned} / ${late.predicted} / ${late.actual}`;
}

const statusOf = ({ run }: RunLine) => tOr(`run.status.${run.status}`, run.status);

function departureNote({ key }: RunLine): string | undefined {
  const delay = progressByRun.value.get(key)?.departureDelaySeconds ?? 0;
  return delay === 0 ? undefined : `! ${t('run.departsLate', { duration: formatDuration(delay) })}`;
}
