import {
  divIcon,
  type LayerGroup,
  type Map as LeafletMap,
  layerGroup,
  marker,
  type PathOptions,
  polygon,
  polyline,
  svg,
} from 'leaflet';
import type { LonLat } from '../datum.js';

/** A restriction as it is drawn. */
export interface DrawnRestriction {
  readonly points: readonly LonLat[];
  readonly shape: 'area' | 'line';
  readonly isOn: boolean;
  /** Said where it is pointed at. */
  readonly describe: () => string;
}

/** What is being drawn. */
export type DrawnDraft = Pick<DrawnRestriction, 'points' | 'shape'>;

/** Where places lie on the map, and what is drawn there. */
interface RestrictionActions {
  onMap(place: LonLat): [number, number];
  fromMap(lon: number, lat: number): LonLat;
  addPoint(place: LonLat): void;
  movePoint(at: number, place: LonLat): void;
}

const colour = '#9a1f4b';
const patternId = 'restriction-hatch';
const svgNamespace = 'http://www.w3.org/2000/svg';

/** Restrictions of vehicles, hatched, above the roads and under the runs; and the one that is being drawn. */
export class RestrictionLayer {
  private readonly kept: LayerGroup;
  private readonly drawn: LayerGroup;
  private readonly renderer = svg({ pane: 'restrictions', padding: 0.2 });
  private isDrawing = false;

  constructor(
    private readonly map: LeafletMap,
    private readonly actions: RestrictionActions,
  ) {
    map.createPane('restrictions').style.zIndex = '395';
    map.getContainer().append(hatch());
    this.kept = layerGroup().addTo(map);
    this.drawn = layerGroup().addTo(map);
    map.on('click', ({ latlng }) => {
      if (!this.isDrawing) return;
      const { lat, lng } = latlng.wrap();
      this.actions.addPoint(this.actions.fromMap(lng, lat));
    });
  }

  /** Draws these and nothing else. */
  show(restrictions: readonly DrawnRestriction[]): void {
    this.kept.clearLayers();
    for (const { points, shape, isOn, describe } of restrictions) {
      this.path(points, shape, isOn ? {} : { fill: false, dashArray: '2 6', opacity: 0.6 })
        .bindTooltip(() => text(describe()), { sticky: true })
        .addTo(this.kept);
    }
  }

  /** Draws what somebody is drawing; while there is something, clicks on the map are its points. */
  draw(draft: DrawnDraft | undefined): void {
    this.drawn.clearLayers();
    this.isDrawing = draft !== undefined;
    this.map.getContainer().classList.toggle('map__canvas--drawing', this.isDrawing);
    if (draft === undefined) return;
    const isArea = draft.shape === 'area' && draft.points.length > 2;
    this.path(draft.points, isArea ? 'area' : 'line', { dashArray: '6 4', interactive: false }).addTo(this.drawn);
    draft.points.forEach((point, at) => {
      const corner = marker(this.actions.onMap(point), {
        draggable: true,
        keyboard: false,
        icon: divIcon({ className: 'drawn-point', iconSize: [18, 18], html: text(String(at + 1)) }),
      }).addTo(this.drawn);
      corner.on('dragend', () => {
        const { lat, lng } = corner.getLatLng().wrap();
        this.actions.movePoint(at, this.actions.fromMap(lng, lat));
      });
    });
  }

  private path(points: readonly LonLat[], shape: 'area' | 'line', style: PathOptions) {
    const places = points.map((point) => this.actions.onMap(point));
    const common = { renderer: this.renderer, pane: 'restrictions', color: colour, ...style };
    return shape === 'area'
      ? polygon(places, { weight: 2, fillColor: `url(#${patternId})`, fillOpacity: 1, ...common })
      : polyline(places, { weight: 7, dashArray: '3 5', lineCap: 'butt', opacity: 0.75, ...common });
  }
}

/** Stripes that tell what is restricted from everything else without a colour. */
function hatch(): SVGSVGElement {
  const holder = document.createElementNS(svgNamespace, 'svg');
  for (const [name, value] of [
    ['width', '0'],
    ['height', '0'],
    ['aria-hidden', 'true'],
  ])
    holder.setAttribute(name, value);
  const pattern = document.createElementNS(svgNamespace, 'pattern');
  for (const [name, value] of [
    ['id', patternId],
    ['width', '10'],
    ['height', '10'],
    ['patternUnits', 'userSpaceOnUse'],
    ['patternTransform', 'rotate(45)'],
  ])
    pattern.setAttribute(name, value);
  const stripe = document.createElementNS(svgNamespace, 'rect');
  for (const [name, value] of [
    ['width', '3'],
    ['height', '10'],
    ['fill', colour],
    ['fill-opacity', '0.3'],
  ])
    stripe.setAttribute(name, value);
  pattern.append(stripe);
  holder.append(pattern);
  return holder;
}

/** Leaflet takes strings as HTML. */
function text(words: string): HTMLElement {
  const span = document.createElement('span');
  span.textContent = words;
  return span;
}
