import { batch } from '@preact/signals';
import { runKey, waveIdOf } from '../../run-key.js';
import { chosenRun, hoveredKey, leaveRun, plan, runs, workAt } from '../console-state.js';
import { canChange, commitVisit, letGo, lifted, propose, proposeSlot } from '../edit/edit-state.js';
import type { Bar } from './bar.js';
import { instantOfSlot, slotAt } from './row-drop.js';
import { moved, zoomed } from './time-scale.js';
import { axisHeight, rowHeight } from './timeline-painter.js';
import { chosenRange, dropMark, pointedBar, shownRange, timelineOf, tipAt } from './timeline-state.js';

interface Surface {
  readonly top: number;
  readonly width: number;
}

/** Nearer than this a press is a choice, not a drag. */
const stillPixels = 4;
const nearPixels = 4;

/**
 * What a pointer does on the canvas: points, chooses, moves the time, zooms by wheel or two fingers, and drags stops of
 * drafts to other places. Returns how to stop that.
 */
export function followPointer(canvas: HTMLCanvasElement, surface: () => Surface, choose: (bar: Bar) => void) {
  /** Pointers that are down, by their ids, where they are now. */
  const down = new Map<number, { readonly x: number; readonly y: number }>();
  let pressed:
    | { readonly x: number; readonly y: number; readonly bar: Bar | undefined; mode: 'still' | 'pan' | 'drag' }
    | undefined;

  const placeOf = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const instantAt = (x: number) => {
    const range = shownRange.value;
    return range && range.from + (x / surface().width) * (range.to - range.from);
  };
  const rowAt = (y: number) => (y < axisHeight ? -1 : Math.floor((y - axisHeight + surface().top) / rowHeight));
  const barAt = (x: number, y: number): Bar | undefined => {
    const row = timelineOf.value[rowAt(y)];
    const [at, near] = [instantAt(x), instantAt(x + nearPixels)];
    if (row === undefined || at === undefined || near === undefined) return undefined;
    const isLow = (y - axisHeight + surface().top) % rowHeight > rowHeight * 0.7;
    const bars = isLow && row.followed.length > 0 ? row.followed : row.planned;
    const far = ({ begins, ends }: Bar) => Math.max(begins - at, at - ends, 0);
    const found = bars.filter((bar) => far(bar) <= near - at).sort((one, other) => far(one) - far(other));
    return found.find(({ kind }) => kind === 'service') ?? found[0];
  };
  const point = (bar: Bar | undefined, event: PointerEvent) =>
    batch(() => {
      pointedBar.value = bar;
      tipAt.value = { x: event.clientX, y: event.clientY };
      hoveredKey.value = bar?.run;
    });

  const lift = (bar: Bar): boolean => {
    const waveId = waveIdOf(bar.run);
    if (bar.kind !== 'service' || bar.time !== 'planned' || bar.stationId === undefined || !canChange(waveId))
      return false;
    if (chosenRun.value !== undefined && chosenRun.value.waveId !== waveId) leaveRun();
    workAt(waveId);
    const run = runs.value.find((each) => runKey(each) === bar.run);
    if (run === undefined) return false;
    lifted.value = { stationId: bar.stationId, vehicleId: run.vehicleId };
    return true;
  };
  const dragTo = (x: number, y: number) => {
    const [visit, shownPlan, at] = [lifted.value, plan.value, instantAt(x)];
    const row = timelineOf.value[rowAt(y)];
    const run = runs.value.find((each) => row?.grouping !== 'docks' && row?.runs.includes(runKey(each)));
    if (visit === undefined || shownPlan === undefined || at === undefined || run === undefined) {
      dropMark.value = undefined;
      propose(undefined);
      return;
    }
    const slot = slotAt(shownPlan, run.vehicleId, at);
    const middle = instantOfSlot(shownPlan, slot);
    dropMark.value = middle === undefined ? undefined : { row: rowAt(y), at: middle };
    proposeSlot(visit, slot);
  };
  const endDrag = () => {
    pressed = undefined;
    dropMark.value = undefined;
    canvas.style.cursor = '';
  };

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const place = placeOf(event);
    down.set(event.pointerId, place);
    canvas.setPointerCapture(event.pointerId);
    pressed = down.size > 1 ? undefined : { ...place, bar: barAt(place.x, place.y), mode: 'still' };
  };
  const onMove = (event: PointerEvent) => {
    const place = placeOf(event);
    const before = down.get(event.pointerId);
    const range = shownRange.value;
    if (range === undefined) return;
    if (before === undefined) {
      const bar = barAt(place.x, place.y);
      canvas.style.cursor = bar?.kind === 'service' && canChange(waveIdOf(bar.run)) ? 'grab' : bar ? 'pointer' : '';
      point(bar, event);
      return;
    }
    const perPixel = (range.to - range.from) / surface().width;
    if (down.size === 2) {
      const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      const spread = (at: { x: number }) => Math.max(20, Math.abs(at.x - other.x));
      const around = range.from + ((place.x + other.x) / 2) * perPixel;
      chosenRange.value = zoomed(range, around, spread(place) / spread(before));
    } else if (pressed !== undefined) {
      const isFar = Math.hypot(place.x - pressed.x, place.y - pressed.y) > stillPixels;
      if (pressed.mode === 'still' && isFar) {
        const isLifted = event.pointerType !== 'touch' && pressed.bar !== undefined && lift(pressed.bar);
        pressed.mode = isLifted ? 'drag' : 'pan';
        canvas.style.cursor = 'grabbing';
      }
      if (pressed.mode === 'pan') chosenRange.value = moved(range, (before.x - place.x) * perPixel);
      if (pressed.mode === 'drag') {
        // Escape, or a plan that changed meanwhile, has let go of it.
        if (lifted.value === undefined) endDrag();
        else {
          tipAt.value = { x: event.clientX, y: event.clientY };
          dragTo(place.x, place.y);
        }
      }
    }
    down.set(event.pointerId, place);
  };
  const onUp = (event: PointerEvent) => {
    down.delete(event.pointerId);
    if (pressed === undefined) return;
    const { mode, bar } = pressed;
    endDrag();
    if (mode === 'drag' && lifted.value !== undefined) void commitVisit(lifted.value);
    if (mode === 'still' && bar !== undefined) {
      point(bar, event);
      choose(bar);
    }
  };
  const onCancel = (event: PointerEvent) => {
    down.delete(event.pointerId);
    if (pressed?.mode === 'drag') letGo();
    endDrag();
  };
  const onLeave = (event: PointerEvent) => {
    if (!down.has(event.pointerId)) point(undefined, event);
  };
  const onWheel = (event: WheelEvent) => {
    const range = shownRange.value;
    const { x, y } = placeOf(event);
    if (range === undefined) return;
    const around = instantAt(x)!;
    if (event.ctrlKey || event.metaKey || y < axisHeight) {
      chosenRange.value = zoomed(range, around, Math.exp(-event.deltaY / 300));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const pixels = event.deltaX || event.deltaY;
      chosenRange.value = moved(range, (pixels / surface().width) * (range.to - range.from));
    } else return;
    event.preventDefault();
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || pressed?.mode !== 'drag') return;
    event.preventDefault();
    event.stopPropagation();
    letGo();
    endDrag();
  };

  canvas.addEventListener('pointerdown', onDown);
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerup', onUp);
  canvas.addEventListener('pointercancel', onCancel);
  canvas.addEventListener('pointerleave', onLeave);
  canvas.addEventListener('wheel', onWheel, { passive: false });
  window.addEventListener('keydown', onEscape, true);
  // The canvas goes with its listeners; the window stays.
  return () => window.removeEventListener('keydown', onEscape, true);
}
