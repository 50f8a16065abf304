import {
  divIcon,
  type LatLngBounds,
  type LayerGroup,
  type Map as LeafletMap,
  latLngBounds,
  layerGroup,
  type Marker,
  marker,
  type Polygon,
  type Polyline,
  polygon,
  polyline,
} from 'leaflet';
import type { Stop } from '../../api/types.js';
import { type DrawnRuns, numberOf, type RunKey } from '../../run-key.js';
import { closestFit } from '../closest-fit.js';
import type { MapActions } from '../console-map.js';
import type { LonLat } from '../datum.js';
import { element, numberLabel, paint } from '../map-signs.js';
import { farthest } from './farthest.js';
import { runStyle } from './run-style.js';

interface RunLayerActions
  extends Pick<MapActions, 'chooseRun' | 'hoverRun' | 'nameOfRun' | 'describeDepot' | 'describeStation'> {
  at(place: LonLat): [number, number];
  /** Opens a station's own words, which stay while stops are drawn anew. */
  openStation(stationId: string): void;
}

interface TripLine {
  readonly run: RunKey;
  readonly line: Polyline;
  readonly casing: Polyline;
}

/** The trips of plans along the roads, the ground that they cover, their numbers, and the stops of the chosen one. */
export class RunLayer {
  private readonly tripLayer: LayerGroup;
  private readonly labelLayer: LayerGroup;
  private readonly stopLayer: LayerGroup;
  private readonly hullLayer = layerGroup();
  private trips: TripLine[] = [];
  private hulls: { readonly run: RunKey; readonly area: Polygon }[] = [];
  private labels: { readonly run: RunKey; readonly label: Marker }[] = [];
  private shownPlan: DrawnRuns | undefined;
  private chosen: RunKey | undefined;
  private isBehindRoads = false;

  constructor(
    private readonly map: LeafletMap,
    private readonly actions: RunLayerActions,
  ) {
    this.tripLayer = layerGroup().addTo(map);
    this.labelLayer = layerGroup().addTo(map);
    this.stopLayer = layerGroup().addTo(map);
  }

  get isEmpty(): boolean {
    return this.shownPlan === undefined;
  }

  /**
   * Draws a plan's trips along the roads, each with its run's number; undefined clears.
   *
   * @returns what is drawn now lies in; undefined where nothing new was.
   */
  show(plan: DrawnRuns | undefined): LatLngBounds | undefined {
    if (plan === this.shownPlan) return undefined;
    this.shownPlan = plan;
    for (const layer of [this.tripLayer, this.labelLayer, this.stopLayer, this.hullLayer]) layer.clearLayers();
    this.trips = [];
    this.hulls = [];
    this.labels = [];
    if (plan === undefined) return undefined;
    const all: [number, number][] = [];
    for (const { drawn, run } of plan.features) {
      const { geometry, properties } = drawn;
      if (geometry.type === 'LineString' && properties.kind === 'trip' && run !== undefined) {
        const line = this.lineOf(geometry.coordinates);
        for (const place of line) all.push(place);
        this.addTrip(run, line, properties.estimated);
      } else if (geometry.type === 'Polygon' && run !== undefined) {
        this.addHull(run, this.lineOf(geometry.coordinates[0]));
      } else if (geometry.type === 'Point') {
        const [lon, lat] = geometry.coordinates;
        const at = this.actions.at({ lon, lat });
        all.push(at);
        if (properties.kind === 'depot') this.addDepot(at, properties.name);
        if (properties.kind === 'unassigned') this.addUnassigned(at, properties.stationId);
      }
    }
    this.emphasise(undefined);
    return all.length === 0 ? undefined : latLngBounds(all);
  }

  private lineOf(coordinates: readonly (readonly number[])[]): [number, number][] {
    return coordinates.map(([lon, lat]) => this.actions.at({ lon, lat }));
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
    this.labels.push({ run, label });
  }

  private addHull(run: RunKey, corners: [number, number][]): void {
    const { colour, dash } = runStyle(numberOf(run));
    const area = polygon(corners, {
      color: colour,
      weight: 1.5,
      dashArray: dash,
      fillOpacity: 0.14,
      interactive: false,
    });
    area.addTo(this.hullLayer);
    this.hulls.push({ run, area });
  }

  /** The ground that each trip covers; lies under the lines. */
  showHulls(shown: boolean): void {
    if (!shown) this.hullLayer.remove();
    else {
      this.hullLayer.addTo(this.map);
      for (const { area } of this.hulls) area.bringToBack();
    }
  }

  /** While roads are shown in colours, runs step back. */
  stepBehindRoads(isBehind: boolean): void {
    if (isBehind === this.isBehindRoads) return;
    this.isBehindRoads = isBehind;
    this.emphasise(undefined);
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
  choose(run: RunKey | undefined, stops: readonly Stop[]): void {
    const moved = run !== this.chosen;
    this.chosen = run;
    this.emphasise(undefined);
    this.stopLayer.clearLayers();
    for (const stop of stops) {
      if (run === undefined) break;
      const dot = element('span', `stop-sign stop-sign--${stop.status}`, String(stop.sequence));
      paint(dot, numberOf(run));
      marker(this.actions.at(stop), {
        icon: divIcon({ className: 'stop-marker', html: dot, iconSize: [24, 24] }),
        pane: 'numbers',
        title: stop.stationName,
      })
        // The station's own, which stays open while stops are drawn anew.
        .on('click', () => this.actions.openStation(stop.stationId))
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
      const all = this.isBehindRoads ? 0.1 : 0.92;
      const opacity = isMeant ? 0.92 : meant === undefined ? all : trip.run === this.chosen ? 0.6 : 0.16;
      trip.line.setStyle({ opacity, weight: isMeant ? 5 : 3.5 });
      trip.casing.setStyle({ opacity: opacity * 0.8, weight: isMeant ? 9 : 6 });
      if (isMeant) {
        trip.casing.bringToFront();
        trip.line.bringToFront();
      }
    }
    for (const { run: own, area } of this.hulls) {
      const isBack = meant !== undefined && own !== meant;
      area.setStyle({ opacity: isBack ? 0.15 : 1, fillOpacity: isBack ? 0.03 : own === meant ? 0.24 : 0.14 });
    }
    for (const { run: own, label } of this.labels) {
      const sign = label.getElement();
      sign?.classList.toggle('run-number--back', meant !== undefined && own !== meant);
      // The chosen run's stops are numbered; a run's number among them would read as one of theirs.
      sign?.classList.toggle('run-number--away', own === this.chosen);
    }
  }
}
