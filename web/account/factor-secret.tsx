import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { CodeField } from '../components/code-field.js';
import { t } from '../i18n/language.js';
import { Refusal } from './refusal.js';

/** The new secret as a code to scan, as a link for the app on this phone, and to be typed; then a code of it. */
export function FactorSecret({
  secret,
  address,
  refusal,
  onCode,
  onCancel,
}: {
  readonly secret: string;
  readonly address: string;
  readonly refusal: string;
  readonly onCode: (code: string) => void;
  readonly onCancel: () => void;
}) {
  const picture = useSignal('');
  useEffect(() => {
    // The writer of codes is large, and loaded only here. Who does not get it types the secret.
    import('../components/draw-code.js').then(
      ({ drawCode }) => (picture.value = drawCode('qr', address)),
      () => undefined,
    );
  }, [address]);
  return (
    <form
      class="account__form"
      onSubmit={(event) => {
        event.preventDefault();
        onCode(String(new FormData(event.currentTarget).get('code')));
      }}
    >
      <p>{t('account.factorScan')}</p>
      {picture.value !== '' && <img class="account__qr" src={picture.value} alt="" />}
      <p>
        <a href={address}>{t('account.factorOpen')}</a>
      </p>
      <p class="soft">{t('account.factorSecret')}</p>
      <p class="account__secret" translate={false}>
        {secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
      </p>
      <CodeField label={t('account.factorCode')} />
      <Refusal text={refusal} />
      <div class="account__buttons">
        <button type="submit" class="button button--primary">
          {t('account.factorConfirm')}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {t('general.cancel')}
        </button>
      </div>
    </form>
  );
}
