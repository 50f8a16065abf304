import type { ItemAnswer } from '../../../application/network/change-many.js';
import { mayDo } from '../../../domain/accounts/role.js';
import { idFieldOf, type Thing } from '../../../domain/network/attributes/attribute.js';
import { type GivenOf, type NetworkKind, things } from '../../../domain/network/attributes/things.js';
import type { Language } from '../../../domain/told.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { languageOf } from '../requests/language-of.js';
import { parseBody } from '../requests/parse-input.js';
import { tellRefusal } from '../requests/problem.js';
import type { HttpServices } from '../services.js';
import { foundRoad, impact, manyAnswers, manyChanges, overview, placeQuery } from './changes-contract.js';
import { networkSchemas, pathOfKind } from './network-contract.js';

/** The network as tables see it, changed several at a time, and what the end of a thing touches. */
export function networkChangeEndpoints(services: HttpServices): Endpoint[] {
  return [
    ...(Object.keys(networkSchemas) as NetworkKind[]).flatMap((kind) => endpointsOf(kind, services)),
    endpoint({
      method: 'get',
      path: '/nearest-road',
      permission: 'network:read',
      summary: 'The road that vehicles would come along to a place on the map.',
      query: placeQuery,
      answer: foundRoad,
      async handle({ query, response }) {
        const leaving = new AbortController();
        response.on('close', () => leaving.abort(new Error('The client went away.')));
        const { meters, road, estimated } = await services.findRoad(query, leaving.signal);
        return {
          meters: meters === undefined ? null : Math.round(meters * 10) / 10,
          point: road?.point ?? null,
          line: road?.line.map(({ lon, lat }) => [lon, lat]) ?? [],
          estimated,
        };
      },
    }),
  ];
}

function endpointsOf(kind: NetworkKind, services: HttpServices): Endpoint[] {
  const of: Thing = things[kind];
  const idName = idFieldOf(of);
  const path = pathOfKind(kind);
  const words = kind.replaceAll('_', ' ');
  const { put, answer } = networkSchemas[kind];
  return [
    endpoint({
      method: 'get',
      path: `/overviews/${path}`,
      permission: 'network:read',
      summary: `All ${words} in few words, for tables that search and sort by themselves.`,
      answer: overview,
      handle: ({ actor }) => services.networkOverview(kind, actor.depotIds),
    }),
    endpoint({
      method: 'patch',
      path: `/${path}`,
      permission: 'network:write',
      summary: `Change some fields of several ${words}: each is taken or refused by itself.`,
      body: manyChanges,
      answer: manyAnswers,
      async handle({ actor, body, request, response }) {
        const language = languageOf(request, response);
        const answers = await services.changeMany({
          kind,
          items: body.items,
          by: actor.name,
          depotIds: actor.depotIds,
          parse: (fields) => parseBody(put, fields, language) as GivenOf<NetworkKind>,
        });
        return { data: answers.map((each) => toldAnswer(each, language)) };
      },
    }),
    endpoint({
      method: 'get',
      path: `/${path}/:${idName}/impact`,
      permission: 'network:read',
      summary: `What the end of a ${of.one} would touch: what is open now, and whether it may be deleted.`,
      answer: impact,
      handle: ({ actor: { depotIds, role, scopes }, params }) =>
        services.endings.impactOf(kind, params[idName], {
          depotIds,
          seesAccounts: mayDo(role, 'users:manage', scopes),
        }),
    }),
    endpoint({
      method: 'delete',
      path: `/${path}/:${idName}`,
      permission: 'network:write',
      summary: `Delete a ${of.one} that nothing refers to.`,
      async handle({ actor, params }) {
        await services.endings.remove({ kind, id: params[idName], depotIds: actor.depotIds }, actor.name);
        return undefined;
      },
    }),
    endpoint({
      method: 'post',
      path: `/${path}/:${idName}/restore`,
      permission: 'network:write',
      summary: `Bring a ${of.one} back that was deleted within a day, with all that belonged to it.`,
      answer,
      async handle({ actor, params }) {
        const { depotIds } = actor;
        const back = await services.endings.restore({ kind, id: params[idName], depotIds }, actor.name);
        return services.item(path, back.id, back.depotId === undefined ? depotIds : [back.depotId]);
      },
    }),
  ];
}

function toldAnswer(answer: ItemAnswer, language: Language) {
  if (answer.effect !== 'refused') return answer;
  return { id: answer.id, effect: answer.effect, ...tellRefusal(answer.refusal, language) };
}
