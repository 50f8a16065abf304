import { accountRoutes } from './accounts/accounts-endpoints.js';
import { backupRoutes } from './backups/backups-endpoints.js';
import { claimRoutes } from './delivery/claims-endpoints.js';
import { fieldRoutes } from './delivery/reports-endpoints.js';
import { runRoutes } from './delivery/runs-endpoints.js';
import type { Route } from './endpoint.js';
import { eventRoutes } from './exchange/events-endpoints.js';
import { exportRoutes } from './exchange/exports-endpoints.js';
import { webhookRoutes } from './exchange/webhooks-endpoints.js';
import { jobRoutes } from './jobs-endpoints.js';
import { listRoutes } from './list-endpoints.js';
import { geometryRoutes } from './network/geometry-endpoints.js';
import { networkRoutes } from './network/network-endpoints.js';
import { intakeRoutes } from './orders/intake-endpoints.js';
import { priorityRuleRoutes } from './orders/priority-rules-endpoints.js';
import { planEditRoutes } from './planning/plan-edits-endpoints.js';
import { planningRoutes } from './planning/planning-endpoints.js';
import type { HttpServices } from './services.js';
import { trafficRoutes } from './traffic/traffic-endpoints.js';
import { roadRoutes } from './travel/roads-endpoints.js';
import { floorRoutes } from './warehouse/picking-endpoints.js';
import { emptyToteRoutes } from './waves/empty-totes-endpoints.js';

/** Every path of the API. */
export function makeRoutes(services: HttpServices): Route[] {
  return [
    ...accountRoutes(services),
    ...intakeRoutes(services),
    ...planningRoutes(services),
    ...planEditRoutes(services),
    ...runRoutes(services),
    ...floorRoutes(services),
    ...exportRoutes(services),
    ...fieldRoutes(services),
    ...claimRoutes(services),
    ...geometryRoutes(services),
    ...jobRoutes(services),
    ...backupRoutes(services),
    ...eventRoutes(services),
    ...priorityRuleRoutes(services),
    ...emptyToteRoutes(services),
    ...networkRoutes(services),
    ...webhookRoutes(services),
    ...trafficRoutes(services),
    ...roadRoutes(services),
    ...listRoutes(services),
  ];
}
