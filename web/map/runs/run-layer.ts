import { booleanIntersects } from '@turf/turf';
import {
  type Canvas,
  divIcon,
  type LatLng,
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
  svg,
} from 'leaflet';
import type { Stop } from '../../api/types.js';
import { type DrawnRuns, numberOf, type RunKey } from '../../run-key.js';
import { closestFit } from '../closest-fit.js';
import type { MapActions } from '../console-map.js';
import type { LonLat } from '../datum.js';
import { element, numberLabel, paint } from '../map-signs.js';
import { mostApart } from '../stations/station-layer.js';
import { labelPlaces } from './label-places.js';
import { placeLabels } from './place-labels.js';
import { runStyle } from './run-style.js';

interface RunLayerActions
  extends Pick<MapActions, 'chooseRun' | 'hoverRun' | 'nameOfRun' | 'describeDepot' | 'describeStation'> {
  at(place: LonLat): [number, number];
  /** Of runs and stations together. */
  readonly renderer: Canvas;
  /** Opens a station's own words, which stay while stops are drawn anew. */
  openStation(stationId: string): void;
}

interface Trip {
  readonly run: RunKey;
  /** From the first stop to the last. */
  readonly round: Polyline;
  readonly casing: Polyline;
  /** From the depot to the round and back: what makes a plan of many runs unreadable. */
  readonly stems: Polyline;
}

interface Label {
  readonly run: RunKey;
  readonly sign: Marker;
  readonly places: readonly [number, number][];
}

/** How strong a run is drawn. */
interface Strength {
  readonly round: number;
  readonly stems: number;
  readonly weight: number;
}

/** More of them than these are drawn otherwise. */
const manyTrips = 120;

const labelSize = { width: 25, height: 21 };

/** The trips of plans along the roads, the ground that they cover, their numbers, and the stops of the chosen one. */
export class RunLayer {
  private readonly tripLayer: LayerGroup;
  private readonly labelLayer: LayerGroup;
  private readonly stopLayer: LayerGroup;
  private readonly hullLayer = layerGroup();
  private readonly pointedLayer: LayerGroup;
  private readonly pointedRenderer = svg({ pane: 'pointed', padding: 0.3 });
  private pointedAt: RunKey | undefined;
  private trips: Trip[] = [];
  private hulls: { readonly run: RunKey; readonly area: Polygon }[] = [];
  private labels: Label[] = [];
  private depots: readonly [number, number][] = [];
  private shownPlan: DrawnRuns | undefined;
  private chosen: RunKey | undefined;
  /** Whose ground meets that of the chosen one. */
  private neighbours: ReadonlySet<RunKey> = new Set();
  private isBehindRoads = false;
  /** Of very many trips: lines are thin until a run is chosen, and little moves by itself. */
  private isLarge = false;

  constructor(
    private readonly map: LeafletMap,
    private readonly actions: RunLayerActions,
  ) {
    this.tripLayer = layerGroup().addTo(map);
    map.createPane('pointed').style.zIndex = '425';
    this.pointedLayer = layerGroup().addTo(map);
    this.labelLayer = layerGroup().addTo(map);
    this.stopLayer = layerGroup().addTo(map);
    map.on('zoomend', () => this.arrangeLabels());
  }

  get isEmpty(): boolean {
    return this.shownPlan === undefined;
  }

  get depotPlaces(): readonly [number, number][] {
    return this.depots;
  }

  /** The chosen run and its neighbours; undefined while none is chosen. */
  get inFocus(): ReadonlySet<RunKey> | undefined {
    return this.chosen === undefined ? undefined : new Set([this.chosen, ...this.neighbours]);
  }

