import type { Plan, Vehicle } from '../../api/types.js';
import { zoneName } from '../../components/zone-badge.js';
import { formatDuration, formatKilograms, formatLiters, formatPlanSecond } from '../../format.js';
import { t } from '../../i18n/language.js';
import { plan } from '../console-state.js';
import { proposal } from './edit-state.js';
import { vehiclesById } from './fleet.js';
import { type Room, roomsOf, shareOf } from './route-room.js';

type Route = Plan['routes'][number];

/** How full a vehicle is, limit by limit; while a change is in hand, as it would be then. */
export function RoomBars({ vehicleId }: { readonly vehicleId: string }) {
  const vehicle = vehiclesById.value.get(vehicleId);
  const shown = plan.value;
  if (vehicle === undefined || shown === undefined) return null;
  const { edit, outcome } = proposal.value ?? {};
  const now = shown.routes.find((route) => route.vehicleId === vehicleId);
  const isTouched = outcome !== undefined && edit !== undefined && isOf(edit, vehicleId, now, outcome.routes);
  const then = isTouched ? outcome.routes.find((route) => route.vehicleId === vehicleId) : now;
  return <Bars vehicle={vehicle} now={now} then={then} />;
}

/** A vehicle whose route is left empty is touched though the answer has no route of it. */
function isOf(edit: object, vehicleId: string, now: Route | undefined, routes: readonly Route[]): boolean {
  if (routes.some((route) => route.vehicleId === vehicleId)) return true;
  if (now === undefined) return false;
  const { stationId, stationIds, fromVehicleId } = edit as {
    stationId?: string;
    stationIds?: string[];
    fromVehicleId?: string;
  };
  if (fromVehicleId !== undefined && fromVehicleId !== vehicleId) return false;
  const moved = new Set(stationIds ?? (stationId === undefined ? [] : [stationId]));
  return moved.size > 0 && now.trips.every(({ stops }) => stops.every((stop) => moved.has(stop.stationId)));
}

function Bars({ vehicle, now, then }: { vehicle: Vehicle; now: Route | undefined; then: Route | undefined }) {
  const before = roomsOf(now, vehicle);
  return (
    <ul class="rooms" aria-label={t('room.title', { vehicle: vehicle.vehicleId })}>
      {roomsOf(then, vehicle).map((room, at) => {
        const share = shareOf(room);
        const change = room.used - before[at].used;
        return (
          <li key={`${room.what} ${room.compartmentNo}`} class={share > 1 ? 'room room--over' : 'room'}>
            <span class="room__name">{nameOf(room)}</span>
            <span class="room__bar" aria-hidden="true">
              <span style={{ width: `${Math.min(100, Math.max(0, share * 100))}%` }} />
            </span>
            <span class="room__words">
              {share > 1 && '! '}
              {amountOf(room, room.used)} / {amountOf(room, room.limit)}
              {change !== 0 && <b> {change > 0 ? '▲' : '▼'}</b>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function nameOf({ what, compartmentNo, zoneIds = [] }: Room): string {
  if (what !== 'compartment') return t(`room.${what}`);
  return t('room.compartment', { no: compartmentNo!, zones: zoneIds.map(zoneName).join('/') });
}

function amountOf({ what }: Room, amount: number): string {
  if (what === 'weight') return formatKilograms(amount);
  if (what === 'compartment') return formatLiters(amount);
  if (what === 'driving') return formatDuration(amount);
  return what === 'shift' ? formatPlanSecond(amount, plan.value!) : String(amount);
}
