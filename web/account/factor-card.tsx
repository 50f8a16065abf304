import { useSignal } from '@preact/signals';
import { CodeField } from '../components/code-field.js';
import { tell } from '../components/notices.js';
import { PasswordField } from '../components/password-field.js';
import { formatMoment } from '../format.js';
import { t } from '../i18n/language.js';
import type { MessageKey } from '../i18n/messages.js';
import { accountApi, type OwnAccount } from './account-api.js';
import { change } from './account-state.js';
import { FactorSecret } from './factor-secret.js';
import { RecoveryCodes } from './recovery-codes.js';
import { Refusal } from './refusal.js';

type Wanted = 'begin' | 'codes' | 'end';

interface Shown {
  readonly secret: string;
  readonly address: string;
}

const titles: Readonly<Record<Wanted, MessageKey>> = {
  begin: 'account.factorBegin',
  codes: 'account.newCodes',
  end: 'account.factorEnd',
};

/** The second factor: off or on, moved, with new recovery codes. */
export function FactorCard({ own }: { readonly own: OwnAccount }) {
  const { isOn, isRequired, confirmedAt, recoveryCodesLeft } = own.secondFactor;
  const wanted = useSignal<Wanted | undefined>(undefined);
  const secret = useSignal<Shown | undefined>(undefined);
  const codes = useSignal<readonly string[] | undefined>(undefined);
  const refusal = useSignal('');

  const want = (what: Wanted | undefined) => {
    refusal.value = '';
    wanted.value = what;
  };
  const begin = async (form?: FormData) => {
    const text = (name: string) => (form?.has(name) ? String(form.get(name)) : undefined);
    refusal.value = await change(async () => {
      secret.value = await accountApi.beginFactor(text('currentPassword'), text('code'));
    });
  };
  const act = async (form: FormData) => {
    if (wanted.value === 'begin') await begin(form);
    else {
      const code = String(form.get('code'));
      refusal.value = await change(async () => {
        if (wanted.value === 'codes') codes.value = (await accountApi.renewCodes(code)).codes;
        else await accountApi.endFactor(code);
      });
      if (refusal.value === '' && wanted.value === 'end') tell(t('account.factorEnded'));
    }
    if (refusal.value === '') wanted.value = undefined;
  };
  const confirm = async (code: string) => {
    refusal.value = await change(async () => {
      codes.value = (await accountApi.confirmFactor(code)).codes;
    });
    if (refusal.value === '') secret.value = undefined;
  };

  return (
    <section class="card account__card">
      <h2>{t('account.factor')}</h2>
      {isRequired && !isOn && <p class="banner banner--warn no-print">{t('account.factorRequired')}</p>}
      <p class="soft no-print">{t('account.factorText')}</p>
      <p class="no-print">
        <span class={isOn ? 'pill pill--good' : 'pill'}>
          {isOn ? t('account.factorOn', { when: formatMoment(confirmedAt!) }) : t('account.factorOff')}
        </span>{' '}
        {isOn && (
          <span class={recoveryCodesLeft < 3 ? 'pill pill--warn' : 'pill'}>
            {t('account.codesLeft', { n: recoveryCodesLeft })}
          </span>
        )}
      </p>
      {codes.value !== undefined ? (
        <RecoveryCodes login={own.login} codes={codes.value} onKept={() => (codes.value = undefined)} />
      ) : secret.value !== undefined ? (
        <FactorSecret
          {...secret.value}
          refusal={refusal.value}
          onCode={(code) => void confirm(code)}
          onCancel={() => {
            secret.value = undefined;
            want(undefined);
          }}
        />
      ) : wanted.value !== undefined ? (
        <form
          class="account__form"
          onSubmit={(event) => {
            event.preventDefault();
            void act(new FormData(event.currentTarget));
          }}
        >
          <h3>{t(isOn && wanted.value === 'begin' ? 'account.factorMove' : titles[wanted.value])}</h3>
          {wanted.value === 'begin' && own.asksPassword && (
            <PasswordField name="currentPassword" label={t('account.currentPassword')} />
          )}
          {isOn && <CodeField label={t('account.codeNow')} />}
          <Refusal text={refusal.value} />
          <div class="account__buttons">
            <button type="submit" class="button button--primary">
              {t('account.go')}
            </button>
            <button type="button" class="button" onClick={() => want(undefined)}>
              {t('general.cancel')}
            </button>
          </div>
        </form>
      ) : (
        <div class="account__buttons">
          <button
            type="button"
            class={isOn ? 'button' : 'button button--primary'}
            onClick={() => (isOn || own.asksPassword ? want('begin') : void begin())}
          >
            {t(isOn ? 'account.factorMove' : 'account.factorBegin')}
          </button>
          {isOn && (
            <button type="button" class="button" onClick={() => want('codes')}>
              {t('account.newCodes')}
            </button>
          )}
          {isOn && !isRequired && (
            <button type="button" class="button button--bad" onClick={() => want('end')}>
              {t('account.factorEnd')}
            </button>
          )}
        </div>
      )}
      {wanted.value === undefined && secret.value === undefined && <Refusal text={refusal.value} />}
    </section>
  );
}
