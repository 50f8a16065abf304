import { accountEndpoints } from './accounts/accounts-endpoints.js';
import { auditEndpoints } from './accounts/audit-endpoints.js';
import { ownAccountEndpoints } from './accounts/own-account-endpoints.js';
import { peopleEndpoints } from './accounts/people-endpoints.js';
import { signInEndpoints } from './accounts/sign-in-endpoints.js';
import { backupEndpoints } from './backups/backups-endpoints.js';
import { demoEndpoints } from './beginning/demo-endpoints.js';
import { setupEndpoints } from './beginning/setup-endpoints.js';
import { caseEndpoints } from './cases/cases-endpoints.js';
import { claimEndpoints } from './delivery/claims-endpoints.js';
import { progressEndpoints } from './delivery/progress-endpoints.js';
import { fieldEndpoints } from './delivery/reports-endpoints.js';
import { runEndpoints } from './delivery/runs-endpoints.js';
import type { Endpoint } from './endpoint.js';
import { eventEndpoints } from './exchange/events-endpoints.js';
import { exportEndpoints } from './exchange/exports-endpoints.js';
import { importDraftEndpoints } from './exchange/import-drafts-endpoints.js';
import { importMappingEndpoints } from './exchange/import-mappings-endpoints.js';
import { placeEndpoints } from './exchange/places-endpoints.js';
import { tableFilesEndpoints } from './exchange/table-files-endpoints.js';
import { webhookEndpoints } from './exchange/webhooks-endpoints.js';
import { jobEndpoints } from './jobs-endpoints.js';
import { listEndpoints } from './list-endpoints.js';
import { attributeEndpoints } from './network/attributes-endpoints.js';
import { networkChangeEndpoints } from './network/changes-endpoints.js';
import { geometryEndpoints } from './network/geometry-endpoints.js';
import { networkEndpoints } from './network/network-endpoints.js';
import { photoEndpoints } from './network/photo-endpoints.js';
import { intakeEndpoints } from './orders/intake-endpoints.js';
import { orderChangeEndpoints } from './orders/order-changes-endpoints.js';
import { priorityRuleEndpoints } from './orders/priority-rules-endpoints.js';
import { planEditEndpoints } from './planning/plan-edits-endpoints.js';
import { planningEndpoints } from './planning/planning-endpoints.js';
import type { HttpServices } from './services.js';
import { restrictionEndpoints } from './traffic/restriction-endpoints.js';
import { trafficEndpoints } from './traffic/traffic-endpoints.js';
import { mapEndpoints } from './travel/maps-endpoints.js';
import { roadEndpoints } from './travel/roads-endpoints.js';
import { floorEndpoints } from './warehouse/picking-endpoints.js';
import { emptyToteEndpoints } from './waves/empty-totes-endpoints.js';
import { toteEndpoints } from './waves/totes-endpoints.js';
import { waveEndpoints } from './waves/waves-endpoints.js';

/** Every path of the API. */
export function makeEndpoints(services: HttpServices): Endpoint[] {
  return [
    ...signInEndpoints(services),
    ...ownAccountEndpoints(services),
    ...accountEndpoints(services),
    ...peopleEndpoints(services),
    // Before the lists: one row of the audit is found under the same address.
    ...auditEndpoints(services),
    ...intakeEndpoints(services),
    ...orderChangeEndpoints(services),
    ...planningEndpoints(services),
    ...waveEndpoints(services),
    ...planEditEndpoints(services),
    ...runEndpoints(services),
    ...progressEndpoints(services),
    ...floorEndpoints(services),
    ...toteEndpoints(services),
    ...exportEndpoints(services),
    ...tableFilesEndpoints(services),
    ...importDraftEndpoints(services),
    ...importMappingEndpoints(services),
    ...placeEndpoints(services),
    ...fieldEndpoints(services),
    ...claimEndpoints(services),
    ...caseEndpoints(services),
    ...geometryEndpoints(services),
    ...jobEndpoints(services),
    ...backupEndpoints(services),
    ...demoEndpoints(services),
    ...setupEndpoints(services),
    ...mapEndpoints(services),
    ...eventEndpoints(services),
    ...priorityRuleEndpoints(services),
    ...emptyToteEndpoints(services),
    ...attributeEndpoints(),
    ...networkChangeEndpoints(services),
    ...photoEndpoints(services),
    ...networkEndpoints(services),
    ...webhookEndpoints(services),
    ...trafficEndpoints(services),
    ...restrictionEndpoints(services),
    ...roadEndpoints(services),
    ...listEndpoints(services),
  ];
}
