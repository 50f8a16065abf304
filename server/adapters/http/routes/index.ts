import type { Route } from '../route.js';
import type { HttpServices } from '../services.js';
import { accountRoutes } from './accounts.js';
import { backupRoutes } from './backups.js';
import { claimRoutes } from './claims.js';
import { emptyToteRoutes } from './empty-totes.js';
import { eventRoutes } from './events.js';
import { exportRoutes } from './exports.js';
import { fieldRoutes } from './field.js';
import { floorRoutes } from './floor.js';
import { geometryRoutes } from './geometry.js';
import { intakeRoutes } from './intake.js';
import { jobRoutes } from './jobs.js';
import { listRoutes } from './lists.js';
import { networkRoutes } from './network.js';
import { planEditRoutes } from './plan-edits.js';
import { planningRoutes } from './planning.js';
import { priorityRuleRoutes } from './priority-rules.js';
import { roadRoutes } from './roads.js';
import { trafficRoutes } from './traffic.js';
import { webhookRoutes } from './webhooks.js';

/** Every path of the API. */
export function makeRoutes(services: HttpServices): Route[] {
  return [
    ...accountRoutes(services),
    ...intakeRoutes(services),
    ...planningRoutes(services),
    ...planEditRoutes(services),
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
