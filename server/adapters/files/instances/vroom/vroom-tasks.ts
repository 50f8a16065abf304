import type { VroomFile } from './vroom-file.js';

/** One visit that a VROOM file asks for: a job, or a half of a shipment. */
export interface VroomTask {
  readonly kind: 'job' | 'pickup' | 'delivery';
  /** Position in the file's jobs or shipments. */
  readonly at: number;
  readonly place: VroomFile['shipments'][number]['pickup'];
  readonly skills: readonly number[];
  readonly priority: number;
  /** Goods that are left here, and goods that are taken along; a shipment's stand in its pickup and in its delivery. */
  readonly delivery: readonly number[] | undefined;
  readonly pickup: readonly number[] | undefined;
  /** Of a shipment's delivery: seconds that may pass since its pickup was left. */
  readonly maxRideSeconds?: number;
}

/** All tasks in the order of the problem's stations: the jobs, then of each shipment its pickup and its delivery. */
export function vroomTasks({ jobs, shipments }: VroomFile): VroomTask[] {
  return [
    ...jobs.map((job, at): VroomTask => {
      const { skills, priority, delivery, pickup } = job;
      return { kind: 'job', at, place: job, skills, priority, delivery, pickup };
    }),
    ...shipments.flatMap(({ pickup, delivery, amount, skills, priority, max_ride_time }, at): VroomTask[] => [
      { kind: 'pickup', at, place: pickup, skills, priority, delivery: undefined, pickup: amount },
      {
        kind: 'delivery',
        at,
        place: delivery,
        skills,
        priority,
        delivery: amount,
        pickup: undefined,
        maxRideSeconds: max_ride_time,
      },
    ]),
  ];
}
