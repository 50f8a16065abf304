import 'leaflet/dist/leaflet.css';
import {
  type CircleMarker,
  canvas,
  circleMarker,
  control,
  divIcon,
  type LatLngBounds,
  type LatLngExpression,
  type LayerGroup,
  type Map as LeafletMap,
  latLngBounds,
  layerGroup,
  map as makeMap,
  marker,
  type Polygon,
  type Polyline,
  polygon,
  polyline,
  tileLayer,
} from 'leaflet';
import type { Datum, Station, Stop, VehiclePosition } from '../api/types.js';
import { type DrawnRuns, numberOf, type RunKey } from '../run-key.js';
import { BaseMapLayer, type BaseMapMetadata } from './base-map-layer.js';
import { fromDatum, type LonLat, toDatum } from './datum.js';
import { farthest } from './farthest.js';
import { element, numberLabel, paint } from './map-signs.js';
import { plainCredit } from './plain-credit.js';
import { type DrawnDraft, type DrawnRestriction, RestrictionLayer } from './roads/restriction-layer.js';
import { type DrawnRoad, RoadLayer } from './roads/road-layer.js';
import { runStyle } from './run-style.js';
import { spotMenu } from './spot-menu.js';

/** What the map asks of the page: gestures as named actions, and words. */
export interface MapActions {
  chooseRun(run: RunKey): void;
  hoverRun(run: RunKey | undefined): void;
  /** What a station's popup says. */
  describeStation(stationId: string): HTMLElement;
  /** What stands over the stations of one spot, and what each of them is called. */
  describeSpot(stations: number): string;
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
}

interface TripLine {
  readonly run: RunKey;
  readonly line: Polyline;
  readonly casing: Polyline;
}

