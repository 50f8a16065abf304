import '../../../styles/manage/lists.css';
import { useState } from 'preact/hooks';
import { api } from '../../../api/api.js';
import type { Invitations, User } from '../../../api/types.js';
import { tellFailure } from '../../../components/notices.js';
import { Failure } from '../../../components/states.js';
import { useLoaded } from '../../../components/use-loaded.js';
import { t } from '../../../i18n/language.js';
import { SectionLink } from '../../parts/section-link.js';
import { DaysField, usualDays } from '../days-field.js';
import { type MadeLinks, MadeLinksCard } from '../made-links.js';
import { peopleApi, type Whom } from '../people-api.js';
import { linkRoles, SignInByField } from '../sign-in-by-field.js';
import { InvitationPreview } from './invitation-preview.js';
import { WhomForm } from './whom-form.js';

/** Inviting one, or hundreds: say whom, look at what becomes of each, invite, print their cards. */
export function InviteSection() {
  const depots = useLoaded(api.depots, '');
  const [whom, setWhom] = useState<Whom>();
  const [looked, setLooked] = useState<Invitations>();
  const [days, setDays] = useState(usualDays);
  const [signInBy, setSignInBy] = useState<User['signInBy']>('password');
  const [made, setMade] = useState<MadeLinks>();
  const [isBusy, setBusy] = useState(false);
  const busy = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const look = (chosen: Whom) =>
    busy(async () => {
      setMade(undefined);
      setLooked(undefined);
      setWhom(chosen);
      setLooked(await peopleApi.tryInvite(chosen));
    });
  const invite = () =>
    busy(async () => {
      const { data, links = [], expiresAt } = await peopleApi.invite(whom!, days, signInBy);
      const byId = new Map(data.map((one) => [one.userId, one]));
      const people = links.map(({ userId, link }) => {
        const one = byId.get(userId)!;
        return { name: one.name ?? '', login: one.login ?? '', link };
      });
      setLooked(undefined);
      setMade({ people, expiresAt });
    });
  const mayUseLink = looked?.data.some(({ role }) => linkRoles.has(role)) ?? false;
  const ready = looked?.data.filter(({ status }) => status === 'ready').length ?? 0;
  return (
    <div class="section">
      <div class="section__head">
        <h2>{t('people.invite')}</h2>
        <SectionLink class="button" to={['users']}>
          {t('people.users')}
        </SectionLink>
      </div>
      {made !== undefined && <MadeLinksCard made={made} onClose={() => setMade(undefined)} />}
      {depots.error === undefined ? (
        <WhomForm depots={depots.value ?? []} isBusy={isBusy} onLook={(chosen) => void look(chosen)} />
      ) : (
        <Failure error={depots.error} onRetry={() => void depots.reload()} />
      )}
      {isBusy && <div class="progress progress--open" role="progressbar" aria-label={t('general.loading')} />}
      {looked !== undefined && (
        <>
          {ready > 0 && (
            <div class="bar">
              <DaysField days={days} onChange={setDays} />
              {mayUseLink && <SignInByField signInBy={signInBy} onChange={setSignInBy} />}
              <button type="button" class="button button--primary" disabled={isBusy} onClick={() => void invite()}>
                {t('people.inviteThem', { count: ready })}
              </button>
            </div>
          )}
          <InvitationPreview looked={looked} />
        </>
      )}
    </div>
  );
}
