import { effect, signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../i18n/language.js';
import { type RunKey, waveIdOf } from '../../run-key.js';
import {
  chosenKey,
  depotName,
  hoveredKey,
  leaveRun,
  runName,
  shownStationId,
  stationsById,
  timeZone,
  views,
  workAt,
} from '../console-state.js';
import { canChange, letGo, lifted } from '../edit/edit-state.js';
import { movedVisit } from '../edit/move-dialog.js';
import { showStationOnMap } from '../panels/map-link.js';
import { RunNumber } from '../run-number.js';
import { chooseRun } from '../view/read-day.js';
import type { Bar } from './bar.js';
import { BarTip } from './bar-tip.js';
import { barLines, rowName } from './bar-words.js';
import { broughtIntoView, moved, zoomed } from './time-scale.js';
import { axisHeight, isSame, rowHeight, TimelinePainter } from './timeline-painter.js';
import { followPointer } from './timeline-pointer.js';
import type { TimelineRow } from './timeline-rows.js';
import {
  chosenRange,
  dropMark,
  focusedBar,
  now,
  pointedBar,
  rowOf,
  shownRange,
  stationWindows,
  timelineOf,
} from './timeline-state.js';

/** The row that the keys are at, by its id. */
const activeRow = signal<string>();
/** Said of what the keys came to. */
const announced = signal('');

/** The rows: names as text, bars on a canvas, and of the row that the keys are at the bar as text too. */
export function TimelineGrid() {
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroll = useSignal({ top: 0, height: 300, width: 600 });
  useEffect(() => {
    const [box, surface] = [scroller.current!, canvas.current!];
    const painter = new TimelinePainter(surface);
    const measure = () => {
      const width = box.clientWidth - labelWidthOf(box);
      painter.resize(Math.max(1, width), box.clientHeight);
      scroll.value = { top: box.scrollTop, height: box.clientHeight, width: Math.max(1, width) };
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    measure();
    let frame = 0;
    const stopDrawing = effect(() => {
      const range = shownRange.value;
      const { top } = scroll.value;
      const visit = lifted.value;
      const scene = {
        rows: timelineOf.value,
        timeZone: timeZone.value,
        now: now.value,
        scrollTop: top,
        meantRun: hoveredKey.value ?? chosenKey.value,
        stationId: shownStationId.value,
        windows: stationWindows.value,
        focused: focusedBar.value,
        drop: dropMark.value,
        lifted: visit && liftedBar(visit),
        nameOfStation: nameOfStation(stationsById.value),
        nameOfRun: runName,
        signs: { loading: t('timeline.sign.loading'), pause: t('timeline.sign.break') },
      };
      cancelAnimationFrame(frame);
      if (range !== undefined) frame = requestAnimationFrame(() => painter.draw({ ...scene, range }));
    });
    const stopPointing = followPointer(surface, () => ({ ...scroll.value }), choose);
    // Whoever chooses a run on the map or in the table finds it here.
    const stopShowing = effect(() => showRow(box, rowOf(chosenKey.value)));
    const stopMoving = effect(() => showStop(shownStationId.value, chosenKey.value));
    return () => {
      cancelAnimationFrame(frame);
      stopDrawing();
      stopPointing();
      stopShowing();
      stopMoving();
      observer.disconnect();
      pointedBar.value = undefined;
    };
  }, []);
  const rows = timelineOf.value;
  const active = Math.max(
    0,
    rows.findIndex(({ id }) => id === activeRow.value),
  );
  const first = Math.max(0, Math.floor(scroll.value.top / rowHeight) - 4);
  const end = Math.min(rows.length, Math.ceil((scroll.value.top + scroll.value.height) / rowHeight) + 4);
  const shown = rows.map((row, at) => ({ row, at })).filter(({ at }) => (at >= first && at < end) || at === active);
  return (
    <>
      <div
        ref={scroller}
        class="timeline__scroll"
        onScroll={({ currentTarget: { scrollTop } }) => (scroll.value = { ...scroll.value, top: scrollTop })}
      >
        <div class="timeline__inner" style={{ height: `${axisHeight + rows.length * rowHeight}px` }}>
          <div class="timeline__stage">
            <div class="timeline__corner small soft" style={{ height: `${axisHeight}px` }}>
              {depotClock()}
            </div>
            <canvas ref={canvas} class="timeline__canvas" />
          </div>
          <table
            class="timeline__rows"
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that keys move in
            role="grid"
            aria-label={t('timeline.keys')}
            aria-rowcount={rows.length}
            onKeyDown={(event) => onKey(event, scroller.current!)}
          >
            <tbody>
              {shown.map(({ row, at }) => (
                <RowHead key={row.id} row={row} at={at} isActive={at === active} />
              ))}
            </tbody>
          </table>
        </div>
      </div>
      <BarTip />
      <p class="visually-hidden" role="status" aria-live="polite">
        {announced.value}
      </p>
    </>
  );
}

/** Clocks of which zone the axis shows, where that is not the reader's. */
function depotClock(): string {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return timeZone.value === undefined || timeZone.value === own ? '' : (timeZone.value.split('/').at(-1) ?? '');
}

const nameOfStation = (stations: typeof stationsById.value) => (stationId: string) =>
  stations.get(stationId)?.name ?? stationId;

function liftedBar(visit: NonNullable<typeof lifted.value>) {
  const bar = timelineOf.value
    .flatMap(({ planned }) => planned)
    .find(
      (each) => each.kind === 'service' && each.stationId === visit.stationId && vehicleOf(each) === visit.vehicleId,
    );
  return bar && { run: bar.run, stationId: visit.stationId };
}

function RowHead({
  row,
  at,
  isActive,
}: {
  readonly row: TimelineRow;
  readonly at: number;
  readonly isActive: boolean;
}) {
  const [run] = row.runs;
  const isHovered = hoveredKey.value !== undefined && row.runs.includes(hoveredKey.value);
  const isChosen = chosenKey.value !== undefined && row.runs.includes(chosenKey.value);
  const bar = isActive && row.planned.find((each) => isSame(each, focusedBar.value));
  const state = isChosen ? ' is-chosen' : isHovered ? ' is-hovered' : '';
  const several = views.value.length > 1 ? depotName(row.depotId) : '';
  return (
    <tr
      class={`timeline__row${state}`}
      style={{ top: `${axisHeight + at * rowHeight}px`, height: `${rowHeight}px` }}
      tabIndex={isActive ? 0 : -1}
      aria-rowindex={at + 1}
      aria-selected={isChosen}
      onFocus={() => {
        activeRow.value = row.id;
      }}
      onMouseEnter={() => (hoveredKey.value = run)}
      onMouseLeave={() => (hoveredKey.value = undefined)}
      onClick={() => run !== undefined && row.grouping !== 'docks' && void chooseRun(run)}
    >
      <th scope="row">
        <span class="timeline__name">
          {row.grouping !== 'docks' && run !== undefined && <RunNumber run={run} />}
          <span class="timeline__words">
            <strong>{rowName(row)}</strong>
            {row.isOverbooked && (
              <span class="late" title={t('timeline.overbooked')}>
                {' !'}
                <span class="visually-hidden"> {t('timeline.overbooked')}</span>
              </span>
            )}
            {row.grouping === 'docks' && several !== '' && <span class="small soft"> {several}</span>}
          </span>
        </span>
      </th>
      {bar && <td class="visually-hidden">{barLines(bar, row).join(', ')}</td>}
    </tr>
  );
}

/** Chooses a bar's run, and the stop that it is of or leads to, here, on the map and in the table. */
function choose(bar: Bar): void {
  void chooseRun(bar.run);
  if (bar.stationId === undefined) shownStationId.value = undefined;
  else showStationOnMap(bar.stationId);
}

function labelWidthOf(box: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(box).getPropertyValue('--label-width'));
}

function showRow(box: HTMLElement, at: number): void {
  if (at < 0) return;
  const [top, height] = [at * rowHeight, box.clientHeight - axisHeight];
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + rowHeight > box.scrollTop + height) box.scrollTop = top + rowHeight - height;
}