  /**
   * Draws a plan's trips along the roads, each with its run's number; undefined clears.
   *
   * @returns what is drawn now lies in; undefined where nothing new was.
   */
  show(plan: DrawnRuns | undefined): LatLngBounds | undefined {
    if (plan === this.shownPlan) return undefined;
    this.shownPlan = plan;
    for (const layer of [this.tripLayer, this.labelLayer, this.stopLayer, this.hullLayer, this.pointedLayer])
      layer.clearLayers();
    this.trips = [];
    this.hulls = [];
    this.labels = [];
    this.depots = [];
    this.pointedAt = undefined;
    if (plan === undefined) return undefined;
    this.isLarge = plan.features.filter(({ drawn }) => drawn.properties.kind === 'trip').length > manyTrips;
    // Hundreds of numbers that glide along hold up the gliding of all.
    this.map.options.markerZoomAnimation = !this.isLarge;
    const all: [number, number][] = [];
    const unassigned: { readonly at: [number, number]; readonly stationId: string }[] = [];
    for (const { drawn, run } of plan.features) {
      const { geometry, properties } = drawn;
      if (geometry.type === 'LineString' && properties.kind === 'trip' && run !== undefined) {
        const line = this.lineOf(geometry.coordinates);
        for (const place of line) all.push(place);
        this.addTrip(run, line, properties);
      } else if (geometry.type === 'Polygon' && run !== undefined) {
        this.addHull(run, this.lineOf(geometry.coordinates[0]));
      } else if (geometry.type === 'Point') {
        const [lon, lat] = geometry.coordinates;
        const at = this.actions.at({ lon, lat });
        all.push(at);
        if (properties.kind === 'depot') this.addDepot(at, properties.name);
        if (properties.kind === 'unassigned') unassigned.push({ at, stationId: properties.stationId });
      }
    }
    // Where they are very many their stations' own signs tell it.
    if (unassigned.length <= mostApart) for (const each of unassigned) this.addUnassigned(each);
    // Stations that were there before stay above.
    for (const { stems, casing, round } of [...this.trips].reverse()) {
      for (const each of [round, casing, stems]) each.bringToBack();
    }
    this.neighbours = this.neighboursOf(this.chosen);
    this.arrangeLabels();
    this.restyle();
    return all.length === 0 ? undefined : latLngBounds(all);
  }

  private lineOf(coordinates: readonly (readonly number[])[]): [number, number][] {
    return coordinates.map(([lon, lat]) => this.actions.at({ lon, lat }));
  }

  private addTrip(
    run: RunKey,
    line: [number, number][],
    { estimated, firstStopAt, lastStopAt }: { estimated: boolean; firstStopAt: number; lastStopAt: number },
  ): void {
    const { colour, dash } = runStyle(numberOf(run));
    // A trip of one stop has no round, and is no way either: a point that is pointed at.
    const between = line.slice(firstStopAt, lastStopAt + 1);
    const { renderer } = this.actions;
    const round = polyline(between, { renderer, color: colour, dashArray: estimated ? '2 7' : dash, lineCap: 'round' });
    const casing = polyline(between, { renderer, color: '#ffffff', interactive: false });
    const stems = polyline([line.slice(0, firstStopAt + 1), line.slice(lastStopAt)], {
      renderer,
      color: colour,
      dashArray: estimated ? '2 7' : undefined,
      lineCap: 'butt',
    });
    for (const each of [stems, round]) {
      each.on('click', () => this.actions.chooseRun(run));
      each.on('mouseover', () => this.actions.hoverRun(run));
      each.on('mouseout', () => this.actions.hoverRun(undefined));
    }
    for (const each of [stems, casing, round]) each.addTo(this.tripLayer);
    this.trips.push({ run, round, casing, stems });
    const places = labelPlaces(line[0], between);
    const sign = marker(places[0], {
      icon: divIcon({
        className: `run-number`,
        html: numberLabel(run, this.actions.nameOfRun(run)),
        iconSize: [24, 20],
      }),
      pane: 'numbers',
      keyboard: false,
    });
    sign.on('click', () => this.actions.chooseRun(run));
    sign.addTo(this.labelLayer);
    this.labels.push({ run, sign, places });
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
    this.restyle();
  }

  private addDepot(at: [number, number], name: string): void {
    const house = element('span', 'depot-sign', '仓');
    this.depots = [...this.depots, at];
    marker(at, {
      icon: divIcon({ className: 'depot-marker', html: house, iconSize: [32, 32] }),
      pane: 'numbers',
      title: name,
    })
      .bindPopup(() => this.actions.describeDepot(name))
      .addTo(this.labelLayer);
  }

