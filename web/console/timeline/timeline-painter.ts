import { runStyle } from '../../map/runs/run-style.js';
import { numberOf, type RunKey } from '../../run-key.js';
import type { Bar } from './bar.js';
import { stepOf, type TimeRange, ticksOf } from './time-scale.js';
import type { TimelineRow } from './timeline-rows.js';

export const axisHeight = 26;
export const rowHeight = 36;
const barTop = 5;
const barHeight = 18;
const followedTop = 27;
const followedHeight = 6;

/** As in the pages' styles, which a canvas cannot read. */
const ink = '#1d2a30';
const inkSoft = '#52636b';
const line = '#dde4e2';
const sunk = '#f7f9f8';
const brandSoft = '#e2eef0';
const bad = '#a5281f';
const good = '#1b7048';
const focusRing = '#2f8fa3';

/** All that is drawn at one moment. */
export interface TimelineScene {
  readonly rows: readonly TimelineRow[];
  readonly range: TimeRange;
  readonly scrollTop: number;
  readonly timeZone: string | undefined;
  readonly now: number;
  /** Of a run that is pointed at or chosen, whose rows stand in front. */
  readonly meantRun: RunKey | undefined;
  readonly stationId: string | undefined;
  /** When the station that is meant may be served. */
  readonly windows:
    | { readonly stationId: string; readonly spans: readonly { begins: number; ends: number }[] }
    | undefined;
  readonly focused: Bar | undefined;
  readonly lifted: { readonly run: RunKey; readonly stationId: string } | undefined;
  readonly drop: { readonly row: number; readonly at: number } | undefined;
  nameOfStation(stationId: string): string;
  nameOfRun(run: RunKey): string;
  /** A letter or two for a loading, and for a break. */
  readonly signs: { readonly loading: string; readonly pause: string };
}

