import { z } from 'zod';
import { toDatum } from '../../../domain/network/datum.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';
import { askedDatum } from '../shared-contract.js';
import { area, stationsInArea, vehiclePositions } from './geometry-contract.js';

/** What is computed on the map: stations in an area, and where vehicles should be. */
export function geometryEndpoints(services: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/stations/in-area',
      transaction: 'own',
      permission: 'network:read',
      summary: 'The stations inside an area that was drawn on the map.',
      body: area,
      answer: stationsInArea,
      async handle({ actor, body }) {
        const found = await services.stationsInArea(body.corners, actor.depotIds);
        return {
          data: found.map(({ depotId, stationId, name, position }) => ({ depotId, stationId, name, ...position })),
        };
      },
    }),
    endpoint({
      method: 'get',
      path: '/waves/:waveId/positions',
      permission: 'runs:read',
      summary:
        'Where the vehicles of the runs under way should be by now: an estimate along the roads, no measurement.',
      query: z.strictObject({ datum: askedDatum }),
      answer: vehiclePositions,
      async handle({ actor, params, query: { datum }, response }) {
        const wave = await services.waves.get(params.waveId, actor.depotIds);
        const leaving = new AbortController();
        response.on('close', () => leaving.abort(new Error('The client went away.')));
        const found = await services.vehiclePositions(wave.waveId, actor.depotIds, leaving.signal);
        return {
          datum,
          data: found.map(({ position, toStationId, etaAt, ...rest }) => ({
            ...rest,
            ...toDatum(datum ?? 'wgs84', position),
            toStationId: toStationId ?? null,
            etaAt: etaAt ?? null,
          })),
        };
      },
    }),
  ];
}
