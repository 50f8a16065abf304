import '../../../styles/manage/sign-in.css';
import { useSignal } from '@preact/signals';
import { ApiError, sentenceOf } from '../../../api/api-error.js';
import type { Role } from '../../../api/types.js';
import { tell } from '../../../components/notices.js';
import { Failure, Loading } from '../../../components/states.js';
import { useLoaded } from '../../../components/use-loaded.js';
import { t } from '../../../i18n/language.js';
import { type SignInRules, signInApi } from './sign-in-api.js';

/** Programs come with keys, which have no second factor. */
const people: readonly Exclude<Role, 'integration'>[] = ['admin', 'dispatcher', 'picker', 'courier', 'station'];

/** What the installation asks of who signs in. */
export function SignInSection() {
  const { value, error, reload, set } = useLoaded(signInApi.rules, '');
  const refused = useSignal<{ readonly text: string; readonly needsOwn: boolean } | undefined>(undefined);
  if (error !== undefined) return <Failure error={error} onRetry={() => void reload()} />;
  if (value === undefined) return <Loading />;

  const change = async (rules: SignInRules) => {
    refused.value = undefined;
    try {
      set(await signInApi.setRules(rules));
      tell(t('manage.signIn.saved'));
    } catch (thrown) {
      const needsOwn = thrown instanceof ApiError && thrown.code === 'second-factor-off';
      refused.value = { text: needsOwn ? t('manage.signIn.needsOwn') : sentenceOf(thrown), needsOwn };
      // The boxes show what holds.
      await reload();
    }
  };
  const required = value.secondFactorRoles;
  return (
    <section class="sign-in-rules">
      <h2>{t('manage.signIn.title')}</h2>
      <fieldset class="card sign-in-rules__card">
        <legend>{t('manage.signIn.factor')}</legend>
        <p class="soft">{t('manage.signIn.factorText')}</p>
        {people.map((role) => (
          <label key={role} class="sign-in-rules__role">
            <input
              type="checkbox"
              checked={required.includes(role)}
              onChange={(event) => {
                const others = required.filter((each) => each !== role);
                void change({ secondFactorRoles: event.currentTarget.checked ? [...others, role] : others });
              }}
            />
            {t(`manage.signIn.role.${role}`)}
          </label>
        ))}
        {refused.value !== undefined && (
          <p class="banner banner--bad" role="alert">
            {refused.value.text} {refused.value.needsOwn && <a href="/account">{t('nav.account')}</a>}
          </p>
        )}
      </fieldset>
      <p class="small soft">{t('manage.signIn.lost')}</p>
    </section>
  );
}
