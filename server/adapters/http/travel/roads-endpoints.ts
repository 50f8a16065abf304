import type { Response } from 'express';
import type { Actor } from '../../../application/accounts/account-store.js';
import type { RoadLook } from '../../../application/traffic/traffic-state.js';
import type { LonLat } from '../../../domain/network/place.js';
import type { Profile } from '../../../domain/travel/travel.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';
import { untilGone } from '../until-gone.js';
import { reach, reachQuery, roadSpeeds, roadsQuery } from './roads-contract.js';

/** What is to be seen of the roads: their speeds, and how far one comes from a depot. */
export function roadEndpoints(services: HttpServices): Endpoint[] {
  const look = async (actor: Actor, depotId: string, query: Asked, response: Response): Promise<RoadLook> => {
    await services.item('depots', depotId, actor.depotIds);
    const [west, south, east, north] = query.box;
    const view = { west, south, east, north, most: query.most };
    const { profile, vehicleId, hour } = query;
    return { depotId, view, profile, vehicleId, hour, signal: untilGone(response) };
  };
  return [
    endpoint({
      method: 'get',
      path: '/depots/:depotId/road-speeds',
      permission: 'network:read',
      summary: 'The speeds of the roads on a part of the map in an hour of today, beside the usual ones.',
      query: roadsQuery,
      answer: roadSpeeds,
      async handle({ actor, params, query, response }) {
        const found = await services.readTrafficState.speeds(await look(actor, params.depotId, query, response));
        const roads = found.roads.map(({ line, freeKph, usualKph, kph, source }) => ({
          line: line.map(pair),
          freeKph: tenth(freeKph),
          usualKph: tenth(usualKph),
          kph: tenth(kph),
          source,
        }));
        return { ...found, roads };
      },
    }),
    endpoint({
      method: 'get',
      path: '/depots/:depotId/reach',
      permission: 'network:read',
      summary: 'The roads that are reached from a depot within so many minutes, and the time to each of its stations.',
      query: reachQuery,
      answer: reach,
      async handle({ actor, params, query, response }) {
        const asked = await look(actor, params.depotId, query, response);
        const found = await services.readTrafficState.reach(asked, query.minutes * 60);
        return {
          ...found,
          roads: found.roads.map(({ line, seconds }) => ({ line: line.map(pair), seconds: tenth(seconds) })),
          stations: found.stations.map(({ stationId, seconds }) => ({ stationId, seconds: seconds ?? null })),
        };
      },
    }),
  ];
}

interface Asked {
  readonly box: readonly [number, number, number, number];
  readonly profile: Profile;
  readonly vehicleId?: string;
  readonly hour?: number;
  readonly most: number;
}

function pair({ lon, lat }: LonLat): [number, number] {
  return [lon, lat];
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
