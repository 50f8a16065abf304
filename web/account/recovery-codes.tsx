import { tell } from '../components/notices.js';
import { t } from '../i18n/language.js';

/** Recovery codes, the one time that they are shown. */
export function RecoveryCodes({
  login,
  codes,
  onKept,
}: {
  readonly login: string;
  readonly codes: readonly string[];
  readonly onKept: () => void;
}) {
  // Over plain http browsers have no clipboard to give.
  const canCopy = window.navigator.clipboard !== undefined;
  const copy = async () => {
    await window.navigator.clipboard.writeText(codes.join('\n'));
    tell(t('account.codesCopied'));
  };
  return (
    <div class="account__form">
      <h3>
        {t('account.codes')} · {login}
      </h3>
      <p class="banner banner--warn">{t('account.codesText')}</p>
      <ol class="account__codes" translate={false}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div class="account__buttons no-print">
        <button type="button" class="button" onClick={() => window.print()}>
          {t('general.print')}
        </button>
        {canCopy && (
          <button type="button" class="button" onClick={() => void copy().catch(() => undefined)}>
            {t('account.codesCopy')}
          </button>
        )}
        <button type="button" class="button button--primary" onClick={onKept}>
          {t('account.codesKept')}
        </button>
      </div>
    </div>
  );
}
