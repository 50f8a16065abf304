import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from '../api/api.js';
import type { BackupHealth, Job } from '../api/types.js';
import { tell, tellFailure } from '../components/notices.js';
import { formatMoment } from '../format.js';
import { t } from '../i18n/language.js';
import { me } from './console-state.js';

/** Backups are made once a day; looking again every ten minutes is soon enough. */
const againMilliseconds = 600_000;

/** Says when backups are overdue or fail, and to admins when none was ever made. Nothing else tells them before a loss does. */
export function BackupNote() {
  const health = useSignal<BackupHealth | undefined>(undefined);
  const running = useSignal<Job | undefined>(undefined);
  const role = me.value?.role;
  const isAdmin = role === 'admin' && me.value?.depotId === undefined;
  const watches = role === 'admin' || role === 'dispatcher';
  const look = () =>
    api.backupHealth().then(
      (found) => {
        health.value = found;
      },
      () => undefined,
    );
  useEffect(() => {
    if (!watches) return;
    void look();
    const timer = setInterval(look, againMilliseconds);
    return () => clearInterval(timer);
  }, [watches]);

  const backUp = async () => {
    try {
      const begun = await api.backUp();
      running.value = begun;
      api.watchJob(begun.jobId, end, () => {
        running.value = undefined;
      });
    } catch (error) {
      tellFailure(error);
    }
  };
  const end = (job: Job) => {
    if (job.status === 'running' || job.status === 'waiting') return;
    running.value = undefined;
    if (job.status === 'done') tell(t('backup.done'));
    void look();
  };

  const now = health.value;
  if (now === undefined || now.state === 'good') return null;
  if (now.state === 'none') {
    // Scheduled, the first one is under way within a minute.
    return isAdmin && !now.scheduled ? <p class="banner banner--quiet">{t('backup.none')}</p> : null;
  }
  return (
    <div class={now.state === 'failed' ? 'banner banner--bad' : 'banner'} role="status">
      <span>
        {sentenceOf(now)}
        {now.state === 'failed' && now.failure !== null && now.failure.detail !== '' && (
          <span class="banner__detail" lang="en">
            {now.failure.detail}
          </span>
        )}
      </span>
      {isAdmin && (
        <button type="button" class="button" disabled={running.value !== undefined} onClick={() => void backUp()}>
          {t(running.value === undefined ? 'backup.now' : 'backup.running')}
        </button>
      )}
    </div>
  );
}

function sentenceOf({ state, lastGoodAt }: BackupHealth): string {
  const when = lastGoodAt === null ? t('backup.never') : formatMoment(lastGoodAt);
  return t(state === 'overdue' ? 'backup.overdue' : 'backup.failed', { when });
}
