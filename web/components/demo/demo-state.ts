import { signal } from '@preact/signals';
import { ask, part } from '../../api/ask.js';
import type { Demo, Job } from '../../api/types.js';
import { t } from '../../i18n/language.js';
import { tell } from '../notices.js';

const lookMilliseconds = 2000;

/** How it stands with the demo; undefined until it was heard. */
export const demo = signal<Demo>();

/** Asks how it stands; what cannot be heard is left as it was, for the page works without. */
export async function lookAtDemo(): Promise<void> {
  demo.value = await ask<Demo>('GET', '/demo').catch(() => demo.value);
}

/** Says what of people's own would go with the demo; empty where nothing would. */
export function addedToDemo(): string {
  const added = demo.value?.added ?? [];
  if (added.length === 0) return '';
  const between = t('demo.between');
  const things = added.map(({ what, count, examples }) => {
    const names = `${examples.join(between)}${count > examples.length ? '…' : ''}`;
    return t(`demo.added.${what}`, { count, names });
  });
  return t('demo.withAdded', { what: things.join(t('demo.betweenKinds')) });
}

/** Follows the demo while it comes or goes. @param onChange is called when it came or went. */
export function watchDemo(onChange: () => void): () => void {
  let timer: number | undefined;
  let isStopped = false;
  const look = async () => {
    const before = demo.value?.state;
    await lookAtDemo();
    const now = demo.value?.state;
    if (before !== undefined && now !== before) onChange();
    if (!isStopped && (now === 'loading' || now === 'removing')) timer = window.setTimeout(look, lookMilliseconds);
  };
  void look();
  return () => {
    isStopped = true;
    window.clearTimeout(timer);
  };
}

/** Says that the demo is to be looked at: nobody is asked again. */
export async function chooseDemo(): Promise<void> {
  await ask('PUT', '/demo/choice', {});
  await lookAtDemo();
}

/** Removes the demo and waits until it is gone. @throws ApiError, also when the removal failed. */
export async function removeDemo(): Promise<void> {
  if (demo.value !== undefined) demo.value = { ...demo.value, state: 'removing', asks: false };
  try {
    const begun = await ask<Job>('DELETE', '/demo');
    await untilDone(begun.jobId);
    tell(t('demo.removed'));
  } finally {
    await lookAtDemo();
  }
}

async function untilDone(jobId: string): Promise<void> {
  for (;;) {
    const job = await ask<Job>('GET', `/jobs/${part(jobId)}`);
    if (job.status === 'done') return;
    if (job.status !== 'waiting' && job.status !== 'running') {
      throw new Error(job.error?.detail ?? job.status);
    }
    await new Promise((resolve) => window.setTimeout(resolve, 500));
  }
}
