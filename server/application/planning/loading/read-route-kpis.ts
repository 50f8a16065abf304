import type { Depot, Vehicle } from '../../../domain/network/network.js';
import type { Plan } from '../../../domain/planning/plan.js';
import { type RouteKpis, routeKpisOf } from '../../../domain/planning/route-kpis.js';
import { partsOf } from '../../../domain/waves/consignment.js';
import type { WaveStore } from '../../waves/wave-store.js';

/** Tells what each route of a plan comes to, by the vehicles and the depot as they are known now. */
export type ReadRouteKpis = (plan: Plan) => Promise<RouteKpis[]>;

export function makeReadRouteKpis(deps: {
  readonly waves: Pick<WaveStore, 'listConsignments'>;
  readonly network: {
    listDepots(): Promise<Depot[]>;
    listVehicles(depotId: string): Promise<Vehicle[]>;
  };
}): ReadRouteKpis {
  return async (plan) => {
    const depot = (await deps.network.listDepots()).find(({ depotId }) => depotId === plan.depotId)!;
    const vehicles = new Map((await deps.network.listVehicles(plan.depotId)).map((each) => [each.vehicleId, each]));
    const split = new Map((plan.split ?? []).map((each) => [each.consignmentId, each]));
    const totes = new Map<string, number>();
    for (const whole of await deps.waves.listConsignments(plan.depotId, plan.waveId)) {
      const divided = split.get(whole.consignmentId);
      for (const goods of divided === undefined ? [whole] : partsOf(whole, divided)) {
        totes.set(goods.consignmentId, goods.toteCount);
      }
    }
    return routeKpisOf(plan, vehicles, depot, (consignmentId) => totes.get(consignmentId) ?? 0);
  };
}
