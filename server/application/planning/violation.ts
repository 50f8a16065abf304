import { formatTimeOfDay } from '../../domain/local-time.js';
import type { FaultFacts, PlanFault } from '../../domain/planning/checker/check-context.js';
import type { CheckerRule } from '../../domain/planning/checker-rules.js';
import { isSoft } from '../../domain/planning/overrides.js';
import { formatThousandths } from '../../domain/quantity.js';
import { inEnglish, type Told, told } from '../../domain/told.js';
import type { WaveClock } from '../../domain/waves/wave-clock.js';

/**
 * A rule that a hand-made change would break, and by how much. Causes have the names that VROOM uses where the meaning is
 * the same (docs/API.md of that project, "violations").
 */
export interface Violation extends FaultFacts {
  readonly cause: string;
  /** The checker's own name of the rule. */
  readonly rule: string;
  /** Whether a dispatcher may let it pass, with a reason. */
  readonly isSoft: boolean;
  readonly text: string;
  /** The same, to be said in the language of who reads it; none where only the checker has words for it. */
  readonly told?: Told;
}

const causes: Readonly<Partial<Record<CheckerRule, string>>> = {
  'time-window': 'delay',
  shift: 'delay',
  'depot-hours': 'delay',
  'load-begin': 'lead_time',
  payload: 'load',
  'compartment-zone': 'load',
  'compartment-known': 'load',
  'compartment-volume': 'load',
  partitions: 'load',
  'max-stops': 'max_tasks',
  'max-trips': 'max_trips',
  range: 'max_distance',
  'vehicle-height': 'skills',
  skills: 'skills',
  driving: 'max_travel_time',
  break: 'missing_break',
  release: 'lead_time',
  'vehicle-available': 'unavailable',
  unreachable: 'unreachable',
  docks: 'docks',
  'shared-vehicle': 'shared_vehicle',
  'allowed-vehicles': 'allowed_vehicles',
};

/** @param fault of a plan whose arithmetic is right: every other rule is kept by how edits are made. */
export function violationOf({ rule, text, facts }: PlanFault, clock: Pick<WaveClock, 'wallClockAt'>): Violation {
  const said = facts && sentenceOf(rule, facts, clock);
  return {
    cause: causes[rule] ?? rule.replaceAll('-', '_'),
    rule,
    isSoft: isSoft(rule) && facts?.vehicleId !== undefined,
    ...facts,
    text: said === undefined ? text : inEnglish(said),
    ...(said && { told: said }),
  };
}

/** Something has begun, and cannot be changed any more. */
export function heldViolation(said: Told, facts: FaultFacts): Violation {
  return { cause: 'held', rule: 'executed-prefix', isSoft: false, ...facts, text: inEnglish(said), told: said };
}

/** Thousandths as people read them: to a tenth, unless that would hide what little it is about. */
function measured(thousandths: number): string {
  return formatThousandths(thousandths < 1_000 ? thousandths : Math.round(thousandths / 100) * 100);
}

/** What is broken, by how much, and where; undefined where the facts do not say. */
function sentenceOf(rule: CheckerRule, facts: FaultFacts, clock: Pick<WaveClock, 'wallClockAt'>): Told | undefined {
  const { vehicleId, stationId, compartmentNo, zoneId, amount = 0, limit = 0 } = facts;
  const over = amount - limit;
  const time = (second: number) => formatTimeOfDay(Math.round(clock.wallClockAt(second)));
  const minutes = (seconds: number) => Math.ceil(seconds / 60);
  if (facts.amount === undefined || facts.limit === undefined) {
    if (rule === 'compartment-zone') {
      return told`Compartment ${compartmentNo} of vehicle ${vehicleId} may not carry goods of zone ${zoneId}.`;
    }
    if (rule === 'vehicle-available') return told`Vehicle ${vehicleId} is not available.`;
    if (rule === 'skills') return told`Vehicle ${vehicleId} does not have what station ${stationId} asks for.`;
    if (rule === 'allowed-vehicles') return told`Station ${stationId} is kept for other vehicles than ${vehicleId}.`;
    if (rule === 'time-window') return told`Station ${stationId} takes nothing when vehicle ${vehicleId} is there.`;
    return undefined;
  }
  switch (rule) {
    case 'payload':
      return told`Vehicle ${vehicleId} would carry ${measured(amount)} kg; ${measured(limit)} kg are allowed: ${measured(over)} kg too much.`;
    case 'compartment-volume':
      return told`Compartment ${compartmentNo} of vehicle ${vehicleId} would hold ${measured(amount)} l; it has ${measured(limit)} l: ${measured(over)} l too much.`;
    case 'partitions':
      return told`The compartments of vehicle ${vehicleId} would take ${measured(amount)} l of a body of ${measured(limit)} l: ${measured(over)} l too much.`;
    case 'max-stops':
      return told`Vehicle ${vehicleId} would make ${amount} stops; ${limit} are allowed.`;
    case 'max-trips':
      return told`Vehicle ${vehicleId} would drive ${amount} trips; ${limit} are allowed.`;
    case 'range':
      return told`Vehicle ${vehicleId} would drive ${measured(amount)} km; ${measured(limit)} km are allowed: ${measured(over)} km too far.`;
    case 'driving':
      return told`The driver of vehicle ${vehicleId} would drive ${minutes(amount)} min; ${minutes(limit)} min are allowed: ${minutes(over)} min too long.`;
    case 'shift':
      return told`Vehicle ${vehicleId} would be back at ${time(amount)}; its shift ends at ${time(limit)}: ${minutes(over)} min too late.`;
    case 'depot-hours':
      return told`Vehicle ${vehicleId} would be loaded at ${time(amount)}; the depot closes at ${time(limit)}: ${minutes(over)} min too late.`;
    case 'time-window':
      return told`Station ${stationId} would be served at ${time(amount)}; it takes goods until ${time(limit)}: ${minutes(over)} min too late.`;
    case 'release':
      return told`Vehicle ${vehicleId} would load at ${time(amount)}; goods of zone ${zoneId} are ready at ${time(limit)}.`;
    case 'load-begin':
      return told`Vehicle ${vehicleId} would load at ${time(amount)}; it cannot before ${time(limit)}.`;
    case 'vehicle-height':
      return told`Vehicle ${vehicleId} is ${measured(amount)} m high; station ${stationId} lets in ${measured(limit)} m.`;
    case 'time-on-board':
      return told`Goods of zone ${zoneId} for station ${stationId} would be in compartment ${compartmentNo} of vehicle ${vehicleId} for ${minutes(amount)} min; ${minutes(limit)} min are allowed.`;
    case 'shared-vehicle':
      return told`Vehicle ${vehicleId} would be out until ${time(amount)}; another wave of the date has it from ${time(limit)}.`;
    default:
      return undefined;
  }
}
