import '../styles/login.css';
import '../styles/account/account.css';
import { useEffect } from 'preact/hooks';
import { api } from '../api/api.js';
import { LanguageSwitch, Mark } from '../components/brand.js';
import { tellFailure } from '../components/notices.js';
import { Failure, Loading } from '../components/states.js';
import { addMessages, t } from '../i18n/language.js';
import { accountMessages } from '../i18n/messages/account/index.js';
import { homeOf } from '../login/after-login.js';
import { mount } from '../mount.js';
import { account, failure, load } from './account-state.js';
import { FactorCard } from './factor-card.js';
import { PasswordCard } from './password-card.js';
import { SessionsCard } from './sessions-card.js';

addMessages(accountMessages);

function AccountPage() {
  useEffect(() => void load(), []);
  const own = account.value;
  return (
    <div class="account">
      <header class="account__top no-print">
        <Mark />
        <h1>{t('account.title')}</h1>
        {own !== undefined && (
          <a class="button" href={homeOf(own.role)}>
            {t('account.home')}
          </a>
        )}
      </header>
      <main class="account__body">
        {failure.value !== undefined && own === undefined ? (
          <Failure error={failure.value} onRetry={() => void load()} />
        ) : own === undefined ? (
          <Loading />
        ) : (
          <>
            <section class="card account__card account__self no-print">
              <div>
                <h2>{own.name}</h2>
                <p class="soft">
                  {own.login} · {t(`role.${own.role}`)}
                </p>
              </div>
              <LanguageSwitch />
              <button
                type="button"
                class="button"
                onClick={() =>
                  void api
                    .logOut()
                    .then(() => window.location.assign('/login'))
                    .catch(tellFailure)
                }
              >
                {t('account.logOut')}
              </button>
            </section>
            <PasswordCard own={own} />
            <FactorCard own={own} />
            <SessionsCard own={own} />
          </>
        )}
      </main>
    </div>
  );
}

mount('account.title', AccountPage);