  /** Above the station's own sign, so that no run's number hides it. */
  private addUnassigned({ at, stationId }: { readonly at: [number, number]; readonly stationId: string }): void {
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
    if (moved) this.neighbours = this.neighboursOf(run);
    this.restyle();
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
        .on('click', () => this.actions.openStation(stop.stationId))
        .addTo(this.stopLayer);
    }
    if (!moved) return;
    const lines = this.trips.filter((trip) => trip.run === run).flatMap(({ round, stems }) => [round, stems]);
    if (lines.length > 0)
      this.map.fitBounds(
        lines.slice(1).reduce((box, line) => box.extend(line.getBounds()), lines[0].getBounds()),
        { padding: [40, 40], maxZoom: closestFit, animate: !this.isLarge },
      );
  }

  private neighboursOf(run: RunKey | undefined): ReadonlySet<RunKey> {
    const ground = this.hulls
      .filter((hull) => hull.run === run)
      .map(({ area }) => ({ box: area.getBounds(), drawn: area.toGeoJSON() }));
    const isBeside = ({ run: other, area }: (typeof this.hulls)[number]) =>
      other !== run &&
      ground.some(({ box, drawn }) => box.intersects(area.getBounds()) && booleanIntersects(drawn, area.toGeoJSON()));
    return new Set(this.hulls.filter(isBeside).map((hull) => hull.run));
  }

  /** Shows which run is meant while the pointer is over it, above all others. */
  emphasise(run: RunKey | undefined): void {
    if (run === this.pointedAt) return;
    this.pointedAt = run;
    this.pointedLayer.clearLayers();
    for (const { run: own, round, stems } of this.trips) {
      if (own !== run) continue;
      for (const [line, weight] of [
        [stems, 3],
        [round, 6],
      ] as const) {
        // Drawn by itself: drawing all others anew takes longer than the pointer stays.
        polyline(line.getLatLngs() as LatLng[], {
          renderer: this.pointedRenderer,
          color: line.options.color,
          weight,
          interactive: false,
        }).addTo(this.pointedLayer);
      }
    }
    this.markLabels();
  }

  /** Lets the chosen run and its neighbours stand before the rest. */
  private restyle(): void {
    for (const { run, round, casing, stems } of this.trips) {
      const strength = this.strengthOf(run);
      round.setStyle({ opacity: strength.round, weight: strength.weight });
      casing.setStyle({ opacity: strength.round * 0.8, weight: strength.weight + 3 });
      stems.setStyle({ opacity: strength.stems, weight: strength.weight / 2 });
    }
    for (const { run, area } of this.hulls) {
      const isBack = this.chosen !== undefined && run !== this.chosen;
      area.setStyle({ opacity: isBack ? 0.15 : 1, fillOpacity: isBack ? 0.03 : run === this.chosen ? 0.24 : 0.14 });
    }
    this.markLabels();
  }

  private markLabels(): void {
    for (const { run, sign } of this.labels) {
      const drawn = sign.getElement();
      const isBack =
        this.chosen !== undefined && run !== this.chosen && run !== this.pointedAt && !this.neighbours.has(run);
      drawn?.classList.toggle('run-number--back', isBack);
      // The chosen run's stops are numbered; a run's number among them would read as one of theirs.
      drawn?.classList.toggle('run-number--away', run === this.chosen);
      drawn?.classList.toggle('run-number--meant', run === this.pointedAt);
    }
  }

  private strengthOf(run: RunKey): Strength {
    if (this.chosen === undefined) {
      const weight = this.isLarge ? 2 : 3.5;
      return this.isBehindRoads ? { round: 0.1, stems: 0.05, weight } : { round: 0.92, stems: 0.28, weight };
    }
    if (run === this.chosen) return { round: 0.95, stems: 0.8, weight: 5 };
    if (this.neighbours.has(run)) return { round: 0.55, stems: 0.06, weight: 3 };
    return { round: 0.14, stems: 0.03, weight: 3 };
  }

  /** Moves the numbers along their lines, so that none covers another; what finds no place is away until one zooms in. */
  private arrangeLabels(): void {
    const pixels = (place: [number, number]) => this.map.project(place, this.map.getZoom());
    const chosen = placeLabels(
      this.labels.map(({ places }) => places.map(pixels)),
      labelSize,
      this.depots.map(pixels),
    );
    for (const [at, { sign, places }] of this.labels.entries()) {
      const place = chosen[at];
      sign.setLatLng(places[place ?? 0]);
      sign.getElement()?.classList.toggle('run-number--crowded', place === undefined);
    }
  }
}
