import type { ComponentChildren } from 'preact';
import type { AttributeForm } from '../../../api/types.js';
import { valueText } from '../../../components/form/value-text.js';
import type { Kind } from '../../../components/network/change-api.js';
import { StatusPill } from '../../../components/states.js';
import { ZoneBadge, ZoneBadges } from '../../../components/zone-badge.js';
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
export function cellText(form: AttributeForm | undefined, value: unknown): string {
  if (form?.refersTo === 'cutoffs' && value !== null && value !== undefined) return cutoffName(String(value));
  // What rows are grouped by comes as text, marks too.
  if (value === 'true' || value === 'false') return valueText(form, value === 'true');
  return valueText(form, value);
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
  if (field === 'status') return <StatusPill status={toneOf[String(value)] ?? ''} text={cellText(form, value)} />;
  if (field === 'zoneId' && form?.isId !== true && value !== null) return <ZoneBadge zoneId={String(value)} />;
  if (field === 'compartments') {
    return <ZoneBadges zoneIds={(value as { zoneIds: string[] }[]).flatMap(({ zoneIds }) => zoneIds)} />;
  }
  return cellText(form, value);
}
