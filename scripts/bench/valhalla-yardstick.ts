import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { LonLat } from '../../server/domain/network/place.js';
import type { Profile } from '../../server/domain/travel/travel.js';
import { snapLimitMeters } from '../../server/roads/index.js';

/** A route's time, length, and what its search weighed it at: cost decides between ways, time does not. */
export interface YardstickRoute {
  readonly seconds: number;
  readonly meters: number;
  readonly cost: number;
}

/** What Valhalla itself answers, to measure this engine against. Runs in process: for tests and benchmarks only. */
export interface ValhallaYardstick {
  /** Tiles that Valhalla's builder wrote for the map; deleted by `close`. */
  readonly tileFolder: string;
  /**
   * Undefined where Valhalla finds no way.
   *
   * @param unpruned lets its search leave main roads again anywhere, as it does not otherwise on long ways.
   */
  route(from: LonLat, to: LonLat, profile: Profile, unpruned?: boolean): Promise<YardstickRoute | undefined>;
  /** Asks for a whole matrix in its one-to-all mode and forgets the answer. */
  matrix(places: readonly LonLat[], profile: Profile): Promise<void>;
  close(): void;
}

interface ValhallaActor {
  route(query: object): Promise<{ trip: { summary: { time: number; length: number; cost: number } } }>;
  matrix(query: object): Promise<unknown>;
}

const packageFolder = path.dirname(createRequire(import.meta.url).resolve('@valhallajs/valhallajs'));

