import { InvalidInputError } from '../../../domain/dispatch-error.js';
import { dateOf } from '../../../domain/local-time.js';
import { told } from '../../../domain/told.js';
import { cutoffAtOf, runsOn } from '../../../domain/waves/wave.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';
import { movedOrders, newWave, orderMove, wave } from './waves-contract.js';

/** Several waves of one date. */
export function waveEndpoints(services: HttpServices): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/depots/:depotId/waves',
      permission: 'waves:write',
      summary:
        'Add a further wave of a date, or open that of a named cutoff: it shares the vehicles and docks of the day with the others.',
      status: 201,
      creates: true,
      body: newWave,
      answer: wave,
      async handle({ actor, params, body }) {
        const { depotId, timeZone } = await services.item('depots', params.depotId, actor.depotIds);
        if (body.cutoffId !== undefined) {
          const cutoff = await services.item('cutoffs', body.cutoffId, [depotId]);
          // Orders would not find it there: what its day has is told by the cutoffs alone.
          if (!runsOn(cutoff, body.deliveryDate)) {
            throw new InvalidInputError(
              told`cutoffId: ${cutoff.name} does not run on that day of the week. Choose another date, or change its days.`,
            );
          }
          const opened = await services.furtherWaves.open(
            {
              depotId: depotId,
              deliveryDate: body.deliveryDate,
              cutoff,
              cutoffAt: cutoffAtOf(cutoff, body.deliveryDate, timeZone),
              timeZone: timeZone,
            },
            actor.name,
            services.clock.now(),
          );
          return services.item('waves', opened.waveId, actor.depotIds);
        }
        const cutoffAt = new Date(body.cutoffAt as string);
        if (cutoffAt <= services.clock.now()) {
          throw new InvalidInputError(
            'cutoffAt: This time is over, and the wave would wait for ever. Choose a later one.',
          );
        }
        if (dateOf(cutoffAt, timeZone) > body.deliveryDate) {
          throw new InvalidInputError(
            'cutoffAt: A wave takes orders until the end of its delivery date at the latest.',
          );
        }
        const asked = { depotId: depotId, timeZone: timeZone };
        const added = await services.furtherWaves.add(
          { ...asked, deliveryDate: body.deliveryDate, cutoffAt },
          actor.name,
          services.clock.now(),
        );
        return services.item('waves', added.waveId, actor.depotIds);
      },
    }),
    endpoint({
      method: 'post',
      path: '/waves/:waveId/orders',
      permission: 'waves:write',
      summary:
        "Move orders of the date's other waves that still collect into this one, by their ids or by what they have.",
      creates: true,
      body: orderMove,
      answer: movedOrders,
      async handle({ actor, params, body }) {
        const now = services.clock.now();
        return { moved: await services.furtherWaves.moveOrders(params.waveId, actor.depotIds, body, actor.name, now) };
      },
    }),
  ];
}
