import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Run, Stop } from '../../api/types.js';
import { PartNote } from '../../components/part-note.js';
import { StatusPill } from '../../components/states.js';
import { ZoneBadges } from '../../components/zone-badge.js';
import { formatKilograms, formatPlanSecond, formatTime, formatWindows } from '../../format.js';
import { t, tOr } from '../../i18n/language.js';
import { plan, shownStationId } from '../console-state.js';
import { canEdit, commitVisit, letGo, lifted, mayEdit, proposal, proposeSlot, refocus } from '../edit/edit-state.js';
import { movedVisit } from '../edit/move-dialog.js';
import { moveTo, neighbour, stationsOf, type Visit } from '../edit/places.js';
import { selected, selectedVisit, toggleStation } from '../edit/selection.js';
import { standings } from '../figures/figure-state.js';
import { StandingNote } from '../figures/standing-note.js';
import { LockButton } from '../replan/lock-button.js';
import { showStationOnMap } from './map-link.js';

/** A run's stops with planned, expected and actual times. Those that nothing holds can be moved. */
export function StopsTable({ run }: { readonly run: Run }) {
  const trips = [...new Set(run.stops.map((stop) => stop.tripNo))];
  const hasLeft = isUnderWay(run);
  return (
    <table class="stops">
      <thead>
        <tr>
          <th class="number">#</th>
          <th>{t('stop.station')}</th>
          <th>{t('stop.zones')}</th>
          <th class="number">{t('run.load')}</th>
          <th class="number">{t('stop.planned')}</th>
          {hasLeft && <th class="number">{t('stop.eta')}</th>}
          {hasLeft && <th class="number">{t('stop.actual')}</th>}
          {hasLeft && <th>{t('stop.status')}</th>}
        </tr>
      </thead>
      {trips.map((tripNo) => {
        const stops = run.stops.filter((stop) => stop.tripNo === tripNo);
        return (
          <tbody key={tripNo}>
            {trips.length > 1 && (
              <tr class="trip-row">
                <th colSpan={8}>{t('run.trip', { n: tripNo })}</th>
              </tr>
            )}
            {stops.map((stop, at) => (
              <Fragment key={stop.stationId}>
                <BreakRows run={run} tripNo={tripNo} beforeStop={at} />
                <StopRow run={run} stop={stop} at={at} />
              </Fragment>
            ))}
            <BreakRows run={run} tripNo={tripNo} beforeStop={stops.length} />
          </tbody>
        );
      })}
    </table>
  );
}

/** Breaks of the driver that are planned before a stop, or on the way home. */
function BreakRows({ run, tripNo, beforeStop }: { run: Run; tripNo: number; beforeStop: number }) {
  const ofRun = plan.value;
  if (ofRun?.planId !== run.planId) return null;
  const route = ofRun.routes.find(({ vehicleId }) => vehicleId === run.vehicleId);
  const breaks = (route?.trips[tripNo - 1]?.breaks ?? []).filter((each) => each.beforeStop === beforeStop);
  return (
    <>
      {breaks.map(({ begins, ends }) => (
        <tr key={begins} class="break-row">
          <td />
          <td colSpan={7}>
            {t('stop.break')} {formatPlanSecond(begins, ofRun)}–{formatPlanSecond(ends, ofRun)}
          </td>
        </tr>
      ))}
    </>
  );
}

/** Only then are there other times than the planned ones; a run that should have left has expected ones too. */
function isUnderWay({ status }: Run): boolean {
  return status !== 'draft';
}

interface RowProps {
  readonly run: Run;
  readonly stop: Stop;
  /** The stop's place in its trip, from 0. */
  readonly at: number;
}

