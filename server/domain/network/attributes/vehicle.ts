import { z } from 'zod';
import { makeTimeWindow, type TimeWindow } from '../../local-time.js';
import type { VehicleBreak } from '../dispatch-rules.js';
import { type Compartment, vehicleStatuses } from '../network.js';
import { attribute, Faults, type Given, nullable, type Thing } from './attribute.js';
import { compartment } from './compartment.js';
import { depotOf, refuseUnordered } from './depot.js';
import { body, breaks, isOrdered } from './kinds/composite-kinds.js';
import {
  count,
  minutes,
  money,
  secondsOfDay,
  someThousandths,
  thousandTonnes,
  thousandths,
  timeOfDay,
} from './kinds/number-kinds.js';
import { id, oneOf, text, words } from './kinds/text-kinds.js';
import type { Known, ValueKind } from './kinds/value-kind.js';
import { thingSchema } from './schema.js';
import { settleFields, toThing } from './settle.js';
import { ofDepot } from './shared-attributes.js';

/** One compartment as the API has it. */
export const compartmentSchema = thingSchema(compartment);
type CompartmentFields = Given<typeof compartment>;

/** The compartments of a vehicle, together; a table has them as rows of their own. */
function compartments(): ValueKind<readonly CompartmentFields[]> {
  const none = () => {
    throw new Error('Compartments have a table of their own.');
  };
  return {
    schema: z
      .array(compartmentSchema)
      .max(50)
      .refine((parts) => new Set(parts.map(({ compartmentNo }) => compartmentNo)).size === parts.length, {
        error: 'a compartmentNo stands twice',
      }),
    json: 'object',
    control: 'compartments',
    form: 'rows of `vehicle_compartments`',
    codes: [],
    parse: none,
    format: none,
  };
}

