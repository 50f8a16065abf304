import 'leaflet/dist/leaflet.css';
import {
  canvas,
  control,
  divIcon,
  type LatLngBounds,
  type LayerGroup,
  type Map as LeafletMap,
  latLngBounds,
  layerGroup,
  map as makeMap,
  marker,
  tileLayer,
} from 'leaflet';
import type { Datum, Station, Stop, VehiclePosition } from '../api/types.js';
import { type DrawnRuns, numberOf, type RunKey } from '../run-key.js';
import { BaseMapLayer, type BaseMapMetadata } from './base-map-layer.js';
import { AreaChoice, type AreaTool } from './choice/area-choice.js';
import { closestFit } from './closest-fit.js';
import { fromDatum, type LonLat, toDatum } from './datum.js';
import { element } from './map-signs.js';
import { plainCredit } from './plain-credit.js';
import { type DrawnDraft, type DrawnRestriction, RestrictionLayer } from './roads/restriction-layer.js';
import { type DrawnRoad, RoadLayer } from './roads/road-layer.js';
import { RunLayer } from './runs/run-layer.js';
import { runStyle } from './runs/run-style.js';
import { StationLayer } from './stations/station-layer.js';

/** What the map asks of the page: gestures as named actions, and words. */
export interface MapActions {
  chooseRun(run: RunKey): void;
  hoverRun(run: RunKey | undefined): void;
  /** What a station's popup says. */
  describeStation(stationId: string): HTMLElement;
  /** What stands over the stations of one spot, and what each of them is called. */
  describeSpot(stations: number): string;
  /** What is said of stations with goods that nobody brings. */
  describeUnassigned(stations: number): string;
  nameOfStation(stationId: string): string;
  /** What stands on a run's line. */
  nameOfRun(run: RunKey): string;
  describeDepot(name: string): HTMLElement;
  describeVehicle(position: VehiclePosition): HTMLElement;
  /** A station's words were opened, or closed. */
  lookAt(stationId: string | undefined): void;
  /** A point was drawn, or one of them moved. */
  addPoint(place: LonLat): void;
  movePoint(at: number, place: LonLat): void;
  /** The map came to rest on another part of the world. */
  moved(box: readonly [west: number, south: number, east: number, north: number]): void;
  /** Stations are chosen to be changed together: one more or less, or all within an area. */
  toggleStation(stationId: string): void;
  addStations(stationIds: readonly string[]): void;
}

/** Owns Leaflet. It is told what to show and keeps what stayed, so that an open popup survives a refresh. */
export class ConsoleMap {
  private readonly map: LeafletMap;
  private readonly actions: MapActions;
  private readonly runs: RunLayer;
  private readonly stations: StationLayer;
  private readonly areaChoice: AreaChoice;
  private readonly vehicleLayer: LayerGroup;
  private readonly roadLayer: RoadLayer;
  private readonly restrictionLayer: RestrictionLayer;
  private datum: Datum = 'wgs84';
  private bounds: LatLngBounds | undefined;
  private baseMap: BaseMapLayer | undefined;
  /** Everything is in view, and nobody has moved the map since. */
  private isFitted = false;

