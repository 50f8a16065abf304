import '../styles/console/runs.css';
import type { Stop } from '../api/types.js';
import { Loading, StatusPill } from '../components/states.js';
import { ZoneBadges } from '../components/zone-badge.js';
import { formatDistance, formatKilograms, formatTime, formatWindows } from '../format.js';
import { t, tOr } from '../i18n/language.js';
import { runStyle } from '../map/run-style.js';
import { chooseRoute, chosenRouteNo, chosenRun, hoveredRouteNo, leaveRun, runs, wave } from './console-state.js';
import { showStationOnMap } from './map-panel.js';

/** A run's number on its colour, with its line's dashes underneath. */
export function RunNumber({ routeNo }: { readonly routeNo: number }) {
  const { colour, textColour, dash } = runStyle(routeNo);
  return (
    <svg class="run-sign" viewBox="0 0 34 26" role="img" aria-label={t('run.title', { n: routeNo })}>
      <rect width="34" height="18" rx="4" fill={colour} />
      <text x="17" y="13.5" text-anchor="middle" fill={textColour} font-size="12" font-weight="700">
        {routeNo}
      </text>
      <path d="M1 23h32" stroke={colour} stroke-width="3" stroke-dasharray={dash} />
    </svg>
  );
}

export function RunsPanel() {
  const timeZone = wave.value?.timeZone;
  return (
    <table class="runs">
      <thead>
        <tr>
          <th>{t('run.run')}</th>
          <th>{t('run.vehicle')}</th>
          <th class="number">{t('run.stops')}</th>
          <th class="number">{t('run.load')}</th>
          <th class="number">{t('run.distance')}</th>
          <th>{t('run.times')}</th>
          <th>{t('run.status')}</th>
        </tr>
      </thead>
      <tbody>
        {runs.value.map((run) => (
          <tr
            key={run.runId}
            class={hoveredRouteNo.value === run.routeNo ? 'is-hovered' : ''}
            onMouseEnter={() => (hoveredRouteNo.value = run.routeNo)}
            onMouseLeave={() => (hoveredRouteNo.value = undefined)}
            onClick={() => void chooseRoute(run.routeNo)}
          >
            <td>
              <button type="button" class="row-button" onFocus={() => (hoveredRouteNo.value = run.routeNo)}>
                <RunNumber routeNo={run.routeNo} />
              </button>
            </td>
            <td>
              <strong class="nowrap">{run.vehicleId}</strong>
              <div class="small soft nowrap">{run.courierName ?? t('run.noCourier')}</div>
            </td>
            <td class="number">
              {run.status === 'draft' || run.status === 'released' ? run.stops : `${run.stopsDone}/${run.stops}`}
            </td>
            <td class="number">{formatKilograms(run.grams)}</td>
            <td class="number">{formatDistance(run.distanceMeters)}</td>
            <td class="nowrap">
              {formatTime(run.departedAt ?? run.plannedDepartureAt, timeZone)}–
              {formatTime(run.finishedAt ?? run.plannedReturnAt, timeZone)}
            </td>
            <td>
              <StatusPill status={run.status} text={tOr(`run.status.${run.status}`, run.status)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The stops of the chosen run, with planned, expected and actual times. */
export function RunPanel() {
  const run = chosenRun.value;
  const routeNo = chosenRouteNo.value!;
  return (
    <div>
      <div class="run-head">
        <button type="button" class="button button--plain" onClick={leaveRun}>
          ‹ {t('run.allRuns')}
        </button>
        <RunNumber routeNo={routeNo} />
        {run && (
          <>
            <div class="run-head__words">
              <h2>{run.vehicleId}</h2>
              <span class="soft">{run.courierName ?? t('run.noCourier')}</span>
            </div>
            <span class="soft nowrap">
              {t('run.stopCount', { n: run.stops.length })} · {formatDistance(run.distanceMeters)}
            </span>
            <StatusPill status={run.status} text={tOr(`run.status.${run.status}`, run.status)} />
          </>
        )}
      </div>
      {run === undefined ? <Loading /> : <Stops stops={run.stops} timeZone={run.timeZone} />}
    </div>
  );
}

function Stops({ stops, timeZone }: { readonly stops: readonly Stop[]; readonly timeZone: string }) {
  const trips = [...new Set(stops.map((stop) => stop.tripNo))];
  return (
    <table class="stops">
      <thead>
        <tr>
          <th class="number">#</th>
          <th>{t('stop.station')}</th>
          <th>{t('stop.zones')}</th>
          <th class="number">{t('run.load')}</th>
          <th class="number">{t('stop.planned')}</th>
          <th class="number">{t('stop.eta')}</th>
          <th class="number">{t('stop.actual')}</th>
          <th>{t('stop.status')}</th>
        </tr>
      </thead>
      {trips.map((tripNo) => (
        <tbody key={tripNo}>
          {trips.length > 1 && (
            <tr class="trip-row">
              <th colSpan={8}>{t('run.trip', { n: tripNo })}</th>
            </tr>
          )}
          {stops
            .filter((stop) => stop.tripNo === tripNo)
            .map((stop) => (
              <StopRow key={stop.stopId} stop={stop} timeZone={timeZone} />
            ))}
        </tbody>
      ))}
    </table>
  );
}

function StopRow({ stop, timeZone }: { readonly stop: Stop; readonly timeZone: string }) {
  const shorts = stop.consignments.reduce((count, goods) => count + goods.shorts.length, 0);
  const expected = stop.arrivedAt ?? stop.etaAt;
  const minutesBehind =
    expected === null ? 0 : Math.round((Date.parse(expected) - Date.parse(stop.plannedArrivalAt)) / 60_000);
  const lateMinutes = Math.ceil(stop.lateSeconds / 60);
  return (
    <tr onClick={() => showStationOnMap(stop.stationId)}>
      <td class="number">{stop.sequence}</td>
      <td>
        <button type="button" class="row-button row-button--text">
          {stop.stationName}
        </button>
        <div class="small soft">{formatWindows(stop.windows)}</div>
        {shorts > 0 && (
          <span class="pill pill--warn">
            {t('floor.short')} {shorts}
          </span>
        )}
      </td>
      <td>
        <ZoneBadges zoneIds={stop.consignments.map((goods) => goods.zoneId)} />
      </td>
      <td class="number">{formatKilograms(stop.consignments.reduce((sum, goods) => sum + goods.grams, 0))}</td>
      <td class="number">{formatTime(stop.plannedArrivalAt, timeZone)}</td>
      <td class="number">{formatTime(stop.etaAt, timeZone)}</td>
      <td class="number">{formatTime(stop.arrivedAt, timeZone)}</td>
      <td>
        <StatusPill status={stop.status} text={tOr(`stop.status.${stop.status}`, stop.status)} />
        {lateMinutes > 0 ? (
          <div class="small late">! {t('stop.late', { minutes: lateMinutes })}</div>
        ) : (
          minutesBehind >= 10 && <div class="small soft">{t('stop.behind', { minutes: minutesBehind })}</div>
        )}
        {stop.signedBy && <div class="small soft">{t('stop.signedBy', { name: stop.signedBy })}</div>}
      </td>
    </tr>
  );
}
