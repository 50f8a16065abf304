import type { Seeded } from '../../../server/demo/seeded.js';
import { ask } from '../servers/ask.js';

/** The lists that have ids, and the fields and parameters that an id of each belongs to. */
const lists: readonly { readonly path: string; readonly id: string; readonly names: readonly string[] }[] = [
  { path: '/depots', id: 'depotId', names: ['depotId', 'depot'] },
  { path: '/zones', id: 'zoneId', names: ['zoneId', 'zone'] },
  { path: '/stations', id: 'stationId', names: ['stationId', 'station'] },
  { path: '/skus', id: 'skuId', names: ['skuId', 'sku'] },
  { path: '/vehicles', id: 'vehicleId', names: ['vehicleId', 'vehicle', 'substituteVehicleId', 'onlyVehicle'] },
  { path: '/couriers', id: 'courierId', names: ['courierId', 'courier'] },
  { path: '/orders', id: 'orderId', names: ['orderId', 'order'] },
  { path: '/waves', id: 'waveId', names: ['waveId', 'wave', 'subject'] },
  { path: '/consignments', id: 'consignmentId', names: ['consignmentId', 'consignment'] },
  { path: '/pick-lists', id: 'pickListId', names: ['pickListId'] },
  { path: '/totes', id: 'toteId', names: ['toteId', 'tote'] },
  { path: '/plans', id: 'planId', names: ['planId', 'plan'] },
  { path: '/runs', id: 'runId', names: ['runId', 'run'] },
  { path: '/stops', id: 'stopId', names: ['stopId', 'stop'] },
  { path: '/cases', id: 'caseId', names: ['caseId'] },
  { path: '/claims', id: 'claimId', names: ['claimId'] },
  { path: '/imports', id: 'importId', names: ['importId'] },
  { path: '/jobs', id: 'jobId', names: ['jobId'] },
  { path: '/users', id: 'userId', names: ['userId'] },
  { path: '/api-keys', id: 'keyId', names: ['keyId'] },
  { path: '/webhooks', id: 'webhookId', names: ['webhookId', 'webhook'] },
  { path: '/traffic', id: 'trafficId', names: ['trafficId'] },
];

/** Real ids by the name of a field or parameter, read from the lists anew now and then. */
export class KnownIds {
  private readonly byName = new Map<string, readonly string[]>();

  constructor(private readonly random: Seeded) {}

  async refresh(address: string, key: string): Promise<void> {
    for (const { path, id, names } of lists) {
      const { status, body } = await ask(address, { method: 'GET', path: `${path}?limit=100`, key });
      if (status !== 200) continue;
      const ids = (body.data as Record<string, unknown>[]).map((row) => row[id]).filter((each) => each !== undefined);
      for (const name of names) this.byName.set(name, ids as string[]);
    }
  }

  idFor(name: string): string | undefined {
    const ids = this.byName.get(name) ?? [];
    return ids.length === 0 ? undefined : this.random.pick(ids);
  }
}
