import { useSignal } from '@preact/signals';
import type { Goods, Run, Stop } from '../api/types.js';
import { BreakNote } from '../components/break-note.js';
import { breaksBefore } from '../components/breaks-before.js';
import { PartNote } from '../components/part-note.js';
import { ScanCode } from '../components/scan-code.js';
import { StatusPill } from '../components/states.js';
import { ZoneBadge, zoneRule } from '../components/zone-badge.js';
import { formatDistance, formatKilograms, formatLiters, formatTime, shortCode } from '../format.js';
import { t, tOr } from '../i18n/language.js';
import { waveTitle } from '../i18n/wave-title.js';
import { Files } from './files.js';

interface LoadRow {
  readonly stop: Stop;
  readonly goods: Goods;
}

/** One list per vehicle: each compartment's goods in the order in which they go in, last stop first. */
export function LoadLists({ runs }: { readonly runs: readonly Run[] }) {
  const chosenId = useSignal<string>('');
  // What a re-plan left empty can be looked for by its number, and has nothing to load.
  const shown = runs.filter((run) => (chosenId.value === '' ? run.stops.length > 0 : run.runId === chosenId.value));
  return (
    <>
      <div class="sheet__progress no-print">
        <select
          aria-label={t('run.run')}
          value={chosenId.value}
          onChange={(event) => (chosenId.value = event.currentTarget.value)}
        >
          <option value="">
            {t('general.all')} ({runs.filter((run) => run.stops.length > 0).length})
          </option>
          {runs.map((run) => (
            <option key={run.runId} value={run.runId}>
              {run.runCode} · {run.vehicleId} · {run.courierName ?? t('run.noCourier')}
            </option>
          ))}
        </select>
        <span />
        <span class="sheet__actions">
          {runs.length > 0 && <Files waveId={runs[0].waveId} subject="runs" />}
          <button type="button" class="button button--primary" onClick={() => window.print()}>
            {chosenId.value === '' ? t('floor.printAll') : t('general.print')}
          </button>
        </span>
      </div>
      {shown.map((run) => (
        <LoadSheet key={run.runId} run={run} />
      ))}
    </>
  );
}

function LoadSheet({ run }: { readonly run: Run }) {
  const trips = [...new Set(run.stops.map((stop) => stop.tripNo))];
  const goods = run.stops.flatMap((stop) => stop.consignments);
  const hasFrozen = goods.some(({ zoneId }) => zoneId === 'frozen');
  return (
    <article class="sheet">
      <header class="sheet__head">
        <div>
          <p class="sheet__kind">
            {t('floor.loadList')} · {t('run.title', { n: run.runCode })} ·{' '}
            {waveTitle({ deliveryDate: run.deliveryDate, name: run.waveName })}
          </p>
          <h2>
            {run.vehicleId} <span class="soft">{run.courierName ?? t('run.noCourier')}</span>
          </h2>
          <p class="small">
            {t('floor.departs', { time: formatTime(run.plannedDepartureAt, run.timeZone) })} ·{' '}
            {t('run.stopCount', { n: run.stops.length })} ·{' '}
            {t('run.toteCount', { n: goods.reduce((sum, each) => sum + each.totes, 0) })} ·{' '}
            {formatKilograms(goods.reduce((sum, each) => sum + each.grams, 0))} · {formatDistance(run.distanceMeters)}
          </p>
          <Breaks run={run} />
        </div>
        <StatusPill status={run.status} text={tOr(`run.status.${run.status}`, run.status)} />
        <div class="sheet__code">
          <ScanCode text={run.runId} />
        </div>
      </header>
      <p class="sheet__note">
        {t('floor.loadFirst')}
        {hasFrozen && ` · ${t('floor.boxHint')}`}
      </p>
      {trips.map((tripNo) => (
        <table key={tripNo} class="load">
          <thead>
            <tr class="print-only">
              <td class="running-head" colSpan={7}>
                {t('floor.loadList')} · {waveTitle({ deliveryDate: run.deliveryDate, name: run.waveName })} ·{' '}
                {t('run.title', { n: run.runCode })} · {run.vehicleId} · {run.courierName ?? t('run.noCourier')}
                {trips.length > 1 && ` · ${t('run.trip', { n: tripNo })}`}
              </td>
            </tr>
            <tr>
              <th class="number">{t('floor.stop')}</th>
              <th>{t('stop.station')}</th>
              <th>{t('stop.planned')}</th>
              <th>{t('stop.zones')}</th>
              <th class="number">{t('floor.totes')}</th>
              <th class="number">{t('floor.weight')}</th>
              <th class="print-only" />
            </tr>
          </thead>
          {trips.length > 1 && (
            <tbody class="no-print">
              <tr>
                <th class="sheet__trip" colSpan={6}>
                  {t('run.trip', { n: tripNo })}
                </th>
              </tr>
            </tbody>
          )}
          {run.compartments.map(({ compartmentNo, zoneIds }) => (
            <Compartment
              key={compartmentNo}
              compartmentNo={compartmentNo}
              zoneIds={zoneIds}
              size={
                run.partitions.find((room) => room.tripNo === tripNo && room.compartmentNo === compartmentNo)
                  ?.milliliters
              }
              timeZone={run.timeZone}
              rows={run.stops
                .filter((stop) => stop.tripNo === tripNo)
                .flatMap((stop) => stop.consignments.map((each) => ({ stop, goods: each })))
                .filter((row) => row.goods.compartmentNo === compartmentNo)
                .reverse()}
            />
          ))}
        </table>
      ))}
      <footer class="sheet__foot print-only">
        <span>{t('floor.loadedBy')}</span>
        <span>{run.runId}</span>
      </footer>
    </article>
  );
}

