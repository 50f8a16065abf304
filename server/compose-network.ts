import type { Database } from './adapters/db/engine/database.js';
import { makeNetworkChangeStore } from './adapters/db/network/network-changes.js';
import { readOverview } from './adapters/db/network/network-overview.js';
import { makePhotoStore } from './adapters/db/network/station-photos.js';
import type { Clock } from './application/clock.js';
import { makeChangeMany } from './application/network/change-many.js';
import { makeChangeNetwork } from './application/network/change-network.js';
import { makeEndings } from './application/network/remove-from-network.js';
import { makeFindRoad } from './application/travel/find-road.js';
import type { RoutingEngine } from './application/travel/routing/routing-port.js';
import type { NetworkKind } from './domain/network/attributes/things.js';
import type { OwnDepots } from './domain/own-depots.js';

/** All that changes the network and looks at it. @param timeZone of depots that name none. */
export function composeNetwork(database: Database, routing: RoutingEngine, clock: Clock, timeZone: string) {
  const store = makeNetworkChangeStore(database);
  return {
    changeNetwork: makeChangeNetwork(store, clock, timeZone),
    changeMany: makeChangeMany(store, clock, timeZone),
    endings: makeEndings(store, clock, timeZone),
    photos: makePhotoStore(database),
    findRoad: makeFindRoad(routing),
    networkOverview: (kind: NetworkKind, depotIds: OwnDepots) => readOverview(database.knex, kind, depotIds),
  };
}
