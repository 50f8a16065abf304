import { type LatLng, type Map as LeafletMap, type Polygon, polygon, rectangle } from 'leaflet';

export type AreaTool = 'off' | 'box' | 'lasso';

/** A pointer that moves less has clicked. */
const clickPixels = 5;

/** Lets a drag over the map choose what lies within: with a tool on, or with the shift key held for a box. */
export class AreaChoice {
  private tool: AreaTool = 'off';
  private points: LatLng[] = [];
  private shape: Polygon | undefined;
  private begin: { readonly x: number; readonly y: number } | undefined;
  private isLasso = false;

  /** @param choose is told which places lie within, once the pointer is let go. */
  constructor(
    private readonly map: LeafletMap,
    private readonly choose: (isWithin: (place: LatLng) => boolean) => void,
  ) {
    const container = map.getContainer();
    // Before Leaflet begins to drag the map.
    container.addEventListener('pointerdown', (event) => this.press(event), { capture: true });
    window.addEventListener('pointermove', (event) => this.move(event));
    window.addEventListener('pointerup', (event) => this.release(event));
    window.addEventListener('pointercancel', () => this.end());
    window.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.end();
    });
  }

  use(tool: AreaTool): void {
    this.tool = tool;
    const container = this.map.getContainer();
    container.classList.toggle('is-choosing', tool !== 'off');
    if (tool === 'off') this.map.dragging.enable();
    else this.map.dragging.disable();
  }

  private press(event: PointerEvent): void {
    const isMeant = this.tool !== 'off' || event.shiftKey;
    const isControl =
      event.target instanceof Element && event.target.closest('.leaflet-control, .leaflet-popup') !== null;
    if (!isMeant || isControl || event.button !== 0) return;
    // Neither the map nor a selection of words begins to follow the pointer.
    event.preventDefault();
    this.map.dragging.disable();
    this.begin = { x: event.clientX, y: event.clientY };
    this.isLasso = this.tool === 'lasso';
    this.points = [this.placeOf(event)];
  }

  private move(event: PointerEvent): void {
    if (this.begin === undefined) return;
    const place = this.placeOf(event);
    this.points = this.isLasso ? [...this.points, place] : [this.points[0], place];
    this.shape?.remove();
    const style = { className: 'area-choice', interactive: false };
    this.shape = this.isLasso ? polygon(this.points, style) : rectangle([this.points[0], place].map(pairOf), style);
    this.shape.addTo(this.map);
  }

  private release(event: PointerEvent): void {
    const { begin, points, isLasso } = this;
    if (begin === undefined) return;
    this.end();
    if (Math.hypot(event.clientX - begin.x, event.clientY - begin.y) < clickPixels && points.length < 3) return;
    this.swallowClick();
    this.choose((place) => (isLasso ? isInside(place, points) : isBetween(place, points)));
  }

  /** The browser makes a click of the drag; the run or station under its end is not meant by it. */
  private swallowClick(): void {
    const swallow = (event: MouseEvent) => event.stopPropagation();
    window.addEventListener('click', swallow, { capture: true, once: true });
    // A drag that ends outside of where it began makes no click, and the next one is meant.
    window.setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
  }

  private end(): void {
    if (this.begin === undefined) return;
    this.begin = undefined;
    this.shape?.remove();
    this.shape = undefined;
    if (this.tool === 'off') this.map.dragging.enable();
  }

  private placeOf(event: PointerEvent): LatLng {
    return this.map.mouseEventToLatLng(event);
  }
}

const pairOf = ({ lat, lng }: LatLng): [number, number] => [lat, lng];

function isBetween({ lat, lng }: LatLng, [one, other = one]: readonly LatLng[]): boolean {
  const within = (value: number, a: number, b: number) => value >= Math.min(a, b) && value <= Math.max(a, b);
  return within(lat, one.lat, other.lat) && within(lng, one.lng, other.lng);
}

/** Even-odd rule: a line from the place to the east crosses the border an odd number of times. */
function isInside({ lat, lng }: LatLng, points: readonly LatLng[]): boolean {
  let isIn = false;
  points.forEach((one, at) => {
    const other = points[(at + points.length - 1) % points.length];
    const crosses = one.lat > lat !== other.lat > lat;
    if (crosses && lng < one.lng + ((lat - one.lat) / (other.lat - one.lat)) * (other.lng - one.lng)) isIn = !isIn;
  });
  return isIn;
}
