import { ApiError } from '../../api/api-error.js';
import { t, tOr } from '../../i18n/language.js';
import type { MessageKey } from '../../i18n/messages.js';

/** What the form calls a field of the API. */
const labels: Readonly<Record<string, MessageKey>> = {
  'rules.skills': 'rules.skills',
  'rules.allowedVehicleIds': 'rules.only',
  'rules.softToSecond': 'rules.soft.to',
  'rules.lateMicrosPerHour': 'rules.soft.late',
  'rules.softFromSecond': 'rules.soft.from',
  'rules.earlyMicrosPerHour': 'rules.soft.early',
  'rules.milliminutesPerTote': 'rules.tote',
  'rules.milliminutesByZone': 'rules.handling',
  'rules.maxDrivingSeconds': 'rules.driving',
  heightMillimeters: 'rules.measures.height',
  'rules.widthMillimeters': 'rules.measures.width',
  'rules.lengthMillimeters': 'rules.measures.length',
  'rules.totalWeightGrams': 'rules.measures.weight',
  'rules.axleLoadGrams': 'rules.measures.axleLoad',
  'rules.releaseSeconds': 'rules.ready',
  'rules.incompatibleZones': 'rules.apart',
  'rules.incompatibleOnTrip': 'rules.apart',
  'rules.emptyTotes': 'rules.totes',
  'rules.balanceMicros': 'rules.balance',
  'rules.compactnessMicros': 'rules.compact',
  'rules.changeMicros': 'rules.change',
  'rules.body.milliliters': 'rules.partitions.body',
  'rules.body.stepMilliliters': 'rules.partitions.step',
  compartments: 'rules.keep',
};

/** Which fields of a form of rules were refused and why, a sentence each; none where the refusal is about something else. */
export function ruleFaults(error: unknown): string[] {
  if (!(error instanceof ApiError)) return [];
  return error.faults.map(({ field, code, reason }) => {
    const why = code === undefined ? t('rules.fault.value', { reason }) : tOr(`rules.fault.${code}`, reason);
    return t('rules.fault', { field: labelOf(field), why });
  });
}

/** A field within a list or of a zone goes by the name of the whole; one that the form does not know by its own. */
function labelOf(field: string): string {
  const pause = /^rules\.breaks\.(\d)/.exec(field);
  if (pause !== null) return t('rules.break', { n: Number(pause[1]) + 1 });
  const name = Object.keys(labels).find((known) => field === known || field.startsWith(`${known}.`));
  return name === undefined ? field : t(labels[name]);
}
