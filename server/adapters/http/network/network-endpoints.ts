import type { z } from 'zod';
import { idOf, type NetworkEntities, type NetworkKind } from '../../../application/network/change-network.js';
import { InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import { type Ask, type Endpoint, endpoint } from '../endpoint.js';
import { parseBody } from '../requests/parse-input.js';
import type { HttpServices } from '../services.js';
import { networkPatches, networkPuts } from './network-changes-contract.js';
import { courier, depot, sku, station, vehicle, zone } from './network-contract.js';
import { type Given, networkMappings } from './network-fields.js';

const kinds: {
  readonly [Kind in NetworkKind]: { readonly idName: string; readonly answer: z.ZodType; readonly one: string };
} = {
  depots: { idName: 'depotId', answer: depot, one: 'depot' },
  stations: { idName: 'stationId', answer: station, one: 'station' },
  zones: { idName: 'zoneId', answer: zone, one: 'zone' },
  skus: { idName: 'skuId', answer: sku, one: 'SKU' },
  vehicles: { idName: 'vehicleId', answer: vehicle, one: 'vehicle' },
  couriers: { idName: 'courierId', answer: courier, one: 'courier' },
};

/** Depots, stations and the rest, added and changed by the operator's own ids. */
export function networkEndpoints(services: HttpServices): Endpoint[] {
  return (Object.keys(kinds) as NetworkKind[]).flatMap((kind) => endpointsOf(kind, services));
}

function endpointsOf<Kind extends NetworkKind>(kind: Kind, services: HttpServices): Endpoint[] {
  const { idName, answer, one } = kinds[kind];
  const { fieldsOf, changeOf, fieldOf } = networkMappings[kind];
  const path = `/${kind}/:${idName}`;
  const change = async (
    { actor, params }: Ask,
    edit: (before: NetworkEntities[Kind] | undefined, id: string) => Given<Kind>,
  ) => {
    const id = params[idName];
    try {
      const now = await services.changeNetwork({
        kind,
        id,
        by: actor.name,
        depotId: actor.depotId,
        edit: (before) => changeOf(before === undefined ? id : idOf(kind, before), edit(before, id)),
      });
      return await services.item(kind, now.id, now.depotId ?? actor.depotId);
    } catch (error) {
      throw error instanceof InvalidInputError ? inFields(error, fieldOf) : error;
    }
  };
  return [
    endpoint({
      method: 'put',
      path,
      permission: 'network:write',
      summary: `Add a ${one} or replace it, by its id.`,
      body: networkPuts[kind] as z.ZodType<Record<string, unknown>>,
      answer,
      async handle(ask) {
        return change(ask, (_before, id) => {
          const named = ask.body[idName];
          if (named !== undefined && named !== id) {
            throw new InvalidInputError(`The body is of ${String(named)}, the path of ${id}.`);
          }
          return ask.body as unknown as Given<Kind>;
        });
      },
    }),
    endpoint({
      method: 'patch',
      path,
      permission: 'network:write',
      summary: `Change some fields of a ${one}.`,
      body: networkPatches[kind] as z.ZodType<Record<string, unknown>>,
      answer,
      async handle(ask) {
        return change(ask, (before, id) => {
          if (before === undefined) throw new NotFoundError(one, id);
          const given = { ...fieldsOf(before), ...(ask.body as object) };
          // Again as a whole: what was changed must fit what was not.
          return parseBody(networkPuts[kind] as z.ZodType, given) as Given<Kind>;
        });
      },
    }),
  ];
}

/** What an import says of its columns, said of the API's fields. */
function inFields(error: InvalidInputError, fieldOf: Readonly<Record<string, string>>): InvalidInputError {
  if (!Array.isArray(error.details)) return error;
  const faults = (error.details as { column?: string; reason: string }[]).map(({ column, ...fault }) =>
    column === undefined ? fault : { field: fieldOf[column] ?? column, ...fault },
  );
  return new InvalidInputError(error.message, faults);
}
