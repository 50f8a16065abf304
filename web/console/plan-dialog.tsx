import '../styles/console/plan-dialog.css';
import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Job, Wave } from '../api/types.js';
import { formatCount } from '../format.js';
import { t } from '../i18n/language.js';
import { depotName, planJobs, views } from './console-state.js';
import { beginByHand, cancelPlanning, startPlanning } from './wave-acts.js';

const offered = [10, 20, 60, 300];

/** Asks how long to search, then starts. */
export function PlanDialog({ open }: { readonly open: Signal<boolean> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open.value) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open.value]);
  return (
    <dialog ref={dialog} class="dialog" onClose={() => (open.value = false)} aria-label={t('plan.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          open.value = false;
          void startPlanning(Number(new FormData(event.currentTarget).get('seconds')));
        }}
      >
        <h2>{t('plan.title')}</h2>
        <fieldset class="choices">
          <legend class="label">{t('plan.seconds')}</legend>
          {offered.map((seconds) => (
            <label key={seconds}>
              <input type="radio" name="seconds" value={seconds} defaultChecked={seconds === 20} />
              <span>{seconds} s</span>
            </label>
          ))}
        </fieldset>
        <p class="small soft">{t('plan.secondsHint')}</p>
        <div class="dialog__actions">
          <button type="button" class="button" onClick={() => (open.value = false)}>
            {t('general.cancel')}
          </button>
          <button
            type="button"
            class="button"
            title={t('plan.byHandHint')}
            onClick={() => {
              open.value = false;
              void beginByHand();
            }}
          >
            {t('plan.byHand')}
          </button>
          <button type="submit" class="button button--primary">
            {t('plan.start')}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** How far planning is, of each wave in view that is planned, with a way to stop it. */
export function PlanProgressBars() {
  const planned = views.value.filter(({ wave }) => planJobs.value.has(wave.waveId));
  return (
    <>
      {planned.map(({ wave, waveSign }) => (
        <PlanProgressBar key={wave.waveId} wave={wave} sign={waveSign} job={planJobs.value.get(wave.waveId)!} />
      ))}
    </>
  );
}

function PlanProgressBar({ wave, sign, job }: { readonly wave: Wave; readonly sign: string; readonly job: Job }) {
  const { waitsFor, ahead, progress: told } = job;
  const progress = told?.phase === 'travel' || told?.phase === 'search' ? told : null;
  // Travel times come first and are a tenth of the bar; the search is the rest.
  const share =
    progress === null
      ? 0.02
      : progress.phase === 'travel'
        ? 0.1 * (progress.done / Math.max(1, progress.total))
        : 0.1 + 0.9 * progress.share;
  const words =
    waitsFor !== null
      ? t(`plan.waits.${waitsFor}`, { n: ahead ?? 0 })
      : progress === null
        ? t('plan.begins')
        : progress.phase === 'travel'
          ? t('plan.travel', { done: formatCount(progress.done), total: formatCount(progress.total) })
          : progress.share >= 1
            ? t('plan.storing')
            : t('plan.search', { vehicles: progress.vehicles, iterations: formatCount(progress.iterations) });
  return (
    <div class="planning" role="status">
      <span class="spinner" />
      <div class="planning__bar">
        <span>{sign === '' ? words : `${sign} ${depotName(wave.depotId)}: ${words}`}</span>
        <progress class="planning__progress" max={1} value={share} aria-label={t('plan.title')} />
      </div>
      <button type="button" class="button" onClick={() => void cancelPlanning(wave.waveId)}>
        {t('general.cancel')}
      </button>
    </div>
  );
}
