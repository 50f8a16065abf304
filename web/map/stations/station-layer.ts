import {
  type Canvas,
  type CircleMarker,
  type CircleMarkerOptions,
  circleMarker,
  type LatLng,
  type LayerGroup,
  type Map as LeafletMap,
  latLng,
  layerGroup,
} from 'leaflet';
import type { Station } from '../../api/types.js';
import { numberOf, type RunKey } from '../../run-key.js';
import type { MapActions } from '../console-map.js';
import type { LonLat } from '../datum.js';
import { runStyle } from '../runs/run-style.js';
import { ClusterLayer, singleFrom } from './cluster-layer.js';
import { spotMenu } from './spot-menu.js';

interface StationLayerActions
  extends Pick<
    MapActions,
    'describeStation' | 'describeSpot' | 'describeUnassigned' | 'nameOfStation' | 'lookAt' | 'toggleStation'
  > {
  at(place: LonLat): [number, number];
  /** Of runs and stations together. */
  readonly renderer: Canvas;
}

type MarkerStyle = CircleMarkerOptions & { readonly radius: number };

/** So many stations with goods that nobody brings are drawn one by one at every zoom. */
export const mostApart = 200;
/** Signs that lie no further apart cannot be told from each other. */
const spotPixels = 6;

/**
 * The stations, each in the colour of its run. What stayed is kept, so that open words survive a refresh. Where they are
 * too many for the eye, those that lie close together are one sign with their number until one zooms in.
 */
export class StationLayer {
  private readonly layer: LayerGroup;
  private readonly markers = new Map<string, CircleMarker>();
  private readonly clusters: ClusterLayer;
  private shown: readonly Station[] = [];
  private stations: ReadonlyMap<string, Station> = new Map();
  /** Which run visits a station, as its words say it. */
  private runOf: ReadonlyMap<string, RunKey> = new Map();
  private unassigned: ReadonlySet<string> = new Set();
  /** Whose stations stand out; undefined for all. */
  private inFocus: ReadonlySet<RunKey> | undefined;
  private marked: ReadonlySet<string> = new Set();
  /** Whose words are open. */
  private openStationId: string | undefined;

  constructor(
    private readonly map: LeafletMap,
    private readonly actions: StationLayerActions,
  ) {
    this.layer = layerGroup().addTo(map);
    this.clusters = new ClusterLayer(map, actions);
    map.on('moveend', () => {
      if (this.clusters.isOn) this.draw();
    });
  }

  /** Draws these stations and no other; the unassigned as hollow ones. */
  show(stations: readonly Station[], runOf: ReadonlyMap<string, RunKey>, unassigned: ReadonlySet<string>): void {
    const before = this.runOf;
    if (stations !== this.shown || unassigned !== this.unassigned) {
      // What nobody brings is seen by itself, unless that is too much for the eye as well.
      const isApart = unassigned.size <= mostApart;
      this.clusters.show(
        stations.flatMap((station) => {
          const isUnassigned = unassigned.has(station.stationId);
          if (isApart && isUnassigned) return [];
          return { stationId: station.stationId, at: this.actions.at(station), isUnassigned };
        }),
      );
    }
    this.shown = stations;
    this.stations = new Map(stations.map((station) => [station.stationId, station]));
    this.runOf = runOf;
    this.unassigned = unassigned;
    this.draw();
    for (const [stationId, each] of this.markers) {
      this.style(stationId, each);
      if (runOf.get(stationId) !== before.get(stationId) && each.isPopupOpen()) each.getPopup()!.update();
    }
  }

  /** Lets the stations of other runs step back; undefined shows all alike. */
  focus(runs: ReadonlySet<RunKey> | undefined): void {
    if (runs === undefined && this.inFocus === undefined) return;
    this.inFocus = runs;
    this.restyle();
  }

  /** Marks stations that are chosen together. */
  mark(stationIds: ReadonlySet<string>): void {
    if (stationIds.size === 0 && this.marked.size === 0) return;
    this.marked = stationIds;
    this.restyle();
  }

  /** Those at such places, whether they are drawn by themselves or together with others. */
  listWithin(isWithin: (place: LatLng) => boolean): string[] {
    return [...this.stations.values()]
      .filter((station) => isWithin(latLng(this.actions.at(station))))
      .map(({ stationId }) => stationId);
  }

