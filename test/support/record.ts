import type { Database } from '../../server/adapters/db/engine/database.js';
import { makeIntakeStore } from '../../server/adapters/db/exchange/import-store.js';
import { makeNetworkReader } from '../../server/adapters/db/network/network-store.js';
import { makeOrderChangeStore } from '../../server/adapters/db/orders/order-changes.js';
import { makePlanStore } from '../../server/adapters/db/planning/plan-store.js';
import { makeReplanStore } from '../../server/adapters/db/planning/replanning/replan-store.js';
import { makeRestrictionStore } from '../../server/adapters/db/traffic/restriction-store.js';
import { makeTrafficStore } from '../../server/adapters/db/traffic/traffic-store.js';
import { makeTravelStore } from '../../server/adapters/db/travel/travel-store.js';
import { makeLeavingGoods } from '../../server/adapters/db/warehouse/leaving-goods.js';
import { makeWaveStore } from '../../server/adapters/db/waves/wave-store.js';
import { openTables } from '../../server/adapters/files/open-tables.js';
import { makeStraightLineEngine } from '../../server/adapters/routing/straight-line-engine.js';
import { makeImportFiles } from '../../server/application/exchange/imports/import-files.js';
import { makeChangeOrders } from '../../server/application/orders/change-orders.js';
import { makeEditPlan } from '../../server/application/planning/edits/edit-plan.js';
import { makePlanWave } from '../../server/application/planning/plan-wave.js';
import { makeReplan } from '../../server/application/planning/replanning/replan.js';
import { makeSpeedsForWave } from '../../server/application/traffic/speeds-for-wave.js';
import type { RoutingEngine } from '../../server/application/travel/routing/routing-port.js';
import { makeRememberingSolver } from './remembering-solver.js';

/** The use cases of a day over a database, with a clock that stands still and travel times by the estimate. */
export function recordOver(database: Database, routing: RoutingEngine = makeStraightLineEngine()) {
  let next = 0;
  const newId = (prefix: string) => `${prefix}-${++next}`;
  const clock = { now: () => new Date('2024-06-13T15:30:00Z') };
  const network = makeNetworkReader(database.knex);
  const waves = makeWaveStore(database);
  const plans = makePlanStore(database);
  const travel = makeTravelStore(database);
  const importFiles = makeImportFiles(makeIntakeStore(database), clock, newId);
  const solver = makeRememberingSolver();
  const restrictions = makeRestrictionStore(database);
  const speedsForWave = makeSpeedsForWave(makeTrafficStore(database), restrictions);
  const replans = makeReplanStore(database);
  const planning = { waves, plans, replans, network, travel, routing, speedsForWave, restrictions, clock, newId };
  const planWave = makePlanWave({ ...planning, solver });
  return {
    network,
    waves,
    plans,
    travel,
    clock,
    planWave,
    editPlan: makeEditPlan(planning),
    changeOrders: makeChangeOrders({
      ...planning,
      intake: makeIntakeStore(database),
      store: makeOrderChangeStore(database),
      goods: makeLeavingGoods(database),
    }),
    replans,
    replan: makeReplan({ ...planning, solver, budget: { seed: 1, threads: 1, seconds: 60, iterations: 400 } }),
    planning,
    database,
    async importFrom(...paths: string[]) {
      const opened = await openTables(paths);
      return importFiles({
        tables: opened.tables,
        unreadable: opened.unreadable,
        timeZone: opened.timeZone ?? 'Asia/Shanghai',
        begunBy: 'test',
      });
    },
    plan: (waveId: string, iterations = 200) =>
      planWave({
        waveId,
        budget: { seed: 1, threads: 1, seconds: 60, iterations },
        by: 'test',
        signal: new AbortController().signal,
      }),
  };
}
