import { canvas, type LayerGroup, type Map as LeafletMap, layerGroup, polyline } from 'leaflet';
import type { LonLat } from '../datum.js';

/** A road to be drawn, and what is said of it when it is pointed at. */
export interface DrawnRoad {
  /** Longitude first. */
  readonly line: readonly (readonly number[])[];
  readonly colour: string;
  readonly weight: number;
  readonly dash?: string;
  readonly describe: () => string;
}

/** Roads in colours, under the runs and above the base map. */
export class RoadLayer {
  private readonly lines: LayerGroup;
  private readonly renderer = canvas({ pane: 'roads', padding: 0.2, tolerance: 4 });

  /** @param placeOf where a place of ours lies on the map. */
  constructor(
    map: LeafletMap,
    private readonly placeOf: (place: LonLat) => [number, number],
  ) {
    const pane = map.createPane('roads');
    pane.style.zIndex = '390';
    this.lines = layerGroup().addTo(map);
  }

  /** Draws these and nothing else; the widest lie on top. */
  show(roads: readonly DrawnRoad[]): void {
    this.lines.clearLayers();
    if (roads.length === 0) return;
    for (const { line, colour, weight, dash, describe } of [...roads].sort((a, b) => a.weight - b.weight)) {
      const points = line.map(([lon, lat]) => this.placeOf({ lon, lat }));
      polyline(points, { renderer: this.renderer, pane: 'roads', color: colour, weight, dashArray: dash, opacity: 0.9 })
        .bindTooltip(() => text(describe()), { sticky: true })
        .addTo(this.lines);
    }
  }
}

/** Leaflet takes strings as HTML. */
function text(words: string): HTMLElement {
  const span = document.createElement('span');
  span.textContent = words;
  return span;
}
