/** The most places of one route request; longer ways are asked for in parts. */
export const maxRoutePlaces = 50;
/** How far from a place a road may be, as in server/roads. */
export const roadLimitMeters = 1_000;

const quiet = { type: '', color: false };
const megabyte = 1_000_000;
const metersAcrossAnyMap = 5_000_000;

/** What `valhalla_build_tiles` is told: plain roads, no administrative areas, time zones or transit. */
export function buildConfig(tileFolder: string, threads: number): object {
  return {
    mjolnir: {
      tile_dir: tileFolder,
      concurrency: threads,
      max_cache_size: 500 * megabyte,
      id_table_size: 1_300_000_000,
      hierarchy: true,
      shortcuts: true,
      reclassify_links: true,
      data_processing: { use_admin_db: false, infer_internal_intersections: true, infer_turn_channels: true },
      logging: { type: 'std_out', color: false },
    },
  };
}

/**
 * What the binding that answers is told. Valhalla's own defaults (its `valhalla_build_config` of 3.6), but for
 * its limits, which guard a public server, and the matrix algorithm: one-to-all is many times faster than its
 * default for the hundreds of places of a day.
 */
export function serviceConfig(tileFolder: string): object {
  const limits = {
    max_distance: metersAcrossAnyMap,
    max_locations: maxRoutePlaces,
    max_matrix_distance: metersAcrossAnyMap,
    max_matrix_location_pairs: 10_000_000,
  };
  const upTransitions = { '1': 400, '2': 100 };
  const within = { '0': 1e8, '1': 20_000, '2': 5_000 };
  const farWithin = { '0': 1e8, '1': 100_000, '2': 5_000 };
  return {
    mjolnir: { tile_dir: tileFolder, max_cache_size: 300 * megabyte, logging: quiet },
    loki: {
      actions: ['locate', 'route', 'sources_to_targets', 'trace_route', 'trace_attributes', 'status'],
      use_connectivity: true,
      service_defaults: {
        radius: 0,
        minimum_reachability: 50,
        search_cutoff: roadLimitMeters,
        node_snap_tolerance: 5,
        street_side_tolerance: 5,
        street_side_max_distance: 1_000,
        heading_tolerance: 60,
      },
      logging: { ...quiet, long_request: 100 },
    },
    thor: {
      source_to_target_algorithm: 'timedistancematrix',
      costmatrix: { hierarchy_limits: { max_up_transitions: upTransitions } },
      bidirectional_astar: {
        threshold_delta: 420,
        alternative_cost_extend: 1.2,
        alternative_iterations_delta: 100_000,
        hierarchy_limits: { max_up_transitions: upTransitions, expand_within_distance: within },
      },
      unidirectional_astar: {
        hierarchy_limits: { max_up_transitions: upTransitions, expand_within_distance: farWithin },
      },
      logging: { ...quiet, long_request: 110 },
    },
    odin: { logging: quiet, markup_formatter: { markup_enabled: false } },
    meili: {
      mode: 'auto',
      customizable: [],
      verbose: false,
      default: {
        sigma_z: 4.07,
        gps_accuracy: 5,
        beta: 3,
        max_route_distance_factor: 5,
        max_route_time_factor: 5,
        max_search_radius: 100,
        breakage_distance: 2_000,
        interpolation_distance: 10,
        search_radius: 50,
        geometry: false,
        route: true,
        turn_penalty_factor: 0,
      },
      auto: { turn_penalty_factor: 200, search_radius: 50 },
      logging: quiet,
      grid: { size: 500, cache_size: 100_240 },
    },
    service_limits: {
      auto: limits,
      truck: limits,
      // Valhalla reads these whether or not anybody walks.
      pedestrian: { ...limits, min_transit_walking_distance: 1, max_transit_walking_distance: 10_000 },
      bicycle: limits,
      multimodal: limits,
      status: { allow_verbose: true },
      skadi: { max_shape: 750_000, min_resample: 10 },
      isochrone: {
        max_contours: 4,
        max_time_contour: 120,
        max_distance: 25_000,
        max_locations: 1,
        max_distance_contour: 200,
      },
      trace: {
        max_distance: 200_000,
        max_gps_accuracy: 100,
        max_search_radius: 100,
        max_shape: 16_000,
        max_alternates: 3,
        max_alternates_shape: 100,
      },
      centroid: { max_distance: 200_000, max_locations: 5 },
      max_exclude_locations: 50,
      max_reachability: 100,
      max_radius: 200,
      max_timedep_distance: 500_000,
      max_timedep_distance_matrix: 0,
      max_alternates: 2,
      max_exclude_polygons_length: 10_000,
      max_distance_disable_hierarchy_culling: 0,
      hierarchy_limits: {
        allow_modification: false,
        costmatrix: { max_allowed_up_transitions: upTransitions },
        unidirectional_astar: { max_allowed_up_transitions: upTransitions, max_expand_within_distance: farWithin },
        bidirectional_astar: { max_allowed_up_transitions: upTransitions, max_expand_within_distance: within },
      },
      allow_hard_exclusions: false,
    },
  };
}
