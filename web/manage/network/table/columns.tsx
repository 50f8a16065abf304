import type { ComponentChildren } from 'preact';
import type { AttributeForm } from '../../../api/types.js';
import { type Hours, hoursText, timeText } from '../../../components/form/read-hours.js';
import { numberText } from '../../../components/form/read-number.js';
import { weekdaysText } from '../../../components/form/weekdays-field.js';
import { unitText, word } from '../../../components/form/wording.js';
import { StatusPill } from '../../../components/states.js';
import { ZoneBadge, ZoneBadges } from '../../../components/zone-badge.js';
import { t } from '../../../i18n/language.js';
import type { Kind } from '../network-api.js';
import { cutoffName } from '../network-state.js';

/** What tables show of each kind, the id first; the second is the name that people know. */
export const columnsOf: Readonly<Record<Kind, readonly string[]>> = {
  depots: ['depotId', 'name', 'status', 'opensSecond', 'closesSecond', 'cutoffSecond', 'docks'],
  stations: ['stationId', 'name', 'kind', 'status', 'area', 'street', 'windows', 'tier', 'depotId'],
  vehicles: [
    'vehicleId',
    'type',
    'status',
    'compartments',
    'payloadGrams',
    'shiftBeginsSecond',
    'shiftEndsSecond',
    'depotId',
  ],
  couriers: ['courierId', 'name', 'status', 'phone', 'vehicleId', 'depotId'],
  skus: ['skuId', 'name', 'category', 'zoneId', 'unitGrams', 'unitMilliliters', 'location', 'active'],
  cutoffs: ['cutoffId', 'name', 'sequence', 'cutoffSecond', 'daysBefore', 'weekdays', 'isDefault', 'depotId'],
  wave_rules: ['ruleId', 'rank', 'zoneId', 'skuId', 'stationId', 'area', 'cutoffId', 'depotId'],
  zones: ['zoneId', 'nameZh', 'nameEn', 'minCelsius', 'maxCelsius', 'minutesOutOfRefrigeration', 'sort'],
};

/** By what tables are narrowed. */
export const filtersOf: Readonly<Record<Kind, readonly string[]>> = {
  depots: ['status'],
  stations: ['status', 'kind', 'area', 'tier', 'depotId'],
  vehicles: ['status', 'type', 'depotId'],
  couriers: ['status', 'depotId'],
  skus: ['category', 'zoneId', 'active'],
  zones: [],
  cutoffs: ['depotId'],
  wave_rules: ['depotId', 'cutoffId'],
};

/** What people call a value of a field. */
export function valueText(form: AttributeForm | undefined, value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return t(value ? 'network.yes' : 'network.no');
  const choice = form?.choices?.find((each) => each.value === value);
  if (choice !== undefined) return word(choice.label);
  if (form?.control === 'time') return timeText(Number(value));
  if (form?.control === 'hours') return hoursText(value as Hours[]);
  if (form?.control === 'weekdays') return weekdaysText(value as number[]);
  if (form?.refersTo === 'cutoffs') return cutoffName(String(value));
  if (form?.control === 'number') return `${numberText(Number(value), form)} ${unitText(form.unit)}`.trim();
  if (typeof value === 'string' && /^(true|false)$/.test(value))
    return t(value === 'true' ? 'network.yes' : 'network.no');
  return String(value);
}

/** Colours only repeat what the words say. */
const toneOf: Readonly<Record<string, string>> = {
  open: 'done',
  available: 'done',
  active: 'done',
  suspended: 'suspended',
  maintenance: 'suspended',
  closed: 'cancelled',
  retired: 'cancelled',
  inactive: 'cancelled',
};

/** A value as a cell shows it. */
export function Cell({
  form,
  field,
  value,
}: {
  readonly form?: AttributeForm;
  readonly field: string;
  readonly value: unknown;
}): ComponentChildren {
  if (field === 'status') return <StatusPill status={toneOf[String(value)] ?? ''} text={valueText(form, value)} />;
  if (field === 'zoneId' && form?.isId !== true && value !== null) return <ZoneBadge zoneId={String(value)} />;
  if (field === 'compartments') {
    return <ZoneBadges zoneIds={(value as { zoneIds: string[] }[]).flatMap(({ zoneIds }) => zoneIds)} />;
  }
  return valueText(form, value);
}