/** What drives: a row of `vehicles`, and its rows of `vehicle_compartments`. */
export const vehicle = {
  one: 'vehicle',
  attributes: {
    depotId: { ...ofDepot, isInEveryFile: true },
    vehicleId: attribute({
      kind: id(),
      column: 'vehicle_id',
      isId: true,
      group: 'basics',
      label: { zh: '车辆编号', en: 'Vehicle' },
    }),
    type: attribute({
      kind: text({ most: 100 }),
      column: 'type',
      otherwise: '',
      group: 'basics',
      label: { zh: '车型', en: 'Type' },
    }),
    payloadGrams: attribute({
      kind: thousandths({ unit: 'kilograms', most: thousandTonnes }),
      column: 'payload_kg',
      group: 'room',
      label: { zh: '载重（公斤）', en: 'Payload, kilograms' },
      help: { zh: '所有车厢合计。', en: 'Shared by all compartments.' },
    }),
    compartments: attribute({ kind: compartments(), group: 'room', label: { zh: '车厢', en: 'Compartments' } }),
    maxStops: nullable({
      kind: count({ least: 0, most: 10_000 }),
      column: 'max_stops',
      group: 'limits',
      label: { zh: '每天最多停靠', en: 'Stops a day, at most' },
    }),
    shiftBeginsSecond: attribute({
      kind: timeOfDay(),
      column: 'shift_from',
      at: 'shift.opens',
      group: 'hours',
      label: { zh: '班次开始', en: 'Shift from' },
    }),
    shiftEndsSecond: attribute({
      kind: timeOfDay({ most: 2 * secondsOfDay }),
      column: 'shift_to',
      endOf: 'shiftBeginsSecond',
      at: 'shift.closes',
      group: 'hours',
      label: { zh: '班次结束', en: 'Shift until' },
    }),
    maxTrips: attribute({
      kind: count({ least: 1, most: 20 }),
      column: 'max_trips',
      otherwise: 1,
      group: 'limits',
      label: { zh: '每天最多趟数', en: 'Trips a day, at most' },
    }),
    rangeMeters: nullable({
      kind: thousandths({ unit: 'kilometers', most: 100_000_000 }),
      column: 'range_km',
      group: 'limits',
      label: { zh: '里程上限（公里）', en: 'Range, kilometers' },
      help: { zh: '全天；不填则无上限。', en: 'For the whole day; no limit where none is said.' },
    }),
    heightMillimeters: nullable({
      kind: thousandths({ unit: 'meters', most: 20_000 }),
      column: 'height_m',
      group: 'measures',
      label: { zh: '车高（米）', en: 'Height, meters' },
      help: {
        zh: '自提点限高和道路限高都按它算。',
        en: 'Stations and roads that are lower are kept from it.',
      },
    }),
    profile: attribute({
      kind: oneOf(['auto', 'truck'], {
        auto: { zh: '小汽车', en: 'Cars' },
        truck: { zh: '货车', en: 'Trucks' },
      }),
      column: 'routing_profile',
      otherwise: 'auto',
      group: 'limits',
      label: { zh: '道路规则', en: 'Roads for' },
      help: {
        zh: '没填的尺寸和重量按小汽车或货车的一般值。',
        en: 'Measures and weights that are not said count as usual for a car or a truck.',
      },
    }),
    fixedCostMicros: attribute({
      kind: money(),
      column: 'fixed_cost',
      at: 'price.fixedMicros',
      group: 'prices',
      label: { zh: '每天固定费用', en: 'Fixed cost of a day' },
    }),
    costPerKmMicros: attribute({
      kind: money(),
      column: 'cost_per_km',
      at: 'price.perKmMicros',
      group: 'prices',
      label: { zh: '每公里费用', en: 'Cost of a kilometer' },
    }),
    costPerHourMicros: attribute({
      kind: money(),
      column: 'cost_per_hour',
      at: 'price.perHourMicros',
      group: 'prices',
      label: { zh: '每小时费用', en: 'Cost of an hour' },
    }),
    status: attribute({
      kind: oneOf(vehicleStatuses, {
        available: { zh: '可用', en: 'Available' },
        maintenance: { zh: '维修', en: 'In maintenance' },
        retired: { zh: '已退役', en: 'Retired' },
      }),
      column: 'status',
      otherwise: 'available',
      group: 'basics',
      label: { zh: '状态', en: 'Status' },
    }),
  },
  optionalIn: 'rules',
  optional: {
    widthMillimeters: attribute({
      kind: someThousandths({ unit: 'meters', most: 10_000 }),
      column: 'width_m',
      group: 'measures',
      label: { zh: '车宽（米）', en: 'Width, meters' },
      help: { zh: '不走限宽更窄的路。', en: 'It takes no road with a lower `maxwidth`.' },
    }),
    lengthMillimeters: attribute({
      kind: someThousandths({ unit: 'meters', most: 50_000 }),
      column: 'length_m',
      group: 'measures',
      label: { zh: '车长（米）', en: 'Length, meters' },
      help: { zh: '不走限长更短的路。', en: 'It takes no road with a lower `maxlength`.' },
    }),
    totalWeightGrams: attribute({
      kind: someThousandths({ unit: 'kilograms', most: thousandTonnes }),
      column: 'total_weight_kg',
      example: '4495',
      group: 'measures',
      label: { zh: '总质量（公斤）', en: 'Total weight, kilograms' },
      help: {
        zh: '满载时的总质量；不走限重更低的路，超过 3.5 吨时不走禁止货车的路。',
        en: 'Of the loaded vehicle: it takes no road with a lower `maxweight`, above 3,500 kg none with `hgv=no`.',
      },
    }),
    axleLoadGrams: attribute({
      kind: someThousandths({ unit: 'kilograms', most: 100_000_000 }),
      column: 'axle_load_kg',
      group: 'measures',
      label: { zh: '轴重（公斤）', en: 'Axle load, kilograms' },
      help: {
        zh: '最重的轴；不走轴重限制更低的路。',
        en: 'Of the heaviest axle: it takes no road with a lower `maxaxleload`.',
      },
    }),
    skills: attribute({
      kind: words({ most: 20, longest: 30 }),
      column: 'skills',
      example: 'tail-lift|key',
      group: 'limits',
      label: { zh: '条件', en: 'Skills' },
      help: { zh: '车或司机具备的条件。', en: 'What it can do, or its driver.' },
    }),
    maxDrivingSeconds: attribute({
      kind: minutes({ most: secondsOfDay }),
      column: 'max_driving_min',
      example: '480',
      group: 'hours',
      label: { zh: '每天最多驾驶（分钟）', en: 'Max driving time a day, minutes' },
      help: { zh: '等待和交货不算。', en: 'Max driving time of a day; waiting and serving are not counted.' },
    }),
    breaks: attribute({
      kind: breaks(),
      column: {
        '0.seconds': 'break_min',
        '0.begins.opens': 'break_from',
        '0.begins.closes': 'break_to',
        '1.seconds': 'break2_min',
        '1.begins.opens': 'break2_from',
        '1.begins.closes': 'break2_to',
      },
      example: '30, 11:00, 13:00',
      group: 'hours',
      label: { zh: '休息', en: 'Breaks' },
      help: {
        zh: '出车的每一天，在班次内的这段时间开始休息；收车早于它的车，等休息后才收车。',
        en: 'Up to two breaks, each begun within its hours, in the shift, on every day on which the vehicle is out. One that would be back earlier waits for it.',
      },
    }),
    body: attribute({
      kind: body(),
      column: { milliliters: 'body_l', stepMilliliters: 'partition_step_l' },
      example: '8000, 250',
      group: 'room',
      label: { zh: '活动隔板', en: 'Movable partitions' },
      help: {
        zh: '每趟按货量移动隔板：各车厢最大为其容积，合计不超过货箱，每档为一步。',
        en: 'Movable partitions divide a body of so many liters into the compartments without fixed walls, anew for each trip: every one up to its own volume, together up to the body, each a multiple of the step (any place where it is left out).',
      },
    }),
  },
} as const satisfies Thing;

