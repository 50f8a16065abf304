import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from '../api/api.js';
import type { PlanTravel } from '../api/types.js';
import { t } from '../i18n/language.js';
import { plan, runs } from './console-state.js';

/** Traffic is reported at any time; looking again every minute is soon enough. */
const againMilliseconds = 60_000;

/** Says when the plan's travel times are not those that a plan made now would have, and when an engine was out. */
export function TravelNote() {
  const travel = useSignal<PlanTravel | undefined>(undefined);
  const planId = plan.value?.planId;
  useEffect(() => {
    travel.value = undefined;
    if (planId === undefined) return;
    let gone = false;
    const look = () =>
      api.planTravel(planId).then(
        (found) => {
          if (!gone) travel.value = found;
        },
        () => undefined,
      );
    void look();
    const timer = setInterval(look, againMilliseconds);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [planId]);
  if (travel.value === undefined) return null;
  const { stale, note } = travel.value;
  // Once vehicles are out, planning again is no longer the question.
  const isDraft = runs.value.every((run) => run.status === 'draft');
  return (
    <>
      {note !== '' && <p class="banner">{t('travel.engineOut', { note })}</p>}
      {stale !== undefined && isDraft && (
        <p class="banner" role="status">
          {t(`travel.stale.${stale}`)}
        </p>
      )}
    </>
  );
}
