import { z } from 'zod';
import type { Actor } from '../../../application/accounts/account-store.js';
import type { CaseKindRow } from '../../../application/cases/case-store.js';
import { type CaseKind, caseKinds, needsOrders, outcomesOf } from '../../../domain/cases/case-kinds.js';
import { NotFoundError } from '../../../domain/dispatch-error.js';
import { foldId } from '../../../domain/fold-id.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import type { HttpServices } from '../services.js';
import { pageOf } from '../shared-contract.js';
import { assignment, caseClosing, caseKind, caseKindChange, caseNote, reopening, wholeCase } from './cases-contract.js';

/** What went wrong, what is done about it, and what is set for each kind. */
export function caseEndpoints(services: HttpServices): Endpoint[] {
  const { cases } = services;
  const scopeOf = ({ depotIds }: Actor, caseId: string) => {
    if (!/^\d{1,15}$/.test(caseId)) throw new NotFoundError('case', caseId);
    return { caseId: Number(caseId), depotIds };
  };
  const whoOf = ({ name }: Actor) => ({ by: name, at: services.clock.now() });
  const read = async (actor: Actor, caseId: string) => {
    const row = await services.item('cases', caseId, actor.depotIds);
    const kinds = await cases.kindsOf(row.depotId, actor.depotIds);
    const settings = kinds.find(({ kind }) => kind === row.kind)!;
    return { ...row, ...(await cases.history(scopeOf(actor, caseId))), settings: sentKind(settings) };
  };
  const acts = {
    permission: 'cases:write',
    answer: wholeCase,
  } as const;
  return [
    endpoint({
      method: 'get',
      path: '/cases/:caseId',
      permission: 'cases:read',
      summary: 'A case with its history, whose goods it is about, and the steps for its kind.',
      answer: wholeCase,
      handle: ({ actor, params }) => read(actor, params.caseId),
    }),
    endpoint({
      ...acts,
      method: 'post',
      path: '/cases/:caseId/take',
      summary: 'Take a case: who asks is at it from now on.',
      async handle({ actor, params: { caseId } }) {
        await cases.take(scopeOf(actor, caseId), whoOf(actor));
        return read(actor, caseId);
      },
    }),
    endpoint({
      ...acts,
      method: 'post',
      path: '/cases/:caseId/assign',
      summary: 'Give a case to a dispatcher or admin of its depot.',
      body: assignment,
      async handle({ actor, params: { caseId }, body }) {
        await cases.assign(scopeOf(actor, caseId), body.login, whoOf(actor));
        return read(actor, caseId);
      },
    }),
    endpoint({
      ...acts,
      method: 'post',
      path: '/cases/:caseId/notes',
      summary: 'Add a note to a case. Notes are never changed.',
      creates: true,
      body: caseNote,
      async handle({ actor, params: { caseId }, body }) {
        await cases.note(scopeOf(actor, caseId), body.note, whoOf(actor));
        return read(actor, caseId);
      },
    }),
    endpoint({
      ...acts,
      method: 'post',
      path: '/cases/:caseId/close',
      summary: 'Close a case with an outcome, which is carried out. That of a claim settles the claim.',
      creates: true,
      body: caseClosing,
      async handle({ actor, params: { caseId }, body }) {
        const closing = { ...body, skuId: body.skuId && foldId(body.skuId) };
        await cases.close(scopeOf(actor, caseId), closing, whoOf(actor));
        return read(actor, caseId);
      },
    }),
    endpoint({
      ...acts,
      method: 'post',
      path: '/cases/:caseId/reopen',
      summary: 'Open a case again. What its outcome did is not undone.',
      body: reopening,
      async handle({ actor, params: { caseId }, body }) {
        await cases.reopen(scopeOf(actor, caseId), body.note, whoOf(actor));
        return read(actor, caseId);
      },
    }),
    endpoint({
      ...acts,
      method: 'post',
      path: '/cases/:caseId/received',
      summary: 'Say that goods which were expected back are at the depot.',
      async handle({ actor, params: { caseId } }) {
        await cases.receive(scopeOf(actor, caseId), whoOf(actor));
        return read(actor, caseId);
      },
    }),
    endpoint({
      method: 'get',
      path: '/depots/:depotId/case-kinds',
      permission: 'cases:read',
      summary: 'What is set for each kind of cases: limits, severity, steps.',
      answer: pageOf(caseKind),
      async handle({ actor, params }) {
        const kinds = await cases.kindsOf(params.depotId, actor.depotIds);
        return { data: kinds.map(sentKind), nextCursor: null };
      },
    }),
    endpoint({
      method: 'patch',
      path: '/depots/:depotId/case-kinds/:kind',
      permission: 'network:write',
      summary: 'Change what is set for a kind of cases. For cases from now on.',
      body: caseKindChange,
      answer: caseKind,
      async handle({ actor, params: { depotId, kind: asked }, body }) {
        const kind = z.enum(caseKinds).safeParse(asked);
        if (!kind.success) throw new NotFoundError('kind of cases', asked);
        await cases.setKind({ depotId, depotIds: actor.depotIds }, kind.data, body, whoOf(actor));
        const kinds = await cases.kindsOf(depotId, actor.depotIds);
        return sentKind(kinds.find((each) => each.kind === kind.data)!);
      },
    }),
  ];
}

function sentKind({ afterMinutes, ...settings }: CaseKindRow) {
  const kind: CaseKind = settings.kind;
  return {
    ...settings,
    afterMinutes: afterMinutes ?? null,
    outcomes: outcomesOf[kind],
    needsOrders: needsOrders.has(kind),
  };
}
