import { divIcon, type LayerGroup, type Map as LeafletMap, layerGroup, type Marker, marker } from 'leaflet';
import Supercluster from 'supercluster';
import { element } from '../map-signs.js';

interface PlacedStation {
  readonly stationId: string;
  readonly at: [lat: number, lon: number];
  readonly isUnassigned: boolean;
}

interface ClusterWords {
  /** What is said of stations that lie together. */
  describeSpot(stations: number): string;
  /** What is said of those among them whose goods nobody brings. */
  describeUnassigned(stations: number): string;
}

/** Fewer than these are drawn one by one at every zoom. */
const fewest = 1_500;
/** From this zoom on every station is drawn by itself. */
export const singleFrom = 14;
/** Within how many pixels stations are one sign. */
const radius = 55;

/** Signs with a number for stations that lie close together, where there are very many. */
export class ClusterLayer {
  private readonly layer: LayerGroup;
  private index:
    | Supercluster<{ readonly stationId: string; readonly unassigned: number }, { unassigned: number }>
    | undefined;
  private drawn = new Map<number, Marker>();

  constructor(
    private readonly map: LeafletMap,
    private readonly words: ClusterWords,
  ) {
    map.createPane('clusters').style.zIndex = '630';
    this.layer = layerGroup().addTo(map);
  }

  get isOn(): boolean {
    return this.index !== undefined;
  }

  /** Clusters these stations and no other. */
  show(stations: readonly PlacedStation[]): void {
    this.layer.clearLayers();
    this.drawn.clear();
    this.index = undefined;
    if (stations.length < fewest) return;
    this.index = new Supercluster({
      radius,
      maxZoom: singleFrom - 1,
      map: ({ unassigned }) => ({ unassigned }),
      reduce: (sum, { unassigned }) => {
        sum.unassigned += unassigned;
      },
    });
    this.index.load(
      stations.map(({ stationId, isUnassigned, at: [lat, lon] }) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [lon, lat] },
        properties: { stationId, unassigned: isUnassigned ? 1 : 0 },
      })),
    );
  }

  /**
   * Draws the clusters of what is in view.
   *
   * @returns the stations in view that are to be drawn by themselves; undefined for all there are.
   */
  draw(): string[] | undefined {
    if (this.index === undefined) return undefined;
    const bounds = this.map.getBounds().pad(0.3);
    const box: [number, number, number, number] = [
      bounds.getWest(),
      bounds.getSouth(),
      bounds.getEast(),
      bounds.getNorth(),
    ];
    const single: string[] = [];
    const old = this.drawn;
    this.drawn = new Map();
    for (const { properties, geometry } of this.index.getClusters(box, Math.floor(this.map.getZoom()))) {
      if (!('cluster' in properties)) {
        single.push(properties.stationId);
        continue;
      }
      const { cluster_id: id } = properties;
      const [lon, lat] = geometry.coordinates;
      const sign = old.get(id) ?? this.add(properties, [lat, lon]);
      old.delete(id);
      this.drawn.set(id, sign);
    }
    for (const gone of old.values()) gone.remove();
    return single;
  }

  private add(
    { cluster_id: id, point_count: count, unassigned }: { cluster_id: number; point_count: number; unassigned: number },
    at: [number, number],
  ): Marker {
    const size = 26 + 5 * Math.floor(Math.log10(count) * 2);
    const { describeSpot, describeUnassigned } = this.words;
    const sign = marker(at, {
      icon: divIcon({
        className: 'station-cluster',
        html: element(
          'span',
          `station-cluster__count ${unassigned > 0 ? 'station-cluster__count--unassigned' : ''}`,
          unassigned > 0 ? `${count} !` : String(count),
        ),
        iconSize: [size, size],
      }),
      pane: 'clusters',
      title: [describeSpot(count), ...(unassigned > 0 ? [describeUnassigned(unassigned)] : [])].join(' · '),
    });
    sign.on('click', () =>
      this.map.setView(at, Math.max(this.map.getZoom() + 1, this.index!.getClusterExpansionZoom(id))),
    );
    return sign.addTo(this.layer);
  }
}
