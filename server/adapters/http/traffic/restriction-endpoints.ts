import type { RestrictedRoads, RestrictionRequest } from '../../../application/traffic/restrict-vehicles.js';
import type { KeptRestriction } from '../../../application/traffic/restriction-store.js';
import { daySeconds, formatTimeOfDay, parseTimeOfDay } from '../../../domain/local-time.js';
import type { Dimension } from '../../../domain/travel/travel-class.js';
import type { WeekHours } from '../../../domain/travel/week-hours.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';
import { untilGone } from '../until-gone.js';
import { geometryOf, placeOf } from './drawn-place.js';
import {
  restrictionKept,
  restrictionRequest,
  restrictions,
  type RestrictionRequest as Said,
  type VehicleRestriction,
} from './restrictions-contract.js';

/** Where and when some of a depot's vehicles may not drive, as its operator draws it. */
export function restrictionEndpoints(services: HttpServices): Endpoint[] {
  const { restrictVehicles } = services;
  return [
    endpoint({
      method: 'get',
      path: '/depots/:depotId/vehicle-restrictions',
      permission: 'network:read',
      summary: "A depot's restrictions of vehicles, and which of them the routing engine in use holds.",
      answer: restrictions,
      async handle({ actor, params }) {
        await services.item('depots', params.depotId, actor.depotIds);
        const kept = await services.restrictions.list(params.depotId);
        return { restrictions: kept.map(sent), held: services.heldRestrictions() };
      },
    }),
    endpoint({
      method: 'post',
      path: '/depots/:depotId/vehicle-restrictions',
      permission: 'network:write',
      summary: 'Keep some vehicles out of an area or off a road in some hours, until that is removed.',
      creates: true,
      status: 201,
      body: restrictionRequest,
      answer: restrictionKept,
      async handle({ actor, params, body, response }) {
        await services.item('depots', params.depotId, actor.depotIds);
        const asking = { by: actor.name, signal: untilGone(response) };
        return answered(await restrictVehicles.add(asked(params.depotId, body), asking));
      },
    }),
    endpoint({
      method: 'put',
      path: '/depots/:depotId/vehicle-restrictions/:restrictionId',
      permission: 'network:write',
      summary: 'Say anew what a restriction is; it is switched off and on here. Plans made with it stay as they are.',
      body: restrictionRequest,
      answer: restrictionKept,
      async handle({ actor, params: { depotId, restrictionId }, body, response }) {
        await services.item('depots', depotId, actor.depotIds);
        const asking = { by: actor.name, signal: untilGone(response) };
        return answered(await restrictVehicles.replace({ ...asked(depotId, body), restrictionId }, asking));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/depots/:depotId/vehicle-restrictions/:restrictionId',
      permission: 'network:write',
      summary: 'Remove a restriction. Plans made with it stay as they are.',
      async handle({ actor, params: { depotId, restrictionId } }) {
        await services.item('depots', depotId, actor.depotIds);
        await restrictVehicles.remove(depotId, restrictionId, actor.name);
      },
    }),
    endpoint({
      method: 'post',
      path: '/depots/:depotId/vehicle-restrictions/:restrictionId/restore',
      permission: 'network:write',
      summary: 'Take back that a restriction was removed.',
      async handle({ actor, params: { depotId, restrictionId } }) {
        await services.item('depots', depotId, actor.depotIds);
        await restrictVehicles.restore(depotId, restrictionId, actor.name);
      },
    }),
  ];
}

/** Names of the bounds as they are sent. */
const boundOf = {
  height: 'higherThanMillimeters',
  width: 'widerThanMillimeters',
  length: 'longerThanMillimeters',
  weight: 'heavierThanKilograms',
  axleLoad: 'axleLoadOverKilograms',
} as const satisfies Record<Dimension, keyof Said['vehicles']>;
const bounds = Object.entries(boundOf) as [Dimension, (typeof boundOf)[Dimension]][];

function answered({ restrictionId, edges }: RestrictedRoads) {
  return { restrictionId, edges: edges ?? null };
}

function asked(depotId: string, body: Said): RestrictionRequest {
  const { name, hours, vehicles, allowsDestinations, validFrom, validUntil, isOn } = body;
  const { profile, permitSkill } = vehicles;
  return {
    depotId,
    name,
    place: placeOf(body),
    hours: hours.map(weekHours),
    vehicles: {
      ...(profile !== undefined && { profile }),
      over: Object.fromEntries(
        bounds.flatMap(([dimension, bound]) => (vehicles[bound] === undefined ? [] : [[dimension, vehicles[bound]]])),
      ),
      ...(permitSkill !== undefined && { permitSkill }),
    },
    allowsDestinations,
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
    isOn,
  };
}

function weekHours({ days, from, until }: Said['hours'][number]): WeekHours {
  const [begins, ends] = [parseTimeOfDay(from)!, parseTimeOfDay(until)!];
  const mask = days.reduce((bits, day) => bits | (1 << (day - 1)), 0);
  return { days: mask, begins, ends: ends <= begins ? ends + daySeconds : ends };
}

function sent(restriction: KeptRestriction): VehicleRestriction {
  const { place, hours, vehicles, createdAt, ...rest } = restriction;
  const { over, profile, permitSkill } = vehicles;
  return {
    ...rest,
    geometry: geometryOf(place),
    bothWays: place.kind === 'line' && place.bothWays,
    hours: hours.map(({ days, begins, ends }) => ({
      days: [1, 2, 3, 4, 5, 6, 7].filter((day) => ((days >>> (day - 1)) & 1) === 1),
      from: formatTimeOfDay(begins),
      until: ends === daySeconds ? '24:00' : formatTimeOfDay(ends),
    })),
    vehicles: {
      ...(profile !== undefined && { profile }),
      ...Object.fromEntries(
        bounds.flatMap(([dimension, bound]) => (over[dimension] === undefined ? [] : [[bound, over[dimension]]])),
      ),
      ...(permitSkill !== undefined && { permitSkill }),
    },
    createdAt: createdAt.toISOString(),
  };
}
