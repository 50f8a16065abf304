import type { Plan } from '../plan.js';
import type { CheckContext, Say } from './check-context.js';
import { checkParts, type PlacedGoods, type PlacedPart } from './check-parts.js';

/** Every consignment of the wave is on exactly one stop, or unassigned; nothing else is on board. */
export function checkGoods(plan: Plan, context: CheckContext, say: Say): void {
  const { consignments, splitWholes = [] } = context;
  const recorded = [...consignments.filter(({ part }) => part === undefined), ...splitWholes];
  const open = new Map(recorded.map((consignment) => [consignment.consignmentId, consignment]));
  const pieces = new Map<string, PlacedPart[]>();
  const place = (id: string, stationId: string, goods: PlacedGoods) => {
    const { part } = goods;
    if (part !== undefined) {
      pieces.set(part.of, [...(pieces.get(part.of) ?? []), { ...goods, id, stationId, part }]);
      return;
    }
    const meant = open.get(id);
    if (meant === undefined) {
      say('goods-once', `Consignment ${id} is not in the wave, or is placed twice.`);
      return;
    }
    open.delete(id);
    if (meant.stationId !== stationId) say('goods-station', `Consignment ${id} is brought to ${stationId}.`);
    if (meant.zoneId !== goods.zoneId || meant.grams !== goods.grams || meant.milliliters !== goods.milliliters) {
      say('goods-size', `Consignment ${id} is not as large as in the wave.`);
    }
  };
  for (const route of plan.routes) {
    for (const trip of route.trips) {
      for (const stop of trip.stops) {
        for (const goods of stop.consignments) place(goods.consignmentId, stop.stationId, goods);
      }
    }
  }
  for (const goods of plan.unassigned) place(goods.consignmentId, goods.stationId, goods);
  for (const [id, own] of pieces) {
    const whole = open.get(id);
    open.delete(id);
    if (whole === undefined) say('goods-once', `Consignment ${id} is not in the wave, or is placed whole as well.`);
    else checkParts(whole, own, plan, context, say);
  }
  for (const id of open.keys()) say('goods-once', `Consignment ${id} is neither on a route nor unassigned.`);
}
