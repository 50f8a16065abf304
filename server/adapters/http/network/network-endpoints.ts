import { idOf } from '../../../application/network/settle-change.js';
import { InvalidInputError, NotFoundError } from '../../../domain/dispatch-error.js';
import { type Fields, idFieldOf, type Thing } from '../../../domain/network/attributes/attribute.js';
import { toFields } from '../../../domain/network/attributes/settle.js';
import {
  type GivenOf,
  type NetworkEntities,
  type NetworkKind,
  things,
} from '../../../domain/network/attributes/things.js';
import { told } from '../../../domain/told.js';
import { type Ask, type Endpoint, endpoint } from '../endpoint.js';
import { isOnlyNew } from '../requests/etag.js';
import { languageOf } from '../requests/language-of.js';
import { parseBody } from '../requests/parse-input.js';
import type { HttpServices } from '../services.js';
import { networkSchemas, pathOfKind } from './network-contract.js';

/** Depots, stations and the rest, added and changed by the operator's own ids. */
export function networkEndpoints(services: HttpServices): Endpoint[] {
  return (Object.keys(networkSchemas) as NetworkKind[]).flatMap((kind) => endpointsOf(kind, services));
}

function endpointsOf<Kind extends NetworkKind>(kind: Kind, services: HttpServices): Endpoint[] {
  const { answer, put, patch } = networkSchemas[kind];
  const of: Thing = things[kind];
  const idName = idFieldOf(of);
  const path = `/${pathOfKind(kind)}/:${idName}`;
  const change = async (
    { actor, params }: Ask,
    edit: (before: NetworkEntities[Kind] | undefined, id: string) => Fields,
    onlyNew = false,
  ) => {
    const id = params[idName];
    const now = await services.changeNetwork({
      kind,
      id,
      by: actor.name,
      depotIds: actor.depotIds,
      onlyNew,
      edit: (before) =>
        ({ ...edit(before, id), [idName]: before === undefined ? id : idOf(kind, before) }) as GivenOf<Kind>,
    });
    return services.item(pathOfKind(kind), now.id, now.depotId === undefined ? actor.depotIds : [now.depotId]);
  };
  return [
    endpoint({
      method: 'put',
      path,
      permission: 'network:write',
      summary: `Add a ${of.one} or replace it, by its id; with If-None-Match: * it is only added.`,
      addsOnly: true,
      body: put,
      answer,
      async handle(ask) {
        const edit = (_before: object | undefined, id: string) => {
          const named = ask.body[idName];
          if (named !== undefined && named !== id) {
            throw new InvalidInputError(told`The body is of ${String(named)}, the path of ${id}.`);
          }
          return ask.body;
        };
        return change(ask, edit, isOnlyNew(ask.request));
      },
    }),
    endpoint({
      method: 'patch',
      path,
      permission: 'network:write',
      summary: `Change some fields of a ${of.one}.`,
      body: patch,
      answer,
      async handle(ask) {
        return change(ask, (before, id) => {
          if (before === undefined) throw new NotFoundError(of.one, id);
          // Again as a whole: what was changed must fit what was not.
          return parseBody(put, { ...toFields(of, before), ...ask.body }, languageOf(ask.request, ask.response));
        });
      },
    }),
  ];
}