/** Whether Valhalla's programs are there for this machine. */
export function hasValhalla(): boolean {
  try {
    loadBinding();
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds the tiles of a map in a temporary folder and opens Valhalla on them.
 *
 * @throws Error when the builder fails.
 */
export async function openYardstick(mapFile: string): Promise<ValhallaYardstick> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tuanda-yardstick-'));
  const tileFolder = path.join(folder, 'tiles');
  const configFile = path.join(folder, 'valhalla.json');
  const config = configFor(tileFolder);
  writeFileSync(configFile, JSON.stringify(config));
  const builder = path.join(packageFolder, process.platform, process.arch, 'valhalla_build_tiles');
  // It leaves notes in the folder where it works.
  await promisify(execFile)(builder, ['-c', configFile, path.resolve(mapFile)], { cwd: folder, maxBuffer: 2 ** 26 });

  const actor = new (loadBinding().Actor)(config);
  const location = ({ lon, lat }: LonLat) => ({ lon, lat, search_cutoff: snapLimitMeters });
  return {
    tileFolder,
    async route(from, to, profile, unpruned = false) {
      try {
        const query = {
          locations: [location(from), location(to)],
          costing: profile,
          costing_options: { [profile]: { disable_hierarchy_pruning: unpruned } },
          directions_type: 'none',
        };
        const { time, length, cost } = (await actor.route(query)).trip.summary;
        return { seconds: time, meters: length * 1000, cost };
      } catch {
        return undefined;
      }
    },
    async matrix(places, profile) {
      const locations = places.map(location);
      await actor.matrix({ sources: locations, targets: locations, costing: profile, verbose: false });
    },
    close() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function loadBinding(): { Actor: new (config: object) => ValhallaActor } {
  return createRequire(import.meta.url)('@valhallajs/valhallajs');
}

/** Settings for building and asking, with the limits out of the way. */
function configFor(tileFolder: string): object {
  const logging = { type: '' };
  const limits = {
    max_distance: 1e7,
    max_locations: 100_000,
    max_matrix_distance: 1e7,
    max_matrix_location_pairs: 1_000_000_000,
  };
  const hierarchyLimits = (maxUp: object, within: object) => ({
    max_up_transitions: maxUp,
    expand_within_distance: within,
  });
  const up = { '1': 400, '2': 100 };
  return {
    mjolnir: {
      tile_dir: tileFolder,
      concurrency: 1,
      max_cache_size: 1_000_000_000,
      id_table_size: 100_000_000,
      hierarchy: true,
      shortcuts: true,
      include_driveways: true,
      include_driving: true,
      include_bicycle: true,
      include_pedestrian: true,
      reclassify_links: true,
      data_processing: {
        infer_internal_intersections: true,
        infer_turn_channels: true,
        apply_country_overrides: true,
        use_admin_db: false,
        grid_divisions_within_tile: 32,
      },
      logging,
    },
    additional_data: {},
    loki: {
      actions: ['route', 'sources_to_targets', 'locate'],
      use_connectivity: true,
      service_defaults: {
        radius: 0,
        minimum_reachability: 50,
        search_cutoff: 35_000,
        node_snap_tolerance: 5,
        street_side_tolerance: 5,
        street_side_max_distance: 1000,
        heading_tolerance: 60,
      },
      logging,
      service: { proxy: 'ipc:///tmp/loki' },
    },
    thor: {
      source_to_target_algorithm: 'timedistancematrix',
      max_reserved_labels_count_astar: 2_000_000,
      max_reserved_labels_count_bidir_astar: 1_000_000,
      max_reserved_labels_count_dijkstras: 4_000_000,
      max_reserved_labels_count_bidir_dijkstras: 2_000_000,
      clear_reserved_memory: false,
      extended_search: false,
      costmatrix: { check_reverse_connection: true, allow_second_pass: false, max_reserved_locations: 25 },
      bidirectional_astar: {
        threshold_delta: 420,
        alternative_cost_extend: 1.2,
        alternative_iterations_delta: 100_000,
        hierarchy_limits: hierarchyLimits(up, { '0': 1e8, '1': 20_000, '2': 5_000 }),
      },
      unidirectional_astar: { hierarchy_limits: hierarchyLimits(up, { '0': 1e8, '1': 100_000, '2': 5_000 }) },
      logging,
      service: { proxy: 'ipc:///tmp/thor' },
    },
    odin: { logging, service: { proxy: 'ipc:///tmp/odin' }, markup_formatter: { markup_enabled: false } },
    meili: {
      mode: 'auto',
      customizable: [],
      verbose: false,
      default: {
        beta: 3,
        breakage_distance: 2000,
        geometry: false,
        gps_accuracy: 5.0,
        interpolation_distance: 10,
        max_route_distance_factor: 5,
        max_route_time_factor: 5,
        max_search_radius: 100,
        route: true,
        search_radius: 50,
        sigma_z: 4.07,
        turn_penalty_factor: 0,
      },
      auto: { search_radius: 50, turn_penalty_factor: 200 },
      grid: { cache_size: 100240, size: 500 },
      logging,
      service: { proxy: 'ipc:///tmp/meili' },
    },
    service_limits: {
      auto: limits,
      truck: limits,
      pedestrian: { ...limits, min_transit_walking_distance: 1, max_transit_walking_distance: 10_000 },
      skadi: { max_shape: 750_000, min_resample: 10 },
      trace: {
        max_distance: 200_000,
        max_gps_accuracy: 100,
        max_search_radius: 100,
        max_shape: 16_000,
        max_alternates: 3,
        max_alternates_shape: 100,
      },
      isochrone: {
        max_contours: 4,
        max_distance: 25_000,
        max_locations: 1,
        max_time_contour: 120,
        max_distance_contour: 200,
      },
      centroid: { max_distance: 200_000, max_locations: 5 },
      status: { allow_verbose: false },
      max_exclude_locations: 50,
      max_exclude_polygons_length: 10_000,
      max_reachability: 100,
      max_radius: 200,
      max_timedep_distance: 500_000,
      max_timedep_distance_matrix: 0,
      max_alternates: 2,
      max_distance_disable_hierarchy_culling: 1e7,
      hierarchy_limits: {
        allow_modification: false,
        bidirectional_astar: {
          max_allowed_up_transitions: up,
          max_expand_within_distance: { '0': 1e8, '1': 20_000, '2': 5_000 },
        },
        unidirectional_astar: {
          max_allowed_up_transitions: up,
          max_expand_within_distance: { '0': 1e8, '1': 100_000, '2': 5_000 },
        },
        costmatrix: { max_allowed_up_transitions: up },
      },
      allow_hard_exclusions: false,
    },
  };
}