/** The rules that tie a vehicle's attributes together, and their normal form. */
export function settleVehicle(given: Given<typeof vehicle>, known: Known, faults: Faults): void {
  settleFields(vehicle, given, known, faults);
  given.depotId = depotOf(given.depotId, known, faults);
  const shift = { opens: given.shiftBeginsSecond, closes: given.shiftEndsSecond };
  if (!isOrdered(shift)) refuseUnordered(faults, 'shiftEndsSecond');
  const { breaks: pauses } = given.rules;
  if (pauses !== undefined && faults.isSaid('rules.breaks')) given.rules.breaks = settleBreaks(pauses, shift, faults);
  const parts = given.compartments.map((part, at) => {
    const ofPart = new Faults();
    const fields = { ...part };
    settleFields(compartment, fields, known, ofPart);
    faults.takeFrom(ofPart, `compartments.${at}`);
    return toThing<Compartment>(compartment, fields);
  });
  given.compartments = parts.sort((one, other) => one.compartmentNo - other.compartmentNo);
}

function settleBreaks(
  pauses: readonly (VehicleBreak | undefined)[],
  shift: TimeWindow,
  faults: Faults,
): readonly VehicleBreak[] | undefined {
  const settled = pauses.flatMap((pause, at) => {
    if (pause === undefined) return [];
    const begins = beginsWithin(pause.begins, shift);
    const isTaken = begins.closes >= shift.opens && begins.opens + pause.seconds <= shift.closes;
    if (!faults.refused && !isTaken) {
      faults.refuse(`rules.breaks.${at}.begins.opens`, 'outside-shift');
    }
    return [{ seconds: pause.seconds, begins }];
  });
  if (settled.length === 0) return undefined;
  return settled.sort((one, other) => one.begins.opens - other.begins.opens);
}

/** In a shift past midnight a break may belong to the next day. */
function beginsWithin({ opens, closes }: TimeWindow, shift: TimeWindow): TimeWindow {
  const inDay = (second: number) => (second > secondsOfDay ? second - secondsOfDay : second);
  const given = makeTimeWindow(inDay(opens), inDay(closes));
  const isNextDay = given.closes < shift.opens && given.opens + secondsOfDay <= shift.closes;
  return isNextDay ? { opens: given.opens + secondsOfDay, closes: given.closes + secondsOfDay } : given;
}
