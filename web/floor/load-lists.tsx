import { useSignal } from '@preact/signals';
import type { Goods, Run, Stop } from '../api/types.js';
import { ScanCode } from '../components/scan-code.js';
import { StatusPill } from '../components/states.js';
import { ZoneBadge, ZoneBadges, zoneRule } from '../components/zone-badge.js';
import { formatDate, formatDistance, formatKilograms, formatTime, shortCode } from '../format.js';
import { t, tOr } from '../i18n/language.js';

interface LoadRow {
  readonly stop: Stop;
  readonly goods: Goods;
}

/** One list per vehicle: each compartment's goods in the order in which they go in, last stop first. */
export function LoadLists({ runs }: { readonly runs: readonly Run[] }) {
  const chosenId = useSignal<string>('');
  const shown = chosenId.value === '' ? runs : runs.filter((run) => run.runId === chosenId.value);
  return (
    <>
      <div class="sheet__progress no-print">
        <select
          aria-label={t('run.run')}
          value={chosenId.value}
          onChange={(event) => (chosenId.value = event.currentTarget.value)}
        >
          <option value="">
            {t('general.all')} ({runs.length})
          </option>
          {runs.map((run) => (
            <option key={run.runId} value={run.runId}>
              {run.routeNo} · {run.vehicleId} · {run.courierName ?? t('run.noCourier')}
            </option>
          ))}
        </select>
        <span />
        <button type="button" class="button button--primary" onClick={() => window.print()}>
          {chosenId.value === '' ? t('floor.printAll') : t('general.print')}
        </button>
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
            {t('floor.loadList')} · {t('run.title', { n: run.routeNo })} · {formatDate(run.deliveryDate)}
          </p>
          <h2>
            {run.vehicleId} <span class="soft">{run.courierName ?? t('run.noCourier')}</span>
          </h2>
          <p class="small">
            {t('floor.departs', { time: formatTime(run.plannedDepartureAt, run.timeZone) })} · {run.stops.length}{' '}
            {t('run.stops')} · {goods.reduce((sum, each) => sum + each.totes, 0)} {t('floor.totes')} ·{' '}
            {formatKilograms(goods.reduce((sum, each) => sum + each.grams, 0))} · {formatDistance(run.distanceMeters)}
          </p>
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
        <section key={tripNo}>
          {trips.length > 1 && <h3 class="sheet__trip">{t('run.trip', { n: tripNo })}</h3>}
          {run.compartments.map(({ compartmentNo, zoneIds }) => (
            <Compartment
              key={compartmentNo}
              compartmentNo={compartmentNo}
              zoneIds={zoneIds}
              timeZone={run.timeZone}
              rows={run.stops
                .filter((stop) => stop.tripNo === tripNo)
                .flatMap((stop) => stop.consignments.map((each) => ({ stop, goods: each })))
                .filter((row) => row.goods.compartmentNo === compartmentNo)
                .reverse()}
            />
          ))}
        </section>
      ))}
      <footer class="sheet__foot print-only">
        <span>{t('floor.loadedBy')}</span>
        <span>{run.runId}</span>
      </footer>
    </article>
  );
}

interface CompartmentProps {
  readonly compartmentNo: number;
  readonly zoneIds: readonly string[];
  readonly timeZone: string;
  readonly rows: readonly LoadRow[];
}

function Compartment({ compartmentNo, zoneIds, timeZone, rows }: CompartmentProps) {
  if (rows.length === 0) return null;
  return (
    <table class="load">
      <caption>
        <strong>{t('floor.compartment', { n: compartmentNo })}</strong> <ZoneBadges zoneIds={zoneIds} />
        <span class="small soft"> {zoneIds.length === 1 && zoneRule(zoneIds[0])}</span>
      </caption>
      <thead>
        <tr>
          <th class="number">{t('floor.stop')}</th>
          <th>{t('stop.station')}</th>
          <th>{t('stop.zones')}</th>
          <th>{t('floor.totes')}</th>
          <th class="number">{t('floor.weight')}</th>
          <th class="print-only" />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ stop, goods }) => (
          <tr key={goods.consignmentId}>
            <td class="number load__no">{stop.sequence}</td>
            <td>
              <strong>{stop.stationName}</strong>
              <div class="small soft">
                {t('delivery.planned', { time: formatTime(stop.plannedArrivalAt, timeZone) })}
              </div>
              {goods.shorts.map((short) => (
                <div key={short.skuId} class="pick__short">
                  {t('courier.short', { n: short.ordered - short.picked, name: short.name })}
                </div>
              ))}
            </td>
            <td>
              <ZoneBadge zoneId={goods.zoneId} />
            </td>
            <td>
              <b class="load__totes">{goods.totes}</b>
              <div class="small soft mono">{shortCode(goods.consignmentId)}</div>
            </td>
            <td class="number">{formatKilograms(goods.grams)}</td>
            <td class="print-only load__box">
              <span class="box" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
