import fc from 'fast-check';

const amounts = (most: number) => fc.array(fc.nat(most), { minLength: 2, maxLength: 2 });
const skills = fc.subarray([0, 1, 2]);

/** Small files of VROOM's form: jobs, shipments, odd ends, speeds, prices and limits, in ordinary or absolute times. */
export const randomVroom = fc
  .tuple(fc.integer({ min: 3, max: 7 }), fc.constantFrom(0, 1_700_000_000))
  .chain(([size, origin]) => {
    const table = (most: number) =>
      fc
        .array(fc.array(fc.nat(most), { minLength: size, maxLength: size }), { minLength: size, maxLength: size })
        .map((rows) => rows.map((row, at) => row.map((value, to) => (at === to ? 0 : value))));
    const window = fc
      .tuple(fc.nat(500), fc.nat(300))
      .map(([opens, length]) => [origin + opens, origin + opens + length]);
    const index = fc.nat(size - 1);
    const id = fc.nat(10 ** 9);
    const place = fc.record(
      {
        id,
        location_index: index,
        service: fc.nat(30),
        time_windows: fc.array(window, { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: ['id', 'location_index'] },
    );
    const wanted = { skills: fc.option(skills, { nil: undefined, freq: 2 }), priority: fc.constantFrom(0, 0, 1, 10) };
    const job = fc
      .tuple(place, fc.record(wanted), fc.constantFrom(['delivery'], ['pickup'], ['delivery', 'pickup']), amounts(4))
      .map(([where, more, ways, goods]) => ({
        ...where,
        ...more,
        ...Object.fromEntries(ways.map((way) => [way, goods])),
      }));
    const shipment = fc.record(
      { pickup: place, delivery: place, amount: amounts(4), max_ride_time: fc.nat(300), ...wanted },
      { requiredKeys: ['pickup', 'delivery', 'amount'] },
    );
    const vehicle = fc
      .record(
        {
          id,
          profile: fc.constantFrom('car', 'bike'),
          start_index: index,
          end_index: index,
          capacity: amounts(12),
          skills,
          time_window: window,
          speed_factor: fc.constantFrom(0.7, 1, 1.3, 2),
          max_tasks: fc.nat(6),
        },
        { requiredKeys: ['id', 'profile', 'capacity', 'skills'] },
      )
      .chain((one) =>
        fc
          .constantFrom(
            {},
            { max_travel_time: 300 },
            { max_travel_time: 200, costs: { per_km: 1 } },
            { breaks: [{ id: 1, service: 40 }] },
            {
              breaks: [1, 2].map((id) => ({
                id,
                service: 20,
                time_windows: [[origin + 400 - 150 * id, origin + 500]],
              })),
            },
            { costs: { per_km: 3, per_hour: 100 } },
            { costs: { fixed: 20, per_hour: 0, per_km: 10 }, max_distance: 9000 },
          )
          .map((more) => ({ ...one, ...more })),
      )
      .map((one) => (one.start_index === undefined && one.end_index === undefined ? { ...one, start_index: 0 } : one));
    const list = <T>(of: fc.Arbitrary<T>, least: number, most: number, key: (item: T) => unknown) =>
      fc.uniqueArray(of, { minLength: least, maxLength: most, selector: key });
    return fc.record({
      jobs: list(job, 1, 6, (each) => each.id),
      shipments: list(shipment, 0, 3, (each) => each.pickup.id).filter(
        (all) => new Set(all.map(({ delivery }) => delivery.id)).size === all.length,
      ),
      vehicles: list(vehicle, 1, 3, (each) => each.id),
      matrices: fc.record({
        car: fc.record({ durations: table(100), distances: table(5000) }),
        bike: fc.record({ durations: table(200), distances: table(5000) }),
      }),
    });
  });
