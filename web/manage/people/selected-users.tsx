import { useState } from 'preact/hooks';
import type { User } from '../../api/types.js';
import { tell, tellFailure, tellWithUndo } from '../../components/notices.js';
import { t } from '../../i18n/language.js';
import { DaysField, usualDays } from './days-field.js';
import type { MadeLinks } from './made-links.js';
import { peopleApi } from './people-api.js';

/** What can be done with the chosen users, all at once. */
export function SelectedUsers({
  users,
  onDone,
  onMade,
}: {
  readonly users: readonly User[];
  readonly onDone: () => void;
  readonly onMade: (made: MadeLinks) => void;
}) {
  const [days, setDays] = useState(usualDays);
  const [isBusy, setBusy] = useState(false);
  const userIds = users.map(({ userId }) => userId);
  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
      onDone();
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const suspend = () =>
    act(async () => {
      const { data } = await peopleApi.suspend(userIds);
      const done = data.filter(({ status }) => status === 'done').map(({ userId }) => userId);
      const refused = data.find(({ status }) => status === 'refused');
      if (refused?.error) tell(refused.error.detail);
      if (done.length === 0) return;
      tellWithUndo(t('people.suspended', { count: done.length }), async () => {
        await peopleApi.resume(done);
        onDone();
      });
    });
  const resume = () =>
    act(async () => {
      const { data } = await peopleApi.resume(userIds);
      tell(t('people.resumed', { count: data.filter(({ status }) => status === 'done').length }));
    });
  const renew = () =>
    act(async () => {
      const { data, links = [], expiresAt } = await peopleApi.renewLinks(userIds, days);
      const refused = data.find(({ status }) => status === 'refused');
      if (refused?.error) tell(refused.error.detail);
      const byId = new Map(users.map((user) => [user.userId, user]));
      const people = links.map(({ userId, link }) => ({ ...byId.get(userId)!, link }));
      if (people.length > 0) onMade({ people, expiresAt });
    });
  return (
    <section class="bar" aria-label={t('people.selected', { count: users.length })}>
      <strong>{t('people.selected', { count: users.length })}</strong>
      <DaysField days={days} onChange={setDays} />
      <button type="button" class="button button--primary" disabled={isBusy} onClick={() => void renew()}>
        {t('people.newLinks')}
      </button>
      <button type="button" class="button" disabled={isBusy} onClick={() => void suspend()}>
        {t('people.suspend')}
      </button>
      <button type="button" class="button" disabled={isBusy} onClick={() => void resume()}>
        {t('people.resume')}
      </button>
      <small class="soft">{t('people.newLinksHint')}</small>
    </section>
  );
}
