import { computed, effect, signal } from '@preact/signals';
import { api } from '../../api/api.js';
import type { Vehicle } from '../../api/types.js';
import { plan } from '../console-state.js';
import { canEdit } from './edit-state.js';

const fleets = signal<ReadonlyMap<string, readonly Vehicle[]>>(new Map());

/** The vehicles of the plan's depot; empty until they have come. */
export const fleet = computed(() => fleets.value.get(plan.value?.depotId ?? '') ?? []);
export const vehiclesById = computed(() => new Map(fleet.value.map((vehicle) => [vehicle.vehicleId, vehicle])));

/** Those that are there and have no route in the plan. */
export const idleVehicles = computed(() => {
  const driven = new Set(plan.value?.routes.map(({ vehicleId }) => vehicleId));
  return fleet.value.filter(({ vehicleId, status }) => status === 'available' && !driven.has(vehicleId));
});

/** Reads the vehicles once somebody may change a plan of theirs. */
export function followFleet(): () => void {
  return effect(() => {
    const depotId = plan.value?.depotId;
    if (depotId === undefined || !canEdit.value || fleets.peek().has(depotId)) return;
    fleets.value = new Map(fleets.peek()).set(depotId, []);
    api
      .vehicles(depotId)
      .then((found) => {
        fleets.value = new Map(fleets.peek()).set(depotId, found);
      })
      .catch(() => {
        // Asked for again with the next plan.
        const others = new Map(fleets.peek());
        others.delete(depotId);
        fleets.value = others;
      });
  });
}