/** Owns the canvas. It is told what to show, and where on it something is. */
export class TimelinePainter {
  private readonly context: CanvasRenderingContext2D;
  private readonly widths = new Map<string, number>();
  private readonly clocks = new Map<string, Intl.DateTimeFormat>();
  private width = 0;
  private height = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext('2d')!;
  }

  resize(width: number, height: number): void {
    const scale = window.devicePixelRatio || 1;
    this.width = width;
    this.height = height;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }

  draw(scene: TimelineScene): void {
    const { context } = this;
    const scale = window.devicePixelRatio || 1;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    context.font = `11px ${getComputedStyle(this.canvas).fontFamily}`;
    context.textBaseline = 'middle';
    const ticks = ticksOf(scene.range, stepOf(scene.range, this.width), scene.timeZone);
    const x = (instant: number) => ((instant - scene.range.from) / (scene.range.to - scene.range.from)) * this.width;
    context.fillStyle = line;
    for (const tick of ticks) context.fillRect(Math.round(x(tick)), axisHeight, 1, this.height);
    context.save();
    context.beginPath();
    context.rect(0, axisHeight, this.width, this.height - axisHeight);
    context.clip();
    const first = Math.max(0, Math.floor(scene.scrollTop / rowHeight));
    const end = Math.min(scene.rows.length, Math.ceil((scene.scrollTop + this.height - axisHeight) / rowHeight));
    for (let at = first; at < end; at++) {
      const top = axisHeight + at * rowHeight - scene.scrollTop;
      this.drawRow(scene, scene.rows[at], top, x);
      if (scene.drop?.row === at) this.drawDrop(x(scene.drop.at), top);
    }
    this.drawNow(x(scene.now));
    context.restore();
    this.drawAxis(scene, ticks, x);
  }

  private drawAxis({ range, timeZone, now }: TimelineScene, ticks: readonly number[], x: (instant: number) => number) {
    const { context } = this;
    context.fillStyle = sunk;
    context.fillRect(0, 0, this.width, axisHeight);
    context.fillStyle = line;
    context.fillRect(0, axisHeight - 1, this.width, 1);
    context.fillStyle = inkSoft;
    context.textAlign = 'center';
    for (const tick of ticks) {
      const at = x(tick);
      if (at > 18 && at < this.width - 18) context.fillText(this.clock(timeZone).format(tick), at, axisHeight / 2);
    }
    if (now < range.from || now > range.to) return;
    context.fillStyle = bad;
    const at = x(now);
    context.beginPath();
    context.moveTo(at - 5, axisHeight - 8);
    context.lineTo(at + 5, axisHeight - 8);
    context.lineTo(at, axisHeight);
    context.fill();
  }

  private drawNow(at: number): void {
    if (at < 0 || at > this.width) return;
    this.context.fillStyle = bad;
    this.context.fillRect(Math.round(at) - 0.75, axisHeight, 1.5, this.height);
  }

  private drawRow(scene: TimelineScene, row: TimelineRow, top: number, x: (instant: number) => number): void {
    const { context } = this;
    const isMeant = scene.meantRun !== undefined && row.runs.includes(scene.meantRun);
    if (isMeant) {
      context.fillStyle = brandSoft;
      context.fillRect(0, top, this.width, rowHeight);
    }
    context.fillStyle = line;
    context.fillRect(0, top + rowHeight - 1, this.width, 1);
    if (scene.windows !== undefined && row.planned.some(({ stationId }) => stationId === scene.windows?.stationId)) {
      for (const { begins, ends } of scene.windows.spans) this.drawWindow(x(begins), x(ends), top);
    }
    for (const bar of row.followed) {
      const [from, to] = [x(bar.begins), x(bar.ends)];
      if (to >= -2 && from <= this.width + 2) this.drawFollowed(bar, from, to, top);
    }
    for (const bar of row.planned) {
      const [from, to] = [x(bar.begins), x(bar.ends)];
      if (to < -2 || from > this.width + 2) continue;
      const isBack = scene.meantRun !== undefined && bar.run !== scene.meantRun;
      const isLifted = bar.run === scene.lifted?.run && bar.stationId === scene.lifted.stationId;
      context.globalAlpha = isLifted ? 0.3 : isBack ? 0.45 : 1;
      this.drawPlanned(scene, row, bar, from, to, top);
      context.globalAlpha = 1;
      const isChosen = bar.kind === 'service' && bar.stationId !== undefined && bar.stationId === scene.stationId;
      if (isChosen) this.ring(from, to, top, ink);
      if (bar === scene.focused || isSame(bar, scene.focused)) this.ring(from, to, top, focusRing);
    }
    // Above all bars, so that a narrow late one is not lost among its neighbours.
    for (const bar of [...row.planned, ...row.followed]) {
      if (bar.lateSeconds > 0) this.drawLate(bar, x(bar.begins), x(bar.ends), top);
    }
  }

  private drawPlanned(scene: TimelineScene, row: TimelineRow, bar: Bar, from: number, to: number, top: number): void {
    const { context } = this;
    const { colour, textColour } = runStyle(numberOf(bar.run));
    const middle = top + barTop + barHeight / 2;
    const width = Math.max(to - from, 1.5);
    if (bar.kind === 'drive' || bar.kind === 'return') {
      context.fillStyle = colour;
      if (bar.kind === 'drive') context.fillRect(from, middle - 2, width, 4);
      else for (let at = from; at < to; at += 8) context.fillRect(at, middle - 1.5, Math.min(5, to - at), 3);
      return;
    }
    if (bar.kind === 'service') {
      context.fillStyle = colour;
      context.fillRect(from, top + barTop, width, barHeight);
      this.write(
        labelOf(scene, bar, width, (text) => this.widthOf(text)),
        from,
        width,
        middle,
        textColour,
      );
      return;
    }
    context.fillStyle = bar.kind === 'break' ? line : '#ffffff';
    context.strokeStyle = bar.kind === 'break' ? inkSoft : colour;
    context.lineWidth = 1;
    context.setLineDash(bar.kind === 'wait' ? [2, 2] : []);
    const [height, above] = bar.kind === 'wait' ? [8, 5] : [barHeight, 0];
    context.fillRect(from, top + barTop + above, width, height);
    context.strokeRect(from + 0.5, top + barTop + above + 0.5, Math.max(0.5, width - 1), height - 1);
    context.setLineDash([]);
    if (bar.kind === 'wait') return;
    // At a dock everything is a loading; whose it is tells them apart.
    const loading = row.grouping === 'docks' ? scene.nameOfRun(bar.run) : scene.signs.loading;
    const sign = bar.kind === 'break' ? scene.signs.pause : loading;
    this.write(this.widthOf(sign) + 4 <= width ? sign : '', from, width, middle, ink);
  }

  /** Reported times filled, expected ones hollow. */
  private drawFollowed(bar: Bar, from: number, to: number, top: number): void {
    const { context } = this;
    const isActual = bar.time === 'actual';
    const isStanding = bar.kind === 'service';
    const width = Math.max(to - from, 2);
    const [height, above] = isStanding ? [followedHeight, 0] : [2, 2];
    context.fillStyle = isActual ? ink : '#ffffff';
    context.strokeStyle = inkSoft;
    context.lineWidth = 1;
    if (isStanding || isActual) context.fillRect(from, top + followedTop + above, width, height);
    if (isStanding && !isActual) context.strokeRect(from + 0.5, top + followedTop + 0.5, width - 1, height - 1);
    if (isStanding || isActual) return;
    context.fillStyle = inkSoft;
    for (let at = from; at < to; at += 5) context.fillRect(at, top + followedTop + above, Math.min(2, to - at), height);
  }

  private drawWindow(from: number, to: number, top: number): void {
    const { context } = this;
    context.fillStyle = 'rgb(27 112 72 / 12%)';
    context.fillRect(from, top, to - from, rowHeight - 1);
    context.fillStyle = good;
    context.fillRect(from, top, 1.5, rowHeight - 1);
    context.fillRect(to - 1.5, top, 1.5, rowHeight - 1);
  }

  /** A frame and an exclamation mark: the sign says what the colour says. */
  private drawLate(bar: Bar, from: number, to: number, top: number): void {
    if (to < -8 || from > this.width + 8) return;
    const { context } = this;
    const isPlanned = bar.time === 'planned';
    const [y, height] = isPlanned ? [top + barTop, barHeight] : [top + followedTop, followedHeight];
    const width = Math.max(to - from, 2);
    context.strokeStyle = bad;
    context.lineWidth = 2;
    context.strokeRect(from, y, width, height);
    context.fillStyle = bad;
    context.textAlign = 'left';
    context.font = context.font.replace('11px', 'bold 12px');
    context.fillText('!', to + 2, y + height / 2);
    context.font = context.font.replace('bold 12px', '11px');
  }

  private drawDrop(at: number, top: number): void {
    const { context } = this;
    context.fillStyle = ink;
    context.fillRect(at - 1.5, top + 2, 3, rowHeight - 5);
    context.beginPath();
    context.moveTo(at - 6, top + 1);
    context.lineTo(at + 6, top + 1);
    context.lineTo(at, top + 9);
    context.fill();
  }

  private ring(from: number, to: number, top: number, colour: string): void {
    const { context } = this;
    context.strokeStyle = colour;
    context.lineWidth = 2.5;
    context.strokeRect(from - 2, top + barTop - 2, Math.max(to - from, 2) + 4, barHeight + 4);
  }

  private write(text: string, from: number, width: number, middle: number, colour: string): void {
    if (text === '') return;
    this.context.fillStyle = colour;
    this.context.textAlign = 'center';
    this.context.fillText(text, from + width / 2, middle + 0.5);
  }

  private widthOf(text: string): number {
    const known = this.widths.get(text);
    if (known !== undefined) return known;
    const { width } = this.context.measureText(text);
    this.widths.set(text, width);
    return width;
  }

  private clock(timeZone: string | undefined): Intl.DateTimeFormat {
    const known = this.clocks.get(timeZone ?? '');
    if (known !== undefined) return known;
    const made = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone });
    this.clocks.set(timeZone ?? '', made);
    return made;
  }
}

/** The station's name where there is room, else the stop's number, else nothing. */
function labelOf(scene: TimelineScene, bar: Bar, width: number, widthOf: (text: string) => number): string {
  const texts = [scene.nameOfStation(bar.stationId ?? ''), String((bar.stopAt ?? 0) + 1)];
  // Measuring every name would cost more than drawing: below this no name fits.
  return (width < 24 ? texts.slice(1) : texts).find((text) => widthOf(text) + 6 <= width) ?? '';
}

/** Bars are made anew whenever the day is read. */
export function isSame(one: Bar, other: Bar | undefined): boolean {
  return (
    other !== undefined &&
    one.run === other.run &&
    one.kind === other.kind &&
    one.time === other.time &&
    one.tripNo === other.tripNo &&
    one.stopAt === other.stopAt &&
    one.begins === other.begins
  );
}
