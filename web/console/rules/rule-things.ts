import { signal } from '@preact/signals';
import { api } from '../../api/api.js';
import type { Vehicle } from '../../api/types.js';
import type { FormContext } from '../../components/form/form-context.js';
import type { Kind } from '../../components/network/change-api.js';
import { attributesOf } from '../../components/network/described.js';
import { depots, stations } from '../console-state.js';
import { loadStations } from '../view/read-day.js';

/** By depot. */
export const vehiclesOf = signal<ReadonlyMap<string, readonly Vehicle[]>>(new Map());

/** @throws ApiError */
export async function loadVehicles(depotId: string): Promise<void> {
  const found = await api.vehicles(depotId);
  vehiclesOf.value = new Map(vehiclesOf.value).set(depotId, found);
}

/** Reads again what the page shows of a depot's things of a kind. @throws ApiError */
export async function readThings(kind: Kind, depotId: string): Promise<void> {
  if (kind === 'depots') depots.value = await api.depots();
  else if (kind === 'stations') await loadStations(depotId);
  else await loadVehicles(depotId);
}

/** What the controls of a depot's rules choose from. */
export function ruleContext(depotId: string): FormContext {
  const tiers = [...new Set(stations.value.map(({ tier }) => tier))].filter((tier) => tier !== '').sort();
  const vehicles = (vehiclesOf.value.get(depotId) ?? []).map(({ vehicleId }) => ({
    value: vehicleId,
    label: vehicleId,
  }));
  return { depots: [], cutoffs: [], vehicles, tiers, compartment: attributesOf('compartments') };
}