  constructor(container: HTMLElement, actions: MapActions) {
    this.actions = actions;
    this.map = makeMap(container, {
      zoomControl: false,
      zoomSnap: 0.25,
      // Without tiles Leaflet knows no end: fitting a single point would zoom without one.
      maxZoom: 20,
      attributionControl: true,
      fadeAnimation: false,
      // Shift and a drag choose stations.
      boxZoom: false,
    });
    this.map.attributionControl.setPrefix(false);
    this.map.setView([30.25, 120.17], 11);
    control.zoom({ position: 'topright' }).addTo(this.map);
    control.scale({ imperial: false, position: 'bottomleft' }).addTo(this.map);
    this.map.createPane('numbers').style.zIndex = '640';
    this.roadLayer = new RoadLayer(this.map, (place) => this.at(place));
    this.restrictionLayer = new RestrictionLayer(this.map, {
      onMap: (place) => this.at(place),
      fromMap: (lon, lat) => fromDatum(this.datum, { lon, lat }),
      addPoint: actions.addPoint,
      movePoint: actions.movePoint,
    });
    this.map.on('moveend resize', () => actions.moved(this.box));
    const at = (place: LonLat) => this.at(place);
    // One canvas for runs and stations: of two, the upper one takes all that the pointer does. Zooming moves a canvas as a
    // whole, where elements would be drawn one by one.
    this.map.createPane('drawn').style.zIndex = '420';
    const renderer = canvas({ pane: 'drawn', padding: 0.3, tolerance: 3 });
    this.runs = new RunLayer(this.map, {
      ...actions,
      at,
      renderer,
      openStation: (stationId) => this.stations.openHere(stationId),
    });
    this.stations = new StationLayer(this.map, { ...actions, at, renderer });
    this.areaChoice = new AreaChoice(this.map, (isWithin) => actions.addStations(this.stations.listWithin(isWithin)));
    this.vehicleLayer = layerGroup().addTo(this.map);
    this.map.on('dragstart zoomstart', () => {
      this.isFitted = false;
    });
    // The page settles around the map while it loads; what was fitted into its first size is fitted again.
    new ResizeObserver(() => {
      this.map.invalidateSize();
      if (this.isFitted) this.fit();
    }).observe(container);
  }

  showBaseMap(
    metadata: BaseMapMetadata,
    fetchTile: (z: number, x: number, y: number) => Promise<ArrayBuffer | undefined>,
    language: 'zh' | 'en',
  ) {
    this.baseMap?.remove();
    this.baseMap = new BaseMapLayer({
      metadata: { ...metadata, credit: plainCredit(metadata.credit) },
      fetchTile,
      language,
    });
    this.baseMap.addTo(this.map);
    const [west, south, east, north] = metadata.bounds;
    if (this.bounds === undefined)
      this.map.fitBounds([
        [south, west],
        [north, east],
      ]);
  }

  /**
   * Tiles of the operator's own source.
   *
   * @param datum of the tiles. What was drawn before in another one is forgotten, and is to be shown anew.
   */
  showTiles(url: string, datum: Datum, credit: string): void {
    tileLayer(url, { maxZoom: 20, attribution: plainCredit(credit) }).addTo(this.map);
    if (datum === this.datum) return;
    this.datum = datum;
    this.stations.clear();
    this.runs.show(undefined);
    this.vehicleLayer.clearLayers();
    this.roadLayer.show([]);
  }

  /** A place of ours on this map. */
  private at({ lon, lat }: LonLat): [number, number] {
    const place = toDatum(this.datum, { lon, lat });
    return [place.lat, place.lon];
  }

  /** What is in view, in degrees of ours. */
  private get box(): readonly [west: number, south: number, east: number, north: number] {
    const bounds = this.map.getBounds();
    const low = fromDatum(this.datum, { lon: bounds.getWest(), lat: bounds.getSouth() });
    const high = fromDatum(this.datum, { lon: bounds.getEast(), lat: bounds.getNorth() });
    return [low.lon, low.lat, high.lon, high.lat];
  }

  setLanguage(language: 'zh' | 'en'): void {
    this.baseMap?.setLanguage(language);
  }

  /** Draws the stations; with a plan, each in the colour of its run, and the unassigned as hollow ones. */
  showStations(
    stations: readonly Station[],
    runOf: ReadonlyMap<string, RunKey>,
    unassigned: ReadonlySet<string>,
  ): void {
    this.stations.show(stations, runOf, unassigned);
    if (!this.runs.isEmpty || stations.length === 0) return;
    this.bounds = latLngBounds(stations.map((station) => this.at(station)));
    this.fit();
  }

