import { courierStatuses } from '../network.js';
import { attribute, type Faults, type Given, nullable, type Thing } from './attribute.js';
import { depotOf } from './depot.js';
import { id, oneOf, text } from './kinds/text-kinds.js';
import type { Known } from './kinds/value-kind.js';
import { settleFields } from './settle.js';
import { ofDepot } from './shared-attributes.js';

/** Who drives: a row of `couriers`. */
export const courier = {
  one: 'courier',
  attributes: {
    depotId: ofDepot,
    courierId: attribute({
      kind: id(),
      column: 'courier_id',
      isId: true,
      group: 'basics',
      label: { zh: '配送员编号', en: 'Courier' },
    }),
    name: attribute({ kind: text({ most: 100 }), column: 'name', group: 'basics', label: { zh: '姓名', en: 'Name' } }),
    phone: attribute({
      kind: text({ most: 40 }),
      column: 'phone',
      isInEveryFile: true,
      otherwise: '',
      group: 'basics',
      label: { zh: '电话', en: 'Phone' },
    }),
    vehicleId: nullable({
      refersTo: 'vehicles',
      kind: id(),
      column: 'vehicle_id',
      group: 'basics',
      label: { zh: '车辆', en: 'Vehicle' },
      help: { zh: '须是本仓库的车。', en: 'One of the depot.' },
    }),
    status: attribute({
      kind: oneOf(courierStatuses, {
        active: { zh: '在岗', en: 'Active' },
        inactive: { zh: '停用', en: 'Inactive' },
      }),
      column: 'status',
      otherwise: 'active',
      staysUnsaid: true,
      group: 'basics',
      label: { zh: '状态', en: 'Status' },
      help: { zh: '停用后不再派车次。', en: 'One that is inactive is given no runs.' },
    }),
  },
  optional: {},
} as const satisfies Thing;

/** The rules that tie a courier's attributes together, and their normal form. */
export function settleCourier(given: Given<typeof courier>, known: Known, faults: Faults): void {
  settleFields(courier, given, known, faults);
  given.depotId = depotOf(given.depotId, known, faults);
  const { vehicleId } = given;
  if (vehicleId === null || known.depotOfVehicle(vehicleId) === given.depotId) return;
  faults.refuse('vehicleId', 'unknown-vehicle/of-depot', { id: vehicleId }, vehicleId);
}
