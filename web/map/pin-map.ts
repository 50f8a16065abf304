import 'leaflet/dist/leaflet.css';
import {
  circleMarker,
  control,
  divIcon,
  type LayerGroup,
  type Map as LeafletMap,
  layerGroup,
  type Marker,
  map as makeMap,
  marker,
  polyline,
  tileLayer,
} from 'leaflet';
import type { Datum } from '../api/types.js';
import { BaseMapLayer, type BaseMapMetadata } from './base-map-layer.js';
import { fromDatum, type LonLat, toDatum } from './datum.js';
import { plainCredit } from './plain-credit.js';

/** What one key press moves the pin by; ten times as far with the shift key. */
const stepMeters = 2;
const metersPerDegree = 111_195;
/** A map that leaves the page while its view still moves fails in a timer of its own. */
const atOnce = { animate: false } as const;

/** A map with one pin on it, which is set by a click, by dragging, or with the arrow keys. */
export class PinMap {
  private readonly map: LeafletMap;
  private readonly pin: Marker;
  private readonly roadLayer: LayerGroup;
  private readonly sizes: ResizeObserver;
  private baseMap: BaseMapLayer | undefined;
  private place: LonLat | undefined;
  /** Who has left before the ground was there. */
  private isRemoved = false;
  /** Of the tiles; places go in and out as ours. */
  private datum: Datum = 'wgs84';

  /** @param label what the pin is called by who reads the page aloud. */
  constructor(
    container: HTMLElement,
    label: string,
    private readonly onMoved: (place: LonLat) => void,
  ) {
    this.map = makeMap(container, { zoomControl: false, maxZoom: 20, fadeAnimation: false, keyboard: false });
    this.map.attributionControl.setPrefix(false);
    this.map.setView([30.25, 120.17], 11);
    control.zoom({ position: 'topright' }).addTo(this.map);
    control.scale({ imperial: false, position: 'bottomleft' }).addTo(this.map);
    this.roadLayer = layerGroup().addTo(this.map);
    const icon = divIcon({ className: 'pin', iconSize: [28, 36], iconAnchor: [14, 34] });
    this.pin = marker([0, 0], { icon, draggable: true, keyboard: true, title: label, alt: label });
    this.pin.on('drag', () => this.tell());
    this.pin.on('add', () => {
      const element = this.pin.getElement();
      element?.setAttribute('aria-label', label);
      element?.addEventListener('keydown', (event) => this.onKey(event));
    });
    this.map.on('click', ({ latlng }) => {
      this.pin.setLatLng(latlng).addTo(this.map);
      this.tell();
    });
    this.sizes = new ResizeObserver(() => this.map.invalidateSize());
    this.sizes.observe(container);
  }

  showBaseMap(
    metadata: BaseMapMetadata,
    fetchTile: (z: number, x: number, y: number) => Promise<ArrayBuffer | undefined>,
    language: 'zh' | 'en',
  ) {
    if (this.isRemoved) return;
    this.baseMap?.remove();
    this.baseMap = new BaseMapLayer({
      metadata: { ...metadata, credit: plainCredit(metadata.credit) },
      fetchTile,
      language,
    });
    this.baseMap.addTo(this.map);
    if (this.place !== undefined) return;
    const [west, south, east, north] = metadata.bounds;
    this.map.fitBounds(
      [
        [south, west],
        [north, east],
      ],
      atOnce,
    );
  }

  showTiles(url: string, datum: Datum, credit: string): void {
    if (this.isRemoved) return;
    tileLayer(url, { maxZoom: 20, attribution: plainCredit(credit) }).addTo(this.map);
    this.datum = datum;
    const shown = this.place;
    this.place = undefined;
    this.show(shown);
  }

  /** Puts the pin somewhere; the view follows where it is out of sight. */
  show(place: LonLat | undefined): void {
    if (place?.lon === this.place?.lon && place?.lat === this.place?.lat) return;
    const isFirst = this.place === undefined;
    this.place = place;
    if (place === undefined) {
      this.pin.remove();
      return;
    }
    const at = this.onMap(place);
    this.pin.setLatLng(at).addTo(this.map);
    if (isFirst) this.map.setView(at, 17, atOnce);
    else if (!this.map.getBounds().contains(at)) this.map.panTo(at);
  }

  /** Where to look while there is no pin. */
  lookAt(place: LonLat): void {
    if (this.place === undefined && !this.isRemoved) this.map.setView(this.onMap(place), 13, atOnce);
  }

  /** Puts the pin into the middle of what is shown, for who cannot click there. */
  pinInTheMiddle(): void {
    this.pin.setLatLng(this.map.getCenter()).addTo(this.map);
    this.tell();
    this.pin.getElement()?.focus();
  }

  /** The piece of road that vehicles come along, and where they leave it. */
  showRoad(line: readonly (readonly number[])[], point: LonLat | undefined, isFar: boolean): void {
    this.roadLayer.clearLayers();
    const colour = isFar ? '#a5281f' : '#10505c';
    if (line.length > 1) {
      const at = line.map(([lon, lat]) => this.onMap({ lon, lat }));
      polyline(at, { color: colour, weight: 6, opacity: 0.75, interactive: false }).addTo(this.roadLayer);
    }
    if (point === undefined || this.place === undefined) return;
    const ends = [this.onMap(this.place), this.onMap(point)];
    polyline(ends, { color: colour, weight: 2, dashArray: '4 5', interactive: false }).addTo(this.roadLayer);
    circleMarker(ends[1], {
      radius: 5,
      color: colour,
      fillColor: '#fff',
      fillOpacity: 1,
      interactive: false,
    }).addTo(this.roadLayer);
  }

  remove(): void {
    this.isRemoved = true;
    // Its box goes to nothing when it leaves the page.
    this.sizes.disconnect();
    this.map.remove();
  }

  private onKey(event: KeyboardEvent): void {
    const directions: Record<string, readonly [east: number, north: number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
    };
    const direction = directions[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const { lat, lng } = this.pin.getLatLng();
    const meters = stepMeters * (event.shiftKey ? 10 : 1);
    const shrink = Math.max(0.01, Math.cos((lat * Math.PI) / 180));
    this.pin.setLatLng([
      lat + (direction[1] * meters) / metersPerDegree,
      lng + (direction[0] * meters) / (metersPerDegree * shrink),
    ]);
    this.tell();
  }

  private tell(): void {
    const { lat, lng } = this.pin.getLatLng().wrap();
    const place = fromDatum(this.datum, { lon: lng, lat });
    const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
    this.place = { lon: round(place.lon), lat: round(place.lat) };
    this.onMoved(this.place);
  }

  private onMap(place: LonLat): [number, number] {
    const { lon, lat } = toDatum(this.datum, place);
    return [lat, lon];
  }
}