  /** Draws a plan's trips along the roads, each with its run's number; undefined clears. */
  showPlan(plan: DrawnRuns | undefined): void {
    const isFirst = this.runs.isEmpty;
    const bounds = this.runs.show(plan);
    if (bounds !== undefined) this.bounds = bounds;
    if (isFirst && plan !== undefined) this.fit();
  }

  /** Puts one run in front and the others back, with its stops numbered; undefined shows all alike. */
  chooseRun(run: RunKey | undefined, stops: readonly Stop[]): void {
    this.runs.choose(run, stops);
    this.stations.focus(this.runs.inFocus);
  }

  /** Shows which run is meant while the pointer is over it. */
  emphasise(run: RunKey | undefined): void {
    this.runs.emphasise(run);
  }

  /** The ground that each trip covers; lies under the lines. */
  showRouteHulls(shown: boolean): void {
    this.runs.showHulls(shown);
  }

  /** Where depots stand in the map's part of the page, in pixels. */
  get depotPoints(): readonly { readonly x: number; readonly y: number }[] {
    return this.runs.depotPlaces.map((place) => this.map.latLngToContainerPoint(place));
  }

  /** What a drag over the map does: moves it, or chooses stations. */
  useAreaTool(tool: AreaTool): void {
    this.areaChoice.use(tool);
  }

  /** Marks the stations that are chosen together. */
  markStations(stationIds: ReadonlySet<string>): void {
    this.stations.mark(stationIds);
  }

  /** Opens a station's words where they are not open, or closes what is open; one that is not drawn yet is left. */
  openStation(stationId: string | undefined): void {
    this.stations.open(stationId);
  }

  /** Moves to a station and opens its words. */
  showStation(stationId: string): void {
    this.stations.moveTo(stationId);
  }

  /** Roads in colours; while they are shown, runs step back. */
  showRoads(roads: readonly DrawnRoad[], isOn: boolean): void {
    this.roadLayer.show(roads);
    this.runs.stepBehindRoads(isOn);
  }

  /** Where vehicles may not drive; and what is being drawn, to which clicks add points. */
  showRestrictions(restrictions: readonly DrawnRestriction[], draft: DrawnDraft | undefined): void {
    this.restrictionLayer.show(restrictions);
    this.restrictionLayer.draw(draft);
  }

  /** Vehicles under way, where they should be by now. */
  showVehicles(positions: readonly VehiclePosition[], runOf: ReadonlyMap<string, RunKey>): void {
    this.vehicleLayer.clearLayers();
    for (const position of positions) {
      const run = runOf.get(position.runId);
      if (run === undefined) continue;
      const sign = element('span', 'vehicle-sign', this.actions.nameOfRun(run));
      sign.style.setProperty('--run', runStyle(numberOf(run)).colour);
      marker(this.at(position), {
        icon: divIcon({ className: 'vehicle-marker', html: sign, iconSize: [34, 24] }),
        pane: 'numbers',
        zIndexOffset: 1000,
        title: position.vehicleId,
      })
        .bindPopup(() => this.actions.describeVehicle(position), { maxWidth: 280, minWidth: 200 })
        .addTo(this.vehicleLayer);
    }
  }

  /** Moves to some places, so that all of them are in view. */
  showPlaces(places: readonly LonLat[]): void {
    if (places.length === 0) return;
    this.isFitted = false;
    const bounds = latLngBounds(places.map((place) => this.at(place)));
    this.map.fitBounds(bounds, { padding: [40, 40], maxZoom: closestFit });
  }

  /** The middle of what is in view, in degrees of ours. */
  get centre(): LonLat {
    const { lat, lng } = this.map.getCenter().wrap();
    return fromDatum(this.datum, { lon: lng, lat });
  }

  fit(): void {
    this.map.invalidateSize();
    if (!this.bounds?.isValid()) return;
    this.map.fitBounds(this.bounds, {
      // Below the buttons.
      paddingTopLeft: [28, 64],
      paddingBottomRight: [28, 28],
      animate: false,
      maxZoom: closestFit,
    });
    this.isFitted = true;
  }
}
