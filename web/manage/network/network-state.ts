import { signal } from '@preact/signals';
import type { Overview } from '../../api/types.js';
import type { FormContext, Option } from '../../components/form/form-context.js';
import type { Kind } from '../../components/network/change-api.js';
import { attributesOf, loadAttributeForms } from '../../components/network/described.js';
import { zones } from '../../components/zone-badge.js';
import { networkApi } from './network-api.js';

/** What the sections of the network know, once for all of them. */
const overviews = signal<Partial<Record<Kind, Overview>>>({});

/** All things of a kind in few words; undefined before they came. */
export const overviewOf = (kind: Kind): Overview | undefined => overviews.value[kind];

/** @throws ApiError */
export async function loadOverview(kind: Kind): Promise<void> {
  const loaded = await networkApi.overview(kind);
  overviews.value = { ...overviews.value, [kind]: loaded };
}

/** What tables and forms of a kind need beside its own things. @throws ApiError */
export async function loadSurroundings(kind: Kind): Promise<void> {
  const needed = new Set<Kind>(['depots']);
  if (kind === 'stations' || kind === 'couriers') needed.add('vehicles');
  if (kind === 'depots') needed.add('stations');
  if (kind === 'wave_rules') needed.add('cutoffs');
  needed.delete(kind);
  await Promise.all([
    loadAttributeForms(),
    networkApi.zones().then((list) => {
      zones.value = list;
    }),
    ...[...needed].map(loadOverview),
  ]);
}

/** The values of a field of all things of a kind that came. */
function valuesOf(kind: Kind, field: string): unknown[] {
  const overview = overviews.value[kind];
  if (overview === undefined) return [];
  const at = overview.fields.indexOf(field);
  return overview.rows.map((row) => row[at]);
}

/** What forms choose from. @param depotId of the thing whose form it is: vehicles of others are not offered. */
export function formContext(depotId: unknown): FormContext {
  const [ids, types, statuses, owners] = (['vehicleId', 'type', 'status', 'depotId'] as const).map((field) =>
    valuesOf('vehicles', field),
  );
  const vehicles = ids.flatMap((id, at): Option[] =>
    statuses[at] === 'retired' || (depotId !== undefined && owners[at] !== depotId)
      ? []
      : [{ value: String(id), label: [id, types[at]].filter(Boolean).join(' · ') }],
  );
  const cutoffs = cutoffOptions(depotId);
  const tiers = [...new Set(valuesOf('stations', 'tier').map(String))].filter((tier) => tier !== '').sort();
  return { depots: depotOptions(), vehicles, cutoffs, tiers, compartment: attributesOf('compartments') };
}

export function depotOptions(): Option[] {
  const names = valuesOf('depots', 'name');
  return valuesOf('depots', 'depotId').map((id, at) => ({
    value: String(id),
    label: `${String(names[at])} · ${String(id)}`,
  }));
}

/** @param depotId whose cutoffs are offered; of all depots where it is undefined. */
function cutoffOptions(depotId: unknown): Option[] {
  const [names, owners] = (['name', 'depotId'] as const).map((field) => valuesOf('cutoffs', field));
  return valuesOf('cutoffs', 'cutoffId').flatMap((id, at): Option[] =>
    depotId !== undefined && owners[at] !== depotId ? [] : [{ value: String(id), label: String(names[at]) }],
  );
}

/** What people call a cutoff; its code where it is not known. */
export function cutoffName(cutoffId: string): string {
  return cutoffOptions(undefined).find(({ value }) => value === cutoffId)?.label ?? cutoffId;
}
