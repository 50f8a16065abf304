import type { EditEvaluation } from '../../../application/planning/edits/edit-plan.js';
import { withReasonTexts } from '../../../application/planning/unassigned/reason-text.js';
import type { WaveStore } from '../../../application/waves/wave-store.js';
import { tellIn } from '../../../application/words/tell-in.js';
import type { Plan } from '../../../domain/planning/plan.js';
import type { Language } from '../../../domain/told.js';
import { waveClockOf } from '../../../domain/waves/wave-clock.js';

/** A plan as the API gives it out: with what its seconds are counted from, and with reasons in words. */
export async function sentPlan({ waves }: { readonly waves: Pick<WaveStore, 'get'> }, plan: Plan, language: Language) {
  const { timeZone } = await waves.get(plan.waveId, [plan.depotId]);
  const { begins } = waveClockOf(plan.deliveryDate, timeZone);
  return { ...withReasonTexts(plan, language), timeZone, beginsAt: begins };
}

/** What edits come to, with what they break in the language of who asks. */
export function sentEvaluation({ violations, ...evaluation }: EditEvaluation, language: Language) {
  return {
    ...evaluation,
    violations: violations.map(({ told, ...violation }) => ({
      ...violation,
      text: (told && tellIn(language, told)) ?? violation.text,
    })),
  };
}