function StopRow({ run, stop, at }: RowProps) {
  const { timeZone, vehicleId } = run;
  const visit: Visit = { stationId: stop.stationId, vehicleId };
  const shorts = stop.consignments.reduce((count, goods) => count + goods.shorts.length, 0);
  const now = standings.value.get(stop.stopId);
  const expectedAt = now === undefined ? stop.etaAt : now.expectedAt;
  const expected = stop.arrivedAt ?? expectedAt;
  const minutesBehind =
    expected === null ? 0 : Math.round((Date.parse(expected) - Date.parse(stop.plannedArrivalAt)) / 60_000);
  const isLate = now !== undefined && (now.lateSeconds.actual ?? now.lateSeconds.predicted ?? 0) > 0;
  const row = useRef<HTMLTableRowElement>(null);
  const isChosen = shownStationId.value === stop.stationId;
  // Whoever chooses the stop on the map or the timeline finds it here.
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  return (
    <tr
      ref={row}
      class={`${dropClass(run, stop, at)}${isChosen ? ' is-chosen' : ''}`}
      aria-current={isChosen ? 'true' : undefined}
      aria-selected={selected.value.has(stop.stationId)}
      draggable={canEdit.value}
      onClick={(event) => {
        if (event.shiftKey && canEdit.value) toggleStation(stop.stationId);
        else showStationOnMap(stop.stationId);
      }}
      onMouseDown={(event) => {
        // Otherwise the browser selects the words between.
        if (event.shiftKey) event.preventDefault();
      }}
      onDragStart={(event) => {
        event.dataTransfer!.effectAllowed = 'move';
        event.dataTransfer!.setData('text/plain', stop.stationName);
        // A browser ends the drag when the page changes under it in the same turn.
        window.setTimeout(() => {
          // Of what is chosen together all goes along.
          lifted.value = (selected.value.has(stop.stationId) ? selectedVisit() : undefined) ?? visit;
        });
      }}
      onDragEnd={letGo}
      onDragOver={(event) => {
        if (lifted.value === undefined) return;
        event.preventDefault();
        const { top, height } = event.currentTarget.getBoundingClientRect();
        const before = event.clientY < top + height / 2 ? at : at + 1;
        proposeSlot(lifted.value, { vehicleId, tripNo: stop.tripNo, before });
      }}
      onDrop={(event) => {
        event.preventDefault();
        if (lifted.value !== undefined) void commitVisit(lifted.value);
      }}
    >
      <td class="number">{mayEdit.value ? <Grip stop={stop} visit={visit} /> : stop.sequence}</td>
      <td>
        <div class="stops__name">
          <button type="button" class="row-button row-button--text">
            {stop.stationName}
          </button>
          <LockButton lock={{ vehicleId, stationId: stop.stationId }} name={stop.stationName} />
        </div>
        <div class="small soft">
          {stop.windows.map((window) => (
            <span key={window.opens} class="stops__window">
              {formatWindows([window])}
            </span>
          ))}
        </div>
        {shorts > 0 && (
          <span class="pill pill--warn">
            {t('floor.short')} {shorts}
          </span>
        )}
      </td>
      <td>
        <ZoneBadges zoneIds={stop.consignments.map((goods) => goods.zoneId)} />
        {stop.consignments.map((goods) => (
          <PartNote key={goods.consignmentId} part={goods.part} />
        ))}
      </td>
      <td class="number">{formatKilograms(stop.consignments.reduce((sum, goods) => sum + goods.grams, 0))}</td>
      <td class="number">{formatTime(stop.plannedArrivalAt, timeZone)}</td>
      {isUnderWay(run) && (
        <>
          <td class="number">{formatTime(expectedAt, timeZone)}</td>
          <td class="number">{formatTime(stop.arrivedAt ?? stop.leftAt, timeZone)}</td>
          <td>
            <StatusPill status={stop.status} text={tOr(`stop.status.${stop.status}`, stop.status)} />
            {now && <StandingNote stop={now} />}
            {!isLate && minutesBehind >= 10 && (
              <div class="small soft">{t('stop.behind', { minutes: minutesBehind })}</div>
            )}
            {stop.signedBy && <div class="small soft">{t('stop.signedBy', { name: stop.signedBy })}</div>}
          </td>
        </>
      )}
    </tr>
  );
}

/** The stop's number, which takes it: Enter asks where to, Alt with an arrow moves it by one. */
function Grip({ stop, visit }: { readonly stop: Stop; readonly visit: Visit }) {
  const button = useRef<HTMLButtonElement>(null);
  const isWanted = refocus.value === visit.stationId;
  useEffect(() => {
    if (!isWanted) return;
    button.current?.focus();
    refocus.value = undefined;
  }, [isWanted]);
  const label = t('edit.moveKeys', { name: stop.stationName });
  return (
    <button
      ref={button}
      type="button"
      class="grip"
      title={label}
      aria-label={label}
      aria-keyshortcuts="Shift+Space Alt+ArrowUp Alt+ArrowDown"
      onClick={(event) => {
        event.stopPropagation();
        if (event.shiftKey) toggleStation(visit.stationId);
        else movedVisit.value = visit;
      }}
      onKeyDown={(event) => {
        if (event.key === ' ' && event.shiftKey) {
          event.preventDefault();
          toggleStation(visit.stationId);
          return;
        }
        const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined;
        if (!event.altKey || step === undefined) return;
        event.preventDefault();
        const slot = neighbour(plan.value!, visit, step);
        const move = slot && moveTo(plan.value!, visit, slot);
        if (move !== undefined) void commitVisit(visit, move);
      }}
    >
      <svg viewBox="0 0 8 14" aria-hidden="true" fill="currentColor">
        <path d="M1 1h2v2H1zM5 1h2v2H5zM1 6h2v2H1zM5 6h2v2H5zM1 11h2v2H1zM5 11h2v2H5z" />
      </svg>
      {stop.sequence}
    </button>
  );
}

/** A line where the dragged stop would go. */
function dropClass({ vehicleId }: Run, { stationId, tripNo }: Stop, at: number): string {
  const visit = lifted.value;
  if (visit === undefined) return '';
  const isOf = visit.vehicleId === undefined || visit.vehicleId === vehicleId;
  if (isOf && stationsOf(visit).includes(stationId)) return 'is-lifted';
  const move = proposal.value?.edit;
  if (move === undefined) return '';
  const shown = { vehicleId, tripNo };
  const isMeant = (before: number) =>
    JSON.stringify(moveTo(plan.value!, visit, { ...shown, before })) === JSON.stringify(move);
  if (isMeant(at)) return 'drop-before';
  const trip = plan.value!.routes.find((route) => route.vehicleId === vehicleId)?.trips[tripNo - 1];
  return at + 1 === trip?.stops.length && isMeant(at + 1) ? 'drop-after' : '';
}