  private restyle(): void {
    for (const [stationId, each] of this.markers) this.style(stationId, each);
  }

  /** Forgets what is drawn. */
  clear(): void {
    for (const each of this.markers.values()) each.remove();
    this.markers.clear();
    this.clusters.show([]);
    this.shown = [];
  }

  /** Adds the signs that are to be seen, and takes away the others. */
  private draw(): void {
    const single = this.clusters.draw();
    const apart = this.unassigned.size <= mostApart ? this.unassigned : [];
    const wanted = single === undefined ? new Set(this.stations.keys()) : new Set([...single, ...apart]);
    for (const [stationId, each] of this.markers) {
      // Open words stay where they are.
      if (this.stations.has(stationId) && (wanted.has(stationId) || stationId === this.openStationId)) continue;
      each.remove();
      this.markers.delete(stationId);
    }
    for (const stationId of wanted) {
      const station = this.stations.get(stationId);
      if (station !== undefined && !this.markers.has(stationId)) this.add(station);
    }
  }

  /** Opens a station's words where they are not open, or closes what is open; one that is not drawn yet is left. */
  open(stationId: string | undefined): void {
    if (stationId === this.openStationId) return;
    if (stationId === undefined) this.map.closePopup();
    else this.moveTo(stationId);
  }

  /** Opens a station's words where it is on the map. */
  openHere(stationId: string): void {
    const drawn = this.markers.get(stationId);
    if (drawn === undefined) this.moveTo(stationId);
    else drawn.openPopup();
  }

  /** Moves to a station and opens its words. */
  moveTo(stationId: string): void {
    const station = this.stations.get(stationId);
    if (station === undefined) return;
    // Without gliding there, so that its sign is drawn when this returns.
    this.map.setView(this.actions.at(station), Math.max(this.map.getZoom(), singleFrom), { animate: false });
    this.markers.get(stationId)?.openPopup();
  }

  private add(station: Station): void {
    const { stationId } = station;
    const made = circleMarker(this.actions.at(station), {
      ...this.styleOf(stationId),
      renderer: this.actions.renderer,
    });
    made.bindPopup(() => this.describe(stationId), { maxWidth: 280, minWidth: 200 });
    made.on('click', ({ originalEvent }) => {
      if (!originalEvent.shiftKey) return;
      made.closePopup();
      this.actions.toggleStation(stationId);
    });
    made.on('popupopen', () => this.lookAt(stationId));
    made.on('popupclose', () => {
      if (this.openStationId === stationId) this.lookAt(undefined);
    });
    this.markers.set(stationId, made);
    made.addTo(this.layer);
  }

  /** A station's words; where several lie on one spot, which of them is meant is asked first. */
  private describe(stationId: string): HTMLElement {
    const spot = this.markers.get(stationId)?.getLatLng();
    if (spot === undefined) return this.actions.describeStation(stationId);
    const at = this.map.latLngToContainerPoint(spot);
    const here = [...this.markers]
      .filter(([, each]) => this.map.latLngToContainerPoint(each.getLatLng()).distanceTo(at) < spotPixels)
      .map(([id]) => id);
    return here.length < 2 ? this.actions.describeStation(stationId) : spotMenu(here, this.actions);
  }

  private lookAt(stationId: string | undefined): void {
    this.openStationId = stationId;
    this.actions.lookAt(stationId);
  }

  private style(stationId: string, sign: CircleMarker): void {
    const style = this.styleOf(stationId);
    sign.setStyle(style).setRadius(style.radius);
  }

  private styleOf(stationId: string): MarkerStyle {
    const run = this.runOf.get(stationId);
    const isUnassigned = this.unassigned.has(stationId);
    const isMarked = this.marked.has(stationId);
    const isBack =
      !isMarked && this.inFocus !== undefined && !isUnassigned && (run === undefined || !this.inFocus.has(run));
    return {
      radius: isMarked ? 9 : isUnassigned ? 7 : isBack ? 3.5 : 5,
      weight: isMarked || isUnassigned ? 3 : 1.5,
      color: isMarked ? '#12292e' : isUnassigned ? '#a5281f' : '#ffffff',
      fillColor: isUnassigned ? '#ffffff' : run === undefined ? '#66757b' : runStyle(numberOf(run)).colour,
      opacity: isBack ? 0.4 : 1,
      fillOpacity: isBack ? 0.3 : 1,
    };
  }
}
