import { attribute, type Thing } from './attribute.js';
import { count, minutes, secondsOfDay, thousandTonnes, thousandths } from './kinds/number-kinds.js';
import { id, mark } from './kinds/text-kinds.js';
import { zones } from './kinds/zone-kinds.js';

/** A part of a vehicle with its own volume and zones: one of its `compartments`, a row of `vehicle_compartments`. */
export const compartment = {
  one: 'compartment',
  attributes: {
    compartmentNo: attribute({
      kind: count({ least: 0, most: 100 }),
      column: 'compartment_no',
      isId: true,
      label: { zh: '车厢号', en: 'Compartment' },
    }),
    zoneIds: attribute({
      kind: zones(),
      column: 'temp_zones',
      example: 'chilled|fresh',
      label: { zh: '温区', en: 'Zones' },
      help: { zh: '可装哪些温区的货。', en: 'The temperature zones that may ride in it.' },
    }),
    milliliters: attribute({
      kind: thousandths({ unit: 'liters', most: thousandTonnes }),
      column: 'volume_l',
      label: { zh: '容积（升）', en: 'Volume, liters' },
      help: { zh: '有活动隔板时为最大容积。', en: 'How much it holds; between movable partitions at the most.' },
    }),
  },
  optional: {
    maxTimeOnBoardSeconds: attribute({
      kind: minutes({ most: secondsOfDay }),
      column: 'max_time_on_board_min',
      example: '300',
      label: { zh: '车上时限（分钟）', en: 'Max time on board, minutes' },
      help: {
        zh: '怕热的货从开始装车到交货能在里面多久：冷藏车填长，保温箱填短。',
        en: 'How long goods that need refrigeration may ride in it, from the begin of loading until their visit is left: long for a reefer, short for an ice box.',
      },
    }),
    hasFixedWalls: attribute({
      kind: mark(),
      column: 'fixed_walls',
      example: '1',
      label: { zh: '不随隔板变动', en: 'Has fixed walls' },
      help: {
        zh: '活动隔板不改变它，例如冷冻箱。',
        en: 'Movable partitions leave it as it is: it is no part of the body, such as a freezer box.',
      },
    }),
  },
} as const satisfies Thing;

/** A row of a table of compartments says of which vehicle it is. */
export const compartmentRow = {
  one: 'compartment',
  attributes: {
    vehicleId: attribute({ kind: id(), column: 'vehicle_id', label: { zh: '车辆', en: 'Vehicle' } }),
    ...compartment.attributes,
  },
  optional: compartment.optional,
} as const satisfies Thing;
