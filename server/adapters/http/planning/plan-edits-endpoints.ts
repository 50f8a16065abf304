import type { Actor } from '../../../application/accounts/account-store.js';
import { withRuleTexts } from '../../../application/planning/replanning/rule-change-text.js';
import { type Endpoint, endpoint } from '../endpoint.js';
import { assertMatch, etagOf } from '../requests/etag.js';
import { languageOf } from '../requests/language-of.js';
import type { HttpServices } from '../services.js';
import { editedPlan, planEdits } from './plan-edits-contract.js';
import { plan, released, releaseRequest } from './plans-contract.js';
import { replannedPlan } from './replanned-plan-contract.js';
import { replanRequest } from './replanning-contract.js';
import { sentEvaluation, sentPlan } from './sent-plan.js';

/** Changing a plan by hand, going back to another version, and taking a release back. */
export function planEditEndpoints(services: HttpServices): Endpoint[] {
  const planFor = (planId: string, { depotIds }: Actor) => services.plans.get(planId, depotIds);
  return [
    endpoint({
      method: 'post',
      path: '/plans/:planId/edits',
      permission: 'plans:write',
      summary:
        'Price hand-made changes, or make them a new version, also of released runs: what is done or on board stays. Needs If-Match unless dryRun.',
      creates: true,
      transaction: 'own',
      body: planEdits,
      answer: editedPlan,
      async handle({ actor, params, body, request, response, once }) {
        const found = await planFor(params.planId, actor);
        const leaving = new AbortController();
        response.on('close', () => leaving.abort(new Error('The client went away.')));
        const { edits, overrides } = body;
        const options = { overrides, ...(body.from !== undefined && { from: new Date(body.from) }) };
        const language = languageOf(request, response);
        const { editPlan } = services;
        if (body.dryRun)
          return sentEvaluation(await editPlan.evaluate(found, edits, leaving.signal, options), language);
        assertMatch(request, etagOf(found.planId, found.version));
        // Reads what it depends on before, so that the transaction is short.
        await editPlan.evaluate(found, edits, leaving.signal, options);
        return once(async () => {
          const [saved, evaluation] = await editPlan.make(found, edits, actor.name, leaving.signal, options);
          response.set('ETag', etagOf(saved.planId, saved.version));
          return { plan: await sentPlan(services, saved, language), ...sentEvaluation(evaluation, language) };
        });
      },
    }),
    endpoint({
      method: 'post',
      path: '/plans/:planId/replan',
      permission: 'plans:write',
      summary:
        'Plan the rest of the day anew after an event: look with dryRun, then make it. Needs If-Match unless dryRun.',
      creates: true,
      transaction: 'own',
      body: replanRequest,
      answer: replannedPlan,
      async handle({ actor, params, body, request, response, once }) {
        const found = await planFor(params.planId, actor);
        const leaving = new AbortController();
        response.on('close', () => leaving.abort(new Error('The client went away.')));
        const look = () =>
          services.replan.preview(
            found,
            {
              event: body.event,
              from: body.from === undefined ? undefined : new Date(body.from),
              keepsEdits: body.keepsEdits,
            },
            leaving.signal,
          );
        const language = languageOf(request, response);
        if (body.dryRun) return withRuleTexts(await look(), language);
        assertMatch(request, etagOf(found.planId, found.version));
        const previewId = body.previewId ?? (await look()).previewId;
        return once(async () => {
          const [saved, outcome] = await services.replan.apply(found, previewId, actor.name, body.event);
          response.set('ETag', etagOf(saved.planId, saved.version));
          return { plan: await sentPlan(services, saved, language), ...withRuleTexts(outcome, language) };
        });
      },
    }),
    endpoint({
      method: 'post',
      path: '/plans/:planId/make-current',
      permission: 'plans:write',
      summary:
        "Make a version the wave's current plan again: undo and redo. Its routes become the runs, as far as nothing was reported against it. Needs If-Match with the ETag of the plan that is current now.",
      answer: plan,
      etag: 'needed',
      async handle({ actor, params, request, response }) {
        const found = await planFor(params.planId, actor);
        // Looked at where no other change can come between.
        const assertSeen = (now: { planId: string; version: number } | undefined) =>
          assertMatch(request, now === undefined ? '' : etagOf(now.planId, now.version));
        const at = services.clock.now();
        const current = await services.plans.makeCurrent(found.planId, at, actor.name, assertSeen);
        response.set('ETag', etagOf(current.planId, current.version));
        return sentPlan(services, current, languageOf(request, response));
      },
    }),
    endpoint({
      method: 'post',
      path: '/plans/:planId/withdraw',
      permission: 'plans:release',
      summary:
        'Take a release back, of all runs or of some, while none of them has left: they are drafts again. Needs If-Match.',
      body: releaseRequest,
      answer: released,
      etag: 'needed',
      async handle({ actor, params, body, request }) {
        const found = await planFor(params.planId, actor);
        assertMatch(request, etagOf(found.planId, found.version));
        return services.plans.withdraw(found.planId, services.clock.now(), actor.name, body.runIds);
      },
    }),
  ];
}