/** When the driver rests, and before which stop. */
function Breaks({ run }: { readonly run: Run }) {
  return [...run.stops, undefined].flatMap((stop, at) =>
    breaksBefore(run, at).map((pause) => (
      <p key={pause.plannedBeginAt} class="small">
        <BreakNote run={run} pause={pause} /> ·{' '}
        {stop === undefined ? t('stop.afterLast') : t('stop.beforeNo', { n: stop.sequence })}
      </p>
    )),
  );
}

interface CompartmentProps {
  readonly compartmentNo: number;
  readonly zoneIds: readonly string[];
  /** Milliliters between movable partitions; undefined where its walls are fixed. */
  readonly size: number | undefined;
  readonly timeZone: string;
  readonly rows: readonly LoadRow[];
}

function Compartment({ compartmentNo, zoneIds, size, timeZone, rows }: CompartmentProps) {
  if (rows.length === 0) return null;
  const carried = zoneIds.filter((zoneId) => rows.some(({ goods }) => goods.zoneId === zoneId));
  return (
    <tbody>
      <tr class="load__compartment">
        <th colSpan={7} scope="rowgroup">
          <strong>{t('floor.compartment', { n: compartmentNo })}</strong>
          {size !== undefined && <span class="load__rule">{t('floor.partition', { liters: formatLiters(size) })}</span>}
          {carried.map((zoneId) => (
            <span key={zoneId} class="load__rule">
              <ZoneBadge zoneId={zoneId} /> {zoneRule(zoneId)}
            </span>
          ))}
        </th>
      </tr>
      {rows.map(({ stop, goods }) => (
        <tr key={goods.consignmentId}>
          <td class="number load__no">{stop.sequence}</td>
          <td>
            <strong>{stop.stationName}</strong>{' '}
            <span class="small soft mono">{shortCode(goods.part?.of ?? goods.consignmentId)}</span>{' '}
            <PartNote part={goods.part} />
            {goods.shorts.map((short) => (
              <div key={short.skuId} class="pick__short">
                {t('courier.short', { n: short.ordered - short.picked, name: short.name })}
              </div>
            ))}
          </td>
          <td>{formatTime(stop.plannedArrivalAt, timeZone)}</td>
          <td>
            <ZoneBadge zoneId={goods.zoneId} />
          </td>
          <td class="number">
            <b class="load__totes">{goods.totes}</b>
          </td>
          <td class="number">{formatKilograms(goods.grams)}</td>
          <td class="print-only load__box">
            <span class="box" />
          </td>
        </tr>
      ))}
    </tbody>
  );
}