/** Owns Leaflet. It is told what to show and keeps what stayed, so that an open popup survives a refresh. */
export class ConsoleMap {
  private readonly map: LeafletMap;
  private readonly actions: MapActions;
  private readonly stationLayer: LayerGroup;
  private readonly tripLayer: LayerGroup;
  private readonly labelLayer: LayerGroup;
  private readonly stopLayer: LayerGroup;
  private readonly districtLayer: LayerGroup;
  private readonly vehicleLayer: LayerGroup;
  private readonly roadLayer: RoadLayer;
  private readonly restrictionLayer: RestrictionLayer;
  private datum: Datum = 'wgs84';
  private showsRoads = false;
  private readonly stationMarkers = new Map<string, CircleMarker>();
  private trips: TripLine[] = [];
  private districts: { readonly run: RunKey; readonly area: Polygon }[] = [];
  private bounds: LatLngBounds | undefined;
  private baseMap: BaseMapLayer | undefined;
  private shownPlan: DrawnRuns | undefined;
  private chosen: RunKey | undefined;
  /** Which run visits a station, as its words say it. */
  private runOf: ReadonlyMap<string, RunKey> = new Map();
  /** Whose words are open. */
  private openStationId: string | undefined;
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
    });
    this.map.attributionControl.setPrefix(false);
    this.map.setView([30.25, 120.17], 11);
    control.zoom({ position: 'topright' }).addTo(this.map);
    control.scale({ imperial: false, position: 'bottomleft' }).addTo(this.map);
    this.map.createPane('stations').style.zIndex = '420';
    this.map.createPane('numbers').style.zIndex = '640';
    this.roadLayer = new RoadLayer(this.map, (place) => this.at(place));
    this.restrictionLayer = new RestrictionLayer(this.map, {
      onMap: (place) => this.at(place),
      fromMap: (lon, lat) => fromDatum(this.datum, { lon, lat }),
      addPoint: actions.addPoint,
      movePoint: actions.movePoint,
    });
    this.map.on('moveend resize', () => actions.moved(this.box));
    this.districtLayer = layerGroup();
    this.tripLayer = layerGroup().addTo(this.map);
    this.stationLayer = layerGroup().addTo(this.map);
    this.labelLayer = layerGroup().addTo(this.map);
    this.stopLayer = layerGroup().addTo(this.map);
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
    for (const each of this.stationMarkers.values()) each.remove();
    this.stationMarkers.clear();
    this.showPlan(undefined);
    this.vehicleLayer.clearLayers();
    this.roadLayer.show([]);
  }

  /** A place of ours on this map. */
  private at({ lon, lat }: LonLat): [number, number] {
    const place = toDatum(this.datum, { lon, lat });
    return [place.lat, place.lon];
  }

  private lineOf(coordinates: readonly (readonly number[])[]): [number, number][] {
    return coordinates.map(([lon, lat]) => this.at({ lon, lat }));
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

  /** Draws the stations; with a plan, each in the colour of its run, and the unassigned as hollow diamonds. */
  showStations(
    stations: readonly Station[],
    runOf: ReadonlyMap<string, RunKey>,
    unassigned: ReadonlySet<string>,
  ): void {
    const renderer = canvas({ pane: 'stations', padding: 0.3 });
    const gone = new Set(this.stationMarkers.keys());
    for (const station of stations) {
      gone.delete(station.stationId);
      const run = runOf.get(station.stationId);
      const isLost = unassigned.has(station.stationId);
      const style = {
        radius: isLost ? 7 : 5,
        weight: isLost ? 3 : 1.5,
        color: isLost ? '#a5281f' : '#ffffff',
        fillColor: isLost ? '#ffffff' : run === undefined ? '#66757b' : runStyle(numberOf(run)).colour,
        fillOpacity: 1,
      };
      const known = this.stationMarkers.get(station.stationId);
      if (known !== undefined) {
        known.setStyle(style).setRadius(style.radius);
        const isOther = run !== this.runOf.get(station.stationId);
        if (isOther && known.isPopupOpen()) known.getPopup()!.update();
        continue;
      }
      const made = circleMarker(this.at(station), { ...style, renderer, pane: 'stations' });
      made.bindPopup(() => this.describe(station.stationId), { maxWidth: 280, minWidth: 200 });
      made.on('popupopen', () => this.lookAt(station.stationId));
      made.on('popupclose', () => {
        if (this.openStationId === station.stationId) this.lookAt(undefined);
      });
      this.stationMarkers.set(station.stationId, made);
      made.addTo(this.stationLayer);
    }
    this.runOf = runOf;
    for (const stationId of gone) {
      this.stationMarkers.get(stationId)?.remove();
      this.stationMarkers.delete(stationId);
    }
    if (this.shownPlan === undefined && stations.length > 0) {
      this.bounds = latLngBounds(stations.map((station) => this.at(station)));
      this.fit();
    }
  }

  /** Draws a plan's trips along the roads, each with its run's number; undefined clears. */
  showPlan(plan: DrawnRuns | undefined): void {
    if (plan === this.shownPlan) return;
    const isFirst = this.shownPlan === undefined;
    this.shownPlan = plan;
    this.tripLayer.clearLayers();
    this.labelLayer.clearLayers();
    this.stopLayer.clearLayers();
    this.districtLayer.clearLayers();
    this.trips = [];
    this.districts = [];
    if (plan === undefined) return;
    const all: LatLngExpression[] = [];
    for (const { drawn, run } of plan.features) {
      const { geometry, properties } = drawn;
      if (geometry.type === 'LineString' && properties.kind === 'trip' && run !== undefined) {
        const line = this.lineOf(geometry.coordinates);
        all.push(...line);
        this.addTrip(run, line, properties.estimated);
      } else if (geometry.type === 'Polygon' && run !== undefined) {
        this.addDistrict(run, this.lineOf(geometry.coordinates[0]));
      } else if (geometry.type === 'Point') {
        const [lon, lat] = geometry.coordinates;
        const at = this.at({ lon, lat });
        all.push(at);
        if (properties.kind === 'depot') this.addDepot(at, properties.name);
        if (properties.kind === 'unassigned') this.addUnassigned(at, properties.stationId);
      }
    }
    if (all.length > 0) this.bounds = latLngBounds(all);
    if (isFirst) this.fit();
    this.emphasise(undefined);
  }

  private addTrip(run: RunKey, line: [number, number][], estimated: boolean): void {
    const { colour, dash } = runStyle(numberOf(run));
    const casing = polyline(line, { color: '#ffffff', weight: 6, opacity: 0.75, interactive: false });
    const drawn = polyline(line, {
      color: colour,
      weight: 3.5,
      opacity: 0.92,
      dashArray: estimated ? '2 7' : dash,
      lineCap: 'round',
    });
    drawn.on('click', () => this.actions.chooseRun(run));
    drawn.on('mouseover', () => this.actions.hoverRun(run));
    drawn.on('mouseout', () => this.actions.hoverRun(undefined));
    casing.addTo(this.tripLayer);
    drawn.addTo(this.tripLayer);
    this.trips.push({ run, line: drawn, casing });
    const far = farthest(line);
    const label = marker(far, {
      icon: divIcon({
        className: `run-number`,
        html: numberLabel(run, this.actions.nameOfRun(run)),
        iconSize: [24, 20],
      }),
      pane: 'numbers',
      keyboard: false,
    });
    label.on('click', () => this.actions.chooseRun(run));
    label.addTo(this.labelLayer);
  }

  private addDistrict(run: RunKey, corners: [number, number][]): void {
    const { colour, dash } = runStyle(numberOf(run));
    const area = polygon(corners, {
      color: colour,
      weight: 1.5,
      dashArray: dash,
      fillOpacity: 0.14,
      interactive: false,
    });
    area.addTo(this.districtLayer);
    this.districts.push({ run, area });
  }

  /** The ground that each trip covers; lies under the lines. */
  showRouteHulls(shown: boolean): void {
    if (!shown) this.districtLayer.remove();
    else {
      this.districtLayer.addTo(this.map);
      for (const { area } of this.districts) area.bringToBack();
    }
  }

  /** Roads in colours; while they are shown, runs step back. */
  showRoads(roads: readonly DrawnRoad[], isOn: boolean): void {
    this.roadLayer.show(roads);
    if (isOn === this.showsRoads) return;
    this.showsRoads = isOn;
    this.emphasise(undefined);
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

  private addDepot(at: [number, number], name: string): void {
    const house = element('span', 'depot-sign', '仓');
    marker(at, {
      icon: divIcon({ className: 'depot-marker', html: house, iconSize: [32, 32] }),
      pane: 'numbers',
      title: name,
    })
      .bindPopup(() => this.actions.describeDepot(name))
      .addTo(this.labelLayer);
  }

  private addUnassigned(at: [number, number], stationId: string): void {
    marker(at, {
      icon: divIcon({ className: 'lost-marker', html: element('span', 'lost-sign', '!'), iconSize: [22, 22] }),
      pane: 'numbers',
    })
      .bindPopup(() => this.actions.describeStation(stationId), { maxWidth: 280, minWidth: 200 })
      .addTo(this.labelLayer);
  }

  /** Puts one run in front and the others back, with its stops numbered; undefined shows all alike. */
  chooseRun(run: RunKey | undefined, stops: readonly Stop[]): void {
    const moved = run !== this.chosen;
    this.chosen = run;
    this.emphasise(undefined);
    this.stopLayer.clearLayers();
    for (const stop of stops) {
      if (run === undefined) break;
      const dot = element('span', `stop-sign stop-sign--${stop.status}`, String(stop.sequence));
      paint(dot, numberOf(run));
      marker(this.at(stop), {
        icon: divIcon({ className: 'stop-marker', html: dot, iconSize: [24, 24] }),
        pane: 'numbers',
        title: stop.stationName,
      })
        // The station's own, which stays open while stops are drawn anew.
        .on('click', () => this.stationMarkers.get(stop.stationId)?.openPopup())
        .addTo(this.stopLayer);
    }
    if (!moved) return;
    const lines = this.trips.filter((trip) => trip.run === run);
    if (lines.length > 0)
      this.map.fitBounds(
        lines.slice(1).reduce((box, { line }) => box.extend(line.getBounds()), lines[0].line.getBounds()),
        { padding: [40, 40], maxZoom: closestFit },
      );
  }

  /** Shows which run is meant while the pointer is over it. */
  emphasise(run: RunKey | undefined): void {
    const meant = run ?? this.chosen;
    for (const trip of this.trips) {
      const isMeant = trip.run === meant;
      const all = this.showsRoads ? 0.1 : 0.92;
      const opacity = isMeant ? 0.92 : meant === undefined ? all : trip.run === this.chosen ? 0.6 : 0.16;
      trip.line.setStyle({ opacity, weight: isMeant ? 5 : 3.5 });
      trip.casing.setStyle({ opacity: opacity * 0.8, weight: isMeant ? 9 : 6 });
      if (isMeant) {
        trip.casing.bringToFront();
        trip.line.bringToFront();
      }
    }
    for (const { run: own, area } of this.districts) {
      const isBack = meant !== undefined && own !== meant;
      area.setStyle({ opacity: isBack ? 0.15 : 1, fillOpacity: isBack ? 0.03 : own === meant ? 0.24 : 0.14 });
    }
    this.labelLayer.eachLayer((layer) => {
      const icon = (layer as unknown as { getElement?: () => HTMLElement | undefined }).getElement?.();
      if (!icon?.classList.contains('run-number')) return;
      const own = icon.querySelector<HTMLElement>('[data-run]')?.dataset.run;
      icon.classList.toggle('run-number--back', meant !== undefined && own !== meant);
      // The chosen run's stops are numbered; a run's number among them would read as one of theirs.
      icon.classList.toggle('run-number--away', own === this.chosen);
    });
  }

  /** A station's words; where several lie on one spot, which of them is meant is asked first. */
  private describe(stationId: string): HTMLElement {
    const spot = this.stationMarkers.get(stationId)?.getLatLng();
    if (spot === undefined) return this.actions.describeStation(stationId);
    const at = this.map.latLngToContainerPoint(spot);
    const here = [...this.stationMarkers]
      .filter(([, each]) => this.map.latLngToContainerPoint(each.getLatLng()).distanceTo(at) < spotPixels)
      .map(([id]) => id);
    return here.length < 2 ? this.actions.describeStation(stationId) : spotMenu(here, this.actions);
  }

  private lookAt(stationId: string | undefined): void {
    this.openStationId = stationId;
    this.actions.lookAt(stationId);
  }

  /** Opens a station's words where they are not open, or closes what is open; one that is not drawn yet is left. */
  openStation(stationId: string | undefined): void {
    if (stationId === this.openStationId) return;
    if (stationId === undefined) this.map.closePopup();
    else this.showStation(stationId);
  }

  showStation(stationId: string): void {
    const found = this.stationMarkers.get(stationId);
    if (found === undefined) return;
    this.map.setView(found.getLatLng(), Math.max(this.map.getZoom(), 14));
    found.openPopup();
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
    this.map.fitBounds(this.bounds, { padding: [28, 28], animate: false, maxZoom: closestFit });
    this.isFitted = true;
  }
}

/** How near everything is shown at most when the map is fitted to it: some streets. */
const closestFit = 17;
/** Signs that lie no further apart cannot be told from each other. */
const spotPixels = 6;