/** Moves the time to a stop that was chosen, where not all of the day is shown. */
function showStop(stationId: string | undefined, run: RunKey | undefined): void {
  const range = chosenRange.peek();
  if (stationId === undefined || run === undefined || range === undefined) return;
  const visit = timelineOf
    .peek()
    .flatMap(({ planned }) => planned)
    .find((bar) => bar.kind === 'service' && bar.run === run && bar.stationId === stationId);
  if (visit !== undefined) chosenRange.value = broughtIntoView(range, visit);
}

/** Arrows go along bars and rows; what they come to is shown and said. */
function onKey(event: KeyboardEvent, box: HTMLElement): void {
  const rows = timelineOf.value;
  const at = rows.findIndex(({ id }) => id === activeRow.value);
  const row = rows[at];
  if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const here = row.planned.findIndex((bar) => isSame(bar, focusedBar.value));
  const page = Math.max(1, Math.floor(box.clientHeight / rowHeight) - 2);
  const toRow = (to: number) => goToRow(rows, Math.max(0, Math.min(rows.length - 1, to)), box);
  const toBar = (to: number) => goToBar(row, Math.max(0, Math.min(row.planned.length - 1, to)));
  const bar = row.planned[here];
  const acts: Readonly<Record<string, () => void>> = {
    ArrowDown: () => toRow(at + 1),
    ArrowUp: () => toRow(at - 1),
    PageDown: () => toRow(at + page),
    PageUp: () => toRow(at - page),
    ArrowRight: () => toBar(here + 1),
    ArrowLeft: () => toBar(here < 0 ? 0 : here - 1),
    Home: () => toBar(0),
    End: () => toBar(row.planned.length - 1),
    Enter: () => (bar === undefined ? row.runs[0] !== undefined && void chooseRun(row.runs[0]) : choose(bar)),
    m: () => bar !== undefined && askToMove(bar),
    '+': () => zoomBy(1.5),
    '=': () => zoomBy(1.5),
    '-': () => zoomBy(1 / 1.5),
    '0': () => (chosenRange.value = undefined),
    Escape: () => (lifted.value === undefined ? leaveRun() : letGo()),
  };
  const act = acts[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}

/** Goes to another row, and there to the bar that is nearest in time. */
function goToRow(rows: readonly TimelineRow[], to: number, box: HTMLElement): void {
  const row = rows[to];
  const middle = focusedBar.value && (focusedBar.value.begins + focusedBar.value.ends) / 2;
  activeRow.value = row.id;
  showRow(box, to);
  if (middle !== undefined && row.planned.length > 0) {
    const far = ({ begins, ends }: Bar) => Math.max(begins - middle, middle - ends, 0);
    goToBar(
      row,
      row.planned.reduce((best, bar, at) => (far(bar) < far(row.planned[best]) ? at : best), 0),
    );
  } else {
    focusedBar.value = undefined;
    announced.value = rowName(row);
  }
  // The row may not be drawn before.
  requestAnimationFrame(() => box.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus({ preventScroll: true }));
}

function goToBar(row: TimelineRow, to: number): void {
  const bar = row.planned[to];
  if (bar === undefined) return;
  focusedBar.value = bar;
  hoveredKey.value = bar.run;
  announced.value = `${rowName(row)}: ${barLines(bar, row).join(', ')}`;
  if (shownRange.value !== undefined) {
    const range = broughtIntoView(shownRange.value, bar);
    if (range !== shownRange.value) chosenRange.value = range;
  }
}

/** The dialog moves a stop by keys, as it does from the table. */
function askToMove(bar: Bar): void {
  const vehicleId = vehicleOf(bar);
  if (bar.kind !== 'service' || bar.stationId === undefined || !canChange(waveIdOf(bar.run))) return;
  workAt(waveIdOf(bar.run));
  movedVisit.value = { stationId: bar.stationId, vehicleId };
}

export function vehicleOf({ run }: Bar): string | undefined {
  const view = views.value.find(({ wave }) => wave.waveId === waveIdOf(run));
  return view?.runs.find(({ waveId, routeNo }) => `${waveId} ${routeNo}` === run)?.vehicleId;
}

/** Around the middle, or around the bar that the keys are at. */
export function zoomBy(factor: number): void {
  const range = shownRange.value;
  if (range === undefined) return;
  const { begins, ends } = focusedBar.value ?? { begins: range.from, ends: range.to };
  const around = Math.min(range.to, Math.max(range.from, (begins + ends) / 2));
  chosenRange.value = zoomed(range, around, factor);
}

export function panBy(share: number): void {
  const range = shownRange.value;
  if (range !== undefined) chosenRange.value = moved(range, (range.to - range.from) * share);
}
